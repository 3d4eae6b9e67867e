"""Waiting for a client's sake, in a way that a reset can end at once."""

from collections.abc import Callable
from threading import Condition
from time import monotonic

_LOOK_SECONDS = 0.5
"""How often somebody who waits looks whether the client is still there."""


class Waiting:
    """Those requests of one world that wait: hanging, delayed or slow ones."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._changed = Condition()
        self._releases = 0

    @property
    def ticket(self) -> int:
        """What a request takes when it comes, so that later releases are for it."""
        return self._releases

    def wait(
        self, ticket: int, seconds: float, is_over: Callable[[], bool] = bool
    ) -> None:
        """Wait for `seconds`; less if released since the ticket, or it `is_over`."""
        end = monotonic() + seconds
        with self._changed:
            while self._releases == ticket and not is_over():
                left = end - monotonic()
                if left <= 0:
                    return
                self._changed.wait(min(left, _LOOK_SECONDS))

    def release(self) -> None:
        """Let go of everybody who waits now."""
        with self._changed:
            self._releases += 1
            self._changed.notify_all()
