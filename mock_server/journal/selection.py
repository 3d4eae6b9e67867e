"""Which entries are asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from mock_server.journal.record import Entry
from mock_server.matching import Match
from mock_server.parameters import unread

_WITHIN = timedelta(minutes=1)

_Deed: TypeAlias = tuple[object, ...]


@dataclass(frozen=True)
class Selection:
    """The entries that are wanted; what is not given does not matter."""

    match: Match = field(default_factory=Match)
    status: tuple[str, ...] = ()
    """Numbers, or classes such as `4xx`."""
    faulted: bool | None = None
    unhandled: bool | None = None
    unknown_parameters: bool | None = None
    """Whether the query names what nobody reads."""
    duplicates: bool | None = None
    since: int | datetime | None = None
    """The number of an entry, or a moment; only what came later is wanted."""
    limit: int | None = None
    """How many at most, the newest."""

    def of(self, entries: list[Entry]) -> list[Entry]:
        """Return those of `entries` that are wanted, in their order."""
        if self.duplicates is not None:
            twice = repeated(entries)
            entries = [
                each for each in entries if (each.id in twice) is self.duplicates
            ]
        wanted = [each for each in entries if self._wants(each)]
        return wanted if self.limit is None else wanted[-self.limit :]

    def _wants(self, entry: Entry) -> bool:
        request = entry.request
        if self.faulted not in {None, request.fault is not None}:
            return False
        if self.unhandled not in {None, not request.handled}:
            return False
        if self.unknown_parameters not in {None, bool(unread_parameters(entry))}:
            return False
        if not self._is_later(entry) or not self._has_status(entry):
            return False
        return self.match.matches(request.incoming)

    def _is_later(self, entry: Entry) -> bool:
        if isinstance(self.since, int):
            return entry.number > self.since
        return self.since is None or entry.request.time > self.since

    def _has_status(self, entry: Entry) -> bool:
        if not self.status:
            return True
        outgoing = entry.request.outgoing
        status = str(outgoing.status) if outgoing is not None else ""
        return not {status, f"{status[:1]}xx"}.isdisjoint(self.status)


def unread_parameters(entry: Entry) -> list[str]:
    """Return the parameters of the query that its operation does not read."""
    incoming = entry.request.incoming
    return unread(incoming.operation, (name for name, _ in incoming.query))


def repeated(entries: Iterable[Entry]) -> Mapping[str, str]:
    """
    Tell which entries did the same as another within a minute: a client sent twice.

    The same user committed the same operation at the same place with the same body.

    Returns:
        Id of such an entry -> id of the first like it, which is there too.
    """
    firsts: dict[_Deed, Entry] = {}
    lasts: dict[_Deed, Entry] = {}
    found: dict[str, str] = {}
    for entry in entries:
        if not entry.request.committed:
            continue
        deed = _deed(entry)
        last = lasts.get(deed)
        if last is None or entry.request.time - last.request.time > _WITHIN:
            firsts[deed] = entry
        else:
            found[firsts[deed].id] = found[entry.id] = firsts[deed].id
        lasts[deed] = entry
    return found


def _deed(entry: Entry) -> _Deed:
    incoming = entry.request.incoming
    return (
        incoming.user,
        incoming.operation,
        incoming.path,
        incoming.query,
        incoming.body_size,
        incoming.body,
    )
