"""Servers whose wire is looked at: the default one, the plugin's, and Werkzeug's."""

from __future__ import annotations

import logging
import socket
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server as make_werkzeug_server

from mock_server import MockServer
from mock_server.factory import create_app
from mock_server.settings import Settings
from tests.conftest import Api, over_socket, serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

INBOX = "/api/messageConversations"
REPLY_TO = f"{INBOX}/ZjHHSjyyeJ2"


@dataclass(frozen=True)
class Seen:
    """What a client sees on the wire: all bytes, and how they end."""

    data: bytes
    end: str

    @property
    def status_line(self) -> bytes:
        """The first line."""
        return self.data.partition(b"\r\n")[0]

    @property
    def head(self) -> bytes:
        """Status and headers."""
        return self.data.partition(b"\r\n\r\n")[0]

    @property
    def body(self) -> bytes:
        """What comes after the headers."""
        return self.data.partition(b"\r\n\r\n")[2]


@dataclass(frozen=True)
class Mock:
    """A running server, seen from a client."""

    app: Flask
    port: int

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> Api:
        """A client for `mobile`."""
        return Api(over_socket(self.port), "mobile")

    def fault(self, **document: Any) -> str:
        """Set a fault and return its id."""
        reply = self.api.post("/__mock/faults", json=document)
        assert reply.status == 201, reply.text
        return str(reply.json()["id"])

    def status(self, fault_id: str) -> dict[str, Any]:
        """Return the counters of a fault."""
        status: dict[str, Any] = self.api.get(f"/__mock/faults/{fault_id}").json()[
            "status"
        ]
        return status

    def request(self, method: str, path: str, body: str = "") -> bytes:
        """Return the bytes of a request of `mobile`, the last on its connection."""
        login = b64encode(b"mobile:district").decode()
        return (
            f"{method} {path} HTTP/1.1\r\n"
            "Host: mock\r\n"
            f"Authorization: Basic {login}\r\n"
            "Content-Type: text/plain\r\n"
            f"Content-Length: {len(body.encode())}\r\n"
            "Connection: close\r\n"
            f"\r\n{body}"
        ).encode()

    def see(self, method: str, path: str, body: str = "") -> Seen:
        """Send a request and return what comes back on the wire."""
        with self.connected() as client:
            client.sendall(self.request(method, path, body))
            return read_to_the_end(client)

    @contextmanager
    def connected(self) -> Iterator[socket.socket]:
        """Open a connection for the block."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as client:
            yield client

    def texts(self) -> list[str]:
        """Return the texts of the conversation that tests reply to."""
        shown = self.api.get(f"{REPLY_TO}?fields=messages[text]").json()
        return [each["text"] for each in shown["messages"]]


def read_to_the_end(client: socket.socket) -> Seen:
    """Read until the server ends the connection, in whatever way."""
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        return Seen(b"".join(parts), "RST")
    return Seen(b"".join(parts), "FIN")


@pytest.fixture(scope="session")
def waitress_mock() -> Iterator[Mock]:
    """Serve with the default server."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    for server in serve_in_thread(create_app(Settings())):
        yield Mock(server.app, server.port)


@pytest.fixture(scope="session")
def werkzeug_mock() -> Iterator[Mock]:
    """Serve with the server that Flask brings along."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(Settings())
    server = make_werkzeug_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield Mock(app, server.server_port)
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(scope="session")
def plugin_mock() -> Iterator[Mock]:
    """Serve with the server of the pytest plugin."""
    with MockServer() as server:
        yield Mock(server.app, server.port)


@pytest.fixture(params=["waitress", "werkzeug", "plugin"])
def mock(request: pytest.FixtureRequest) -> Iterator[Mock]:
    """Return one of the servers, fresh from its seed."""
    server: Mock = request.getfixturevalue(f"{request.param}_mock")
    assert server.api.post("/__mock/reset").status == 204
    yield server
    assert server.api.post("/__mock/reset").status == 204


@pytest.fixture
def client(waitress_mock: Mock) -> Mock:
    """Return the default server alone, where the server makes no difference."""
    assert waitress_mock.api.post("/__mock/reset").status == 204
    return waitress_mock
