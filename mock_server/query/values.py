"""Filter arguments turned into the type of what they are compared with (4.3)."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

from mock_server.domain.errors import UnreadableFilterError
from mock_server.schemas.catalogue import COLLECTIONS, OBJECTS, Kind, Property
from mock_server.schemas.describing import java_enum

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_ZONE = r"(?:Z|[+-]\d\d(?::?\d\d)?)"
_DATE = re.compile(
    r"(?P<year>\d{1,4})"
    r"(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?)"
    r"(?:T(?P<hour>\d\d?)(?::(?P<minute>\d\d?)(?::(?P<second>\d\d?)"
    rf"(?:\.(?P<fraction>\d{{1,9}}))?)?)?(?P<zone>{_ZONE})?)?)?)?",
    re.ASCII,
)
"""Joda, which reads dates on the server, does not insist on leading zeros."""
_SPACED = re.compile(rf"(\d{{1,4}}-\d\d?-\d\d?) (\d\d?:\d\d?:\d\d?{_ZONE})", re.ASCII)
"""The one form with a blank, which has a zone as well."""
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)

Converter = Callable[[str], Any]


def converter_for(prop: Property) -> Converter:
    """
    Return what reads a filter's argument for `prop`.

    The converter raises `UnreadableFilterError` in the server's words.
    """
    if prop.kind in COLLECTIONS:
        return to_size
    if prop.kind is Kind.ENUM:
        return _enum_converter(prop)
    if prop.kind in OBJECTS or prop.kind is Kind.OTHER:
        return _reference_converter(prop)
    return _CONVERTERS.get(prop.kind, str)


def item_converter_for(prop: Property) -> Converter:
    """Return what reads an item of a list for `prop`, of its items if it has any."""
    if prop.kind not in COLLECTIONS:
        return converter_for(prop)
    return str if prop.target is None else _reference_converter(prop)


def java_type(prop: Property) -> str:
    """Return the class of converted arguments, as error texts name it."""
    if prop.choices is not None:
        return prop.choices.__name__
    return _JAVA_TYPES.get(prop.kind, "Integer")


def as_java(value: object) -> str:
    """Return a converted argument as Java prints it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return f"{value:%a %b %d %H:%M:%S UTC %Y}"
    return str(value)


def to_integer(text: str) -> int:
    """Return the Java int that `text` is."""
    number = _java_int(text)
    if number is None:
        raise UnreadableFilterError(text=f"Unable to parse `{text}` as `Integer`.")
    return number


def to_size(text: str) -> int:
    """Return the number that a collection's size is compared with."""
    number = _java_int(text)
    if number is None:
        raise UnreadableFilterError(text=f"Collection size must be integer `{text}`")
    return number


def _java_int(text: str) -> int | None:
    if _INTEGER.fullmatch(text) is None:
        return None
    number = int(text)
    return number if -(2**31) <= number < 2**31 else None


def to_truth(text: str) -> bool:
    """Return true for `true` in any case and false for all else (4.3)."""
    return text.lower() == "true"


def to_instant(text: str) -> datetime:
    """Return the instant that any of the server's date forms stands for."""
    compact, spaced = _COMPACT.fullmatch(text), _SPACED.fullmatch(text)
    plain = "-".join(compact.groups()) if compact else text
    match = _DATE.fullmatch("T".join(spaced.groups()) if spaced else plain)
    try:
        if match is not None:
            return _instant(match)
    except (ValueError, OverflowError):
        pass
    raise UnreadableFilterError(text=f"Unable to parse `{text}` as `Date`.")


def _instant(match: re.Match[str]) -> datetime:
    parts = match.groupdict()
    fraction = (parts["fraction"] or "0").ljust(6, "0")[:6]
    moment = datetime(
        int(parts["year"]),
        int(parts["month"] or 1),
        int(parts["day"] or 1),
        int(parts["hour"] or 0),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        int(fraction),
        tzinfo=_zone(parts["zone"]),
    )
    return moment.astimezone(UTC).replace(tzinfo=None)


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[3:].removeprefix(":") or 0)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


_JAVA_TYPES = {Kind.TEXT: "String", Kind.BOOLEAN: "Boolean", Kind.DATE: "Date"}
_CONVERTERS: Mapping[Kind, Converter] = {
    Kind.BOOLEAN: to_truth,
    Kind.INTEGER: to_integer,
    Kind.DATE: to_instant,
}


def _enum_converter(prop: Property) -> Converter:
    choices: type[StrEnum] = prop.choices or StrEnum

    def convert(text: str) -> str:
        if text in choices.__members__:
            return text
        values = ", ".join(choices)
        raise UnreadableFilterError(
            text=f"Unable to parse `{text}` as `class "
            f"{java_enum(choices.__name__)}`, available values are: [{values}]"
        )

    return convert


def _reference_converter(prop: Property) -> Converter:
    klass = prop.target.simple_class if prop.target is not None else "Object"

    def convert(text: str) -> str:
        raise UnreadableFilterError(text=f"Unable to parse `{text}` to `{klass}`.")

    return convert
