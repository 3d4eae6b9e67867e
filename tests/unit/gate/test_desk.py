"""What the desk learns of a request, and that the application misses nothing of it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from flask import request, request_started
from werkzeug.test import EnvironBuilder

from mock_server.factory import create_app
from mock_server.gate import intake
from mock_server.gate.desk import Desk, answer_of
from mock_server.gate.passage import Passage, passage_of
from mock_server.settings import Settings
from mock_server.traffic import Caller, Outgoing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

INBOX = "/api/messageConversations"


@pytest.fixture
def app() -> Flask:
    """Return a server of the default seed."""
    return create_app(Settings())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of it."""
    return app.test_client(use_cookies=False)


def met(client: FlaskClient, path: str, **more: Any) -> Passage | None:
    """Send a request and return the passage that the application met it with."""
    passages: list[Passage | None] = []

    def meet(_: Flask) -> None:
        passages.append(passage_of(request.environ))

    environ = EnvironBuilder(path, **more).get_environ()
    with request_started.connected_to(meet):
        answer_of(client.application, environ)
    (found,) = passages
    return found


def passage(client: FlaskClient, path: str, **more: Any) -> Passage:
    """Send a request and return its passage over the desk."""
    found = met(client, path, **more)
    assert found is not None
    return found


class TestIncoming:
    """The request as plain data."""

    def test_routed_request(self, client: FlaskClient) -> None:
        """The desk knows operation, version and user, and the path both ways (3.3)."""
        found = passage(
            client,
            f"{INBOX.replace('/api', '/api/42')}.json?fields=id&filter=a:eq:b&x=",
            auth=("mobile", "district"),
            headers={"X-Trace": "t1"},
        ).incoming

        assert (found.method, found.operation) == ("GET", "messageConversations.list")
        assert (found.path, found.api_version) == (INBOX, 42)
        assert found.raw_path == "/api/42/messageConversations.json"
        assert found.url == (
            "http://localhost/api/42/messageConversations.json"
            "?fields=id&filter=a:eq:b&x="
        )
        assert found.query == (("fields", "id"), ("filter", "a:eq:b"), ("x", ""))
        assert found.header("x-trace") == "t1"
        assert found.user == Caller("PhzytPW3g2J", "mobile")

    @pytest.mark.parametrize("path", ["/api/nowhere", "/nowhere", "/nowhere/"])
    def test_unrouted_request(self, client: FlaskClient, path: str) -> None:
        """A path without a route has no operation, and its caller is known."""
        found = passage(client, path, auth=("mobile", "district")).incoming

        assert (found.path, found.operation) == (path, None)
        assert found.user == Caller("PhzytPW3g2J", "mobile")

    def test_method_without_route(self, client: FlaskClient) -> None:
        """A path that has other methods only has no operation either."""
        found = passage(client, f"{INBOX}/x", method="PATCH", auth=("mobile", "x"))

        assert (found.incoming.operation, found.incoming.user) == (None, None)

    def test_asking_for_methods_is_no_operation(self, client: FlaskClient) -> None:
        """OPTIONS on a resource is not what its operations are."""
        found = passage(client, INBOX, method="OPTIONS", auth=("mobile", "district"))

        assert found.incoming.operation is None

    @pytest.mark.parametrize(
        "auth", [None, ("mobile", "wrong"), ("nobody", "district")], ids=repr
    )
    def test_unknown_caller(
        self, client: FlaskClient, auth: tuple[str, str] | None
    ) -> None:
        """Who is not let in is nobody; the operation is known all the same."""
        found = passage(client, "/api/me", auth=auth).incoming

        assert (found.operation, found.user) == ("me.get", None)

    def test_world_is_not_in_the_path(self, client: FlaskClient) -> None:
        """Within a world paths are as they are without (3.3)."""
        client.put("/__mock/worlds/w1")

        found = passage(client, "/w1/api/33/me", auth=("mobile", "district"))

        assert (found.world.name, found.raw_path) == ("w1", "/api/33/me")
        assert found.incoming.url == "http://localhost/w1/api/33/me"

    def test_body_is_seen_and_stored(self, client: FlaskClient) -> None:
        """The desk reads the body, and the handler reads it as well (4.5)."""
        found = passage(
            client,
            f"{INBOX}/ZjHHSjyyeJ2",
            method="POST",
            data="Été",
            content_type="text/plain",
            auth=("mobile", "district"),
        )

        path = f"{INBOX}/ZjHHSjyyeJ2?fields=messages[text]"
        stored = client.get(path, auth=("mobile", "district"))
        assert (found.incoming.text, found.incoming.body_size) == ("Été", 5)
        assert "Été" in stored.text

    def test_control_plane_passes_no_desk(self, client: FlaskClient) -> None:
        """Nothing about `/__mock` is looked at (3.1)."""
        assert met(client, "/__mock") is None
        assert met(client, "/__mock/health") is None
        assert met(client, "/__mockery") is not None


class _Slow:
    """A socket's stream: it hands out little at a time, and then no more."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = list(parts)

    def read(self, size: int = -1) -> bytes:
        """Return the next part."""
        return self.parts.pop(0)[:size] if self.parts else b""


class TestIntake:
    """Bodies read twice."""

    def test_body_in_parts(self) -> None:
        """A body that comes in parts is taken whole."""
        stream: Any = _Slow(b"ab", b"c")
        environ = {"wsgi.input": stream, "wsgi.input_terminated": True}

        taken = intake.take_body(environ)

        assert taken == (b"abc", 3)
        assert environ["wsgi.input"].read() == b"abc"

    def test_no_length_is_no_body(self) -> None:
        """Without a length nothing is waited for."""
        environ: dict[str, Any] = {"wsgi.input": BytesIO(b"next request")}

        assert intake.take_body(environ) == (b"", 0)

    def test_large_body_is_read_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of a large body the desk sees the beginning, the application all."""
        monkeypatch.setattr(intake, "BODY_LIMIT", 4)
        environ: dict[str, Any] = {
            "wsgi.input": BytesIO(b"0123456789"),
            "CONTENT_LENGTH": "10",
        }

        taken = intake.take_body(environ)

        assert taken == (b"0123", 10)
        assert environ["wsgi.input"].read() == b"0123456789"

    def test_cut_body_is_for_the_application(self) -> None:
        """A client that leaves midway is met by the application, not by the desk."""
        environ: dict[str, Any] = {
            "wsgi.input": _Slow(b"ab"),
            "CONTENT_LENGTH": "10",
        }

        taken = intake.take_body(environ)

        assert taken == (b"", 0)


class _Chunks:
    """An answer in two parts that notes when it is closed."""

    def __init__(self) -> None:
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"a"
        yield b"b"

    def close(self) -> None:
        """Note it."""
        self.closed = True


class TestAnswer:
    """The answer taken whole."""

    def test_answer_is_taken_and_closed(self) -> None:
        """Status, headers and all parts are there, and the parts are closed."""
        chunks = _Chunks()

        def application(_environ: Any, start: Any) -> Iterable[bytes]:
            start("201 Created", [("X-A", "1")])(b"0")
            return chunks

        answer = answer_of(application, {})

        assert answer == Outgoing(201, "Created", (("X-A", "1"),), b"0ab")
        assert chunks.closed

    def test_answer_leaves_as_it_came(self, client: FlaskClient) -> None:
        """The desk changes neither status line, headers nor bytes."""
        answer = client.get("/api/me", auth=("mobile", "wrong"))

        assert answer.status == "401 UNAUTHORIZED"
        assert answer.headers["Content-Length"] == str(len(answer.data))

    def test_desk_wraps_the_application(self, app: Flask) -> None:
        """The desk is between the choice of the world and the plain path."""
        assert isinstance(app.wsgi_app.application, Desk)  # type: ignore[attr-defined]
