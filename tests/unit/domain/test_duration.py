"""Durations of ISO 8601 (domain/duration.py)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.duration import parse_duration, print_duration


class TestParseDuration:
    """What a text stands for."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("PT5M", timedelta(minutes=5)),
            ("PT0S", timedelta()),
            ("P1D", timedelta(days=1)),
            ("P1W", timedelta(weeks=1)),
            ("P1DT2H3M4.5S", timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
            ("PT90M", timedelta(minutes=90)),
            ("PT0.001S", timedelta(milliseconds=1)),
        ],
    )
    def test_duration_is_read(self, text: str, expected: timedelta) -> None:
        """Weeks, days, hours, minutes and seconds add up."""
        assert parse_duration(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "P",
            "PT",
            "P1DT",
            "5M",
            "PT5",
            "P1Y",
            "P1M",
            "-PT5M",
            "PT5M\n",
            "pt5m",
            "PT1.5M",
            "PT\u0665M",
            "PT0.0001S",
            "P9999999D",
        ],
    )
    def test_other_text_is_refused(self, text: str) -> None:
        """Years and months have no length; signs and half minutes are no duration."""
        with pytest.raises(ValueError, match=r"^$"):
            parse_duration(text)


class TestPrintDuration:
    """How an interval is shown."""

    @pytest.mark.parametrize(
        ("interval", "expected"),
        [
            (timedelta(), "PT0S"),
            (timedelta(minutes=5), "PT5M"),
            (timedelta(minutes=90), "PT1H30M"),
            (timedelta(days=7), "P7D"),
            (timedelta(days=1, milliseconds=50), "P1DT0.05S"),
        ],
    )
    def test_zero_parts_are_left_out(self, interval: timedelta, expected: str) -> None:
        """Only what counts is shown."""
        assert print_duration(interval) == expected

    @given(st.integers(0, 10**12))
    def test_reading_gives_it_back(self, milliseconds: int) -> None:
        """What is printed reads as the same interval."""
        interval = timedelta(milliseconds=milliseconds)

        assert parse_duration(print_duration(interval)) == interval
