"""
The threads that waitress answers with, so many that waiting ones hold up nobody.

A thread more costs nothing while it waits, but many that work at once slow each other
down. So their number is fixed, and those that wait for a client's sake are not counted.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from waitress.task import ThreadedTaskDispatcher

from mock_server.wire.environ import IDLING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Threads(ThreadedTaskDispatcher):
    """Waitress's dispatcher of tasks, with a thread more for each that is idling."""

    def __init__(self, count: int) -> None:
        """Begin with `count` threads."""
        super().__init__()
        self._count = count
        self._is_shut = False
        self._counting = Lock()
        self.set_thread_count(count)

    @contextmanager
    def idling(self) -> Iterator[None]:
        """Let another thread work while the calling one waits in the block."""
        self._change(1)
        try:
            yield
        finally:
            self._change(-1)

    def serving(self, app: "WSGIApplication") -> "WSGIApplication":
        """Return `app` with the way to say that one of these threads is idling."""

        def offered(
            environ: "WSGIEnvironment", start_response: "StartResponse"
        ) -> Iterable[bytes]:
            environ[IDLING] = self.idling
            return app(environ, start_response)

        return offered

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:  # noqa: FBT001, FBT002 - waitress calls it so
        """End all threads, as waitress does; none is started again."""
        with self._counting:
            self._is_shut = True
        return super().shutdown(cancel_pending, timeout)

    def _change(self, by: int) -> None:
        with self._counting:
            self._count += by
            if not self._is_shut:
                self.set_thread_count(self._count)
