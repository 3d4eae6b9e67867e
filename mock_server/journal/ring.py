"""
The requests of one world, the newest of them kept, and who waits for the next.

Appending takes one lock for a moment and copies nothing.
"""

from collections import deque
from threading import Condition

from mock_server.journal.record import Entry, RecordedRequest


class Journal:
    """A ring of recorded requests that counts what it had to let go."""

    def __init__(self, size: int = 1_000, body_bytes: int = 65_536) -> None:
        """Keep the last `size` requests, none for 0, and so much of each body."""
        self.body_bytes = body_bytes
        self.total = 0
        """How many requests there were since the journal was emptied."""
        self.era = 0
        """Which reset it is after; what began before a reset is not taken in."""
        self._requests: deque[RecordedRequest] = deque(maxlen=size)
        self._last = 0
        self._changed = Condition()
        self._waiting = 0

    @property
    def size(self) -> int:
        """How many requests are kept; 0 is no journal at all."""
        return self._requests.maxlen or 0

    @property
    def evicted(self) -> int:
        """How many were let go to make room."""
        return self.total - len(self._requests)

    def append(self, request: RecordedRequest, era: int) -> None:
        """Take in `request`, which came in in `era`."""
        request = request.cut(self.body_bytes)
        with self._changed:
            if era == self.era and self.size:
                self._requests.append(request)
                self.total += 1
                self._last += 1
                if self._waiting:
                    self._changed.notify_all()

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the entries numbered above `after`, oldest first."""
        with self._changed:
            first = self._last - len(self._requests) + 1
            kept = [Entry(first + at, each) for at, each in enumerate(self._requests)]
        return kept[max(0, after - first + 1) :]

    def clear(self) -> None:
        """Forget all requests; the numbers go on, so that no id means two."""
        with self._changed:
            self._requests.clear()
            self.total = 0

    def reset(self) -> None:
        """Begin anew at number 1, deaf to what came in before."""
        with self._changed:
            self._requests.clear()
            self.total = self._last = 0
            self.era += 1
            self._changed.notify_all()

    def resize(self, size: int, body_bytes: int) -> None:
        """Keep so many requests from now on, and so much of each body."""
        with self._changed:
            self.body_bytes = body_bytes
            if size != self.size:
                self._requests = deque(self._requests, maxlen=size)

    def wait(self, after: int, era: int, seconds: float) -> bool:
        """
        Wait for an entry numbered above `after`, at most so many `seconds`.

        Returns:
            Whether there is one; no also when a reset has ended `era`.
        """
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(
                    lambda: self._last > after or self.era != era, seconds
                )
            finally:
                self._waiting -= 1
            return self._last > after and self.era == era
