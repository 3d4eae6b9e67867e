"""
How time runs in a world: everything that DHIS2 dates asks its clock.

A clock is a value of the state, so that reset and restore bring the time back too.
Instants are naive UTC datetimes, cut to milliseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from time import time_ns
from typing import TypeAlias

RealTime: TypeAlias = Callable[[], datetime]
"""The time on the wall, each time it is called."""

_MILLISECOND = timedelta(milliseconds=1)
_NOTHING = timedelta()
_EARLIEST = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as everywhere here
_LATEST = datetime(9000, 1, 1)  # noqa: DTZ001


class ClockMode(StrEnum):
    """The ways for a clock to run (control-plane 3.6)."""

    REAL = "real"
    FROZEN = "frozen"
    OFFSET = "offset"


@dataclass(frozen=True)
class Clock:
    """Turns the real time into the time of a world; real by default."""

    mode: ClockMode = ClockMode.REAL
    frozen_at: datetime | None = None
    """Where a frozen clock stands."""
    offset: timedelta = _NOTHING
    """How far a running clock is ahead of the real time."""
    tick: timedelta = _NOTHING
    """How far each write moves a frozen clock."""

    @classmethod
    def frozen(cls, now: datetime, tick: timedelta = _NOTHING) -> "Clock":
        """Return a clock that stands at `now`, and moves by `tick` a write."""
        return cls(ClockMode.FROZEN, to_milliseconds(now), tick=tick)

    @classmethod
    def shifted(cls, now: datetime, real: datetime) -> "Clock":
        """Return a running clock that shows `now` when the real time is `real`."""
        return cls(ClockMode.OFFSET, offset=to_milliseconds(now) - real)

    @classmethod
    def ahead(cls, offset: timedelta) -> "Clock":
        """Return a running clock that is `offset` ahead of the real time."""
        return cls(ClockMode.OFFSET, offset=offset)

    def now(self, real: datetime) -> datetime:
        """Return the world's time at the real time `real`."""
        return self.frozen_at if self.frozen_at is not None else real + self.offset

    def write_time(self, real: datetime, last_write: datetime | None) -> datetime:
        """
        Return the instant that dates a write.

        A running clock never gives two writes the same instant; a frozen one does,
        unless it ticks.
        """
        now = self.now(real)
        return now if self.frozen_at is not None else after(last_write, now)

    def ticked(self) -> "Clock":
        """Return the clock after a write."""
        if self.frozen_at is None or not self.tick:
            return self
        return replace(self, frozen_at=self.frozen_at + self.tick)

    def advanced(self, by: timedelta) -> "Clock":
        """Return the clock moved ahead by `by`; a real one runs shifted from then."""
        if not by:
            return self
        if self.frozen_at is not None:
            return replace(self, frozen_at=self.frozen_at + by)
        return replace(self, mode=ClockMode.OFFSET, offset=self.offset + by)


def parse_instant(text: str) -> datetime:
    """
    Return the instant of an ISO 8601 text, UTC unless it names a zone.

    Raises:
        ValueError: it is none, or so far off that a clock could run out of years.
    """
    moment = datetime.fromisoformat(text)
    zone = moment.utcoffset()
    moment = within_reach(to_milliseconds(moment.replace(tzinfo=None)))
    return moment if zone is None else within_reach(moment - zone)


def within_reach(moment: datetime) -> datetime:
    """Return `moment` or raise a `ValueError` where no clock may stand."""
    if _EARLIEST <= moment < _LATEST:
        return moment
    raise ValueError


def to_milliseconds(moment: datetime) -> datetime:
    """Cut what DHIS2 does not store: it keeps three digits of a second."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def real_time() -> datetime:
    """Return the present UTC instant without a zone, as DHIS2 prints it."""
    return _EARLIEST + time_ns() // 1_000_000 * _MILLISECOND


def after(earlier: datetime | None, now: datetime) -> datetime:
    """
    Return `now`, or one millisecond after `earlier` where the clock stood still.

    Two writes within one millisecond would otherwise tie, and an inbox that
    lists the newest first would be in no order.
    """
    if earlier is None or now > earlier:
        return now
    return earlier + _MILLISECOND
