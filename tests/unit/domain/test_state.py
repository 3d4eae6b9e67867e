"""The state keeps every inbox in order, whatever is written (domain/state.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.enums import FileResourceDomain
from mock_server.domain.model import (
    FileResource,
    MessageConversation,
    OrganisationUnit,
    User,
    UserGroup,
    UserMessage,
    UserRole,
)
from mock_server.domain.state import Directory, Inbox, State

START = datetime(2024, 1, 1)  # noqa: DTZ001 - naive UTC, as in the records
USERS = ("AdminUser01", "MiaPlainU01", "SamPlainU01")


def conversation(uid: str, *users: str, minute: int = 0) -> MessageConversation:
    """Return a conversation whose last message came at `minute`."""
    moment = START + timedelta(minutes=minute)
    return MessageConversation(
        uid=uid,
        subject="Hi",
        created=START,
        last_updated=moment,
        last_message=moment,
        messages=(),
        user_messages={user: UserMessage(user) for user in users},
    )


def naive_inbox(held: dict[str, MessageConversation], user: str) -> Inbox:
    """Return the inbox as plain sorting gives it."""
    own = [each for each in held.values() if user in each.user_messages]
    by_id = sorted(own, key=lambda each: each.uid)
    newest = sorted(by_id, key=lambda each: each.last_message, reverse=True)
    return Inbox(tuple(each.uid for each in by_id), tuple(each.uid for each in newest))


UIDS = st.sampled_from([f"Conversat0{digit}" for digit in range(6)])
CONVERSATIONS = st.builds(
    lambda uid, users, minute: conversation(uid, *sorted(users), minute=minute),
    UIDS,
    st.sets(st.sampled_from(USERS)),
    st.integers(0, 3),
)
WRITES = st.lists(st.one_of(CONVERSATIONS, UIDS), max_size=25)


class TestInboxes:
    """Orders that survive every write."""

    @given(writes=WRITES)
    def test_any_writes_keep_orders(
        self, writes: list[MessageConversation | str]
    ) -> None:
        """After any puts and removals inboxes equal a plain sort."""
        state = State()
        held: dict[str, MessageConversation] = {}

        for write in writes:
            if isinstance(write, MessageConversation):
                state = state.with_conversation(write)
                held[write.uid] = write
            elif write in held:
                state = state.without_conversation(write)
                del held[write]

        assert dict(state.conversations.items()) == held
        for user in USERS:
            assert state.inbox(user) == naive_inbox(held, user)

    @given(many=st.lists(CONVERSATIONS, max_size=12))
    def test_bulk_load_equals_single_puts(
        self, many: list[MessageConversation]
    ) -> None:
        """Loading all at once gives the inboxes of one after the other."""
        single = State()
        for each in many:
            single = single.with_conversation(each)

        bulk = State().with_conversations(many)

        assert dict(bulk.conversations.items()) == dict(single.conversations.items())
        for user in USERS:
            assert bulk.inbox(user) == single.inbox(user)

    def test_unknown_user_has_empty_inbox(self) -> None:
        """Who takes part in nothing has an empty inbox."""
        state = State().with_conversation(conversation("Conversat01", "SamPlainU01"))

        assert state.inbox("MiaPlainU01") == Inbox((), ())

    def test_equal_moments_tie_by_uid(self) -> None:
        """Conversations of the same moment come by uid."""
        state = State().with_conversations(
            conversation(uid, "SamPlainU01")
            for uid in ("Conversat02", "Conversat01", "Conversat03")
        )

        newest = state.inbox("SamPlainU01").newest_first

        assert newest == ("Conversat01", "Conversat02", "Conversat03")

    def test_milliseconds_decide_recency(self) -> None:
        """One millisecond is enough to be newer."""
        older = conversation("Conversat01", "SamPlainU01")
        newer = replace(
            conversation("Conversat02", "SamPlainU01"),
            last_message=START + timedelta(milliseconds=1),
        )

        state = State().with_conversations([older, newer])

        assert state.inbox("SamPlainU01").newest_first == (newer.uid, older.uid)


class TestValue:
    """A state that never changes in place."""

    def test_write_leaves_old_state_alone(self) -> None:
        """A write makes a new state and the old one stays as it was."""
        old = State().with_conversation(conversation("Conversat01", "SamPlainU01"))

        new = old.without_conversation("Conversat01")

        assert list(old.conversations) == ["Conversat01"]
        assert old.inbox("SamPlainU01").by_id == ("Conversat01",)
        assert list(new.conversations) == []
        assert new.inbox("SamPlainU01") == Inbox()

    def test_file_is_replaced_by_uid(self) -> None:
        """A file takes the place of the one with its uid."""
        file = FileResource(
            uid="FreeFile001",
            name="free.txt",
            content_type="text/plain",
            content=b"free\n",
            domain=FileResourceDomain.MESSAGE_ATTACHMENT,
            created=START,
            last_updated=START,
        )
        state = State().with_file_resource(file)

        state = state.with_file_resource(replace(file, assigned=True))

        assert list(state.file_resources) == ["FreeFile001"]
        assert state.file_resources["FreeFile001"].assigned


class TestDirectory:
    """What is looked up in the people and places of a seed."""

    DIRECTORY = Directory(
        users={
            "SamPlainU01": User(
                "SamPlainU01",
                "sam",
                "district",
                "sam",
                "Conteh",
                user_roles=("PlainRole01", "ImportRole1"),
                organisation_units=("UnitChild02",),
            ),
            "AdminUser01": User(
                "AdminUser01",
                "admin",
                "district",
                "Ada",
                "Berg",
                organisation_units=("UnitChild02", "UnitParent1"),
            ),
            "BobPlainU01": User("BobPlainU01", "bob", "district", "Sam", "Conteh"),
        },
        user_roles={
            "PlainRole01": UserRole("PlainRole01", "Plain", frozenset({"A", "B"})),
            "ImportRole1": UserRole("ImportRole1", "Importer", frozenset({"B", "C"})),
        },
        user_groups={
            "GroupPair01": UserGroup(
                "GroupPair01", "Pair", users=("SamPlainU01", "AdminUser01")
            ),
            "GroupOne001": UserGroup("GroupOne001", "one", users=("SamPlainU01",)),
        },
        organisation_units={
            "UnitParent1": OrganisationUnit(
                "UnitParent1", "Parent", "Parent", "/UnitParent1", 1
            ),
            "UnitChild02": OrganisationUnit(
                "UnitChild02",
                "Child",
                "Child",
                "/UnitParent1/UnitChild02",
                2,
                parent="UnitParent1",
            ),
        },
    )

    def test_lists_come_by_name(self) -> None:
        """Lists ignore case, and equal names come by uid."""
        directory = self.DIRECTORY

        users = [user.uid for user in directory.users_by_name]
        groups = [group.name for group in directory.user_groups_by_name]
        units = [unit.name for unit in directory.organisation_units_by_name]

        assert users == ["AdminUser01", "BobPlainU01", "SamPlainU01"]
        assert groups == ["one", "Pair"]
        assert units == ["Child", "Parent"]

    def test_users_are_found_by_name(self) -> None:
        """A username leads to its user."""
        found = self.DIRECTORY.by_username["bob"]

        assert found.uid == "BobPlainU01"

    def test_authorities_are_those_of_all_roles(self) -> None:
        """A user holds what any of his roles grants."""
        authorities = self.DIRECTORY.authorities

        assert authorities == {
            "SamPlainU01": frozenset({"A", "B", "C"}),
            "AdminUser01": frozenset(),
            "BobPlainU01": frozenset(),
        }

    def test_relations_read_both_ways(self) -> None:
        """Units know their users and children, users their groups."""
        directory = self.DIRECTORY

        assert directory.users_of_unit == {
            "UnitChild02": ("SamPlainU01", "AdminUser01"),
            "UnitParent1": ("AdminUser01",),
        }
        assert directory.groups_of_user == {
            "SamPlainU01": ("GroupPair01", "GroupOne001"),
            "AdminUser01": ("GroupPair01",),
        }
        assert directory.children_of_unit == {"UnitParent1": ("UnitChild02",)}
