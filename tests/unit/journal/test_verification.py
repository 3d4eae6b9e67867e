"""When a count is right, and when nothing can change that (journal/verification.py)."""

from __future__ import annotations

from datetime import datetime

import pytest

from mock_server.journal.record import RecordedRequest
from mock_server.journal.ring import Journal
from mock_server.journal.verification import Count, Question, verify
from mock_server.matching import Match
from mock_server.traffic import Incoming

NOON = datetime(2024, 1, 1, 12)  # noqa: DTZ001 - naive UTC, as everywhere


@pytest.mark.parametrize(
    ("count", "found", "holds", "is_settled"),
    [
        (Count(), 0, False, False),
        (Count(), 1, True, True),
        (Count(1, 1), 1, True, False),
        (Count(1, 1), 2, False, True),
        (Count(0, 2), 0, True, False),
        (Count(0, 2), 3, False, True),
        (Count(2, 3), 1, False, False),
    ],
)
def test_count_is_settled(
    count: Count, found: int, *, holds: bool, is_settled: bool
) -> None:
    """What is too many stays so; what has no upper bound is right once it is (3.5)."""
    assert (count.holds(found), count.is_settled(found)) == (holds, is_settled)


def test_sequence_shows_what_is_near_its_next_step() -> None:
    """A sequence that breaks off names what nearly was the step it lacks (3.5)."""
    journal = Journal()
    for path in ("/api/me", "/api/users"):
        incoming = Incoming("GET", path)
        journal.append(RecordedRequest(NOON, NOON, "default", incoming, None), 0)

    steps = (Match(path="/api/me"), Match(method=("POST",), path="/api/users"))
    verdict = verify(journal, Question(steps))

    assert (verdict.verified, verdict.found) == (False, 1)
    (nearest, _) = verdict.near_misses
    assert nearest["requestId"] == "r2"
    assert [each["field"] for each in nearest["differences"]] == ["method"]
