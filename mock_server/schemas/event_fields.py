"""The kinds of value that events hold, beside those of seeds."""

from collections.abc import Iterable
from typing import Any

from marshmallow import ValidationError

from mock_server.domain.duration import parse_duration
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.json_schema import Shape
from mock_server.suggestions import suggestion

_LARGEST_VALUE = 1e300
_LONGEST_LINE = 255
_LONGEST_TEXT = 1_000_000


class Words(kinds.Text):
    """A string that can be written as UTF-8, so that every answer can carry it."""

    wrong = f"is not a string of at most {_LONGEST_TEXT} bytes"

    def read(self, value: Any) -> Any:
        """Refuse half a surrogate pair."""
        if len(super().read(value).encode()) > _LONGEST_TEXT:
            raise ValueError
        return value


class Line(Words):
    """A string of one to 255 characters that is not blank."""

    wrong = f"is not a string of 1 to {_LONGEST_LINE} characters"

    def read(self, value: Any) -> Any:
        """Refuse what is blank or does not fit a column."""
        if not super().read(value).strip() or len(value) > _LONGEST_LINE:
            raise ValueError
        return value

    def shape(self) -> Shape:
        """Allow what is not blank."""
        return {"type": "string", "pattern": r"\S", "maxLength": _LONGEST_LINE}


class Choice(kinds.Text):
    """One of a few words; a slip gets the nearest."""

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        """Allow `words`."""
        super().__init__(**options)
        self._words = {str(word): word for word in words}
        self.wrong = f"is not one of {', '.join(self._words)}"

    def read(self, value: Any) -> Any:
        """Return the word, as a member if it is one of an enum."""
        if super().read(value) not in self._words:
            raise ValidationError(f"is unknown{suggestion(value, self._words)}")
        return self._words[value]

    def shape(self) -> Shape:
        """Allow the words."""
        return {"enum": list(self._words)}


class Number(kinds.Kind):
    """A number that a double can hold."""

    wrong = "is not a number"

    def read(self, value: Any) -> Any:
        """Take numbers only, and no infinite ones."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (is_number and abs(value) <= _LARGEST_VALUE):
            raise ValueError
        return float(value)

    def shape(self) -> Shape:
        """Allow any number."""
        return {"type": "number"}


class Interval(kinds.Text):
    """A duration of ISO 8601."""

    wrong = "is not a duration; write it like PT5M, PT1.5S or P1DT2H"

    def read(self, value: Any) -> Any:
        """Return the interval."""
        return parse_duration(super().read(value))

    def shape(self) -> Shape:
        """Allow what begins like a duration."""
        return {"type": "string", "pattern": "^P"}


class Step(Interval):
    """A duration that gets somewhere."""

    wrong = "is not a duration above zero; write it like PT5M, PT1.5S or P1DT2H"

    def read(self, value: Any) -> Any:
        """Refuse none."""
        interval = super().read(value)
        if not interval:
            raise ValueError
        return interval
