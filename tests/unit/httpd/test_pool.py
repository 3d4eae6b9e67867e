"""How the small server takes connections (httpd/pool.py)."""

from __future__ import annotations

import socket
from errno import EMFILE
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.httpd.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Exhausted(socket.socket):
    """A listener of a process that has no descriptor left, three times in a row."""

    refusals = 3

    def accept(self) -> tuple[socket.socket, Any]:
        """Fail as the operating system does, then accept."""
        if self.refusals:
            self.refusals -= 1
            raise OSError(EMFILE, "Too many open files")
        return super().accept()


def greet(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer everybody alike."""
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


@pytest.fixture
def exhausted() -> Iterator[Exhausted]:
    """Lend a listener that fails at first; a pool answers what comes to it."""
    listener = Exhausted()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    pool = Pool(greet, listener)
    yield listener
    pool.stop()


def test_failed_accept_leaves_server_listening(exhausted: Exhausted) -> None:
    """Where no descriptor is free for a while, clients are answered after it."""
    with socket.create_connection(exhausted.getsockname(), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: mock\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65_536), b""))

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"hello")
    assert exhausted.refusals == 0
