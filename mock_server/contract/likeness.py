"""A mock whose users may do, and are called, what those of the other server are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import Authorization

from mock_server.contract.side import Person, Side
from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.seed.told import Row, given
from mock_server.settings import Settings
from mock_server.testing.transport import WsgiTransport

USER_FIELDS = "id,username,firstName,surname,code,authorities"
"""What is to be known of a user of the run."""

_PASSWORD = "district"  # noqa: S105 - of a mock that lives as long as a run
_ONCE = "2026-01-05T10:00:00.000"
_GROUP = "FeedbackGrp"
_URL = "http://mock.example"


@dataclass(frozen=True)
class Circumstances:
    """What answers depend on that no check can make for itself."""

    feedback: Collection[str] | None
    """The uids of who gets feedback; `None` is that nobody is to."""
    has_messages: bool
    """Whether the user is in any conversation."""


def person(row: Row, authorization: str, name: str = "me") -> Person:
    """Return who a user of the run is, from what the server tells of him."""
    prefix = "" if name == "me" else f"{name}_"
    called = {
        f"{prefix}username": str(row.get("username", "")),
        f"{prefix}name": f"{row.get('firstName', '')} {row.get('surname', '')}".strip(),
    }
    return Person(str(row["id"]), authorization, called)


def mock_side(
    profile: str,
    rows: Mapping[str, Row],
    circumstances: Circumstances,
    run: str,
) -> Side:
    """
    Return a mock in this process that looks as the other server does to its users.

    Args:
        profile: which DHIS2 it is like.
        rows: what the server tells of each user of the run.
        circumstances: how it is there.
        run: what marks the run.

    """
    app = create_app(Settings(PROFILES[profile]), seed=_seed(rows, circumstances))
    people = {
        name: person(row, _basic(str(row["username"])), name)
        for name, row in rows.items()
    }
    return Side(WsgiTransport(app.wsgi_app, _URL), people, run)


def _seed(rows: Mapping[str, Row], circumstances: Circumstances) -> dict[str, Any]:
    users = [_user(number, row) for number, row in enumerate(rows.values())]
    seed: dict[str, Any] = {
        "format": 1,
        "userRoles": [_role(number, row) for number, row in enumerate(rows.values())],
        "users": users,
    }
    if circumstances.feedback is not None:
        members = {each["id"] for each in users}.intersection(circumstances.feedback)
        group = {"id": _GROUP, "name": "Feedback", "users": sorted(members)}
        seed |= {"system": {"feedbackRecipients": _GROUP}, "userGroups": [group]}
    if circumstances.has_messages:
        seed["messageConversations"] = [_conversation(users[0]["id"])]
    return seed


def _conversation(me: str) -> dict[str, Any]:
    message = {"id": "ContractMs1", "sender": me, "text": "Earlier", "created": _ONCE}
    return {
        "id": "ContractCv1",
        "subject": "Earlier",
        "createdBy": me,
        "created": _ONCE,
        "lastMessage": _ONCE,
        "messages": [message],
        "userMessages": [{"user": me}],
    }


def _user(number: int, row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "password": _PASSWORD,
        "userRoles": [_role_uid(number)],
        **given(row, "username", "firstName", "surname", "code"),
    }


def _role(number: int, row: Row) -> dict[str, Any]:
    authorities = row.get("authorities") or []
    return {
        "id": _role_uid(number),
        "name": f"Role {number}",
        "authorities": authorities,
    }


def _role_uid(number: int) -> str:
    return f"ContractR{number:02}"


def _basic(username: str) -> str:
    login = Authorization("basic", {"username": username, "password": _PASSWORD})
    return login.to_header()
