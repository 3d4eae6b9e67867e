"""Who is logged in by cookie: tokens and the users behind them (query.md 15)."""

from secrets import token_hex
from threading import Lock


class Sessions:
    """The sessions of one world; a reset ends them all."""

    def __init__(self) -> None:
        """Begin with nobody logged in."""
        self._users: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._lock = Lock()

    def open(self, user: str) -> str:
        """Return the token of the session of `user`, a new one if he has none."""
        token = self._tokens.get(user)
        if token is not None:
            return token
        with self._lock:
            token = self._tokens.setdefault(user, token_hex(16).upper())
            self._users[token] = user
        return token

    def user(self, token: str) -> str | None:
        """Return the uid of the user whom `token` lets in."""
        return self._users.get(token)

    def close(self, token: str) -> None:
        """End a session; unknown tokens are no matter."""
        with self._lock:
            user = self._users.pop(token, None)
            if user is not None:
                self._tokens.pop(user, None)

    def clear(self) -> None:
        """End all sessions."""
        with self._lock:
            self._users.clear()
            self._tokens.clear()
