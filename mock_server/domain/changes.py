"""
What a write did to the state, told record by record (control-plane 3.5).

Uids and words only: a change keeps no record and no state alive.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import NamedTuple, TypeVar

from mock_server.domain.model import Configuration, MessageConversation
from mock_server.domain.state import State

CREATED, UPDATED, DELETED = "created", "updated", "deleted"

_Record = TypeVar("_Record")


class Change(NamedTuple):
    """One record of `collection` that was created, updated or deleted."""

    collection: str
    uid: str
    change: str


class Touched(NamedTuple):
    """The uids of what a write put its hands on, changed or not."""

    conversations: Iterable[str] = ()
    file_resources: Iterable[str] = ()
    users: Iterable[str] = ()
    """Whose settings, and whose order of apps."""


def changes_between(old: State, new: State, touched: Touched) -> Iterator[Change]:
    """Tell how `new` differs from `old` in the records that were touched."""
    for uid in touched.conversations:
        before, after = old.conversations.get(uid), new.conversations.get(uid)
        yield from _conversation(uid, before, after)
    for uid in touched.file_resources:
        files = old.file_resources.get(uid), new.file_resources.get(uid)
        yield from _record("fileResources", uid, *files)
    if new.configuration is not old.configuration:
        yield from _configuration(old.configuration, new.configuration)
    for uid in touched.users:
        mine = old.settings_of(uid), new.settings_of(uid)
        yield from _mapping("userSettings", *mine, name=f"{uid}/{{}}".format)
        yield from _record("userApps", uid, old.apps_of(uid), new.apps_of(uid))


def _conversation(
    uid: str, old: MessageConversation | None, new: MessageConversation | None
) -> Iterator[Change]:
    """Tell of a conversation, its messages and its participants' rows."""
    yield from _record("messageConversations", uid, old, new)
    before = {each.uid: each for each in old.messages} if old else {}
    after = {each.uid: each for each in new.messages} if new else {}
    yield from _mapping("messages", before, after)
    rows = {row.key(uid): row for row in old.user_messages.values()} if old else {}
    now = {row.key(uid): row for row in new.user_messages.values()} if new else {}
    yield from _mapping("userMessages", rows, now)


def _configuration(old: Configuration, new: Configuration) -> Iterator[Change]:
    for field in fields(Configuration):
        if field.name != "settings":
            name = _camel(field.name)
            values = getattr(old, field.name), getattr(new, field.name)
            yield from _record("configuration", name, *values)
    yield from _mapping("systemSettings", old.settings, new.settings)


def _mapping(
    collection: str,
    old: Mapping[str, _Record],
    new: Mapping[str, _Record],
    name: Callable[[str], str] = str,
) -> Iterator[Change]:
    for key in {**old, **new}:
        yield from _record(collection, name(key), old.get(key), new.get(key))


def _record(
    collection: str, uid: str, old: _Record | None, new: _Record | None
) -> Iterator[Change]:
    if old is new or old == new:
        return
    change = CREATED if old is None else DELETED if new is None else UPDATED
    yield Change(collection, uid, change)


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(map(str.title, tail))
