"""What servers answer that are no DHIS2, or not as they should (cli/dhis2.py)."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from mock_server.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Said(NamedTuple):
    """What a server answers."""

    status: int = 200
    body: bytes = b"{}"
    kind: str = "application/json"
    location: str | None = None


def _json(value: object) -> Said:
    return Said(body=json.dumps(value).encode())


PAGE = Said(body=b"<html>Sign in</html>", kind="text/html;charset=UTF-8")
NOT_FOUND = Said(404)
INFO, ME, LIST = "/api/system/info", "/api/me", "/api/messageConversations"
BEGUN = {
    "created": "2026-01-05T10:00:00.000",
    "createdBy": {"id": "Somebody002"},
}
DHIS2 = {
    INFO: _json({"version": "2.42.1"}),
    ME: _json({"id": "Somebody001"}),
    LIST: _json({"messageConversations": [{"id": "Convers0001", **BEGUN}]}),
    "/api/users": _json({"users": []}),
    "/api/configuration": _json({}),
}


@contextmanager
def served(
    answers: Mapping[str, Said], certificate: Path | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Serve `answers` by path, and give the address and the names of who asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            asked.append(f"{path} {self.headers.get('Authorization')}")
            said = answers.get(path, NOT_FOUND)
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(said.body)))
            if said.location:
                self.send_header("Location", said.location)
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        scheme = "http" if certificate is None else "https"
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DHIS2_TOKEN", raising=False)
    monkeypatch.setenv("DHIS2_USER", "somebody")
    monkeypatch.setenv("DHIS2_PASSWORD", "s3cret")


def _told(capsys: pytest.CaptureFixture[str], url: str) -> tuple[int, str]:
    code = main(["seed", "export", "--from", url])
    return code, capsys.readouterr().err


_LOGIN = "it wants a login by form; are the user and the password, or the token, right?"


@pytest.mark.parametrize(
    ("path", "said", "told"),
    [
        (INFO, NOT_FOUND, "404 Not Found; a DHIS2 may lie below a path"),
        (INFO, Said(418), "418 I'm a Teapot; is it a DHIS2?"),
        (INFO, Said(499), "499; is it a DHIS2?"),
        (INFO, Said(502, b"<html>"), "502 Bad Gateway; is it a DHIS2?"),
        (INFO, PAGE, f"answers a web page, and no JSON; {_LOGIN}"),
        (
            INFO,
            Said(body=b"pong", kind="text/plain"),
            "answers text/plain, and no JSON",
        ),
        (INFO, _json([]), "answers no object; is it a DHIS2?"),
        (INFO, Said(body=b""), "tells no version of DHIS2; is it one?"),
        (INFO, _json({"version": "9"}), "tells no version of DHIS2; is it one?"),
        (
            INFO,
            _json({"version": "2.39.1-SNAPSHOT"}),
            "is DHIS2 '2.39.1-SNAPSHOT'; 2.41 is the oldest that is read",
        ),
        (
            INFO,
            Said(302, location="/dhis-web-commons/security/login.action?x=1"),
            f"302 Found to '/dhis-web-commons/security/login.action'; {_LOGIN}",
        ),
        (
            INFO,
            Said(301, location="https://a.example/api/system/info"),
            (
                "301 Moved Permanently to 'https://a.example/api/system/info';"
                " the address is to be the one that answers itself"
            ),
        ),
        (ME, _json({}), "tells no user; is it a DHIS2?"),
        ("/api/users", Said(500), "500 Internal Server Error; is it a DHIS2?"),
        (LIST, Said(403), "403 Forbidden; this user may not read it"),
        (LIST, _json({"rows": []}), "answers no messageConversations; is it a DHIS2?"),
    ],
)
def test_refusal_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], path: str, said: Said, told: str
) -> None:
    """Place, answer and remedy are a line, without the password; the code is 1."""
    with served({**DHIS2, path: said}) as (url, _):
        code, err = _told(capsys, url)

    assert code == 1
    assert err.startswith(f"{url}{path}: {told}")
    assert err.count("\n") == 1
    assert "s3cret" not in err


@pytest.mark.parametrize(
    ("said", "told"), [(NOT_FOUND, "404 Not Found"), (_json({}), "answers no seed")]
)
def test_mock_without_a_seed_is_told(
    capsys: pytest.CaptureFixture[str], said: Said, told: str
) -> None:
    """A mock that does not give its state is not asked for an inbox instead."""
    health = _json({"status": "healthy", "profile": "2.42"})
    snapshot = "/__mock/snapshots/current"
    with served({**DHIS2, "/__mock/health": health, snapshot: said}) as (url, asked):
        code, err = _told(capsys, url)

    assert (code, err) == (1, f"{url}{snapshot}: {told}\n")
    assert not [each for each in asked if "Basic" in each]


def test_password_follows_no_redirect(capsys: pytest.CaptureFixture[str]) -> None:
    """Another server that the address leads to is not asked at all."""
    with served(DHIS2) as (other, asked):
        moved = Said(307, location=f"{other}{INFO}")
        with served({**DHIS2, INFO: moved}) as (url, _):
            code, _ = _told(capsys, url)

    assert (code, asked) == (1, [])


def test_password_is_for_the_api_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Whether it is a mock is asked without saying who asks."""
    with served(DHIS2) as (url, asked):
        code, _ = _told(capsys, url)

    assert code == 0
    assert asked[0] == "/__mock/health None"
    assert all("Basic " in each for each in asked[1:])


def test_newer_server_is_like_the_newest(capsys: pytest.CaptureFixture[str]) -> None:
    """A version later than all profiles is served by the last of them."""
    with served({**DHIS2, INFO: _json({"version": "2.57.0"})}) as (url, _):
        main(["seed", "export", "--from", url])

    assert json.loads(capsys.readouterr().out)["profile"] == "2.43"


def test_garbled_rows_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """What makes no sound seed is told by its place in one, and nothing written."""
    row = {
        "id": "Convers0001",
        "messageType": "PARCEL",
        "created": "yesterday",
        "messages": [{"id": "Message0001", "attachments": [{"id": "File0000001"}]}, 7],
        "userMessages": "none",
    }
    rows = {"pager": {"pageCount": 9}, "messageConversations": [row, {"id": 3}, None]}
    with served({**DHIS2, LIST: _json(rows)}) as (url, _):
        code = main(["seed", "export", "--from", url])

    said = capsys.readouterr()
    assert (code, said.out) == (1, "")
    assert f"{url} /messageConversations/0/messageType: 'PARCEL'" in said.err
    assert f"{url} /messageConversations/0/created: 'yesterday'" in said.err


def test_unknown_host_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A host that there is not is a line."""
    code, err = _told(capsys, "http://nowhere.invalid")

    assert code == 1
    assert err.startswith("http://nowhere.invalid/__mock/health: ")
    assert "Errno" not in err


def test_nobody_listening_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A port that nobody listens on is a line."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    code, err = _told(capsys, f"http://127.0.0.1:{port}")

    assert code == 1
    assert err == f"http://127.0.0.1:{port}/__mock/health: Connection refused\n"


def test_other_protocol_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Who speaks no HTTP is no server of ours."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"220 mail.example ready\r\n")

        Thread(target=greet, daemon=True).start()
        code, err = _told(capsys, f"http://127.0.0.1:{listener.getsockname()[1]}")

    assert code == 1
    assert "answers no HTTP (BadStatusLine" in err


def test_distrusted_certificate_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A certificate that nobody signed is refused, with what may help."""
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
        f" -keyout {tmp_path}/key -out {tmp_path}/crt"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    both = tmp_path / "both.pem"
    both.write_text((tmp_path / "crt").read_text() + (tmp_path / "key").read_text())
    with served(DHIS2, both) as (url, _):
        code, err = _told(capsys, url)

    assert code == 1
    assert "/__mock/health: its certificate is not trusted: self-signed" in err
    assert "SSL_CERT_FILE" in err


def test_missing_tls_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A server of plain HTTP does not answer https."""
    with served(DHIS2) as (url, _):
        code, err = _told(capsys, url.replace("http:", "https:"))

    assert code == 1
    assert "/__mock/health: no TLS there: " in err
