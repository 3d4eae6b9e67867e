"""The journal's ring: what is kept, and who waits for more (journal/ring.py)."""

from __future__ import annotations

from datetime import datetime
from threading import Thread

from mock_server.journal.record import RecordedRequest
from mock_server.journal.ring import Journal
from mock_server.traffic import Incoming, Outgoing

NOON = datetime(2024, 1, 1, 12)  # noqa: DTZ001 - naive UTC, as everywhere
FOREVER = 30


def request(body: bytes = b"") -> RecordedRequest:
    """Return a recorded request."""
    incoming = Incoming("GET", "/api/me", body=body, body_size=len(body))
    answer = Outgoing(200, body=body)
    return RecordedRequest(NOON, NOON, "default", incoming, answer, len(body))


def filled(count: int, size: int = 3) -> Journal:
    """Return a journal that so many requests came to."""
    journal = Journal(size)
    for _ in range(count):
        journal.append(request(), journal.era)
    return journal


class TestKeeping:
    """What is in the ring."""

    def test_numbers_go_on_past_the_ring(self) -> None:
        """The newest are kept under the numbers they always had."""
        journal = filled(5)

        assert [each.id for each in journal.entries()] == ["r3", "r4", "r5"]
        assert (journal.total, journal.evicted) == (5, 2)

    def test_later_entries_alone(self) -> None:
        """`after` leaves out what was seen, also where that is gone already."""
        journal = filled(5)

        assert [each.number for each in journal.entries(after=4)] == [5]
        assert [each.number for each in journal.entries(after=1)] == [3, 4, 5]
        assert journal.entries(after=5) == []

    def test_bodies_are_cut(self) -> None:
        """So much of each body is kept, and how long it was."""
        journal = Journal(3, body_bytes=2)

        journal.append(request(b"abcd"), journal.era)

        kept = journal.entries()[0].request
        assert kept.outgoing is not None
        assert (kept.incoming.body, kept.incoming.body_size) == (b"ab", 4)
        assert (kept.outgoing.body, kept.answer_size) == (b"ab", 4)

    def test_smaller_ring_drops_the_oldest(self) -> None:
        """A new size holds from now on; the numbers do not change."""
        journal = filled(3)

        journal.resize(2, 10)

        assert [each.number for each in journal.entries()] == [2, 3]
        assert (journal.size, journal.evicted) == (2, 1)

    def test_no_journal_counts_nothing(self) -> None:
        """Without room nothing counts as let go, and numbers begin once there is."""
        journal = filled(3, size=0)
        before = (journal.entries(), journal.total, journal.evicted)

        journal.resize(3, 10)
        journal.append(request(), journal.era)

        assert before == ([], 0, 0)
        assert [each.id for each in journal.entries()] == ["r1"]

    def test_request_of_another_era_is_not_taken(self) -> None:
        """What came in before a reset is nobody's business after it."""
        journal = filled(1)
        before = journal.era
        journal.reset()

        journal.append(request(), before)

        assert (journal.entries(), journal.total) == ([], 0)


class TestWaiting:
    """Who waits for the next request."""

    def test_append_wakes_who_waits(self) -> None:
        """Waiting ends with the entry that was waited for."""
        journal = filled(1)
        found: list[bool] = []
        waiting = Thread(
            target=lambda: found.append(journal.wait(1, journal.era, FOREVER))
        )
        waiting.start()

        journal.append(request(), journal.era)

        waiting.join(FOREVER)
        assert found == [True]

    def test_what_came_already_is_not_waited_for(self) -> None:
        """An entry that is there already ends the waiting before it begins."""
        assert filled(2).wait(1, 0, FOREVER)

    def test_time_may_run_out(self) -> None:
        """Nothing came in time."""
        assert not filled(1).wait(1, 0, 0)

    def test_reset_ends_the_waiting(self) -> None:
        """After a reset nothing more can come of the era that was asked about."""
        journal = filled(1)
        journal.reset()

        assert not journal.wait(1, 0, FOREVER)

        journal.append(request(), journal.era)

        assert not journal.wait(0, 0, FOREVER)
