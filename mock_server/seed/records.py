"""
Records made of the JSON of a seed that is known to be sound.

The annotations of a record say how each of its values is read, so that a new property
needs no line here. Nothing is checked: what is sound is the business of `checking`.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, partial
from types import UnionType
from typing import Any, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from mock_server.schemas.spelling import wire_key

_Record = TypeVar("_Record")
_Reader: TypeAlias = Callable[[Any], Any]


def record(
    kind: Callable[..., _Record], row: Mapping[str, Any], /, **facts: Any
) -> _Record:
    """
    Return the record that `row` describes.

    The `facts` stand for what the row says of them, if it does. What was never updated
    is dated by its creation.
    """
    readers = _readers(kind)
    for key, value in row.items():
        name, read = readers[key]
        if name not in facts:
            facts[name] = read(value)
    if "created" in facts:
        facts.setdefault("last_updated", facts["created"])
    return kind(**facts)


def reference(value: Any) -> Any:
    """Return the uid that stands alone or in an object; any other text as it is."""
    return value["id"] if isinstance(value, dict) else value


def as_it_is(value: Any) -> Any:
    """Return a value that is in a record what it is in JSON."""
    return value


@cache
def _readers(kind: Callable[..., object]) -> Mapping[str, tuple[str, _Reader]]:
    """Key -> the attribute that it is about, and how its value is read."""
    hints = get_type_hints(kind)
    return {wire_key(name): (name, _reader(hint)) for name, hint in hints.items()}


_READERS: Mapping[Any, _Reader] = {
    str: reference,
    datetime: datetime.fromisoformat,
    bytes: b64decode,
    object: deepcopy,
}


def _reader(hint: Any) -> _Reader:
    """Return how a value of this type is read; most are what they are in JSON."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return partial(_optional, _reader(parts[0]))
    if origin is Mapping:
        return partial(_mapping, _reader(parts[1]))
    if origin in {tuple, frozenset}:
        return partial(_collection, origin, _reader(parts[0]))
    if isinstance(hint, type) and is_dataclass(hint):
        return partial(record, hint)
    return hint if issubclass(hint, StrEnum) else _READERS.get(hint, as_it_is)


def _optional(read: _Reader, value: Any) -> Any:
    return None if value is None else read(value)


def _mapping(read: _Reader, value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: read(part) for key, part in value.items()}


def _collection(make: _Reader, read: _Reader, value: list[Any]) -> Any:
    return make(map(read, value))
