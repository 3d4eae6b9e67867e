"""Where the time comes from: everything that DHIS2 dates asks a clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""A naive UTC instant, cut to milliseconds, each time it is called."""

_MILLISECOND = timedelta(milliseconds=1)


def to_milliseconds(moment: datetime) -> datetime:
    """Cut what DHIS2 does not store: it keeps three digits of a second."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def real_time() -> datetime:
    """Return the present UTC instant without a zone, as DHIS2 prints it."""
    return to_milliseconds(datetime.now(UTC).replace(tzinfo=None))


def after(earlier: datetime | None, now: datetime) -> datetime:
    """
    Return `now`, or one millisecond after `earlier` where the clock stood still.

    Two writes within one millisecond would otherwise tie, and an inbox that
    lists the newest first would be in no order.
    """
    if earlier is None or now > earlier:
        return now
    return earlier + _MILLISECOND
