"""How a switch of a profile is declared, and how its value is read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import Field, field
from typing import Any, TypeAlias

from mock_server.suggestions import nearest

Value: TypeAlias = bool | int | str | None

_BOOLEANS = {"true": True, "on": True, "false": False, "off": False}
_NOTHING = {"", "none"}
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


class SwitchError(ValueError):
    """A switch that does not exist, or a value that it cannot take."""

    def __init__(self, name: str, reason: str) -> None:
        """Name the switch, and say what is wrong and what would be right."""
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


def switch(
    doc: str, *, default: Value, allowed: Sequence[int] = (), shape: str = ""
) -> Any:
    """
    Declare a field that is a switch, with the line that explains it.

    Whole numbers may be limited to those `allowed`, texts to a regular expression.
    """
    more = {"doc": doc, "allowed": allowed, "shape": shape}
    return field(default=default, metadata=more)


def is_switch(declared: "Field[Any]") -> bool:
    """Say whether a field of a profile is a switch."""
    return "doc" in declared.metadata


def read_value(declared: "Field[Any]", given: object) -> Value:
    """
    Return what `given`, a text or a value of JSON, means for the switch.

    Raises:
        SwitchError: the switch cannot take it.
    """
    if declared.type is bool:
        return _read_boolean(declared, given)
    if declared.type is int:
        return _read_number(declared, given)
    return _read_text(declared, given)


def unknown_switch(name: str, names: Iterable[str]) -> SwitchError:
    """Return the error for a switch that does not exist, with the nearest name."""
    known = list(names)
    near = nearest(name, known)
    hint = f"did you mean {near}" if near else f"there are {', '.join(known)}"
    return SwitchError(name, f"there is no such switch; {hint}.")


def shown(value: Value) -> str:
    """Return a value as it is written on a command line."""
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read_boolean(declared: "Field[Any]", given: object) -> bool:
    if isinstance(given, bool):
        return given
    value = _BOOLEANS.get(given.lower()) if isinstance(given, str) else None
    if value is None:
        raise SwitchError(declared.name, f"{given!r} is neither true nor false.")
    return value


def _read_number(declared: "Field[Any]", given: object) -> int:
    allowed: Sequence[int] = declared.metadata["allowed"]
    text = given if isinstance(given, str) else repr(given)
    if _NUMBER.fullmatch(text) and int(text) in allowed:
        return int(text)
    raise SwitchError(declared.name, f"{given!r} is not {_choice(allowed)}.")


def _read_text(declared: "Field[Any]", given: object) -> str | None:
    may_be_nothing = declared.type is not str
    if may_be_nothing and (given is None or str(given).lower() in _NOTHING):
        return None
    shape = declared.metadata["shape"]
    if isinstance(given, str) and re.fullmatch(shape, given, re.ASCII):
        return given
    raise SwitchError(declared.name, f"{given!r} is not of the form {shape}")


def _choice(allowed: Sequence[int]) -> str:
    if isinstance(allowed, range):
        return f"a whole number from {allowed[0]} to {allowed[-1]}"
    return f"one of {', '.join(map(str, allowed))}"
