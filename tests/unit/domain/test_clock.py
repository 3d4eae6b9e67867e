"""Instants as DHIS2 stores them (domain/clock.py)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mock_server.domain.clock import (
    Clock,
    ClockMode,
    after,
    real_time,
    to_milliseconds,
)

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


class TestClock:
    """How time runs in a world (control-plane 3.6)."""

    def test_real_clock_never_ties_writes(self) -> None:
        """Two writes within a millisecond are one millisecond apart."""
        clock = Clock()

        assert clock.write_time(MOMENT, None) == MOMENT
        assert clock.write_time(MOMENT, MOMENT) == MOMENT + timedelta(milliseconds=1)
        assert clock.ticked() is clock

    def test_frozen_clock_stands(self) -> None:
        """A frozen clock shows its instant whatever the real time is."""
        clock = Clock.frozen(MOMENT)

        assert clock.now(MOMENT + timedelta(days=1)) == MOMENT
        assert clock.write_time(MOMENT, MOMENT) == MOMENT
        assert clock.ticked() is clock

    def test_tick_moves_a_frozen_clock(self) -> None:
        """Each write of a ticking clock moves it by the tick."""
        clock = Clock.frozen(MOMENT, timedelta(milliseconds=5)).ticked()

        assert clock.now(MOMENT) == MOMENT + timedelta(milliseconds=5)

    def test_shifted_clock_runs(self) -> None:
        """A shifted clock shows another time and goes on from there."""
        later = MOMENT + timedelta(seconds=3)
        clock = Clock.shifted(MOMENT - timedelta(days=1), MOMENT)

        assert clock.now(later) == MOMENT - timedelta(days=1) + timedelta(seconds=3)

    @pytest.mark.parametrize(
        ("clock", "mode"),
        [(Clock(), ClockMode.OFFSET), (Clock.frozen(MOMENT), ClockMode.FROZEN)],
        ids=["real", "frozen"],
    )
    def test_advance_moves_any_clock(self, clock: Clock, mode: ClockMode) -> None:
        """Advancing keeps a frozen clock frozen, and shifts a running one."""
        moved = clock.advanced(timedelta(hours=1))

        assert moved.now(MOMENT) == MOMENT + timedelta(hours=1)
        assert moved.mode is mode
