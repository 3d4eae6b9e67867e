"""
The kinds of value a seed holds, each with its wording of what is wrong.

The wording follows the value in a message; it never repeats the value, which may be
a password.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from marshmallow import ValidationError, fields

from mock_server.domain.clock import parse_instant
from mock_server.domain.tokens import flaw
from mock_server.domain.uid import is_uid
from mock_server.profiles import DEFAULT, PROFILES, SWITCHES
from mock_server.switches import SwitchError

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}", re.ASCII)
_ACCESS = re.compile(r"[r-][w-][r-][w-]-{4}")

_SUBJECT_LENGTH = 255
_UID = "^[A-Za-z][A-Za-z0-9]{10}$"
_SWITCHES = frozenset(each.name for each in SWITCHES)
_SAFE = 2**53 - 1
_MILLENNIUM = 1000 * 365 * 86_400
_WORDING: dict[str, Any] = {"required": "is required", "null": "is not allowed here"}

Shape: TypeAlias = dict[str, Any]
"""A JSON Schema, or a part of one."""


def _require(condition: object) -> None:
    if not condition:
        raise ValueError


class Kind(fields.Field[Any]):
    """A kind of value: how to read one, and what to say where that fails."""

    wrong = ""

    def __init__(self, **options: Any) -> None:
        """Word the common errors as all messages about seeds are."""
        super().__init__(error_messages=_WORDING, **options)

    def read(self, value: Any) -> Any:
        """Return what `value` means, or raise a `ValueError`."""
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """Return the JSON value that is read as `value`."""
        return value

    def shape(self) -> Shape:
        """Return the JSON Schema of such values."""
        raise NotImplementedError

    def _deserialize(
        self,
        value: Any,
        attr: str | None,  # noqa: ARG002 - marshmallow's signature
        data: Mapping[str, Any] | None,  # noqa: ARG002
        **_: Any,
    ) -> Any:
        try:
            return self.read(value)
        except ValueError as err:
            raise ValidationError(self.wrong) from err


class Text(Kind):
    """A string, perhaps an empty one."""

    wrong = "is not a string"

    def read(self, value: Any) -> Any:
        """Take strings only."""
        _require(isinstance(value, str))
        return value

    def shape(self) -> Shape:
        """Allow any string."""
        return {"type": "string"}


class Name(Text):
    """A string that says something."""

    wrong = "is not a string with something in it"

    def read(self, value: Any) -> Any:
        """Refuse what is blank."""
        _require(super().read(value).strip())
        return value

    def shape(self) -> Shape:
        """Allow anything but blanks."""
        return {"type": "string", "pattern": r"\S"}


class Subject(Name):
    """A subject, as long as the column of DHIS2 allows."""

    wrong = f"is not a string of 1 to {_SUBJECT_LENGTH} characters"

    def read(self, value: Any) -> Any:
        """Refuse what is too long."""
        _require(len(super().read(value)) <= _SUBJECT_LENGTH)
        return value

    def shape(self) -> Shape:
        """Allow as long as that."""
        return {**super().shape(), "maxLength": _SUBJECT_LENGTH}


class Switches(Kind):
    """Switches of a profile by name; `null` leaves one to the profile."""

    wrong = "is not an object"

    def read(self, value: Any) -> Any:
        """Check every name and value."""
        _require(isinstance(value, dict))
        wrong = {}
        for name, given in value.items():
            if given is None and name in _SWITCHES:
                continue
            try:
                PROFILES[DEFAULT].with_switches({name: given})
            except SwitchError as err:
                wrong[name] = [err.reason]
        if wrong:
            raise ValidationError(wrong)
        return dict(value)

    def shape(self) -> Shape:
        """Allow the switches there are; their values are checked on reading."""
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                each.name: {"description": each.metadata["doc"]} for each in SWITCHES
            },
        }


class ProfileName(Text):
    """The name of one of the profiles."""

    wrong = f"is not one of {', '.join(PROFILES)}"

    def read(self, value: Any) -> Any:
        """Look the profile up."""
        _require(super().read(value) in PROFILES)
        return value

    def shape(self) -> Shape:
        """Allow one of those there are."""
        return {"enum": list(PROFILES)}


class Uid(Text):
    """An object's own id."""

    wrong = "is not a uid; a letter and ten letters or digits make one"

    def read(self, value: Any) -> Any:
        """Refuse what is malformed."""
        _require(is_uid(super().read(value)))
        return value

    def shape(self) -> Shape:
        """Allow eleven letters and digits."""
        return {"type": "string", "pattern": _UID}


class Reference(Text):
    """Another object's id, as a string or as `{"id": …}`; whose, is checked later."""

    wrong = 'is not a reference; write "uid" or {"id": "uid"}'

    def read(self, value: Any) -> Any:
        """Return the id in either spelling."""
        if isinstance(value, dict) and list(value) == ["id"]:
            return super().read(value["id"])
        return super().read(value)

    def shape(self) -> Shape:
        """Allow both spellings."""
        return {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"id": {"type": "string"}},
                    "required": ["id"],
                    "additionalProperties": False,
                },
            ]
        }


class Token(Text):
    """A personal access token with its checksum (query.md 15)."""

    wrong = (
        "is not a token; write d2pat_, 32 letters or digits and their CRC32 as ten"
        " decimal digits"
    )

    def read(self, value: Any) -> Any:
        """Check the checksum."""
        _require(flaw(super().read(value)) is None)
        return value

    def shape(self) -> Shape:
        """Allow all but the checksum."""
        return {"type": "string", "pattern": "^d2p(at)?_[A-Za-z0-9]+$"}


class Access(Text):
    """An access string of a sharing."""

    wrong = "is not an access string; write it like r------- or rw------"

    def read(self, value: Any) -> Any:
        """Check the eight places."""
        _require(_ACCESS.fullmatch(super().read(value)))
        return value

    def shape(self) -> Shape:
        """Allow the eight places."""
        return {"type": "string", "pattern": f"^{_ACCESS.pattern}$"}


class Flag(Kind):
    """`true` or `false`, and not what could pass for it."""

    wrong = "is not true or false"

    def read(self, value: Any) -> Any:
        """Take booleans only."""
        _require(isinstance(value, bool))
        return value

    def shape(self) -> Shape:
        """Allow true or false."""
        return {"type": "boolean"}


class Whole(Kind):
    """A whole number."""

    wrong = "is not a whole number"

    def read(self, value: Any) -> Any:
        """Take integers, which booleans are in Python only."""
        _require(isinstance(value, int) and not isinstance(value, bool))
        return value

    def shape(self) -> Shape:
        """Allow a number without a fraction."""
        return {"type": "integer"}


class Count(Whole):
    """A whole number within bounds, which JSON readers of any language can hold."""

    def __init__(self, low: int = -_SAFE, high: int = _SAFE, **options: Any) -> None:
        """Allow the numbers from `low` to `high`."""
        super().__init__(**options)
        self.low, self.high = low, high
        self.wrong = f"is not a whole number from {low} to {high}"

    def read(self, value: Any) -> Any:
        """Refuse what is out of bounds."""
        _require(self.low <= super().read(value) <= self.high)
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
        _require(isinstance(value, int | float) and not isinstance(value, bool))
        _require(self.low <= value <= _MILLENNIUM)
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
        _require(super().read(value) == 1)
        return value

    def shape(self) -> Shape:
        """Allow the only one."""
        return {"const": 1}


class Instant(Text):
    """A moment with milliseconds and without zone, which is UTC."""

    wrong = "is not a moment; write it like 2014-02-03T09:00:00.000"

    def read(self, value: Any) -> Any:
        """Return the moment as a naive datetime."""
        _require(_INSTANT.fullmatch(super().read(value)))
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


class Content(Text):
    """The bytes of a file."""

    wrong = "is not base64; blanks and line breaks are not allowed"

    def read(self, value: Any) -> Any:
        """Return the bytes."""
        return b64decode(super().read(value), validate=True)

    def write(self, value: Any) -> Any:
        """Return the bytes in base64."""
        return b64encode(value).decode()

    def shape(self) -> Shape:
        """Allow base64."""
        return {"type": "string", "contentEncoding": "base64"}


class FilePath(Text):
    """Where the bytes of a file lie, which is resolved before a seed is checked."""

    wrong = (
        "is for a seed that lies in files, and instead of content; put the bytes into"
        " content, in base64"
    )

    def read(self, value: Any) -> Any:  # noqa: ARG002 - whatever it is
        """Refuse what is still there."""
        raise ValueError

    def shape(self) -> Shape:
        """Allow a path, relative to the seed."""
        return {"type": "string"}


class Choice(Text):
    """One value of a closed set."""

    def __init__(self, enum: type[StrEnum], **options: Any) -> None:
        """Allow the values of `enum`."""
        super().__init__(**options)
        self._enum = enum
        self.wrong = f"is not one of {', '.join(enum)}"

    def read(self, value: Any) -> Any:
        """Return the member."""
        return self._enum(super().read(value))

    def write(self, value: Any) -> Any:
        """Return the plain string."""
        return value.value

    def shape(self) -> Shape:
        """Allow the same values."""
        return {"enum": [each.value for each in self._enum]}


class Free(Kind):
    """An object whose keys are the seed's own business, such as settings."""

    wrong = "is not an object"

    def read(self, value: Any) -> Any:
        """Return a copy, so that the caller's document stays his."""
        _require(isinstance(value, dict))
        return deepcopy(value)

    def write(self, value: Any) -> Any:
        """Return a copy, so that the record stays what it is."""
        return deepcopy(dict(value))

    def shape(self) -> Shape:
        """Allow any object."""
        return {"type": "object"}


class Lists(Free):
    """An object of arrays of strings."""

    wrong = "is not an object of arrays of strings"

    def read(self, value: Any) -> Any:
        """Return the arrays as tuples."""
        found = super().read(value)
        for each in found.values():
            _require(isinstance(each, list))
            _require(all(isinstance(text, str) for text in each))
        return {key: tuple(each) for key, each in found.items()}

    def shape(self) -> Shape:
        """Allow the same."""
        return {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        }


class AccessMap(Free):
    """Uid of whoever is granted access -> access string."""

    def read(self, value: Any) -> Any:
        """Check all access strings."""
        granted, wrong = super().read(value), {}
        for uid, access in granted.items():
            try:
                Access().deserialize(access)
            except ValidationError as err:
                wrong[uid] = err.messages
        if wrong:
            raise ValidationError(wrong)
        return granted

    def shape(self) -> Shape:
        """Allow an access string for each."""
        return {"type": "object", "additionalProperties": Access().shape()}


class Rows(fields.List[Any]):
    """An array; an object in its place is not taken for one."""

    def __init__(self, inner: fields.Field[Any], **options: Any) -> None:
        """Hold values of the kind `inner`."""
        wording = {**_WORDING, "invalid": "is not an array"}
        super().__init__(inner, error_messages=wording, **options)

    def write(self, value: Any) -> Any:
        """Return the values, those of a mapping without their keys."""
        values = value.values() if isinstance(value, Mapping) else value
        if isinstance(value, frozenset):
            values = sorted(value)
        write = self.inner.write  # type: ignore[attr-defined]  # a kind of these
        return [write(each) for each in values]

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **options)


class Part(fields.Nested):
    """An object with a schema of its own."""

    def __init__(self, nested: Any, **options: Any) -> None:
        """Hold an object of the schema `nested`."""
        super().__init__(nested, error_messages=_WORDING, **options)

    def write(self, value: Any) -> Any:
        """Return the object as its schema writes it."""
        return self.schema.write(value)  # type: ignore[attr-defined]  # a part
