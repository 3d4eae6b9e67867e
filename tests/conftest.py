"""The servers and clients that tests drive, in process and over a real socket."""

from __future__ import annotations

import http.client
import json as json_module
from base64 import b64encode
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import pytest
from werkzeug.datastructures import Headers

import mock_server.api.errors
import mock_server.control  # noqa: F401 - see below
from mock_server.api.routes import ROWS, find_view
from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.serving import Address, Server, bind
from mock_server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask import Flask

_ELSEWHERE = ("/api", "/__mock", "/dhis-web", "/login/")
"""Parts of paths that are no resources of the API."""
for _row in ROWS:
    find_view(_row)
# What the server imports late is imported here: pytester forgets the modules that came
# in while it ran, and nobody catches an error whose class was made a second time.

CONTRACT_SEED = Path(__file__).parent / "contract" / "seed.json"
QUERY_SEED = Path(__file__).parent / "contract" / "query_cases.json"


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers, bytes."""

    status: int
    headers: Headers
    body: bytes

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json_module.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def new_uid(self) -> str:
        """The uid that Location ends in."""
        return self.headers["Location"].rpartition("/")[2]


class Transport(Protocol):
    """Carries one request to a server."""

    def __call__(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """Return what the server answers."""


@dataclass(frozen=True)
class Api:
    """A client of one server, speaking for one user (`None` is nobody)."""

    transport: Transport
    user: str | None = None
    password: str = "district"

    def as_user(self, user: str | None, password: str = "district") -> Api:
        """Return the same client speaking for somebody else."""
        return replace(self, user=user, password=password)

    def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        body: bytes | str = b"",
        content_type: str | None = None,
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """
        Send one request and return the answer.

        Paths start with `/`; those that lie nowhere else are taken below `/api`.
        `json` is sent as application/json.
        """
        sent = dict(headers or {})
        if json is not None:
            body, content_type = json_module.dumps(json), "application/json"
        if content_type is not None:
            sent["Content-Type"] = content_type
        if accept is not None:
            sent["Accept"] = accept
        if self.user is not None:
            credentials = b64encode(f"{self.user}:{self.password}".encode()).decode()
            sent["Authorization"] = f"Basic {credentials}"
        if path not in {"/", "/apps/"} and not any(each in path for each in _ELSEWHERE):
            path = f"/api{path}"
        data = body.encode() if isinstance(body, str) else body
        return self.transport(
            method, quote(path, safe="/?&=%:,+*!$[]~;()|"), sent, data
        )

    def get(self, path: str, **more: Any) -> Reply:
        """Send a GET."""
        return self.call("GET", path, **more)

    def post(self, path: str, **more: Any) -> Reply:
        """Send a POST."""
        return self.call("POST", path, **more)

    def delete(self, path: str, **more: Any) -> Reply:
        """Send a DELETE."""
        return self.call("DELETE", path, **more)

    def send(self, *users: str, subject: str = "Hi", text: str = "x") -> str:
        """Start a conversation with `users` and return its uid."""
        body = {"subject": subject, "text": text, "users": [{"id": u} for u in users]}
        reply = self.post("/messageConversations", json=body)
        assert reply.status == 201, reply.text
        return reply.new_uid


def in_process(app: Flask) -> Transport:
    """Return a transport that calls `app` without a socket."""
    client = app.test_client(use_cookies=False)

    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        answer = client.open(path, method=method, headers=dict(headers), data=body)
        return Reply(answer.status_code, answer.headers, answer.data)

    return send


def over_socket(port: int) -> Transport:
    """Return a transport that opens a connection to 127.0.0.1 for each request."""

    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request(method, path, body or None, dict(headers))
            answer = connection.getresponse()
            content = answer.read()
            return Reply(answer.status, Headers(answer.getheaders()), content)
        finally:
            connection.close()

    return send


@dataclass(frozen=True)
class LiveServer:
    """A server listening on a port of its own, in a thread."""

    app: Flask
    port: int

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"http://127.0.0.1:{self.port}"


def serve_in_thread(app: Flask) -> Iterator[LiveServer]:
    """Serve `app` until the generator is closed."""
    listener = bind(Address(port=0))
    server = Server(app, listener)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield LiveServer(app, listener.getsockname()[1])
    server.stop()
    thread.join(5)


_APPS: dict[tuple[str, Path | None], Flask] = {}


def app_for(profile: str, seed: Path | None) -> Flask:
    """Return the test process's app of this profile and seed, fresh from its seed."""
    key = (profile, seed)
    if key not in _APPS:
        _APPS[key] = create_app(Settings(profile=PROFILES[profile], seed=seed))
    return _APPS[key]


@pytest.fixture(scope="session")
def live_servers() -> Iterator[dict[tuple[str, Path | None], LiveServer]]:
    """Servers by profile and seed, started when first asked for."""
    running: dict[tuple[str, Path | None], LiveServer] = {}
    generators: list[Any] = []
    yield _Servers(running, generators)
    for generator in generators:
        next(generator, None)


class _Servers(dict[tuple[str, "Path | None"], LiveServer]):
    def __init__(
        self,
        running: dict[tuple[str, Path | None], LiveServer],
        generators: list[Any],
    ) -> None:
        super().__init__(running)
        self.generators = generators

    def __missing__(self, key: tuple[str, Path | None]) -> LiveServer:
        generator = serve_in_thread(app_for(*key))
        self.generators.append(generator)
        self[key] = next(generator)
        return self[key]


def _client(
    request: pytest.FixtureRequest,
    live_servers: dict[tuple[str, Path | None], LiveServer],
    seed: Path | None,
) -> Api:
    profile = request.node.get_closest_marker("profile")
    name = profile.args[0] if profile else "documented"
    if request.param == "socket":
        api = Api(over_socket(live_servers[name, seed].port))
    else:
        api = Api(in_process(app_for(name, seed)))
    assert api.post("/__mock/reset").status == 204
    return api


@pytest.fixture(params=["in-process", "socket"])
def api(
    request: pytest.FixtureRequest,
    live_servers: dict[tuple[str, Path | None], LiveServer],
) -> Api:
    """
    Return a client of a mock with the contract's fixture users, fresh from its seed.

    Mark a test `@pytest.mark.profile("2.42")` to meet another profile.
    """
    return _client(request, live_servers, CONTRACT_SEED)


@pytest.fixture
def api_with() -> Callable[[Settings], Api]:
    """Return what makes a client of a server of its own, started with settings."""
    return lambda settings: Api(in_process(create_app(settings)))


@pytest.fixture(params=["in-process", "socket"])
def default_api(
    request: pytest.FixtureRequest,
    live_servers: dict[tuple[str, Path | None], LiveServer],
) -> Api:
    """Return a client of a mock with the default seed, fresh from it."""
    return _client(request, live_servers, None)


@pytest.fixture(params=["in-process", "socket"])
def query_api(
    request: pytest.FixtureRequest,
    live_servers: dict[tuple[str, Path | None], LiveServer],
) -> Api:
    """Return a client of a mock with the data of query.md section 20, fresh from it."""
    return _client(request, live_servers, QUERY_SEED)


@pytest.fixture
def pytester(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """Return pytest without the plugin that warns of ini keys which are not set."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:asyncio")
    return pytester
