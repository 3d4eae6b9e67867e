"""Records looked up late, and read backwards."""

from __future__ import annotations

import pytest

from mock_server.query.sources import Backwards, Lookup

LETTERS = Lookup(("a", "b", "c", "d", "e"), str.upper)


def test_lookup_finds_what_is_read() -> None:
    """Indexes, slices and iteration give records, not uids."""
    assert (LETTERS[1], list(LETTERS[1:3]), list(LETTERS)) == (
        "B",
        ["B", "C"],
        ["A", "B", "C", "D", "E"],
    )


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 2), (1, 4), (3, 9), (5, 7), (9, 12), (0, 0), (0, 5)]
)
def test_backwards_slices_as_reversed_list(start: int, stop: int) -> None:
    """A run read backwards is the run of the reversed list."""
    whole = list(LETTERS)[::-1]

    assert list(Backwards(LETTERS)[start:stop]) == whole[start:stop]


def test_backwards_reads_from_the_end() -> None:
    """The first record is the last one, and all are there."""
    backwards = Backwards(LETTERS)

    assert (backwards[0], backwards[-1], len(backwards)) == ("E", "A", 5)
    assert list(backwards) == ["E", "D", "C", "B", "A"]
