"""Instants as DHIS2 stores them (domain/clock.py)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mock_server.domain.clock import after, real_time, to_milliseconds

MOMENT = datetime(2024, 2, 3, 9, 15)  # noqa: DTZ001 - naive UTC, as in the records


class TestToMilliseconds:
    """Digits that are not stored."""

    @pytest.mark.parametrize(
        ("microsecond", "expected"),
        [(0, 0), (999, 0), (1_000, 1_000), (123_999, 123_000), (999_999, 999_000)],
    )
    def test_digits_are_cut_off(self, microsecond: int, expected: int) -> None:
        """Three digits of a second stay, and nothing is rounded up."""
        moment = MOMENT.replace(microsecond=microsecond)

        cut = to_milliseconds(moment)

        assert cut == MOMENT.replace(microsecond=expected)


class TestRealTime:
    """The clock on the wall."""

    def test_real_time_is_naive_utc(self) -> None:
        """It tells UTC in whole milliseconds, without a zone."""
        before = to_milliseconds(datetime.now(UTC).replace(tzinfo=None))

        now = real_time()

        later = datetime.now(UTC).replace(tzinfo=None)
        assert now.tzinfo is None
        assert now.microsecond % 1_000 == 0
        assert before <= now <= later


class TestAfter:
    """Instants that keep their order."""

    @pytest.mark.parametrize(
        ("earlier", "now", "expected"),
        [
            (None, 0, 0),
            (0, 5, 5),
            (0, 0, 1),
            (7, 0, 8),
        ],
        ids=["first", "running", "standing", "set-back"],
    )
    def test_time_never_stands_still(
        self, earlier: int | None, now: int, expected: int
    ) -> None:
        """A write is always at least a millisecond after the one before."""

        def at(millisecond: int) -> datetime:
            return MOMENT + timedelta(milliseconds=millisecond)

        moment = after(None if earlier is None else at(earlier), at(now))

        assert moment == at(expected)
