"""
A seed as plain JSON data, and how messages point into it.

Nothing here knows what a seed must look like.
"""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]
Document: TypeAlias = Mapping[str, object]

SECRET_KEYS = frozenset({"password", "tokens"})

_SHOWN_LENGTH = 60


class Problem(NamedTuple):
    """One thing wrong with a seed: where, and what."""

    pointer: Pointer
    text: str


def select(node: object, path: str) -> Iterator[tuple[Pointer, object]]:
    """
    Find what `path` leads to, with its pointer; an object reference gives its id.

    `*` steps into each member of an array or object, `@` onto each key.
    """
    for pointer, value in _walk(node, tuple(path.split("/")), ()):
        if isinstance(value, dict) and list(value) == ["id"]:
            yield (*pointer, "id"), value["id"]
        else:
            yield pointer, value


def strings(document: Document, path: str) -> Iterator[tuple[Pointer, str]]:
    """Find what `path` leads to as far as it is strings."""
    for pointer, value in select(document, path):
        if isinstance(value, str):
            yield pointer, value


def shown(pointer: Pointer, value: object) -> str:
    """Print a value for a message: short, and never a secret."""
    if SECRET_KEYS.intersection(pointer):
        return "the value"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def printed(pointer: Pointer) -> str:
    """Write `pointer` as RFC 6901 does."""
    return "".join(
        "/" + str(key).replace("~", "~0").replace("/", "~1") for key in pointer
    )


def _walk(
    node: object, steps: tuple[str, ...], pointer: Pointer
) -> Iterator[tuple[Pointer, object]]:
    if not steps:
        yield pointer, node
        return
    for key, child in _children(node, steps[0]):
        yield from _walk(child, steps[1:], (*pointer, key))


def _children(node: object, step: str) -> Iterator[tuple[str | int, object]]:
    if step == "*" and isinstance(node, list):
        yield from enumerate(node)
    elif isinstance(node, dict) and step == "*":
        yield from node.items()
    elif isinstance(node, dict) and step == "@":
        yield from ((key, key) for key in node)
    elif isinstance(node, dict) and step in node:
        yield step, node[step]
