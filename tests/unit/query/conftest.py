"""The world of query.md section 20, and a way to ask it for lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from mock_server.domain.enums import (
    MessageConversationPriority,
    MessageConversationStatus,
    MessageType,
)
from mock_server.domain.model import (
    Configuration,
    Message,
    MessageConversation,
    User,
    UserGroup,
    UserMessage,
    UserRole,
)
from mock_server.domain.state import Directory, State
from mock_server.profiles import PROFILES
from mock_server.query import Lookup, Source, list_page, read_object, read_property
from mock_server.query.listing import Page
from mock_server.schemas.catalogue import View
from mock_server.schemas.objects import MESSAGE_CONVERSATION

API = "http://mock:8080/api"
LINK = f"{API}/messageConversations"
CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - naive UTC, as everywhere here

LETTERS = {
    "ConvAlpha01": "A",
    "ConvBravo02": "B",
    "ConvCharl03": "C",
    "ConvDelta04": "D",
}


def parameters(query: str) -> list[tuple[str, str]]:
    """Return the pairs of a query that is written without any encoding."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return [(name, value) for name, _, value in pairs]


def _user(uid: str, username: str, name: str, *roles: str) -> User:
    first_name, surname = name.split()
    return User(uid, username, "district", first_name, surname, user_roles=roles)


def _message(
    uid: str, sender: str | None, text: str, *, internal: bool = False
) -> Message:
    return Message(uid, text, CREATED, CREATED, sender, internal)


def _rows(*rows: UserMessage) -> dict[str, UserMessage]:
    return {row.user: row for row in rows}


def _directory() -> Directory:
    users = (
        _user("AdminUser01", "admin", "Ada Berg", "SuperRole01"),
        _user("MobileUsr02", "mobile", "Moses Kamara"),
        _user("TicketUsr03", "ticket", "Tina Holm"),
        _user("NewUserDag5", "dag2", "Dag Vik"),
    )
    return Directory(
        users={user.uid: user for user in users},
        user_roles={"SuperRole01": UserRole("SuperRole01", "S", frozenset({"ALL"}))},
        user_groups={
            "FeedbackGrp": UserGroup("FeedbackGrp", "Feedback", users=("TicketUsr03",))
        },
    )


def _alpha() -> MessageConversation:
    return MessageConversation(
        "ConvAlpha01",
        "Mortality data reporting",
        CREATED,
        CREATED,
        datetime(2024, 2, 3, 9, 15),  # noqa: DTZ001
        (
            _message(
                "MsgAlpha001", "AdminUser01", "Have you reported data for January?"
            ),
            _message("MsgAlpha002", "MobileUsr02", "Yes, reported on Friday"),
        ),
        _rows(
            UserMessage("AdminUser01", read=True),
            UserMessage("MobileUsr02", follow_up=True),
        ),
        message_count=2,
        created_by="AdminUser01",
        last_sender="MobileUsr02",
    )


def _bravo() -> MessageConversation:
    return MessageConversation(
        "ConvBravo02",
        "Login problem",
        CREATED,
        CREATED,
        datetime(2024, 2, 5, 12, 0, 0, 500_000),  # noqa: DTZ001
        (
            _message("MsgBravo001", "MobileUsr02", "Cannot sign in"),
            _message("MsgBravo002", "TicketUsr03", "Check LDAP", internal=True),
        ),
        _rows(UserMessage("MobileUsr02", read=True), UserMessage("TicketUsr03")),
        message_count=1,
        message_type=MessageType.TICKET,
        status=MessageConversationStatus.OPEN,
        priority=MessageConversationPriority.HIGH,
        created_by="MobileUsr02",
        last_sender="MobileUsr02",
        assignee="TicketUsr03",
    )


def _charlie() -> MessageConversation:
    return MessageConversation(
        "ConvCharl03",
        "Validation alert: ANC, 2023",
        CREATED,
        CREATED,
        datetime(2024, 1, 20, 8),  # noqa: DTZ001
        (_message("MsgCharl001", None, "3 violations found"),),
        _rows(UserMessage("MobileUsr02")),
        message_count=1,
        message_type=MessageType.VALIDATION_RESULT,
        priority=MessageConversationPriority.MEDIUM,
    )


def _delta() -> MessageConversation:
    return MessageConversation(
        "ConvDelta04",
        "Budget",
        CREATED,
        CREATED,
        datetime(2024, 3, 1),  # noqa: DTZ001
        (_message("MsgDelta001", "AdminUser01", "See the budget"),),
        _rows(UserMessage("AdminUser01", read=True), UserMessage("TicketUsr03")),
        message_count=1,
        status=MessageConversationStatus.OPEN,
        priority=MessageConversationPriority.LOW,
        created_by="AdminUser01",
        last_sender="AdminUser01",
    )


def make_state() -> State:
    """Return the users and conversations A to D of the contract."""
    empty = State(
        directory=_directory(),
        configuration=Configuration(feedback_recipients="FeedbackGrp"),
    )
    return empty.with_conversations((_alpha(), _bravo(), _charlie(), _delta()))


@dataclass(frozen=True)
class Inbox:
    """What one user sees of a state, by one profile."""

    state: State
    user: str = "mobile"
    profile: str = "2.42"

    def seen_by(self, user: str) -> Inbox:
        """Return the same state for somebody else."""
        return replace(self, user=user)

    def behaving_as(self, profile: str) -> Inbox:
        """Return the same state on another server."""
        return replace(self, profile=profile)

    def view(self, *, single: bool = False) -> View:
        """Return the eyes of the user."""
        viewer = self.state.directory.by_username[self.user]
        return View(self.state, viewer, API, PROFILES[self.profile], single=single)

    def page(self, query: str = "") -> Page:
        """Return the page of conversations that `query` asks for."""
        view = self.view()
        inbox = self.state.inbox(view.viewer.uid)
        find = self.state.conversations.__getitem__
        source = Source(Lookup(inbox.by_id, find), Lookup(inbox.newest_first, find))
        return list_page(MESSAGE_CONVERSATION, source, parameters(query), view, LINK)

    def letters(self, query: str) -> str:
        """Return the conversations listed, such as `B,A`."""
        items = self.page(f"{query}&fields=id").items
        return ",".join(LETTERS[item["id"]] for item in items)

    def get(self, uid: str, query: str = "") -> dict[str, Any]:
        """Return one conversation as `query` asks."""
        record = self.state.conversations[uid]
        view = self.view(single=True)
        return read_object(MESSAGE_CONVERSATION, record, parameters(query), view)

    def get_property(self, uid: str, name: str, query: str = "") -> dict[str, Any]:
        """Return one property of a conversation."""
        record = self.state.conversations[uid]
        view = self.view(single=True)
        pairs = parameters(query)
        return read_property(MESSAGE_CONVERSATION, record, name, pairs, view)


@pytest.fixture
def inbox() -> Inbox:
    """Mobile's inbox: A, B and C, as 2.42 lists it."""
    return Inbox(make_state())
