"""Who is logged in by cookie: tokens and the users behind them (query.md 15)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Lock

LIFETIME = timedelta(seconds=3600)
"""How long a session lasts that nobody uses."""

_MOST = 10
"""Sessions that a user may have; the oldest gives way."""


class Sessions:
    """The sessions of one world; a reset ends them all."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin with nobody logged in; `now` is the time of the world."""
        self._now = now
        self._users: dict[str, str] = {}
        self._tokens: dict[str, list[str]] = {}
        self._last_used: dict[str, datetime] = {}
        self._lock = Lock()

    def open(self, user: str) -> str:
        """Return the token of a session of `user`, a new one if he has none."""
        tokens = self._tokens.get(user)
        if tokens and self.user(tokens[-1]) is not None:
            return tokens[-1]
        return self.begin(user)

    def begin(self, user: str) -> str:
        """Return the token of a new session of `user`."""
        token = token_hex(16).upper()
        with self._lock:
            tokens = [*self._tokens.get(user, ()), token]
            for oldest in tokens[:-_MOST]:
                del self._users[oldest], self._last_used[oldest]
            self._tokens[user] = tokens[-_MOST:]
            self._users[token] = user
            self._last_used[token] = self._now()
        return token

    def user(self, token: str) -> str | None:
        """Return the uid of the user whom `token` lets in, for another while."""
        user = self._users.get(token)
        if user is None:
            return None
        now = self._now()
        if now - self._last_used.get(token, now) > LIFETIME:
            self.close(token)
            return None
        self._last_used[token] = now
        return user

    def close(self, token: str) -> None:
        """End a session; unknown tokens are no matter."""
        with self._lock:
            user = self._users.pop(token, None)
            self._last_used.pop(token, None)
            if user is not None:
                left = [each for each in self._tokens[user] if each != token]
                self._tokens[user] = left

    def clear(self) -> None:
        """End all sessions."""
        with self._lock:
            self._users.clear()
            self._tokens.clear()
            self._last_used.clear()
