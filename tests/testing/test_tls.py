"""A server that speaks TLS, for clients whose addresses begin with https."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import httpx
import pytest
import requests

from mock_server import MockServer, connect, faults
from tests.certificates import self_signed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate of 127.0.0.1 that signs itself, its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "both.pem"
    made.write_text("".join(each.read_text() for each in self_signed(folder)))
    return made


@pytest.fixture(scope="module")
def server(certificate: Path) -> Iterator[MockServer]:
    """Return a server that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with MockServer(ssl_context=context) as started:
        yield started


def test_clients_check_the_certificate(server: MockServer, certificate: Path) -> None:
    """Who trusts the certificate is answered, and links begin with https."""
    url = f"{server.url}/api/userGroups?fields=href&pageSize=1"
    auth = ("admin", "district")
    trusted = ssl.create_default_context(cafile=str(certificate))

    found = [
        requests.get(url, auth=auth, verify=str(certificate), timeout=9).json(),
        httpx.get(url, auth=auth, verify=trusted).json(),
    ]

    assert found[0] == found[1]
    assert found[0]["userGroups"][0]["href"].startswith("https://127.0.0.1:")
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(url, auth=auth, timeout=9)


def test_steering_and_own_client_need_no_trust(server: MockServer) -> None:
    """A world and its small client speak to their own server, whoever signed it."""
    with server.world() as world:
        world.fault("me.get", faults.status(503), times=1)

        answers = [world.as_user("admin").get("/api/me").status for _ in range(2)]

        assert world.url.startswith("https://")
        assert answers == [503, 200]


def test_cut_lines_are_cut(server: MockServer) -> None:
    """A fault that cuts the line does so, and the answer of a truncated one ends."""
    with server.world() as world:
        with world.fault("me.get", faults.reset()), pytest.raises(OSError):  # noqa: PT011
            world.as_user("admin").get("/api/me")

        assert world.requests.last.sent == "reset"


def test_who_speaks_no_tls_holds_up_nobody(server: MockServer) -> None:
    """Silence, nonsense and a client gone at once leave the server to the others."""
    address = ("127.0.0.1", server.port)
    with socket.create_connection(address), socket.create_connection(address) as other:
        other.sendall(b"GET / HTTP/1.0\r\n\r\n")
        socket.create_connection(address).close()

        answered = server.default.as_user("admin").get("/api/me").status

    assert answered == 200


def test_port_comes_back_after_a_pause(server: MockServer) -> None:
    """A pause ends with TLS again."""
    with server.paused(), pytest.raises(ConnectionRefusedError):
        server.default.as_user("admin").get("/api/me")

    assert server.default.as_user("admin").get("/api/me").status == 200


class Late(ssl.SSLContext):
    """A context to which every client is gone before it can be spoken to."""

    def wrap_socket(self, *_: object, **__: object) -> ssl.SSLSocket:
        """Fail as the system does for a connection that has ended."""
        raise ConnectionResetError


def test_client_gone_at_once_ends_no_thread() -> None:
    """A line that TLS finds dead is let go, and the next one is accepted."""
    with MockServer(ssl_context=Late(ssl.PROTOCOL_TLS_SERVER)) as server:
        for _ in range(6):
            with socket.create_connection(("127.0.0.1", server.port), 5) as line:
                line.shutdown(socket.SHUT_WR)
                while line.recv(1000):
                    pass


def test_plain_server_is_told_from_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks a plain server for TLS is told soon what is wrong."""
    monkeypatch.setattr("mock_server.testing.transport._PATIENCE", 0.2)

    with (
        MockServer() as plain,
        pytest.raises(ConnectionError, match=r"at https://.*; does it speak plain ht"),
    ):
        connect(plain.url.replace("http", "https"))


def test_unknown_signer_is_told(server: MockServer) -> None:
    """A certificate that nobody vouches for is told as such."""
    with pytest.raises(ConnectionError, match="certificate verify failed") as refused:
        connect(server.url)

    assert "plain" not in str(refused.value)


def test_tls_server_is_no_plain_one(server: MockServer) -> None:
    """Who asks a TLS server in plain HTTP learns that no mock answers."""
    with pytest.raises(ConnectionError, match="no mock answers at http://127"):
        connect(server.url.replace("https", "http"))
