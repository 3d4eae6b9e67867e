"""Sessions and how long they last (sessions.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mock_server.sessions import LIFETIME, Sessions

BEGIN = datetime(2026, 1, 5, 10)  # noqa: DTZ001 - naive UTC, as in the records


class Watch:
    """The time of a world, moved by hand."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@pytest.fixture
def watch() -> Watch:
    """Return a watch that stands at the beginning."""
    return Watch()


@pytest.fixture
def sessions(watch: Watch) -> Sessions:
    """Return sessions that live by the watch, none yet."""
    return Sessions(watch)


class TestLifetime:
    """An hour after its last use a session is over (query.md 15)."""

    def test_unused_session_ends(self, sessions: Sessions, watch: Watch) -> None:
        """A token that nobody used for longer lets nobody in."""
        token = sessions.begin("MiaPlainU01")

        watch.now += LIFETIME + timedelta(milliseconds=1)

        assert sessions.user(token) is None

    def test_use_prolongs_a_session(self, sessions: Sessions, watch: Watch) -> None:
        """Each use begins the hour anew."""
        token = sessions.begin("MiaPlainU01")

        for _ in range(3):
            watch.now += LIFETIME
            assert sessions.user(token) == "MiaPlainU01"

    def test_ended_session_is_not_taken_up(
        self, sessions: Sessions, watch: Watch
    ) -> None:
        """Who comes back later with a password gets another session."""
        old = sessions.open("MiaPlainU01")
        watch.now += LIFETIME * 2

        new = sessions.open("MiaPlainU01")

        assert new != old
        assert sessions.user(new) == "MiaPlainU01"


class TestNumber:
    """How many there are of one user."""

    def test_eleventh_session_ends_the_first(self, sessions: Sessions) -> None:
        """A user has at most ten; the oldest gives way (query.md 15)."""
        tokens = [sessions.begin("MiaPlainU01") for _ in range(11)]

        assert sessions.user(tokens[0]) is None
        assert {sessions.user(each) for each in tokens[1:]} == {"MiaPlainU01"}
