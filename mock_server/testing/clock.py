"""The time of a world, made to stand, to jump and to run again (control-plane 3.6)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from mock_server.testing.calls import with_hints
from mock_server.testing.control import Part

_CLOCK = "/clock"


class Clock(Part):
    """Whatever DHIS2 dates asks this clock; instants are UTC, and may lack a zone."""

    @property
    def now(self) -> datetime:
        """The time in this world, UTC without a zone as DHIS2 prints it."""
        return _naive(datetime.fromisoformat(self.document["now"]))

    @property
    def document(self) -> dict[str, Any]:
        """How the clock runs, in the control plane's words."""
        document: dict[str, Any] = self._control.call("GET", _CLOCK)
        return document

    @with_hints
    def freeze(
        self, now: date | str | None = None, *, tick_milliseconds: int = 0
    ) -> None:
        """Stand still at `now`, or where it is; each write moves on by the tick."""
        wanted: dict[str, object] = {"mode": "frozen"}
        if now is not None:
            wanted["now"] = instant(now)
        if tick_milliseconds:
            wanted["tickMilliseconds"] = tick_milliseconds
        __tracebackhide__ = True
        self._control.call("PUT", _CLOCK, wanted)

    @with_hints
    def shift(self, now: date | str) -> None:
        """Show `now` at this moment, and run on from there."""
        wanted = {"mode": "offset", "now": instant(now)}
        __tracebackhide__ = True
        self._control.call("PUT", _CLOCK, wanted)

    @with_hints
    def advance(
        self,
        by: timedelta | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> datetime:
        """Move ahead, firing what falls due on the way; return the time it is then."""
        __tracebackhide__ = True
        way = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if isinstance(by, timedelta):
            way += by
        elif by is not None:
            message = (
                f"Clock.advance takes no bare {by!r}; say what it is: days=, hours=,"
                " minutes=, seconds=, or a timedelta"
            )
            raise TypeError(message)
        self._control.call("POST", "/clock/advance", {"seconds": way.total_seconds()})
        return self.now

    def real(self) -> None:
        """Show the real time again."""
        __tracebackhide__ = True
        self._control.call("DELETE", _CLOCK)


def instant(moment: date | str) -> str:
    """Return an instant as the wire spells it; a day begins at midnight."""
    if not isinstance(moment, datetime):
        return str(moment)
    return _naive(moment).isoformat(timespec="milliseconds")


def _naive(moment: datetime) -> datetime:
    """Return a UTC instant without its zone, as DHIS2 has them all."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None)
