"""Requests that wait, and those that are not to wait for them (check 7)."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from mock_server.injection.waiting import Waiting
from mock_server.threads import Threads
from tests.conftest import Api, over_socket
from tests.faults.conftest import INBOX, Mock, read_to_the_end

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MANY = 30


def hanging(mock: Mock, stack: ExitStack, count: int) -> list[socket.socket]:
    """Let so many requests hang; return their connections once all of them do."""
    fault = mock.fault(
        match={"operation": "messageConversations.list"}, effect={"type": "hang"}
    )
    clients = [stack.enter_context(mock.connected()) for _ in range(count)]
    for client in clients:
        client.sendall(mock.request("GET", INBOX))
    end = time.monotonic() + 10
    while mock.status(fault)["fired"] < count:
        assert time.monotonic() < end, "the requests do not arrive"
    return clients


def seconds(mock: Mock) -> float:
    """Return how long another request takes, the quickest of five."""
    times = []
    for _ in range(5):
        start = time.monotonic()
        assert mock.api.get("/api/me?fields=id").status == 200
        times.append(time.monotonic() - start)
    return min(times)


class TestHang:
    """Hanging requests."""

    def test_others_are_served(self, mock: Mock) -> None:
        """While thirty hang another is answered within 100 ms (check 7)."""
        with ExitStack() as stack:
            hanging(mock, stack, MANY)

            assert seconds(mock) < 0.1
            assert mock.api.post("/__mock/reset").status == 204

    def test_more_than_waitress_takes_as_shipped(self, client: Mock) -> None:
        """Hundreds may hang, and the next one is answered all the same."""
        with ExitStack() as stack:
            hanging(client, stack, 200)

            assert client.api.get("/api/me?fields=id").status == 200
            assert client.api.post("/__mock/reset").status == 204

    def test_reset_lets_go_of_all(self, mock: Mock) -> None:
        """A reset of the world cuts all that hang, long before their time (check 7)."""
        with ExitStack() as stack:
            clients = hanging(mock, stack, MANY)
            start = time.monotonic()

            mock.api.post("/__mock/reset")
            ends = [read_to_the_end(client).end for client in clients]

        assert ends == ["RST"] * MANY
        assert time.monotonic() - start < 5

    def test_hang_ends_by_itself(self, mock: Mock) -> None:
        """After `maxMilliseconds` the connection is cut (3.3)."""
        mock.fault(effect={"type": "hang", "maxMilliseconds": 50})

        seen = mock.see("GET", INBOX)

        assert (seen.end, seen.data) == ("RST", b"")

    def test_delayed_request_is_not_done_after_a_reset(self, mock: Mock) -> None:
        """A request that a reset finds waiting does nothing to the fresh world."""
        fault = mock.fault(effect={"type": "delay", "milliseconds": 60_000})
        with mock.connected() as client:
            client.sendall(mock.request("POST", f"{INBOX}/ZjHHSjyyeJ2", "Too late"))
            while not mock.status(fault)["fired"]:
                pass

            mock.api.post("/__mock/reset")
            seen = read_to_the_end(client)

        assert (seen.end, seen.data) == ("RST", b"")
        assert "Too late" not in mock.texts()

    def test_dropped_world_lets_go(self, mock: Mock) -> None:
        """A world that is deleted keeps nobody waiting (3.2)."""
        mock.api.call("PUT", "/__mock/worlds/w1")
        fault = {"effect": {"type": "hang"}}
        mock.api.post("/w1/__mock/faults", json=fault)
        with mock.connected() as client:
            client.sendall(mock.request("GET", f"/w1{INBOX}"))
            while not mock.api.get("/w1/__mock/faults").json()[0]["status"]["fired"]:
                pass

            mock.api.delete("/__mock/worlds/w1")

            assert read_to_the_end(client).end == "RST"


class TestProcess:
    """The server as a process of its own."""

    @pytest.fixture
    def process(self) -> Iterator[tuple[subprocess.Popen[str], Mock]]:
        """Start the command on a free port."""
        command = [sys.executable, "-m", "mock_server", "--port", "0"]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        port = int(line.partition("127.0.0.1:")[2].partition(" ")[0])
        yield process, _Remote(port)
        process.kill()
        process.communicate()

    def test_sigterm_ends_it_while_requests_hang(
        self, process: tuple[subprocess.Popen[str], Mock]
    ) -> None:
        """SIGTERM ends the process within a second, whatever hangs (check 7)."""
        running, mock = process
        with ExitStack() as stack:
            hanging(mock, stack, MANY)
            start = time.monotonic()

            running.send_signal(signal.SIGTERM)
            running.wait(5)

            assert time.monotonic() - start < 1
            assert running.returncode == 0


class _Remote(Mock):
    """A server in another process."""

    def __init__(self, port: int) -> None:
        super().__init__(None, port)  # type: ignore[arg-type]  # there is no app here

    @property
    def api(self) -> Api:
        """A client for `mobile`."""
        return Api(over_socket(self.port), "mobile")


class TestRoom:
    """The room that requests wait in."""

    def test_release_is_for_those_inside(self) -> None:
        """Who came before the release goes on; who comes later waits again."""
        waiting = Waiting()
        early = waiting.ticket
        waiting.release()
        late = waiting.ticket

        waiting.wait(early, 60)
        started = time.monotonic()
        waiting.wait(late, 0.05)

        assert time.monotonic() - started >= 0.05

    def test_release_wakes(self) -> None:
        """Somebody who waits is woken at once."""
        waiting = Waiting()
        ticket, done = waiting.ticket, Event()

        def wait() -> None:
            waiting.wait(ticket, 60)
            done.set()

        Thread(target=wait, daemon=True).start()

        waiting.release()

        assert done.wait(5)

    def test_nobody_there_is_the_end(self) -> None:
        """Nobody waits for a client that has hung up."""
        waiting = Waiting()

        waiting.wait(waiting.ticket, 60, lambda: True)

        assert waiting.ticket == 0


class TestThreads:
    """Threads that wait are not counted."""

    def test_one_more_while_one_waits(self) -> None:
        """There is a thread more for each that idles, and only then."""
        threads = Threads(2)
        with threads.idling(), threads.idling():
            during = len(threads.threads)

        assert during == 4
        assert len(threads.threads) - threads.stop_count == 2
        threads.shutdown()
        assert not threads.threads
