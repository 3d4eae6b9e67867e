"""
Building the state that a server starts with from a seed that is known to be sound.

There is one way to build, whoever knows the seed to be sound: `checking`, or the tests
for the seeds that are shipped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from rpds import HashTrieMap

from mock_server.domain.clock import Clock
from mock_server.domain.model import (
    Configuration,
    FileResource,
    MessageConversation,
    OrganisationUnit,
    User,
    UserGroup,
    UserMessage,
    UserRole,
)
from mock_server.domain.outbox import Outbox, OutboxEntry
from mock_server.domain.state import Directory, State
from mock_server.domain.timeline import Timeline
from mock_server.later import later
from mock_server.seed.document import Document
from mock_server.seed.files import DEFAULT
from mock_server.seed.records import as_it_is, record, reference

if TYPE_CHECKING:
    from mock_server.injection.fault import Fault

_Row: TypeAlias = Mapping[str, Any]

_clock = later("mock_server.schemas.clock", "read_clock")
_timeline = later("mock_server.schemas.timeline", "read_timeline")
_fault = later("mock_server.injection.fault", "parse_fault")


@dataclass(frozen=True)
class Seed:
    """A seed ready to be served."""

    state: State
    name: str = DEFAULT
    profile: str | None = None
    """The profile the seed was written for, if it says so."""
    switches: Mapping[str, object] = field(default_factory=dict)
    """Switches of the profile that the seed sets alone."""
    faults: tuple["Fault", ...] = ()
    """What a world of this seed does on purpose from its beginning."""

    @property
    def chosen_switches(self) -> Mapping[str, object]:
        """The switches that are not left to the profile."""
        given = self.switches.items()
        return {name: value for name, value in given if value is not None}

    @property
    def contents(self) -> str:
        """How much is in it, for people."""
        counts = {
            "user": len(self.state.directory.users),
            "conversation": len(self.state.conversations),
            "message": self.state.message_count,
        }
        return ", ".join(
            f"{count} {name if count == 1 else f'{name}s'}"
            for name, count in counts.items()
        )


class Progress(NamedTuple):
    """How far the server had come that a snapshot is of."""

    uids_made: int = 0
    outbox_made: int = 0
    last_write: datetime | None = None


def build(document: Document, name: str) -> Seed:
    """Return the seed that a sound `document` describes, and leave that alone."""
    read = {key: _PARTS[key](part) for key, part in document.items() if key in _PARTS}
    progress: Progress = read.get("progress", Progress())
    state = State(
        directory=Directory(
            users=read.get("users", {}),
            user_roles=read.get("userRoles", {}),
            user_groups=read.get("userGroups", {}),
            organisation_units=read.get("organisationUnits", {}),
        ),
        configuration=read.get("system", Configuration()),
        file_resources=HashTrieMap(read.get("fileResources", {})),
        random_seed=read.get("randomSeed", State.random_seed),
        uids_made=progress.uids_made,
        uid_queues=read.get("uids", {}),
        clock=read.get("clock", Clock()),
        last_write=progress.last_write,
        outbox=_outbox(read.get("outbox", ()), progress.outbox_made),
        timeline=read.get("timeline", Timeline()),
    ).with_conversations(read.get("messageConversations", ()))
    profile, switches = read.get("profile"), read.get("switches", {})
    return Seed(state, name, profile, switches, read.get("faults", ()))


def lineage(parents: Mapping[str, str | None], uid: str) -> tuple[str, ...]:
    """Return a unit's ancestors and itself, the root first; of a cycle, one round."""
    line: list[str] = []
    at: str | None = uid
    while at is not None and at not in line:
        line.append(at)
        at = parents.get(at)
    return tuple(reversed(line))


def _by_uid(kind: Any) -> Callable[[Sequence[_Row]], dict[str, Any]]:
    def read(rows: Sequence[_Row]) -> dict[str, Any]:
        return {row["id"]: record(kind, row) for row in rows}

    return read


def _units(rows: Sequence[_Row]) -> dict[str, OrganisationUnit]:
    """Return the units by uid; where they lie follows from their parents."""
    parents = {row["id"]: reference(row.get("parent")) for row in rows}
    units = {}
    for row in rows:
        line = lineage(parents, row["id"])
        units[row["id"]] = record(
            OrganisationUnit,
            row,
            short_name=row.get("shortName", row["name"]),
            path="/" + "/".join(line),
            level=len(line),
        )
    return units


def _conversations(rows: Sequence[_Row]) -> Iterator[MessageConversation]:
    """Go through the conversations; internal messages do not count."""
    for row in rows:
        participants = [record(UserMessage, each) for each in row["userMessages"]]
        yield record(
            MessageConversation,
            row,
            message_count=sum(not each.get("internal") for each in row["messages"]),
            user_messages={each.user: each for each in participants},
        )


def _uid_queues(given: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {resource: tuple(uids) for resource, uids in given.items()}


def _entries(rows: Sequence[_Row]) -> list[OutboxEntry]:
    return [record(OutboxEntry, row) for row in rows]


def _outbox(entries: Sequence[OutboxEntry], made: int) -> Outbox:
    numbered = {each.number: each for each in entries}
    return Outbox(HashTrieMap(numbered), max(made, *numbered, 0))


def _timeline_of(rows: Sequence[_Row]) -> Timeline:
    return Timeline.of(_timeline(rows)) if rows else Timeline()


def _faults(rows: Sequence[_Row]) -> tuple["Fault", ...]:
    return tuple(map(_fault, rows))


_PARTS: Mapping[str, Callable[[Any], Any]] = {
    "format": as_it_is,
    "profile": as_it_is,
    "switches": dict,
    "clock": _clock,
    "randomSeed": as_it_is,
    "uids": _uid_queues,
    "progress": partial(record, Progress),
    "system": partial(record, Configuration),
    "userRoles": _by_uid(UserRole),
    "users": _by_uid(User),
    "userGroups": _by_uid(UserGroup),
    "organisationUnits": _units,
    "fileResources": _by_uid(FileResource),
    "messageConversations": _conversations,
    "outbox": _entries,
    "timeline": _timeline_of,
    "faults": _faults,
}
"""Key of a seed -> how its part is read, in the order that seeds are written in."""

KEYS = tuple(_PARTS)
