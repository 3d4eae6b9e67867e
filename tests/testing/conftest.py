"""A server in a thread, as users of the package start it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mock_server import MockServer, MockWorld, RemoteServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def started() -> Iterator[MockServer]:
    """Return a server that all tests share; only its new worlds are changed."""
    with MockServer() as server:
        yield server


@pytest.fixture(params=["in this process", "over HTTP"])
def server(
    request: pytest.FixtureRequest, started: MockServer
) -> MockServer | RemoteServer:
    """Return the server as its own process has it, and as another one has."""
    return started if request.param == "in this process" else RemoteServer(started.url)


@pytest.fixture
def world(server: MockServer | RemoteServer) -> Iterator[MockWorld]:
    """Return a fresh world of the server."""
    with server.world() as made:
        yield made


@pytest.fixture
def free_port() -> int:
    """Return a port that nobody listens on."""
    with MockServer() as server:
        return server.port
