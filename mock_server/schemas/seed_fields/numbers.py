"""The kinds of value that are numbers, moments, or true or false."""

import re
from datetime import datetime, timedelta
from typing import Any

from mock_server.domain.clock import parse_instant
from mock_server.schemas.json_schema import Shape
from mock_server.schemas.seed_fields.base import Kind, require
from mock_server.schemas.seed_fields.texts import Text
from mock_server.settings import LARGEST_NUMBER

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}", re.ASCII)
_MILLENNIUM = 1000 * 365 * 86_400


class Flag(Kind):
    """`true` or `false`, and not what could pass for it."""

    wrong = "is not true or false"

    def read(self, value: Any) -> Any:
        """Take booleans only."""
        require(isinstance(value, bool))
        return value

    def shape(self) -> Shape:
        """Allow true or false."""
        return {"type": "boolean"}


class Whole(Kind):
    """A whole number."""

    wrong = "is not a whole number"

    def read(self, value: Any) -> Any:
        """Take integers, which booleans are in Python only."""
        require(isinstance(value, int) and not isinstance(value, bool))
        return value

    def shape(self) -> Shape:
        """Allow a number without a fraction."""
        return {"type": "integer"}


class Count(Whole):
    """A whole number within bounds, which JSON readers of any language can hold."""

    def __init__(
        self, low: int = -LARGEST_NUMBER, high: int = LARGEST_NUMBER, **options: Any
    ) -> None:
        """Allow the numbers from `low` to `high`."""
        super().__init__(**options)
        self.low, self.high = low, high
        self.wrong = f"is not a whole number from {low} to {high}"

    def read(self, value: Any) -> Any:
        """Refuse what is out of bounds."""
        require(self.low <= super().read(value) <= self.high)
        return value

    def shape(self) -> Shape:
        """Allow the same bounds."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class Duration(Kind):
    """A number of seconds, whole or not, as an interval of whole milliseconds."""

    def __init__(self, low: int = -_MILLENNIUM, **options: Any) -> None:
        """Allow numbers from `low` to those of a thousand years."""
        super().__init__(**options)
        self.low = low
        self.wrong = f"is not a number of seconds from {low} to {_MILLENNIUM}"

    def read(self, value: Any) -> Any:
        """Return the interval."""
        require(isinstance(value, int | float) and not isinstance(value, bool))
        require(self.low <= value <= _MILLENNIUM)
        return timedelta(milliseconds=round(value * 1000))

    def write(self, value: Any) -> Any:
        """Return the seconds, without a fraction where there is none."""
        seconds = value.total_seconds()
        return int(seconds) if seconds.is_integer() else seconds

    def shape(self) -> Shape:
        """Allow the same bounds."""
        return {"type": "number", "minimum": self.low, "maximum": _MILLENNIUM}


class Version(Whole):
    """The version of the seed format, of which there is one."""

    wrong = "is not a known format; allowed: 1"

    def read(self, value: Any) -> Any:
        """Refuse every other number."""
        require(super().read(value) == 1)
        return value

    def shape(self) -> Shape:
        """Allow the only one."""
        return {"const": 1}


class Instant(Text):
    """A moment with milliseconds and without zone, which is UTC."""

    wrong = "is not a moment; write it like 2014-02-03T09:00:00.000"

    def read(self, value: Any) -> Any:
        """Return the moment as a naive datetime."""
        require(_INSTANT.fullmatch(super().read(value)))
        return datetime.fromisoformat(value)

    def write(self, value: Any) -> Any:
        """Return the moment with its milliseconds."""
        return value.isoformat(timespec="milliseconds")

    def shape(self) -> Shape:
        """Allow the form, not the calendar."""
        return {"type": "string", "pattern": f"^{_INSTANT.pattern}$"}


class Moment(Text):
    """A moment of ISO 8601 for a clock to show, UTC unless it names a zone."""

    wrong = "is not a moment; write it like 2026-01-05T10:00:00 or with a zone"

    def read(self, value: Any) -> Any:
        """Return the moment as a naive datetime."""
        return parse_instant(super().read(value))

    def write(self, value: Any) -> Any:
        """Return the moment with its milliseconds."""
        return value.isoformat(timespec="milliseconds")

    def shape(self) -> Shape:
        """Allow what begins like a date."""
        return {"type": "string", "pattern": "^[0-9]{4}-"}
