"""Bodies whose chunks are none, and addresses that are none, on both servers."""

from __future__ import annotations

import socket
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from mock_server import MockServer
from tests.faults.conftest import read_to_the_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.conftest import Mock, Seen

LOGIN = b64encode(b"mobile:district").decode()
CHUNKED = (
    "Host: mock\r\n"
    f"Authorization: Basic {LOGIN}\r\n"
    "Content-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n"
    "Connection: close\r\n\r\n"
)
BROKEN = {
    "no-chunk": "",
    "word": "zz\r\nabc\r\n",
    "negative": "-5\r\nabc\r\n",
    "cut": "5\r\nab",
    "endless": "ffffffffffffffff\r\nabc",
    "no-line-end": "3\r\nabcdef\r\n0\r\n\r\n",
}
WRITES = ["POST /api/messageConversations", "POST /__mock/faults"]


@pytest.fixture(scope="module")
def own_port() -> Iterator[int]:
    """Serve with `MockServer`."""
    with MockServer() as server:
        yield server.port


@pytest.fixture(params=["werkzeug", "own"])
def port(request: pytest.FixtureRequest) -> int:
    """Return the port of a server that reads chunks as Werkzeug does."""
    if request.param == "own":
        own: int = request.getfixturevalue("own_port")
        return own
    werkzeug: Mock = request.getfixturevalue("werkzeug_mock")
    return werkzeug.port


def seen(port: int, text: str) -> Seen:
    """Send `text`, say that nothing more comes, and return the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(text.encode())
        client.shutdown(socket.SHUT_WR)
        return read_to_the_end(client)


@pytest.mark.parametrize("request_line", WRITES)
@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_broken_chunks_are_refused(port: int, request_line: str, body: str) -> None:
    """What is no chunk, or ends early, is the client's mistake: 400 (query.md 13)."""
    answer = seen(port, f"{request_line} HTTP/1.1\r\n{CHUNKED}{body}")

    assert answer.status_line == b"HTTP/1.1 400 BAD REQUEST"


def test_whole_chunks_are_read(port: int) -> None:
    """Chunks that are whole make a body: this one is refused for what it says."""
    body = '6\r\n{"sub"\r\n5\r\n: {}}\r\n0\r\n\r\n'

    answer = seen(port, f"POST /__mock/faults HTTP/1.1\r\n{CHUNKED}{body}")

    assert answer.status_line == b"HTTP/1.1 422 UNPROCESSABLE ENTITY"
    assert b"unknown key 'sub'" in answer.body


def test_impossible_address_is_refused(own_port: int) -> None:
    """An address that no URL can have is a 400 and leaves the server well."""
    answer = seen(own_port, "GET http://[/api/me HTTP/1.1\r\nHost: mock\r\n\r\n")

    assert answer.status_line == b"HTTP/1.1 400 Invalid IPv6 URL"
