"""Sending: new conversations, replies, feedback, and more recipients."""

from mock_server.api import bodies, context
from mock_server.declarations import answers, takes
from mock_server.domain.model import MessageConversationParams
from mock_server.domain.parameters import to_boolean
from mock_server.schemas.requests import MESSAGE_PARAMS, load_message_params
from mock_server.services import conversations
from mock_server.services.conversations import MessageDraft
from mock_server.wire.answers import NoContent, WebMessage
from mock_server.wire.body import ANY_TYPES, JSON_TYPES, XML_TYPES, read_message
from mock_server.wire.errors import MissingBodyError

_USERS = [{"id": "PhzytPW3g2J"}]
_EXAMPLE = {"subject": "Hey", "text": "How are you?", "users": _USERS}


@takes(MESSAGE_PARAMS, _EXAMPLE, types=JSON_TYPES | XML_TYPES)
@answers(201)
def create() -> WebMessage:
    """POST /messageConversations: start a conversation (4.4)."""
    types = _types(xml=context.profile().xml_create)
    params = _message_params(bodies.typed_body(types))
    created = conversations.send_message(
        context.store(),
        context.acting_user(),
        params,
        context.user_agent(),
        shares_attachments=context.profile().allow_attachment_reuse,
    )
    return _stored("Message conversation created", created.uid)


@takes(str, types=ANY_TYPES)
@answers(200, 201)
def reply(uid: str) -> WebMessage:
    """POST /messageConversations/{uid}: reply with the body as it is (4.5)."""
    message = MessageDraft(
        text=bodies.text_body(),
        meta_data=context.user_agent(),
        internal=to_boolean("internal", context.parameter("internal") or "false"),
        attachments=context.list_parameter("attachments"),
        shares_attachments=context.profile().allow_attachment_reuse,
    )
    conversations.send_reply(context.store(), context.acting_user(), uid, message)
    status = context.profile().reply_status
    return _stored("Message conversation created", uid, status)


@takes(str, types=ANY_TYPES)
@answers(201)
def feedback() -> WebMessage:
    """POST /messageConversations/feedback: open a ticket (4.7)."""
    subject = context.required_parameter("subject")
    created = conversations.send_feedback(
        context.store(),
        context.acting_user(),
        subject,
        bodies.text_body(),
        context.user_agent(),
    )
    return _stored("Feedback created", created.uid)


@takes(MESSAGE_PARAMS, {"users": _USERS}, types=JSON_TYPES | XML_TYPES)
def add_recipients(uid: str) -> NoContent:
    """POST /messageConversations/{uid}/recipients: let more users take part (4.6)."""
    params = _message_params(bodies.body(_types(xml=context.profile().xml)))
    conversations.add_recipients(context.store(), context.acting_user(), uid, params)
    return NoContent()


def _types(*, xml: bool) -> frozenset[str]:
    return JSON_TYPES | XML_TYPES if xml else JSON_TYPES


def _message_params(content: bytes) -> MessageConversationParams:
    profile = context.profile()
    data = read_message(
        content, context.media_type(), bare_recipients=profile.bare_recipients
    )
    if data is None:
        raise MissingBodyError
    return load_message_params(data, plain_attachments=profile.attachment_strings)


def _stored(message: str, uid: str, status: int = 201) -> WebMessage:
    location = f"{context.api_url()}/messageConversations/{uid}"
    return WebMessage(status, message, location=location)
