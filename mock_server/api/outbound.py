"""SMS and e-mails sent by hand: views of the outbox (resources.md 16)."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from mock_server.api import bodies, context
from mock_server.api.viewing import collection_link, require_authority, view_of
from mock_server.declarations import takes
from mock_server.domain.enums import Authority
from mock_server.query import Source, list_page
from mock_server.schemas.outbound import OUTBOUND_SMS
from mock_server.services import outbound
from mock_server.wire.answers import ListBody, WebMessage
from mock_server.wire.body import JSON_TYPES, read_json

_EMAIL_SENT = "Email sent"
_SUBJECT = "DHIS 2"


class Sms(TypedDict, total=False):
    """An SMS to send."""

    recipients: list[str]
    message: str


class Notice(TypedDict, total=False):
    """An e-mail to the address of the system."""

    subject: str
    text: str


def list_sms() -> Annotated[ListBody, OUTBOUND_SMS]:
    """GET /sms/outbound: what left the server (16)."""
    view = view_of(context.state())
    records = outbound.outbound_sms(view.state, context.acting_user())
    source = Source(by_id=sorted(records, key=lambda each: each.uid), by_name=records)
    link = collection_link(view, "sms/outbound")
    page = list_page(OUTBOUND_SMS, source, context.query_parameters(), view, link)
    return ListBody(OUTBOUND_SMS, page.items, page.pager, link)


@takes(Sms, {"recipients": ["4740000000"], "message": "Hey"}, is_required=False)
def send_sms() -> WebMessage:
    """POST /sms/outbound: `recipient` and `message`, or both in JSON (16)."""
    require_authority(Authority.MOBILE_SEND_SMS)
    if context.media_type() in JSON_TYPES:
        body = _json_object()
        given = _list(body.get("recipients"))
        recipients = [each for each in given if isinstance(each, str)]
        message = str(body.get("message") or "")
    else:
        context.required_parameter("recipient")
        recipients = list(context.list_parameter("recipient"))
        message = context.required_parameter("message")
    outbound.send_sms(context.store(), context.acting_user(), recipients, message)
    return WebMessage(200, "SMS sent")


def delete_many_sms() -> WebMessage:
    """DELETE /sms/outbound?ids=: several records, or none of them (16)."""
    require_authority(Authority.MOBILE_SETTINGS)
    context.required_parameter("ids", "List")
    uids = context.list_parameter("ids")
    outbound.delete_sms(context.store(), context.acting_user(), uids)
    return WebMessage(200, "Objects deleted")


def delete_sms(uid: str) -> WebMessage:
    """DELETE /sms/outbound/{uid}: one record (16)."""
    outbound.delete_sms(context.store(), context.acting_user(), [uid])
    return WebMessage(200, f"OutboundSms with {uid} deleted")


def send_test_email() -> WebMessage:
    """POST /email/test: to the caller himself (16)."""
    outbound.send_test_email(context.store(), context.acting_user())
    return WebMessage(200, _EMAIL_SENT)


@takes(Notice, {"subject": "Hey", "text": "All is well"}, is_required=False)
def send_email() -> WebMessage:
    """POST /email/notification: to `recipients`; JSON goes to the system's (16)."""
    if context.media_type() in JSON_TYPES:
        body = _json_object()
        subject, text = (str(body.get(key) or "") for key in ("subject", "text"))
        outbound.notify_system(context.store(), subject or _SUBJECT, text)
        return WebMessage(200, _EMAIL_SENT)
    require_authority(Authority.SEND_EMAIL)
    context.required_parameter("recipients", "Set")
    email = outbound.Email(
        recipients=context.list_parameter("recipients"),
        subject=context.parameter("subject") or _SUBJECT,
        text=context.required_parameter("message"),
    )
    outbound.send_email(context.store(), context.acting_user(), email)
    return WebMessage(200, _EMAIL_SENT)


def _json_object() -> Mapping[str, object]:
    """Return the body if it is a JSON object, else an empty one."""
    content = bodies.raw_body()
    if context.media_type() not in JSON_TYPES or not content:
        return {}
    found = read_json(content)
    return found if isinstance(found, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
