"""Where two answers differ, and how much that matters to a client."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mock_server.contract.shape import Seen

MAJOR = "major"
MINOR = "minor"

_TELLING_HEADERS = frozenset({"header Content-Type", "header Location"})
_WORDING = (".message", ".devMessage")


@dataclass(frozen=True)
class Place:
    """Something that the two sides answer otherwise."""

    name: str
    real: object
    mock: object

    @property
    def severity(self) -> str:
        """
        How much it matters.

        Minor are what a client can hardly stumble over: the wording of messages, most
        headers, and keys that the mock does not have.
        """
        if self.name.startswith("header "):
            return MAJOR if self.name in _TELLING_HEADERS else MINOR
        is_extra = self.mock is MISSING
        return MINOR if is_extra or self.name.endswith(_WORDING) else MAJOR


MISSING = object()
"""Stands for what is not there."""


def places(real: Seen, mock: Seen) -> list[Place]:
    """Return where two answers differ, the status first."""
    found = []
    if real.status != mock.status:
        found.append(Place("status", real.status, mock.status))
    for name in sorted({*real.headers, *mock.headers}):
        pair = real.headers.get(name, MISSING), mock.headers.get(name, MISSING)
        if pair[0] != pair[1]:
            found.append(Place(f"header {name}", *pair))
    return [*found, *_in_bodies("body", real.shape, mock.shape)]


def worst(found: Iterable[Place]) -> str:
    """Return the severity of several places together."""
    return MAJOR if any(each.severity == MAJOR for each in found) else MINOR


def _in_bodies(name: str, real: Any, mock: Any) -> Iterator[Place]:
    if isinstance(real, dict) and isinstance(mock, dict):
        for key in sorted({*real, *mock}):
            pair = real.get(key, MISSING), mock.get(key, MISSING)
            yield from _in_bodies(f"{name}.{key}", *pair)
    elif isinstance(real, list) and isinstance(mock, list):
        yield from _in_lists(name, real, mock)
    elif real != mock or type(real) is not type(mock):
        yield Place(name, real, mock)


def _in_lists(name: str, real: list[Any], mock: list[Any]) -> Iterator[Place]:
    """Go through two lists of as many items; of others, say that they differ."""
    if len(real) != len(mock):
        yield Place(f"{name}[]", real, mock)
        return
    for number, pair in enumerate(zip(real, mock, strict=True)):
        yield from _in_bodies(f"{name}[{number}]", *pair)
