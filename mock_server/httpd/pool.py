"""
The server: threads that each accept a connection and answer it.

Nothing is handed from one thread to another, so a single client waits least; there is
always a thread left to accept, so requests that hang keep nobody from being served.
"""

import socket
from contextlib import suppress
from ssl import SSLContext
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, Any

from mock_server.httpd.line import answer

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_SPARE = 4
"""How many threads wait for a connection at most."""
_RESPITE = 0.05
"""Seconds until another try where a connection could not be accepted."""
_LAST_ANSWERS = 1.0
"""Seconds that a stopping server waits for answers that are being made."""
_DEFER = getattr(socket, "TCP_DEFER_ACCEPT", None)
"""Linux's option to wake nobody for a connection before the request has come."""
_SILENCE = 1
"""Seconds after which one without a request is accepted all the same."""


class Pool:
    """A server whose connections are spread over the threads that accept them."""

    def __init__(
        self,
        app: "WSGIApplication",
        listener: socket.socket,
        tls: SSLContext | None = None,
    ) -> None:
        """Answer what comes to `listener` from now on, which is taken over."""
        self._app = app
        self._tls = tls
        self._listener = listener
        if _DEFER is not None:
            listener.setsockopt(socket.IPPROTO_TCP, _DEFER, _SILENCE)
        host, port = listener.getsockname()[:2]
        self._about = {
            "SERVER_SOFTWARE": "dhis2-mock",
            "SERVER_NAME": host,
            "SERVER_PORT": str(port),
            "wsgi.url_scheme": "https" if tls else "http",
        }
        self._lock = Lock()
        self._threads: set[Thread] = set()
        self._lines: set[socket.socket] = set()
        self._waiting = 0
        self._is_stopped = False
        self._let_one_wait()

    def stop(self) -> None:
        """Listen no more, cut all connections, and let the threads end."""
        with self._lock:
            self._is_stopped = True
            threads, lines, waiting = set(self._threads), self._lines, self._waiting
            for line in lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
        for _ in range(waiting):
            with suppress(OSError):
                socket.create_connection(self._listener.getsockname()[:2]).close()
        for thread in threads:
            thread.join(_LAST_ANSWERS)
        self._listener.close()

    def _let_one_wait(self) -> None:
        thread = Thread(target=self._work, name="dhis2-mock", daemon=True)
        with self._lock:
            self._waiting += 1
            self._threads.add(thread)
        thread.start()
        with self._lock:
            self._threads = {each for each in self._threads if each.is_alive()}

    def _work(self) -> None:
        """Accept and answer, until there are others enough who do."""
        while (found := self._next()) is not None:
            accepted, (host, port, *_) = found
            line = self._secured(accepted)
            client = {"REMOTE_ADDR": host, "REMOTE_PORT": str(port)}
            with line:
                if not self._taken(line):
                    return
                with suppress(OSError):  # the client went away, or a fault cut the line
                    answer(line, self._app, {**self._about, **client})
            if not self._waits_again(line):
                return

    def _next(self) -> tuple[socket.socket, Any] | None:
        """Wait for a connection, also where one cannot be had; `None` is the end."""
        while not self._is_stopped:
            try:
                return self._listener.accept()
            except OSError:  # no descriptor is free, or the client gave up waiting
                sleep(_RESPITE)
        return None

    def _secured(self, line: socket.socket) -> socket.socket:
        """Return the line that TLS is spoken on; hands are shaken at the first read."""
        if self._tls is None:
            return line
        try:
            return self._tls.wrap_socket(
                line, server_side=True, do_handshake_on_connect=False
            )
        except OSError:
            return line  # the client is gone already, as nobody will hear

    def _taken(self, line: socket.socket) -> bool:
        """Count a connection, unless the server stops; see that another can come."""
        with self._lock:
            self._waiting -= 1
            if self._is_stopped:
                return False
            self._lines.add(line)
            is_last = not self._waiting
        if is_last:
            self._let_one_wait()
        return True

    def _waits_again(self, line: socket.socket) -> bool:
        """Say whether the thread is needed to wait for the next connection."""
        with self._lock:
            self._lines.discard(line)
            if self._is_stopped or self._waiting >= _SPARE:
                return False
            self._waiting += 1
            return True
