"""
What is going to happen in a world by itself, and what did (control-plane 5.3).

The timeline is a value of the state: a reset and a restore bring back what is due.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_server.domain.events import Event

_LAST = datetime(9999, 12, 31)  # noqa: DTZ001 - naive UTC, as everywhere here
"""A moment that no clock of a world reaches."""
FIRINGS_KEPT = 2000
"""How many events that happened are kept: as many as entries of an outbox."""


class Told(NamedTuple):
    """An event, and the document that told of it."""

    event: Event
    document: Mapping[str, object]


class Plan(NamedTuple):
    """An event to come once or several times, before its world has a time."""

    told: Told
    first: datetime | timedelta
    """When; an interval is counted from the moment that the plan is taken in."""
    every: timedelta | None = None
    times: int = 1
    number: int | None = None
    """What it was called by in the world that it is taken over from."""


class Scheduled(NamedTuple):
    """An event to come, with its next moment."""

    number: int
    due: datetime
    told: Told
    every: timedelta | None = None
    remaining: int = 1

    @property
    def uid(self) -> str:
        """What the control plane calls it: `t1`, `t2` and so on."""
        return f"t{self.number}"

    @property
    def turn(self) -> tuple[datetime, int]:
        """Return the key that sorts by time, then by position."""
        return self.due, self.number


class FiringStatus(StrEnum):
    """How an event went."""

    FIRED = "FIRED"
    SKIPPED = "SKIPPED"
    FAILED = "FAILED"


class Firing(NamedTuple):
    """An event that happened, and what it made."""

    due: datetime
    told: Told
    status: FiringStatus = FiringStatus.FIRED
    created: tuple[str, ...] = ()
    """The conversations that are there since; of a reply the message."""
    reason: str | None = None
    """Why there is nothing new."""
    scheduled: str | None = None
    """The entry of the timeline that it came from."""
    number: int = 0

    @property
    def uid(self) -> str:
        """What the control plane calls it: `e1`, `e2` and so on."""
        return f"e{self.number}"


@dataclass(frozen=True)
class Timeline:
    """What is planned, what is due next, and what has been."""

    plans: tuple[Plan, ...] = ()
    """Those of a seed that no world has begun with yet."""
    coming: tuple[Scheduled, ...] = ()
    """In the order they come in."""
    past: tuple[Firing, ...] = ()
    """The last of those that happened, the oldest first."""
    scheduled: int = 0
    fired: int = 0

    @classmethod
    def of(cls, rows: Iterable[Plan | Firing]) -> Timeline:
        """Return the timeline of a seed: what is to come, and what has been."""
        timeline = cls(plans=tuple(row for row in rows if isinstance(row, Plan)))
        for row in rows:
            if isinstance(row, Firing):
                timeline = timeline.recorded(row)
        return timeline

    def __iter__(self) -> Iterator[Firing | Scheduled | Plan]:
        """Go through what was and what comes, as `of` takes it."""
        yield from self.past
        yield from self.coming
        yield from self.plans

    @property
    def next_due(self) -> datetime | None:
        """When something happens next."""
        return self.coming[0].due if self.coming else None

    def begun(self, now: datetime) -> Timeline:
        """Return the timeline of a world that begins at `now`."""
        return replace(self, plans=()).with_plans(self.plans, now)

    def with_plans(self, plans: Iterable[Plan], now: datetime) -> Timeline:
        """Return the timeline with `plans` that are made at `now`."""
        coming, newest = list(self.coming), self.scheduled
        taken = {entry.number for entry in coming}
        for plan in plans:
            is_free = plan.number is not None and plan.number not in taken
            number = plan.number if plan.number and is_free else newest + 1
            taken.add(number)
            newest = max(newest, number)
            first = plan.first
            due = _moved(now, first) if isinstance(first, timedelta) else first
            entry = Scheduled(number, due, plan.told, plan.every, plan.times)
            insort(coming, entry, key=lambda each: each.turn)
        return replace(self, coming=tuple(coming), scheduled=newest)

    def without(self, uid: str) -> Timeline:
        """Return the timeline in which the entry `uid` does not come."""
        coming = tuple(each for each in self.coming if each.uid != uid)
        return replace(self, coming=coming)

    def emptied(self) -> Timeline:
        """Return the timeline without what comes and what has been."""
        return Timeline(scheduled=self.scheduled, fired=self.fired)

    def moved_on(self) -> Timeline:
        """Return the timeline after the next entry had its turn."""
        entry, *coming = self.coming
        if entry.every is not None and entry.remaining > 1:
            due, remaining = _moved(entry.due, entry.every), entry.remaining - 1
            again = entry._replace(due=due, remaining=remaining)
            insort(coming, again, key=lambda each: each.turn)
        return replace(self, coming=tuple(coming))

    def recorded(self, firing: Firing) -> Timeline:
        """Return the timeline that knows that `firing` happened."""
        number = max(firing.number, self.fired + 1)
        past = (*self.past, firing._replace(number=number))[-FIRINGS_KEPT:]
        return replace(self, past=past, fired=number)


def _moved(moment: datetime, by: timedelta) -> datetime:
    """Return the moment `by` later, or the last one there is."""
    try:
        return moment + by
    except OverflowError:
        return _LAST
