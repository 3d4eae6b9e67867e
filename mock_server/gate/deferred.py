"""An application that is not made before somebody asks for it."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Deferred:
    """A WSGI application made by its first request; others wait for it meanwhile."""

    def __init__(self, make: Callable[[], "WSGIApplication"]) -> None:
        """Keep how it is made."""
        self._make = make
        self._made: WSGIApplication | None = None
        self._making = Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on; the WSGI protocol."""
        application = self._made or self._first_asked()
        return application(environ, start_response)

    def _first_asked(self) -> "WSGIApplication":
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made
