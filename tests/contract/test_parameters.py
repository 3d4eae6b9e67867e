"""What the views read of a query, and what is said of it, are the same (query.md 1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

from mock_server.api.routes import ROWS, find_view
from mock_server.factory import create_app
from mock_server.gate.routes import routes_of
from mock_server.parameters import PARAMETERS, unread
from mock_server.wire.answers import ListBody, ObjectBody
from mock_server.wire.request import AnyBytesRequest

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

INBOX, ONE = "/api/messageConversations", "/api/messageConversations/ZjHHSjyyeJ2"
UIDS: dict[str, Any] = {"json": ["ZjHHSjyyeJ2"]}
FORM: dict[str, Any] = {"content_type": "application/x-www-form-urlencoded"}

ASKED: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "messageConversations.list": [("GET", INBOX, {})],
    "messageConversations.get": [("GET", ONE, {})],
    "messageConversations.getProperty": [("GET", f"{ONE}/messages", {})],
    "messageConversations.reply": [("POST", ONE, {"data": "Yes"})],
    "messageConversations.feedback": [("POST", f"{INBOX}/feedback", {"data": "x"})],
    "messageConversations.markRead": [("POST", f"{INBOX}/read", UIDS)],
    "messageConversations.markUnread": [("POST", f"{INBOX}/unread", UIDS)],
    "messageConversations.markReadOne": [("POST", f"{ONE}/read", {})],
    "messageConversations.markUnreadOne": [("POST", f"{ONE}/unread", {})],
    "messageConversations.followUp": [("POST", f"{INBOX}/followup", UIDS)],
    "messageConversations.unfollowUp": [("POST", f"{INBOX}/unfollowup", UIDS)],
    "messageConversations.setPriority": [("POST", f"{ONE}/priority", {})],
    "messageConversations.setStatus": [("POST", f"{ONE}/status", {})],
    "messageConversations.assign": [("POST", f"{ONE}/assign", {})],
    "messageConversations.removeMany": [("DELETE", INBOX, {})],
    "fileResources.list": [("GET", "/api/fileResources", {})],
    "fileResources.get": [("GET", "/api/fileResources/h2ZsOxMFMfq", {})],
    "fileResources.getData": [("GET", "/api/fileResources/h2ZsOxMFMfq/data", {})],
    "fileResources.create": [("POST", "/api/fileResources", {})],
    "users.list": [("GET", "/api/users", {})],
    "users.get": [("GET", "/api/users/PhzytPW3g2J", {})],
    "userGroups.list": [("GET", "/api/userGroups", {})],
    "userGroups.get": [("GET", "/api/userGroups/{group}", {})],
    "userRoles.list": [("GET", "/api/userRoles", {})],
    "userRoles.get": [("GET", "/api/userRoles/{role}", {})],
    "organisationUnits.list": [("GET", "/api/organisationUnits", {})],
    "organisationUnits.get": [
        ("GET", "/api/organisationUnits/{unit}", {}),
        ("GET", "/api/organisationUnits/{unit}", {"off": "include"}),
    ],
    "organisationUnits.around": [("GET", "/api/organisationUnits/{unit}/children", {})],
    "properties.get": [("GET", "/api/users/PhzytPW3g2J/name", {})],
    "schemas.list": [("GET", "/api/schemas", {})],
    "schemas.get": [("GET", "/api/schemas/user", {})],
    "attributes.list": [("GET", "/api/attributes", {})],
    "userLookup.list": [("GET", "/api/userLookup", {})],
    "userLookup.feedbackRecipients": [
        ("GET", "/api/userLookup/feedbackRecipients", {})
    ],
    "me.get": [("GET", "/api/me", {})],
    "me.settings": [("GET", "/api/me/settings", {})],
    "system.info": [("GET", "/api/system/info", {})],
    "apps.list": [("GET", "/api/apps", {})],
    "system.id": [("GET", "/api/system/id", {})],
    "system.uid": [("GET", "/api/system/uid", {})],
    "system.uuid": [("GET", "/api/system/uuid", {})],
    "userSettings.list": [("GET", "/api/userSettings", {})],
    "userSettings.get": [("GET", "/api/userSettings/keyUiLocale", {})],
    "userSettings.set": [("POST", "/api/userSettings/keyUiLocale", {})],
    "userSettings.delete": [("DELETE", "/api/userSettings/keyUiLocale", {})],
    "systemSettings.list": [("GET", "/api/systemSettings", {})],
    "systemSettings.get": [("GET", "/api/systemSettings/applicationTitle", {})],
    "systemSettings.set": [("POST", "/api/systemSettings/applicationTitle", {})],
    "systemSettings.delete": [("DELETE", "/api/systemSettings/applicationTitle", {})],
    "loginConfig.get": [("GET", "/api/loginConfig", {})],
    "outboundSms.list": [("GET", "/api/sms/outbound", {})],
    "outboundSms.send": [("POST", "/api/sms/outbound", {})],
    "outboundSms.deleteMany": [("DELETE", "/api/sms/outbound", {})],
    "email.notify": [("POST", "/api/email/notification", FORM)],
}
"""Requests that make each operation read all that it reads."""

VALUES = {
    "filter": "id:eq:ZjHHSjyyeJ2",
    "rootJunction": "AND",
    "fields": "id",
    "order": "id:asc",
    "queryOperator": "token",
    "messageConversationPriority": "HIGH",
    "messageConversationStatus": "OPEN",
    "domain": "MESSAGE_ATTACHMENT",
    "dimension": "SMALL",
    "defaults": "EXCLUDE",
    "uid": "aaaaaaaaaa1",
    "userId": "PhzytPW3g2J",
    "internal": "false",
    "unheard": "of",
}
"""Where any text will not do, one that does."""
NUMBERS = {"page", "pageSize", "level", "maxLevel", "limit"}
TEXTS = {"query", "queryString", "subject", "user", "value", "message"}
EVERY = {name for names in PARAMETERS.values() for name in names} | {"unheard"}


class Name(str):
    """The name of a parameter, which notes that it was asked for."""

    asked: set[str]
    __slots__ = ("asked",)
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        """Note what is looked for, whether it is this name or not."""
        self.asked.add(str(other))
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Say the opposite."""
        return not self == other


def value_of(name: str) -> str:
    """Return a value that no view refuses before it has read the others."""
    if name in NUMBERS:
        return "1"
    return VALUES.get(name, "admin" if name in TEXTS else "true")


@pytest.fixture
def asked() -> set[str]:
    """Return the names that were asked for so far."""
    return set()


@pytest.fixture
def send(asked: set[str]) -> Any:
    """Return what sends a request with every parameter that there is anywhere."""

    class Listened(ImmutableMultiDict[str, str]):
        def getlist(self, key: str, *more: Any) -> list[Any]:
            asked.add(key)
            return super().getlist(key, *more)

        def __getitem__(self, key: str) -> str:
            asked.add(key)
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            asked.add(str(key))
            return super().__contains__(key)

    class Listening(AnyBytesRequest):
        @cached_property
        def args(self) -> MultiDict[str, str]:
            pairs = []
            for name, value in super().args.items(multi=True):
                pairs.append((Name(name), value))
                pairs[-1][0].asked = asked
            listening: MultiDict[str, str] = Listened(pairs)
            asked.clear()  # to build it is not to read it
            return listening

    app = create_app()
    app.request_class = Listening
    client = app.test_client()
    state = app.extensions["dhis2-mock"].default.store.state.directory
    places = {
        "group": next(iter(state.user_groups)),
        "role": next(iter(state.user_roles)),
        "unit": next(iter(state.organisation_units)),
    }

    def answered(method: str, path: str, how: dict[str, Any]) -> int:
        said = {name: value_of(name) for name in EVERY}
        said |= {
            name: "false" for name in EVERY if name.startswith(how.get("off", " "))
        }
        rest = {key: value for key, value in how.items() if key != "off"}
        return client.open(
            path.format(**places),
            method=method,
            query_string=said,
            auth=("admin", "district"),
            **rest,
        ).status_code

    return answered


@pytest.mark.parametrize("operation", PARAMETERS)
def test_table_is_what_is_read(operation: str, send: Any, asked: set[str]) -> None:
    """An operation reads what the table says, all of it and nothing else."""
    found = set()
    for method, path, how in ASKED[operation]:
        assert send(method, path, how) != 405
        found |= asked

    assert found == set(PARAMETERS[operation])


OTHERS = [
    route for route in routes_of(create_app().url_map) if route[2] not in PARAMETERS
]


@pytest.mark.parametrize("route", OTHERS, ids=lambda route: str(route[2]))
def test_others_read_nothing(route: Any, send: Any, asked: set[str]) -> None:
    """An operation that is not in the table reads no parameter."""
    path = re.sub(r"\{uid\}", "ZjHHSjyyeJ2", route.path)

    send(route.method, re.sub(r"\{\w+\}", "PhzytPW3g2J", path), {})

    assert asked == set()


def test_whoever_answers_objects_reads_fields() -> None:
    """Lists and objects are shown as `fields` says, so their operations read it."""
    answers = {row.operation: get_type_hints(find_view(row)) for row in ROWS}

    shown = {
        operation
        for operation, types in answers.items()
        if {ListBody, ObjectBody} & {types["return"], *get_args(types["return"])}
    }

    assert len(shown) > 15
    assert {each for each in shown if "fields" not in PARAMETERS.get(each, ())} == set()


def test_table_names_what_there_is() -> None:
    """Each operation of the table is one, and is asked above."""
    there = {route.operation for route in routes_of(create_app().url_map)}

    assert PARAMETERS.keys() <= there
    assert PARAMETERS.keys() == ASKED.keys()


def test_unread_parameters_are_told_once() -> None:
    """What an operation does not read is told in its order; of no operation nothing."""
    names = ["feilds", "fields", "x", "feilds"]

    assert unread("me.get", names) == ["feilds", "x"]
    assert unread("ping.get", ["fields"]) == ["fields"]
    assert unread(None, names) == []
