"""The client's connection, looked for among the descriptors of the process."""

from __future__ import annotations

import socket
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from mock_server.injection.sockets import Descriptor, connection_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_THREADS, _ROUNDS = 16, 60


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def lines_found(found: list[bool]) -> None:
    """Look for one connection after the other, and note whether it was the one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        for _ in range(_ROUNDS):
            with socket.create_connection((host, port)):
                line, peer = listener.accept()
                environ = {
                    "REMOTE_ADDR": peer[0],
                    "REMOTE_PORT": str(peer[1]),
                    "SERVER_PORT": str(port),
                }
                with line:
                    connection = connection_of(environ)
                    assert isinstance(connection, Descriptor)
                    found.append(connection.number == line.fileno())


@pytest.mark.usefixtures("eager_threads")
def test_each_finds_its_own() -> None:
    """Threads that look at the same time never take each other's copies (0.1)."""
    found: list[bool] = []
    threads = [Thread(target=lines_found, args=(found,)) for _ in range(_THREADS)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found.count(False) == 0
    assert len(found) == _THREADS * _ROUNDS
