"""
Which requests are meant: by a fault, by a question to the journal.

A `Match` compares a request with what was wanted of it, key by key, and tells the
differences as data (control-plane 3.3).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mock_server import patterns
from mock_server.traffic import Incoming


class Comparison(StrEnum):
    """The ways to test a text."""

    EQUAL_TO = "equalTo"
    CONTAINS = "contains"
    MATCHES = "matches"
    ABSENT = "absent"
    EQUAL_TO_JSON = "equalToJson"
    INCLUDES_JSON = "includesJson"


@dataclass(frozen=True)
class Predicate:
    """One test of one value."""

    test: Comparison
    wanted: Any

    @property
    def document(self) -> object:
        """The predicate as it is written."""
        is_plain = self.test is Comparison.EQUAL_TO
        return self.wanted if is_plain else {self.test.value: self.wanted}

    def holds(self, text: str | None) -> bool:
        """Say whether `text` is as wanted; `None` is none at all."""
        if text is None or self.test is Comparison.ABSENT:
            return text is None and self.test is Comparison.ABSENT
        return _HOLDS[self.test](text, self.wanted)


@dataclass(frozen=True)
class Difference:
    """What keeps a request from matching."""

    field: str
    expected: object
    actual: object

    @property
    def document(self) -> dict[str, object]:
        """The difference as it is answered."""
        return {"field": self.field, "expected": self.expected, "actual": self.actual}


@dataclass(frozen=True)
class Match:
    """The requests that are meant; what is not given does not matter."""

    method: tuple[str, ...] = ()
    operation: tuple[str, ...] = ()
    path: str | None = None
    path_pattern: str | None = None
    user: str | None = None
    query: Mapping[str, Predicate] = field(default_factory=dict)
    headers: Mapping[str, Predicate] = field(default_factory=dict)
    body: Predicate | None = None

    def matches(self, incoming: Incoming) -> bool:
        """Say whether `incoming` is meant."""
        return next(differences(self, incoming), None) is None


def differences(match: Match, incoming: Incoming) -> Iterator[Difference]:
    """Go through what keeps `incoming` from being meant by `match`."""
    yield from _place_differences(match, incoming)
    if match.user is not None and not _is_user(match.user, incoming):
        actual = incoming.user.username if incoming.user else ""
        yield Difference("user", match.user, actual)
    yield from _pair_differences("query", match.query, incoming.query)
    headers = {name.lower(): test for name, test in match.headers.items()}
    present = tuple((name.lower(), value) for name, value in incoming.headers)
    yield from _pair_differences("headers", headers, present)
    if match.body is not None and not match.body.holds(incoming.text):
        yield Difference("body", match.body.document, incoming.text)


def unknown_operations(match: Match, known: Iterable[str]) -> list[str]:
    """Return the operations meant that none of the `known` ones can be."""
    known = list(known)
    return [
        wanted
        for wanted in match.operation
        if not any(_is_operation((wanted,), each) for each in known)
    ]


def _place_differences(match: Match, incoming: Incoming) -> Iterator[Difference]:
    if match.method and incoming.method not in match.method:
        yield Difference("method", _one_or_all(match.method), incoming.method)
    if match.operation and not _is_operation(match.operation, incoming.operation):
        yield Difference("operation", _one_or_all(match.operation), incoming.operation)
    if match.path is not None and not _is_path(match.path, incoming.path):
        yield Difference("path", match.path, incoming.path)
    pattern = match.path_pattern
    if pattern is not None and not patterns.is_found(pattern, incoming.raw_path):
        yield Difference("pathPattern", pattern, incoming.raw_path)


def _one_or_all(wanted: tuple[str, ...]) -> object:
    return wanted[0] if len(wanted) == 1 else list(wanted)


def _is_operation(wanted: tuple[str, ...], operation: str | None) -> bool:
    if operation is None:
        return False
    return any(
        operation.startswith(each[:-1]) if each.endswith("*") else operation == each
        for each in wanted
    )


def _is_path(glob: str, path: str) -> bool:
    if "*" not in glob:
        return glob == path
    return patterns.is_found(patterns.from_glob(glob), path)


def _is_user(wanted: str, incoming: Incoming) -> bool:
    user = incoming.user
    return wanted in {user.uid, user.username} if user is not None else not wanted


def _pair_differences(
    kind: str, wanted: Mapping[str, Predicate], pairs: tuple[tuple[str, str], ...]
) -> Iterator[Difference]:
    for name, predicate in wanted.items():
        values = [value for key, value in pairs if key == name]
        if not any(predicate.holds(value) for value in values or (None,)):
            yield Difference(f"{kind}.{name}", predicate.document, _seen(values))


def _seen(values: list[str]) -> object:
    if not values:
        return None
    return values[0] if len(values) == 1 else values


def _json_holds(compare: Callable[[Any, Any], bool]) -> Callable[[str, Any], bool]:
    def holds(text: str, wanted: Any) -> bool:
        try:
            return compare(json.loads(text), wanted)
        except (ValueError, RecursionError):
            return False

    return holds


def _is_equal(actual: Any, wanted: Any) -> bool:
    """Say whether two JSON values are the same; `true` is no 1."""
    if isinstance(actual, dict) and isinstance(wanted, dict):
        same_keys = actual.keys() == wanted.keys()
        return same_keys and all(_is_equal(actual[key], wanted[key]) for key in wanted)
    if isinstance(actual, list) and isinstance(wanted, list):
        pairs = zip(actual, wanted, strict=False)
        return len(actual) == len(wanted) and all(_is_equal(*each) for each in pairs)
    if isinstance(actual, bool) or isinstance(wanted, bool):
        return actual is wanted
    return bool(actual == wanted)


def _includes(actual: Any, wanted: Any) -> bool:
    """Say whether `actual` has all of `wanted`, and maybe more, at every depth."""
    if isinstance(actual, dict) and isinstance(wanted, dict):
        return all(
            key in actual and _includes(actual[key], part)
            for key, part in wanted.items()
        )
    if isinstance(actual, list) and isinstance(wanted, list):
        return all(any(_includes(each, part) for each in actual) for part in wanted)
    return _is_equal(actual, wanted)


_HOLDS: Mapping[Comparison, Callable[[str, Any], bool]] = {
    Comparison.EQUAL_TO: lambda text, wanted: text == wanted,
    Comparison.CONTAINS: lambda text, wanted: wanted in text,
    Comparison.MATCHES: lambda text, wanted: patterns.is_found(wanted, text),
    Comparison.EQUAL_TO_JSON: _json_holds(_is_equal),
    Comparison.INCLUDES_JSON: _json_holds(_includes),
}
