"""Who may do what (messaging.md 1.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mock_server.domain import access
from mock_server.domain.enums import MessageType
from mock_server.domain.model import (
    Configuration,
    Message,
    MessageConversation,
    Sharing,
    User,
    UserGroup,
    UserMessage,
    UserRole,
)
from mock_server.domain.state import Directory, State

START = datetime(2024, 1, 1)  # noqa: DTZ001 - naive UTC, as in the records

ROLES = {
    "SuperuserR1": UserRole("SuperuserR1", "Superuser", frozenset({"ALL"})),
    "TicketRole1": UserRole("TicketRole1", "Tickets", frozenset({"F_MANAGE_TICKETS"})),
}
USERS = {
    "admin": User("admin", "admin", "", "Ada", "Berg", user_roles=("SuperuserR1",)),
    "sam": User("sam", "sam", "", "Sam", "Conteh"),
    "tom": User("tom", "tom", "", "Tom", "Holm"),
    "fay": User("fay", "fay", "", "Fay", "Nilsen", user_roles=("TicketRole1",)),
}
STATE = State(
    directory=Directory(
        users=USERS,
        user_roles=ROLES,
        user_groups={
            "FeedbackGrp": UserGroup("FeedbackGrp", "Feedback", users=("tom",)),
            "GroupPair01": UserGroup("GroupPair01", "Pair", users=("sam",)),
        },
    ),
    configuration=Configuration(feedback_recipients="FeedbackGrp"),
)
PRIVATE = MessageConversation(
    uid="Conversat01",
    subject="Hi",
    created=START,
    last_updated=START,
    last_message=START,
    messages=(
        Message("MessageOpen", "x", START, START),
        Message("MessageHide", "x", START, START, internal=True),
    ),
    user_messages={"sam": UserMessage("sam")},
)
TICKET = replace(PRIVATE, message_type=MessageType.TICKET)


class TestAuthority:
    """What roles grant."""

    @pytest.mark.parametrize(
        ("user", "expected"), [("admin", True), ("fay", True), ("sam", False)]
    )
    def test_superuser_holds_every_authority(
        self, user: str, *, expected: bool
    ) -> None:
        """An authority comes from a role, or from ALL (1.2)."""
        held = access.has_authority(STATE, USERS[user], "F_MANAGE_TICKETS")

        assert held is expected

    @pytest.mark.parametrize(
        ("user", "expected"),
        [("admin", True), ("tom", True), ("fay", False), ("sam", False)],
    )
    def test_group_makes_ticket_managers(self, user: str, *, expected: bool) -> None:
        """The feedback group and ALL count, the authority does not (1.2, D23)."""
        assert access.is_ticket_manager(STATE, USERS[user]) is expected

    @pytest.mark.parametrize(("user", "expected"), [("admin", True), ("tom", False)])
    def test_no_group_leaves_superusers(self, user: str, *, expected: bool) -> None:
        """Without a configured group nobody else manages tickets (1.2)."""
        state = replace(STATE, configuration=Configuration())

        assert access.is_ticket_manager(state, USERS[user]) is expected


class TestConversation:
    """Who may open and who may change."""

    @pytest.mark.parametrize(
        ("user", "conversation", "may_read", "may_write"),
        [
            ("sam", PRIVATE, True, True),
            ("admin", PRIVATE, True, True),
            ("tom", PRIVATE, False, False),
            ("fay", PRIVATE, False, False),
            ("sam", TICKET, True, True),
            ("admin", TICKET, True, True),
            ("tom", TICKET, False, True),
            ("fay", TICKET, False, False),
        ],
        ids=lambda value: getattr(value, "message_type", str(value)),
    )
    def test_rows_and_rights_decide(
        self,
        user: str,
        conversation: MessageConversation,
        *,
        may_read: bool,
        may_write: bool,
    ) -> None:
        """Managers may change any ticket, but open only their own (1.2)."""
        can_read = access.can_read(STATE, USERS[user], conversation)
        has_access = access.has_access(STATE, USERS[user], conversation)

        assert (can_read, has_access) == (may_read, may_write)

    @pytest.mark.parametrize(
        ("user", "expected"),
        [
            ("sam", ["MessageOpen"]),
            ("fay", ["MessageOpen"]),
            ("tom", ["MessageOpen", "MessageHide"]),
            ("admin", ["MessageOpen", "MessageHide"]),
        ],
    )
    def test_internal_messages_are_for_managers(
        self, user: str, expected: list[str]
    ) -> None:
        """Others do not see internal messages, of any type (4.2)."""
        shown = access.visible_messages(STATE, USERS[user], PRIVATE)

        assert [message.uid for message in shown] == expected


class TestUserGroup:
    """Which groups sharing shows."""

    @pytest.mark.parametrize(
        ("user", "sharing", "expected"),
        [
            ("sam", Sharing(owner="tom", public="r-------"), True),
            ("sam", Sharing(owner="tom", public="--------"), False),
            ("admin", Sharing(owner="tom", public="--------"), True),
            ("tom", Sharing(owner="tom", public="--------"), True),
            ("sam", Sharing("tom", "--------", users={"sam": "rw------"}), True),
            ("sam", Sharing("tom", "--------", users={"sam": "--------"}), False),
            ("sam", Sharing("tom", "--------", users={"fay": "rw------"}), False),
            (
                "sam",
                Sharing("tom", "--------", user_groups={"GroupPair01": "r-------"}),
                True,
            ),
            (
                "fay",
                Sharing("tom", "--------", user_groups={"GroupPair01": "r-------"}),
                False,
            ),
            ("sam", Sharing(public="--------"), True),
            ("sam", Sharing(owner="tom"), True),
        ],
        ids=[
            "public",
            "closed",
            "superuser",
            "owner",
            "named",
            "named-without-right",
            "other-named",
            "group",
            "other-group",
            "no-owner",
            "no-public",
        ],
    )
    def test_sharing_decides(
        self, user: str, sharing: Sharing, *, expected: bool
    ) -> None:
        """Owner, public access and grants show a group (resources.md 7)."""
        group = UserGroup("GroupSome01", "Some", sharing=sharing)

        assert access.can_read_user_group(STATE, USERS[user], group) is expected

    def test_membership_does_not_help(self) -> None:
        """A member does not see a group closed to him (resources.md 7)."""
        sharing = Sharing(owner="tom", public="--------")
        group = UserGroup("GroupSome01", "Some", users=("sam",), sharing=sharing)

        assert not access.can_read_user_group(STATE, USERS["sam"], group)
