"""
Checking a seed as a whole: its shape, what its objects say of each other, its faults.

Only seeds that somebody brings need this. It takes longer than building them does, and
most of that is the import of what the schemas are made with.
"""

from collections.abc import Iterator
from typing import Any

from mock_server.schemas.seed import SeedSchema
from mock_server.schemas.seed_parts import UNKNOWN_KEY
from mock_server.seed.building import KEYS
from mock_server.seed.checks import find_problems
from mock_server.seed.document import Document, Pointer, Problem, shown
from mock_server.seed.faults import find_fault_problems
from mock_server.seed.source import Source

_SCHEMA = SeedSchema()


def problems_of(source: Source) -> list[str]:
    """Return all that is wrong with a seed, a line each, in the order of its keys."""
    if source.problems and not source.document:
        return source.problems
    document = {key: part for key, part in source.document.items() if key != "$schema"}
    readable = {key: part for key, part in document.items() if key not in source.unread}
    problems = [
        *_misshapen(document, readable),
        *find_problems(document),
        *find_fault_problems(document),
    ]
    problems.sort(key=lambda problem: _position(problem.pointer))
    return [*source.problems, *map(source.line, problems)]


def _misshapen(document: Document, readable: Document) -> Iterator[Problem]:
    """Find what the schema cannot read of a document, as far as that is JSON."""
    for pointer, text in _flattened(_SCHEMA.validate(readable), ()):
        if text.startswith(UNKNOWN_KEY):
            yield Problem(pointer, f"{str(pointer[-1])!r} {text}")
        else:
            yield Problem(pointer, _told(document, pointer, text))


def _position(pointer: Pointer) -> list[tuple[bool, int, str]]:
    """Return the key that sorts problems as a reader meets them."""
    head = KEYS.index(str(pointer[0])) if pointer[0] in KEYS else -1
    return [(False, head, "")] + [
        (True, 0, key) if isinstance(key, str) else (False, key, "") for key in pointer
    ]


def _told(document: Document, pointer: Pointer, text: str) -> str:
    """Put the value that `pointer` leads to, if there is one, before `text`."""
    value: Any = document
    for key in pointer:
        if isinstance(value, dict) and key not in value:
            return text
        value = value[key]
    return f"{shown(pointer, value)} {text}"


def _flattened(messages: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Turn marshmallow's nested messages into pointers and texts."""
    if isinstance(messages, dict):
        for key, part in messages.items():
            place = pointer if key == "_schema" else (*pointer, key)
            yield from _flattened(part, place)
    else:
        yield from ((pointer, text) for text in messages)
