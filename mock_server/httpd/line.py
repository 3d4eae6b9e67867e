"""
One connection: its request is read, and what comes of it written.

It carries one request, and its end is that of the answer where no length is given. Head
and body go out in one step: each is a moment in which the client's thread and this one
get in each other's way.
"""

import socket
from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache
from time import time
from typing import TYPE_CHECKING

from mock_server.httpd.head import MalformedRequestError, announces_body, read_head

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    Headers: TypeAlias = list[tuple[str, str]]

_PATIENCE = 0.01
"""Seconds without a byte after which a client has sent all that it will."""
_READ_BYTES = 1_000_000


def answer(
    line: socket.socket, app: "WSGIApplication", about: Mapping[str, str]
) -> None:
    """
    Let `app` answer the request that comes by `line`.

    Args:
        line: to the client, who is done when it is closed.
        app: who is asked.
        about: what the environ has to say on server and client.

    Raises:
        OSError: the client is gone, or a fault cut the line.
    """
    with line.makefile("rb") as stream:
        try:
            environ = read_head(stream)
        except MalformedRequestError as error:
            _refuse(line, error)
            return
        environ.update(about)
        if environ.get("HTTP_EXPECT", "").lower() == "100-continue":
            line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        _pass_on(app, environ, _Reply(line))
        if announces_body(environ):
            _let_finish(line)


def _pass_on(
    app: "WSGIApplication", environ: "WSGIEnvironment", reply: "_Reply"
) -> None:
    pieces = app(environ, reply.start)
    try:
        for piece in pieces:
            reply.send(piece)
        reply.send()
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def _refuse(line: socket.socket, error: MalformedRequestError) -> None:
    headers = [("Content-Length", "0")]
    line.sendall(_head(f"{error.status} {error}", headers))
    _let_finish(line)


def _let_finish(line: socket.socket) -> None:
    """
    Say that this was all, and take what is still being sent.

    Were the line closed upon it, the client would lose the answer.
    """
    line.shutdown(socket.SHUT_WR)
    line.settimeout(_PATIENCE)
    while line.recv(_READ_BYTES):
        pass


class _Reply:
    """An answer on its way: status and headers leave with the first of the body."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._head = b""

    def start(
        self, status: str, headers: "Headers", *_: object
    ) -> "Callable[[bytes], object]":
        """Keep what comes first; WSGI's `start_response`."""
        self._head = _head(status, headers)
        return self.send

    def send(self, piece: bytes = b"") -> None:
        """Send a piece of the body, and what is to go before it."""
        head, self._head = self._head, b""
        if head or piece:
            self._line.sendall(head + piece)


def _head(status: str, headers: "Headers") -> bytes:
    """Return the lines before a body: `headers`, and the date where they have none."""
    has_date = any(name.lower() == "date" for name, _ in headers)
    date = [] if has_date else [f"Date: {_date(int(time()))}"]
    told = [f"{name}: {value}" for name, value in headers]
    lines = [f"HTTP/1.1 {status}", *date, *told, "Connection: close\r\n\r\n"]
    return "\r\n".join(lines).encode("latin-1")


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
