"""
The whole state of a mock server as one frozen value.

A write makes a new `State` that shares everything unchanged with the old one,
so reset, snapshot and restore are one assignment each, whatever the size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, TypeVar

from rpds import HashTrieMap

from mock_server.domain.clock import Clock
from mock_server.domain.model import (
    Configuration,
    FileResource,
    MessageConversation,
    OrganisationUnit,
    User,
    UserGroup,
    UserRole,
)
from mock_server.domain.outbox import Outbox
from mock_server.domain.timeline import Timeline

ANY_RESOURCE = "any"
"""The queue of uids that are handed out whatever they are for."""

_Named = TypeVar("_Named", User, UserGroup, OrganisationUnit)


@dataclass(frozen=True)
class Directory:
    """Users, roles, groups and units: what a seed defines and no request changes."""

    users: Mapping[str, User] = field(default_factory=dict)
    user_roles: Mapping[str, UserRole] = field(default_factory=dict)
    user_groups: Mapping[str, UserGroup] = field(default_factory=dict)
    organisation_units: Mapping[str, OrganisationUnit] = field(default_factory=dict)

    @cached_property
    def by_username(self) -> Mapping[str, User]:
        """Username -> user."""
        return {user.username: user for user in self.users.values()}

    @cached_property
    def names(self) -> frozenset[str]:
        """What users may be named by: uids and usernames."""
        return frozenset(self.users) | frozenset(self.by_username)

    @cached_property
    def by_token(self) -> Mapping[str, User]:
        """Personal access token -> its owner."""
        return {token: user for user in self.users.values() for token in user.tokens}

    @cached_property
    def users_by_name(self) -> tuple[User, ...]:
        """All users in the order of lists: name ignoring case, then uid."""
        return _by_name(self.users.values())

    @cached_property
    def user_groups_by_name(self) -> tuple[UserGroup, ...]:
        """All groups in the order of lists."""
        return _by_name(self.user_groups.values())

    @cached_property
    def organisation_units_by_name(self) -> tuple[OrganisationUnit, ...]:
        """All units in the order of lists."""
        return _by_name(self.organisation_units.values())

    @cached_property
    def authorities(self) -> Mapping[str, frozenset[str]]:
        """User uid -> union of the authorities of his roles."""
        return {
            user.uid: frozenset[str]().union(
                *(self.user_roles[role].authorities for role in user.user_roles)
            )
            for user in self.users.values()
        }

    @cached_property
    def users_of_unit(self) -> Mapping[str, tuple[str, ...]]:
        """Unit uid -> users assigned to that very unit, in the seed's order."""
        return _inverted(
            (unit, user.uid)
            for user in self.users.values()
            for unit in user.organisation_units
        )

    @cached_property
    def groups_of_user(self) -> Mapping[str, tuple[str, ...]]:
        """User uid -> groups he is a member of, in the seed's order."""
        return _inverted(
            (user, group.uid)
            for group in self.user_groups.values()
            for user in group.users
        )

    @cached_property
    def children_of_unit(self) -> Mapping[str, tuple[str, ...]]:
        """Unit uid -> units directly below it, in the seed's order."""
        return _inverted(
            (unit.parent, unit.uid)
            for unit in self.organisation_units.values()
            if unit.parent is not None
        )


class Inbox(NamedTuple):
    """A user's conversations in the two orders that lists ask for most."""

    by_id: tuple[str, ...] = ()
    newest_first: tuple[str, ...] = ()


_EMPTY_INBOX = Inbox()


@dataclass(frozen=True)
class State:
    """Everything that a request can read or change."""

    directory: Directory = field(default_factory=Directory)
    configuration: Configuration = field(default_factory=Configuration)
    conversations: HashTrieMap[str, MessageConversation] = field(
        default_factory=HashTrieMap
    )
    inboxes: HashTrieMap[str, Inbox] = field(default_factory=HashTrieMap)
    file_resources: HashTrieMap[str, FileResource] = field(default_factory=HashTrieMap)
    user_settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """User uid -> what he changed since the seed; the seed's own is on the user."""
    user_apps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """User uid -> the order of apps that he chose since the seed."""
    random_seed: int = 42
    uids_made: int = 0
    uid_queues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Resource name, or `any` -> uids to hand out before any generated one."""
    clock: Clock = field(default_factory=Clock)
    last_write: datetime | None = None
    outbox: Outbox = field(default_factory=Outbox)
    timeline: Timeline = field(default_factory=Timeline)
    lists: dict[object, object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Lists read from this very state, by the question asked: each write forgets."""

    def begun(self, now: datetime) -> State:
        """Return the state of a world that begins at `now`."""
        if not self.timeline.plans:
            return self
        return replace(self, timeline=self.timeline.begun(now))

    def inbox(self, user_uid: str) -> Inbox:
        """Return the conversations `user_uid` takes part in."""
        return self.inboxes.get(user_uid) or _EMPTY_INBOX

    def settings_of(self, user_uid: str) -> Mapping[str, object]:
        """Return the settings that a user chose himself."""
        own = self.user_settings.get(user_uid)
        return own if own is not None else self.directory.users[user_uid].settings

    def apps_of(self, user_uid: str) -> tuple[str, ...]:
        """Return the names of apps in the order that a user chose."""
        own = self.user_apps.get(user_uid)
        return own if own is not None else self.directory.users[user_uid].apps

    @cached_property
    def message_count(self) -> int:
        """How many messages there are in all conversations."""
        return sum(len(each.messages) for each in self.conversations.values())

    def uids_in_use(self) -> frozenset[str]:
        """Return the uids of all conversations, messages and files."""
        messages = (
            message.uid
            for conversation in self.conversations.values()
            for message in conversation.messages
        )
        return frozenset(self.conversations).union(self.file_resources, messages)

    def with_uid_queue(self, resource: str, uids: Iterable[str]) -> State:
        """Return the state that hands out `uids` before it makes any of its own."""
        queues = {**self.uid_queues, resource: tuple(uids)}
        kept = {name: queue for name, queue in queues.items() if queue}
        return replace(self, uid_queues=kept)

    def with_clock(self, clock: Clock) -> State:
        """Return the state whose time is that of `clock`, earlier writes forgotten."""
        return replace(self, clock=clock, last_write=None)

    def with_conversation(self, new: MessageConversation) -> State:
        """Return the state with `new` in place of whatever had its uid."""
        conversations = self.conversations.insert(new.uid, new)
        old = self.conversations.get(new.uid)
        before = old.user_messages if old is not None else {}
        left = [user for user in before if user not in new.user_messages]
        joined = [user for user in new.user_messages if user not in before]
        inboxes = self.inboxes
        if old is not None:
            inboxes = _without(inboxes, old, left, self.conversations)
            if old.last_message != new.last_message:
                stayed = [user for user in before if user in new.user_messages]
                inboxes = _moved(inboxes, (old, new), stayed, self.conversations)
        inboxes = _with(inboxes, new, joined, conversations)
        return replace(self, conversations=conversations, inboxes=inboxes)

    def without_conversation(self, uid: str) -> State:
        """Return the state in which the conversation `uid` never was."""
        old = self.conversations[uid]
        return replace(
            self,
            conversations=self.conversations.remove(uid),
            inboxes=_without(self.inboxes, old, old.user_messages, self.conversations),
        )

    def with_conversations(self, many: Iterable[MessageConversation]) -> State:
        """Return the state holding exactly `many`, indexed in one go."""
        conversations = {each.uid: each for each in many}
        members: dict[str, list[str]] = defaultdict(list)
        for uid in sorted(conversations):
            for user in conversations[uid].user_messages:
                members[user].append(uid)
        inboxes = {
            user: Inbox(
                tuple(uids),
                tuple(sorted(uids, key=lambda uid: _recency(conversations[uid]))),
            )
            for user, uids in members.items()
        }
        return replace(
            self,
            conversations=HashTrieMap(conversations),
            inboxes=HashTrieMap(inboxes),
        )

    def with_file_resource(self, new: FileResource) -> State:
        """Return the state with `new` in place of whatever had its uid."""
        return replace(self, file_resources=self.file_resources.insert(new.uid, new))


def _recency(conversation: MessageConversation) -> tuple[int, str]:
    """Return the key that sorts newest first and ties by uid."""
    moment = conversation.last_message
    seconds = moment.toordinal() * 86_400 + (
        moment.hour * 3_600 + moment.minute * 60 + moment.second
    )
    return -(seconds * 1_000 + moment.microsecond // 1_000), conversation.uid


def _with(
    inboxes: HashTrieMap[str, Inbox],
    new: MessageConversation,
    users: Iterable[str],
    conversations: HashTrieMap[str, MessageConversation],
) -> HashTrieMap[str, Inbox]:
    for user in users:
        inbox = inboxes.get(user) or _EMPTY_INBOX
        by_id = _inserted(inbox.by_id, bisect_left(inbox.by_id, new.uid), new.uid)
        at = _position(inbox.newest_first, new, conversations)
        newest = _inserted(inbox.newest_first, at, new.uid)
        inboxes = inboxes.insert(user, Inbox(by_id, newest))
    return inboxes


def _without(
    inboxes: HashTrieMap[str, Inbox],
    old: MessageConversation,
    users: Iterable[str],
    conversations: HashTrieMap[str, MessageConversation],
) -> HashTrieMap[str, Inbox]:
    for user in users:
        inbox = inboxes[user]
        by_id = _removed(inbox.by_id, bisect_left(inbox.by_id, old.uid))
        at = _position(inbox.newest_first, old, conversations)
        newest = _removed(inbox.newest_first, at)
        inboxes = inboxes.insert(user, Inbox(by_id, newest))
    return inboxes


def _moved(
    inboxes: HashTrieMap[str, Inbox],
    change: tuple[MessageConversation, MessageConversation],
    users: Iterable[str],
    conversations: HashTrieMap[str, MessageConversation],
) -> HashTrieMap[str, Inbox]:
    """Put a conversation whose last message is another in its new place."""
    old, new = change
    for user in users:
        inbox = inboxes[user]
        at = _position(inbox.newest_first, old, conversations)
        newest = _removed(inbox.newest_first, at)
        newest = _inserted(newest, _position(newest, new, conversations), new.uid)
        inboxes = inboxes.insert(user, Inbox(inbox.by_id, newest))
    return inboxes


def _position(
    newest_first: tuple[str, ...],
    wanted: MessageConversation,
    conversations: HashTrieMap[str, MessageConversation],
) -> int:
    return bisect_left(
        newest_first, _recency(wanted), key=lambda uid: _recency(conversations[uid])
    )


def _inserted(uids: tuple[str, ...], at: int, uid: str) -> tuple[str, ...]:
    # Unpacking would copy a long inbox through a list first.
    return uids[:at] + (uid,) + uids[at:]  # noqa: RUF005


def _removed(uids: tuple[str, ...], at: int) -> tuple[str, ...]:
    return uids[:at] + uids[at + 1 :]


def _by_name(records: Iterable[_Named]) -> tuple[_Named, ...]:
    return tuple(sorted(records, key=lambda each: (each.name.casefold(), each.uid)))


def _inverted(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    collected: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        collected[key].append(value)
    return {key: tuple(values) for key, values in collected.items()}
