"""Where two answers differ, and how much (contract/comparing.py)."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.contract.comparing import MAJOR, MINOR, places, worst
from mock_server.contract.shape import Seen


def seen(shape: Any = None, status: int = 200, **headers: str) -> Seen:
    """Return what is seen of an answer."""
    return Seen(status, {k.replace("_", "-"): v for k, v in headers.items()}, shape)


@pytest.mark.parametrize(
    ("real", "mock", "found"),
    [
        (seen(), seen(), {}),
        (seen(status=500), seen(), {"status": MAJOR}),
        (seen(Location="a"), seen(Location="b"), {"header Location": MAJOR}),
        (seen(ETag="a"), seen(), {"header ETag": MINOR}),
        (seen(), seen(Content_Type="a"), {"header Content-Type": MAJOR}),
        (seen({"a": 1}), seen({"a": 2}), {"body.a": MAJOR}),
        (seen({"a": 1}), seen({}), {"body.a": MINOR}),
        (seen({}), seen({"a": 1}), {"body.a": MAJOR}),
        (seen({"message": "x"}), seen({"message": "y"}), {"body.message": MINOR}),
        (seen({"a": True}), seen({"a": 1}), {"body.a": MAJOR}),
        (seen({"a": [{"b": 1}]}), seen({"a": [{"b": 2}]}), {"body.a[0].b": MAJOR}),
        (seen({"a": [1]}), seen({"a": [1, 2]}), {"body.a[]": MAJOR}),
        (seen("<web page>"), seen({"a": 1}), {"body": MAJOR}),
    ],
)
def test_places_are_named(real: Seen, mock: Seen, found: dict[str, str]) -> None:
    """Each place is named once; minor is what a client hardly stumbles over."""
    assert {each.name: each.severity for each in places(real, mock)} == found


def test_worst_place_decides() -> None:
    """A difference matters as much as the worst of its places."""
    minor = places(seen({"a": 1}), seen({}))
    major = places(seen(status=500), seen())

    assert worst(minor) == MINOR
    assert worst([*minor, *major]) == MAJOR
