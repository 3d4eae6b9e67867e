"""Every operation is asked, and what comes and goes is as its document says."""

from __future__ import annotations

import json as json_module
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mock_server.api.description import api_document
from mock_server.factory import create_app
from tests.conftest import Api, over_socket, serve_in_thread
from tests.described import JSON, described

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = "application/x-www-form-urlencoded"
SEED = json_module.loads((Path(__file__).parent / "seed.json").read_text()) | {
    "system": {
        "feedbackRecipients": "FeedbackGrp",
        "emailConfigured": True,
        "smsGateway": True,
        "settings": {"keySystemNotificationsEmail": "all@example.org"},
    },
}
SEED["users"][0]["email"] = "ada@example.org"
OPERATIONS = described(api_document(create_app()))
SUCCEEDING = {name for name, each in OPERATIONS.items() if each.successes}


class Ask(NamedTuple):
    """What is asked for by one request; `parts` fill in its path in their order."""

    parts: tuple[str, ...] = ()
    query: str = ""
    body: str = ""
    content_type: str | None = None
    accept: str | None = None
    """What alone it is answered in."""


def as_json(value: object, *parts: str) -> Ask:
    """Return a request with a body in JSON."""
    return Ask(parts, body=json_module.dumps(value), content_type=JSON)


def as_text(text: str, *parts: str, query: str = "") -> Ask:
    """Return a request with a plain text."""
    return Ask(parts, query, text, "text/plain")


def as_form(form: str, *parts: str) -> Ask:
    """Return a request with a form in place of a query."""
    return Ask(parts, body=form, content_type=FORM)


UPLOAD = Ask(
    body=(
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        "Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"
    ),
    content_type="multipart/form-data; boundary=b",
)
RECIPIENTS = {"users": [{"id": "MiaPlainU01"}]}
ASKED: dict[str, Ask] = {
    "apps.orderMenu": as_json(["dhis-web-dashboard"]),
    "auth.login": as_json({"username": "admin", "password": "district"}),
    "configuration.setFeedbackRecipients": as_text("FeedbackGrp"),
    "configuration.setUpdateRecipients": as_text("FeedbackGrp"),
    "email.notify": as_json({"subject": "Hey", "text": "All is well"}),
    "fileResources.create": UPLOAD._replace(query="domain=MESSAGE_ATTACHMENT"),
    "fileResources.get": Ask(("FreeFile001",)),
    "fileResources.getData": Ask(("FreeFile001",)),
    "me.hasAuthority": Ask(("ALL",)),
    "me.hasAuthorityByName": Ask(("ALL",)),
    "me.setting": Ask(("keyUiLocale",)),
    "messageConversations.addRecipients": as_json(RECIPIENTS, "{mc}"),
    "messageConversations.assign": as_form("userId=TomFeedbk01", "{ticket}"),
    "messageConversations.create": as_json(
        {"subject": "Hey", "text": "How are you?", **RECIPIENTS}
    ),
    "messageConversations.delete": Ask(("{mc}",)),
    "messageConversations.feedback": as_text("It broke", query="subject=Help"),
    "messageConversations.followUp": as_json(["{mc}"]),
    "messageConversations.get": Ask(("{mc}",)),
    "messageConversations.getAttachment": Ask(("{mc}", "{message}", "FreeFile001")),
    "messageConversations.getProperty": Ask(("{mc}", "messages")),
    "messageConversations.list": Ask(query="fields=*"),
    "messageConversations.markRead": as_json(["{mc}"]),
    "messageConversations.markReadOne": as_form("userUid=SamPlainU01", "{mc}"),
    "messageConversations.markUnread": as_json(["{mc}"]),
    "messageConversations.markUnreadOne": as_form("userUid=SamPlainU01", "{mc}"),
    "messageConversations.removeMany": Ask(query="mc={mc}"),
    "messageConversations.removeUser": Ask(("{mc}", "SamPlainU01")),
    "messageConversations.reply": as_text("Yes", "{mc}"),
    "messageConversations.setPriority": as_form(
        "messageConversationPriority=HIGH", "{ticket}"
    ),
    "messageConversations.setStatus": as_form(
        "messageConversationStatus=SOLVED", "{ticket}"
    ),
    "messageConversations.unassign": Ask(("{ticket}",)),
    "messageConversations.unfollowUp": as_json(["{mc}"]),
    "messageConversations.uploadAttachment": UPLOAD,
    "organisationUnits.around": Ask(("UnitParent1", "children"), "fields=*"),
    "organisationUnits.get": Ask(("UnitChild02",)),
    "organisationUnits.list": Ask(query="fields=*"),
    "outboundSms.delete": Ask(("{sms}",)),
    "outboundSms.deleteMany": Ask(query="ids={sms}"),
    "outboundSms.list": Ask(query="fields=*"),
    "outboundSms.send": as_json({"recipients": ["4741"], "message": "Hey"}),
    "properties.get": Ask(("users", "SamPlainU01", "userRoles")),
    "schemas.get": Ask(("userGroup",)),
    "schemas.getProperty": Ask(("userGroup", "name")),
    "shell.app": Ask(("messaging",)),
    "shell.formLogin": as_form("j_username=admin&j_password=district"),
    "shell.icon": Ask(("messaging", "dhis-web-messaging.png")),
    "staticContent.get": Ask(("logo_front",), accept="image/png"),
    "systemSettings.delete": Ask(("applicationTitle",)),
    "systemSettings.get": Ask(("applicationTitle",)),
    "systemSettings.import": as_json({"applicationTitle": "Mine", "keyEmailPort": 25}),
    "systemSettings.set": as_text("Mine", "applicationTitle"),
    "userGroups.get": Ask(("FeedbackGrp",)),
    "userGroups.list": Ask(query="fields=*"),
    "userLookup.feedbackRecipients": Ask(query="query=tom"),
    "userLookup.get": Ask(("sam",)),
    "userLookup.list": Ask(query="query=sam"),
    "userRoles.get": Ask(("SuperuserR1",)),
    "userRoles.list": Ask(query="fields=*"),
    "userSettings.delete": Ask(("keyUiLocale",)),
    "userSettings.get": Ask(("keyUiLocale",)),
    "userSettings.set": as_text("fr", "keyUiLocale"),
    "users.get": Ask(("SamPlainU01",)),
    "users.list": Ask(query="fields=*"),
}
"""What an operation needs to succeed; one that is not here needs nothing."""

ONLY_IN = {"shell.formLogin": "2.41"}
"""The profile of an operation that the usual one does not have."""


@pytest.fixture(scope="module")
def server() -> Iterator[Api]:
    """Return the administrator's client of a server that can send what it is told."""
    for live in serve_in_thread(create_app(seed=SEED)):
        yield Api(over_socket(live.port)).as_user("admin")


@pytest.fixture
def places(server: Api) -> dict[str, str]:
    """Return uids of what every test can ask for, made anew."""
    assert server.post("/__mock/reset").status == 204
    message = {"subject": "A", "text": "a", "users": [{"id": "SamPlainU01"}]}
    message["attachments"] = [{"id": "FreeFile001"}]
    created = server.post("/messageConversations", json=message).new_uid
    ticket = server.as_user("sam").post(
        "/messageConversations/feedback?subject=T", body="t", content_type="text/plain"
    )
    server.post("/sms/outbound?recipient=4741&message=Hey")
    [shown] = server.get("/sms/outbound").json()["outboundsmss"]
    messages = server.get(f"/messageConversations/{created}?fields=messages").json()
    return {
        "mc": created,
        "message": messages["messages"][0]["id"],
        "ticket": ticket.new_uid,
        "sms": shown["id"],
    }


def path_of(name: str, places: dict[str, str]) -> str:
    """Return what to ask for, with its query; a part that nobody names is `users`."""
    ask = ASKED.get(name, Ask())
    parts = iter(ask.parts)
    path = re.sub(r"\{\w+\}", lambda _: next(parts, "users"), OPERATIONS[name].path)
    return f"{path}?{ask.query}".rstrip("?").format_map(places)


def test_table_names_what_there_is() -> None:
    """Nothing above is about an operation that there is not."""
    assert ASKED.keys() <= SUCCEEDING
    assert ONLY_IN.keys() <= SUCCEEDING


@pytest.mark.parametrize("accept", [JSON, "application/xml"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_is_as_described(
    server: Api, places: dict[str, str], name: str, accept: str
) -> None:
    """What can succeed does, by a body that is described, as its answer is."""
    described, ask = OPERATIONS[name], ASKED.get(name, Ask())
    profile = ONLY_IN.get(name, "documented")
    server.call("PATCH", "/__mock/settings", json={"profile": profile})
    body = ask.body
    for place, uid in places.items():
        body = body.replace(f"{{{place}}}", uid)

    reply = server.call(
        described.method,
        path_of(name, places),
        body=body,
        content_type=ask.content_type,
        accept=ask.accept or accept,
    )

    described.check_request(ask.content_type, body.encode())
    described.check_answer(reply)
    if described.successes:
        assert reply.status in described.successes, reply.text
    else:
        assert reply.status >= 400
