"""The outbox as a value (domain/outbox.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rpds import HashTrieMap

from mock_server.domain.outbox import Channel, Outbox, OutboxEntry, OutboxStatus

ENTRY = OutboxEntry(
    channel=Channel.EMAIL,
    time=datetime(2024, 1, 1),  # noqa: DTZ001 - naive UTC, as in the records
    conversation="Conversat01",
    message="MessageUid1",
    text="x",
)


class TestOutbox:
    """Entries posted, corrected and taken out."""

    def test_numbers_count_on(self) -> None:
        """No entry gets the number of another, also when that one is gone."""
        box = Outbox().posted(ENTRY).posted(ENTRY).emptied().posted(ENTRY)

        assert [each.uid for each in box] == ["o3"]

    def test_new_entries_are_those_since(self) -> None:
        """What was posted after an earlier outbox can be told."""
        earlier = Outbox().posted(ENTRY)
        later = earlier.posted(ENTRY).posted(ENTRY)

        assert [each.uid for each in later.since(earlier)] == ["o2", "o3"]
        assert later.emptied().since(earlier) == []

    def test_newest_entries_are_kept(self) -> None:
        """A full outbox lets go of the oldest, also where some are gone already."""
        box = Outbox()
        for _ in range(5):
            box = box.posted(ENTRY)
        first, second, *_ = box

        assert [each.uid for each in box.limited(2)] == ["o4", "o5"]
        assert [each.uid for each in box.without(first).limited(3)] == [
            *("o3", "o4", "o5")
        ]
        assert [each.uid for each in box.without(second).limited(2).limited(1)] == [
            "o5"
        ]
        assert box.limited(5) is box

    def test_far_numbers_are_let_go_at_once(self) -> None:
        """Between the numbers of a seed there may be more than can be counted."""
        entries = {at: replace(ENTRY, number=at) for at in (1, 2**50)}
        box = Outbox(HashTrieMap(entries), 2**50).posted(ENTRY)

        assert [each.number for each in box.limited(1)] == [2**50 + 1]

    def test_entry_is_corrected(self) -> None:
        """An entry can be replaced by a later word on it."""
        box = Outbox().posted(ENTRY)
        (entry,) = box
        failed = replace(entry, status=OutboxStatus.FAILED)

        assert list(box.corrected(entry, failed)) == [failed]

    def test_other_entry_is_not_corrected(self) -> None:
        """After a reset another entry may have the number; it stays as it is."""
        (entry,) = Outbox().posted(ENTRY)
        box = Outbox().posted(replace(ENTRY, text="y"))

        assert box.corrected(entry, replace(entry, text="z")) is box
