"""What the server of a test run makes of the bytes that come over a line."""

from __future__ import annotations

import socket
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mock_server import MockServer

LOGIN = "Authorization: Basic " + b64encode(b"admin:district").decode()
ME = "/api/me?fields=id"
IS_ADMIN = b'{"id":"xE7jOejl9FI"}'
REFUSED = {
    "one-word": ("GET", b"400 Bad request syntax ('GET')"),
    "two-words": ("GET /", b"400 Bad request syntax ('GET /')"),
    "no-http": (f"GET {ME} SPDY/3", b"505 Bad request version ('SPDY/3')"),
    "later-http": (f"GET {ME} HTTP/2.0", b"505 Bad request version ('HTTP/2.0')"),
    "no-colon": (f"GET {ME} HTTP/1.1\r\nHost", b"400 Bad header ('Host')"),
    "no-name": (f"GET {ME} HTTP/1.1\r\n: 1", b"400 Bad header (': 1')"),
    "folded": (f"GET {ME} HTTP/1.1\r\nA: 1\r\n B: 2", b"400 Bad header (' B: 2')"),
    "long": (f"GET {ME}{'x' * 70_000} HTTP/1.1", b"431 Line too long"),
    "many": (f"GET {ME} HTTP/1.1" + "\r\nA: 1" * 101, b"431 Too many headers"),
}


def told(server: MockServer, request: bytes) -> bytes:
    """Send `request` and return all that comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(request)
        return b"".join(iter(lambda: client.recv(65_536), b""))


def asked(line: str, *headers: str, body: str = "") -> bytes:
    """Return a request of the user `admin`."""
    return "\r\n".join([line, "Host: mock", LOGIN, *headers, "", body]).encode()


def test_answer_is_whole(started: MockServer) -> None:
    """An answer begins with its date, and ends the connection."""
    answer = told(started, asked(f"GET {ME} HTTP/1.1"))

    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 200 OK"
    assert lines[1].startswith(b"Date: ")
    assert lines[1].endswith(b" GMT")
    assert b"Content-Length: 20" in lines
    assert lines[-1] == b"Connection: close"
    assert body == IS_ADMIN


@pytest.mark.parametrize(("head", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_malformed_request_is_refused(
    started: MockServer, head: str, reason: bytes
) -> None:
    """What HTTP/1 does not know is told so, and the server goes on."""
    answer = told(started, f"{head}\r\n\r\n".encode())

    status_line, _, _ = answer.partition(b"\r\n")
    assert status_line == b"HTTP/1.1 " + reason
    assert told(started, asked(f"GET {ME} HTTP/1.1")).endswith(IS_ADMIN)


@pytest.mark.parametrize("part", ["", "GET", f"GET {ME} HTTP/1.1\r\nHost: m"])
def test_broken_off_request_is_let_go(started: MockServer, part: str) -> None:
    """Who goes away within the head is answered nothing."""
    with socket.create_connection(("127.0.0.1", started.port), timeout=10) as client:
        client.sendall(part.encode())
        client.shutdown(socket.SHUT_WR)

        assert client.recv(1) == b""


@pytest.mark.parametrize("target", [f"http://other:81{ME}", f"//{ME}"])
def test_odd_address_is_understood(started: MockServer, target: str) -> None:
    """A whole URL names the path too, and slashes before it are one."""
    answer = told(started, asked(f"GET {target} HTTP/1.1"))

    assert answer.endswith(IS_ADMIN)


def test_whole_url_names_the_host(started: MockServer) -> None:
    """Links show the host of a whole URL, not that of the header (RFC 9112 3.2.2)."""
    answer = told(started, asked("GET http://other:81/api/system/info HTTP/1.1"))

    assert b'"contextPath":"http://other:81"' in answer


def test_expecting_client_is_told_to_go_on(started: MockServer) -> None:
    """Who waits for leave to send a body gets it, once."""
    request = asked("POST /__mock/faults HTTP/1.1", "Expect: 100-continue", "A: b")

    answer = told(started, request)

    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 422 ")


def test_headers_are_joined(started: MockServer) -> None:
    """Headers that come again are joined; none passes for another by underscores."""
    line = f"GET {ME} HTTP/1.1"
    with started.world() as world:
        lines = [line.replace("/api", f"/{world.name}/api"), "X-A: 1", "X-A: 2"]
        told(started, asked(*lines, "X_A: 3"))
        found = world.requests.last.headers["x-a"]

    assert found == "1,2"


@pytest.mark.parametrize("letter", ["\u00e0", "\u00c5"])
def test_letter_is_not_cut_in_halves(started: MockServer, letter: str) -> None:
    """Bytes of UTF-8 that would be blanks in Latin-1 are none (RFC 9110 5.6.3)."""
    with started.world() as world:
        line = f"GET /{world.name}/api/{letter}?query={letter} HTTP/1.1"
        answer = told(started, asked(line, f"X-A: {letter}"))
        last = world.requests.last

    assert f"Nothing is served at /api/{letter}".encode() in answer
    assert last.query == (("query", letter),)
    assert last.headers["x-a"].encode("latin-1") == letter.encode()


def test_header_of_an_answer_stands_once(started: MockServer) -> None:
    """Who answers says who it is and when, in place of the server (RFC 9110 6.6.1)."""
    own = {"server": "nginx", "Date": "Mon, 05 Jan 2026 10:00:00 GMT"}
    with started.world() as world:
        world.fault("me.get", {"type": "respond", "status": 503, "headers": own})
        answer = told(started, asked(f"GET /{world.name}{ME} HTTP/1.1"))

    lines = answer.lower().split(b"\r\n")
    assert [each for each in lines if each.startswith((b"server", b"date"))] == [
        b"server: nginx",
        b"date: mon, 05 jan 2026 10:00:00 gmt",
    ]


def test_large_body_is_taken_in(started: MockServer) -> None:
    """A client that is refused before it has sent all can read why."""
    size = 8 * 1024 * 1024
    request = asked("POST /api/none HTTP/1.1", f"Content-Length: {size}")

    answer = told(started, request + b"x" * size)

    assert answer.startswith(b"HTTP/1.1 404 ")


def test_unknown_length_ends_with_line(started: MockServer) -> None:
    """What comes in pieces comes whole, and where it has no length the line ends it."""
    with started.world() as world:
        world.fault("me.get", {"type": "malformed_chunk"})
        answer = told(started, asked(f"GET /{world.name}{ME} HTTP/1.1"))

    assert answer.endswith(b"this is not the size of a chunk\r\n{")
