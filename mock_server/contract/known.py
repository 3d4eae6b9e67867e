"""
Differences that are known and accepted, each with a reason.

A known difference names a check and, if not all of it, its step and the places in the
answer, so that anything else that differs there still shows as new.
"""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from mock_server.contract.running import Difference
from mock_server.suggestions import suggestion

_TEXTS = ("check", "step", "reason")
_LISTS = ("places", "profiles")


class KnownError(Exception):
    """A list of known differences that is none, and what is wrong with it."""


@dataclass(frozen=True)
class Known:
    """Something that may differ; a `*` in a name stands for anything."""

    check: str
    reason: str
    step: str = "*"
    """The call of the step."""
    places: tuple[str, ...] = ()
    """How the names of its places begin; none are all."""
    status: int | None = None
    """What the server answers with where it differs; `None` is anything."""
    profiles: tuple[str, ...] = ()
    """What the mock is like where it differs; none are all."""

    def covers(self, difference: Difference, place: str, profile: str) -> bool:
        """Say whether a place of a difference is meant."""
        return (
            is_meant(self.check, difference.check)
            and is_meant(self.step, difference.step)
            and self.status in (None, difference.real.status)
            and (not self.profiles or profile in self.profiles)
            and (not self.places or place.startswith(self.places))
        )


def is_meant(pattern: str, name: str) -> bool:
    """Say whether a name is one of those that a pattern stands for."""
    return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name))


def reason_for(
    difference: Difference, known: Iterable[Known], profile: str
) -> str | None:
    """Return why a difference is accepted; `None` if some place of it is not."""
    entries = [*known]
    reasons: dict[str, None] = {}
    for place in difference.places:
        covering = [e for e in entries if e.covers(difference, place.name, profile)]
        if not covering:
            return None
        reasons[covering[0].reason] = None
    return "; ".join(reasons)


def read_known(text: bytes, checks: Collection[str]) -> list[Known]:
    """
    Return the known differences that a JSON list holds, each of one of `checks`.

    Raises:
        KnownError: it is none, or an entry of it is none.
    """
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise KnownError(f"is not valid JSON: {error}") from error
    if not isinstance(rows, list):
        raise KnownError("is no list.")
    found = [_entry(number, row) for number, row in enumerate(rows)]
    for number, each in enumerate(found):
        if not any(is_meant(each.check, name) for name in checks):
            near = suggestion(each.check, checks)
            raise KnownError(f"/{number}: there is no check {each.check!r}{near}")
    return found


def _entry(number: int, row: object) -> Known:
    if not isinstance(row, dict):
        raise KnownError(f"/{number} is no object.")
    for key in ("check", "reason"):
        if not row.get(key):
            raise KnownError(f"/{number} has no {key}.")
    for key, value in row.items():
        _look_at(f"/{number}/{key}", key, value)
    lists: dict[str, Any] = {key: tuple(row.get(key, ())) for key in _LISTS}
    texts: dict[str, Any] = {key: row[key] for key in _TEXTS if key in row}
    return Known(**texts, **lists, status=row.get("status"))


def _look_at(place: str, key: str, value: object) -> None:
    """Refuse what is no text, list of texts or number where one belongs."""
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise KnownError(f"{place} is no list of texts.")
    elif key == "status":
        if type(value) is not int:
            raise KnownError(f"{place} is no whole number.")
    elif key not in _TEXTS:
        raise KnownError(
            f"{place}: there is no such key{suggestion(key, (*_TEXTS, *_LISTS))}"
        )
    elif not isinstance(value, str):
        raise KnownError(f"{place} is no text.")
