"""The parts of faults that no ordinary server gets to (injection/)."""

from __future__ import annotations

import socket
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.factory import create_app
from mock_server.injection import sockets
from mock_server.injection.effect import Effect
from mock_server.injection.sockets import Descriptor, connection_of
from mock_server.settings import Settings
from tests.faults.test_answers import scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAULTS = "/__mock/faults"
HANDMADE = {"SERVER_SOFTWARE": "handmade"}


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return both ends of a connection, the server's first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        with client, server:
            yield server, client


def environ_of(server: socket.socket) -> dict[str, Any]:
    """Return what a server tells of the connection."""
    host, port = server.getpeername()
    return {
        "REMOTE_ADDR": host,
        "REMOTE_PORT": str(port),
        "SERVER_PORT": str(server.getsockname()[1]),
    }


class TestConnection:
    """The client's socket."""

    def test_found_by_its_peer(self, line: tuple[socket.socket, socket.socket]) -> None:
        """The descriptor is that of the server's end, not of the client's (0.1)."""
        server, _ = line

        found = connection_of(environ_of(server))

        assert isinstance(found, Descriptor)
        assert found.number == server.fileno()

    def test_found_behind_another_port(
        self, line: tuple[socket.socket, socket.socket]
    ) -> None:
        """A server that tells another port of its own is found all the same."""
        server, _ = line

        found = connection_of({**environ_of(server), "SERVER_PORT": "80"})

        assert isinstance(found, Descriptor)
        assert found.number == server.fileno()

    def test_hanging_up_is_seen(
        self, line: tuple[socket.socket, socket.socket]
    ) -> None:
        """A client that closes has hung up, and one that waits has not."""
        server, client = line
        found = Descriptor(server.fileno())
        before = found.is_closed()

        client.close()

        assert (before, found.is_closed()) == (False, True)

    def test_stranger_is_not_found(
        self, line: tuple[socket.socket, socket.socket]
    ) -> None:
        """Nobody is taken for a peer that there is not."""
        server, _ = line

        assert connection_of({**environ_of(server), "REMOTE_ADDR": "10.0.0.1"}) is None

    def test_system_without_a_list(
        self,
        line: tuple[socket.socket, socket.socket],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        """Where descriptors cannot be listed there is no connection to be had."""
        server, _ = line
        monkeypatch.setattr(sockets, "_DESCRIPTORS", (tmp_path / "none",))

        assert connection_of(environ_of(server)) is None

    def test_in_process_nobody_hangs_up(self) -> None:
        """Who calls a function waits for it."""
        found = connection_of({})

        assert found is not None
        assert not found.is_closed()


def test_effect_does_nothing_by_itself() -> None:
    """An effect that says nothing neither waits nor changes the answer."""
    effect = Effect()

    assert effect.seconds(Random(1)) == 0  # noqa: S311 - nothing is drawn
    assert effect.perform(scene(None)).sent == "response"


def test_impossible_fault_of_a_seed_is_an_error() -> None:
    """A rule set where it could be done is a 500 where it cannot."""
    client = create_app(Settings()).test_client()
    client.post(FAULTS, json={"effect": {"type": "reset"}})

    answer = client.get("/api/me", environ_overrides=HANDMADE)

    assert (answer.status_code, answer.data) == (500, b"")


def test_header_beyond_latin_1_is_refused() -> None:
    """A header is what HTTP can carry."""
    client = create_app(Settings()).test_client()
    effect = {"type": "respond", "status": 503, "headers": {"X-Price": "5 \u20ac"}}

    answer = client.post(FAULTS, json={"effect": effect})

    assert answer.get_json(force=True)["errors"] == [
        {"pointer": "/effect/headers/X-Price", "message": "is no value for a header"}
    ]


def test_expired_rule_and_unrouted_path_are_explained() -> None:
    """A rule whose time is over says so; a path that leads nowhere has no operation."""
    client = create_app(Settings()).test_client()
    frozen = {"mode": "frozen", "now": "2026-01-05T10:00:00"}
    client.put("/__mock/clock", json=frozen)
    effect = {"type": "respond", "status": 503}
    client.post(FAULTS, json={"effect": effect, "lifetime": {"ttlSeconds": 60}})
    client.post("/__mock/clock/advance", json={"seconds": 61})

    told = client.post(f"{FAULTS}/explain", json={"path": "/api/nowhere"}).json

    assert told is not None
    assert told["operation"] is None
    assert told["rules"][0]["reason"] == "its 60.0 seconds are over"
