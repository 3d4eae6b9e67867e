"""
Whether a client did what it should have: counted, or in order (control-plane 3.5).

Waiting is on real time, holds no lock of the world, and ends with a reset.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic

from mock_server.journal.documents import shown_differences
from mock_server.journal.record import Entry
from mock_server.journal.ring import Journal
from mock_server.journal.shown import NearMiss, ShownVerdict
from mock_server.matching import Match, differences

_NEAR_MISSES = 3


@dataclass(frozen=True)
class Count:
    """How many requests there should be; without `high` any more will do."""

    low: int = 1
    high: int | None = None

    @property
    def document(self) -> dict[str, int]:
        """The count as it is written."""
        if self.high is None:
            return {"atLeast": self.low}
        if self.low == self.high:
            return {"exactly": self.low}
        least = {"atLeast": self.low} if self.low else {}
        return {**least, "atMost": self.high}

    def holds(self, found: int) -> bool:
        """Say whether `found` requests are right."""
        return self.low <= found and not self.is_exceeded(found)

    def is_settled(self, found: int) -> bool:
        """Say whether no further request can change that any more."""
        return self.is_exceeded(found) or (self.high is None and self.holds(found))

    def is_exceeded(self, found: int) -> bool:
        """Say whether `found` requests are too many."""
        return self.high is not None and found > self.high


@dataclass(frozen=True)
class Question:
    """What should have happened: so many of one kind, or one kind after another."""

    steps: tuple[Match, ...]
    """One match to be counted, or the matches of a sequence."""
    count: Count | None = None
    """`None` is a sequence."""
    within: float = 0
    """Seconds to wait for it."""


@dataclass(frozen=True)
class Verdict:
    """What the journal says to a question."""

    verified: bool
    found: int
    expected: dict[str, int]
    incomplete: bool
    near_misses: list[NearMiss] = field(default_factory=list)

    @property
    def document(self) -> ShownVerdict:
        """The verdict as it is answered."""
        shown: ShownVerdict = {
            "verified": self.verified,
            "found": self.found,
            "expected": self.expected,
            "incomplete": self.incomplete,
        }
        if not self.verified:
            shown["nearMisses"] = self.near_misses
        return shown


def verify(journal: Journal, question: Question) -> Verdict:
    """Answer `question`, after as long as it takes or may take."""
    tally = _Tally(question)
    deadline = monotonic() + question.within
    era = journal.era
    tally.take(journal.entries())
    while not tally.is_settled:
        left = deadline - monotonic()
        if left <= 0 or not journal.wait(tally.seen, era, left):
            break
        tally.take(journal.entries(after=tally.seen))
    return _verdict(tally, journal)


class _Tally:
    """What was found so far."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.found = 0
        self.seen = 0
        self.is_unsure = False
        """Whether a body that was not kept whole may have been the one."""

    def take(self, entries: Iterable[Entry]) -> None:
        """Go on with the entries that came since."""
        for entry in entries:
            self.seen = entry.number
            wanted, incoming = self.wanted, entry.request.incoming
            if wanted is None:
                continue
            if wanted.matches(incoming):
                self.found += 1
            elif wanted.body is not None and len(incoming.body) < incoming.body_size:
                self.is_unsure = True

    @property
    def wanted(self) -> Match | None:
        """The match that the next entry is held against; `None` is none any more."""
        if self.question.count is not None:
            return self.question.steps[0]
        return next(iter(self.question.steps[self.found :]), None)

    @property
    def holds(self) -> bool:
        """Whether what should have come did, and no more than that."""
        return self._count.holds(self.found)

    @property
    def is_settled(self) -> bool:
        """Whether nothing that still comes can change that."""
        return self._count.is_settled(self.found)

    @property
    def _count(self) -> Count:
        return self.question.count or Count(len(self.question.steps))


def _verdict(tally: _Tally, journal: Journal) -> Verdict:
    question = tally.question
    verified = tally.holds
    expected: dict[str, int] = (
        question.count.document
        if question.count is not None
        else {"sequence": len(question.steps)}
    )
    wanted = tally.wanted
    return Verdict(
        verified=verified,
        found=tally.found,
        expected=expected,
        incomplete=journal.evicted > 0 or tally.is_unsure,
        near_misses=near_misses(wanted, journal.entries()) if wanted else [],
    )


def near_misses(wanted: Match, entries: Iterable[Entry]) -> list[NearMiss]:
    """Return the requests that fail to match by the fewest fields, newest first."""
    missed = [
        (len(found), -entry.number, entry, found)
        for entry in entries
        if (found := list(differences(wanted, entry.request.incoming)))
    ]
    missed.sort(key=lambda each: each[:2])
    return [
        {
            "requestId": entry.id,
            "differences": shown_differences(entry.request.incoming, found),
        }
        for _, _, entry, found in missed[:_NEAR_MISSES]
    ]
