"""Parameters turned into values, or refused in the server's words (query.md 13.3)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from mock_server.domain.errors import (
    EmptyParameterError,
    UnreadableParameterError,
    UnreadablePathError,
)
from mock_server.domain.uid import is_uid

_Choice = TypeVar("_Choice", bound=StrEnum)

_INTEGER = re.compile(r"[+-]?[0-9]{1,10}")

_TRUE = frozenset({"true", "on", "yes", "1"})
_FALSE = frozenset({"false", "off", "no", "0"})


def to_enum(name: str, value: str, choices: Iterable[_Choice]) -> _Choice:
    """Return the one of `choices` that `value` names in any case."""
    named = {choice.name: choice for choice in choices}
    found = named.get(value.upper())
    if found is not None:
        return found
    raise _unreadable(name, value, f"Valid values are: [{', '.join(named)}]")


def to_boolean(name: str, value: str) -> bool:
    """Return what `value` says, in any of the words Spring knows."""
    word = value.lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise _unreadable(name, value, "It should be of type boolean")


def to_integer(name: str, value: str) -> int:
    """Return the number that `value` is, of the size of a Java int, blanks aside."""
    digits = "".join(value.split())
    if _INTEGER.fullmatch(digits):
        number = int(digits)
        if -(2**31) <= number < 2**31:
            return number
    raise _unreadable(name, value, "It should be of type int")


def _unreadable(name: str, value: str, hint: str) -> UnreadableParameterError:
    """Return the refusal of a `value` that is empty, or not what `hint` wants (5)."""
    error = UnreadableParameterError if value else EmptyParameterError
    return error(parameter=name, value=value, hint=hint)


def check_uid(name: str, value: str, *, in_path: bool = False) -> None:
    """Refuse a `value` of the query, or of the path, that is no well-formed uid."""
    if is_uid(value):
        return
    hint = (
        "UID must be an alphanumeric string of 11 characters starting with a letter,"
        f" but was: {value}"
    )
    if in_path:
        raise UnreadablePathError(parameter=name, value=value, hint=hint)
    raise _unreadable(name, value, hint)


def picked(values: Mapping[str, object], names: Sequence[str]) -> dict[str, object]:
    """Return what `names` ask for, all without any; unknown ones are empty texts."""
    if not names:
        return dict(values)
    return {name: values.get(name, "") for name in names}
