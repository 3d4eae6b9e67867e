"""What each effect looks like on the wire, on both servers (control-plane 0.1, 3.3)."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.conftest import INBOX, REPLY_TO, read_to_the_end

if TYPE_CHECKING:
    from tests.faults.conftest import Mock

LIST = f"{INBOX}?pageSize=2&fields=id,subject"


def content_length(head: bytes) -> int:
    """Return the length that the headers promise."""
    found = re.search(rb"(?im)^content-length: (\d+)", head)
    assert found is not None
    return int(found[1])


class TestReset:
    """The connection is cut."""

    @pytest.mark.parametrize("phase", ["before", "after"])
    def test_reset_is_a_reset(self, mock: Mock, phase: str) -> None:
        """The wire shows RST and no byte (check 5)."""
        mock.fault(effect={"type": "reset", "phase": phase})

        seen = mock.see("GET", LIST)

        assert (seen.end, seen.data) == ("RST", b"")

    def test_request_lost_before(self, mock: Mock) -> None:
        """Before the handler: nothing of the request is stored (check 5)."""
        mock.fault(
            match={"operation": "messageConversations.reply"},
            effect={"type": "reset"},
        )

        mock.see("POST", REPLY_TO, "Lost")

        assert "Lost" not in mock.texts()

    def test_answer_lost_after(self, mock: Mock) -> None:
        """After the handler: what the request did is stored (check 5)."""
        mock.fault(
            match={"operation": "messageConversations.reply"},
            effect={"type": "reset", "phase": "after"},
        )

        seen = mock.see("POST", REPLY_TO, "Kept")

        assert (seen.end, seen.data) == ("RST", b"")
        assert mock.texts().count("Kept") == 1

    def test_server_lives_on(self, mock: Mock) -> None:
        """Many resets later the server answers, and has no descriptor more."""
        fault = mock.fault(
            match={"operation": "messageConversations.list"}, effect={"type": "reset"}
        )
        ends = {mock.see("GET", LIST).end for _ in range(50)}
        mock.api.delete(f"/__mock/faults/{fault}")

        reply = mock.api.get(LIST)

        assert ends == {"RST"}
        assert reply.status == 200


class TestEmpty:
    """No answer at all."""

    @pytest.mark.parametrize("phase", ["before", "after"])
    def test_empty_is_an_end(self, mock: Mock, phase: str) -> None:
        """The wire shows FIN and no byte (check 6)."""
        mock.fault(effect={"type": "empty", "phase": phase})

        seen = mock.see("POST", REPLY_TO, "Quiet")
        mock.api.delete("/__mock/faults")

        assert (seen.end, seen.data) == ("FIN", b"")
        assert mock.texts().count("Quiet") == (phase == "after")


class TestRandomData:
    """Bytes that are no HTTP."""

    def test_bytes_mean_nothing_and_repeat(self, mock: Mock) -> None:
        """The same request of a fresh server gets the same nonsense (check 6)."""
        mock.fault(effect={"type": "random_data"})
        first = mock.see("GET", LIST)
        mock.api.post("/__mock/reset")
        mock.fault(effect={"type": "random_data"})

        again = mock.see("GET", LIST)

        assert (first.end, len(first.data)) == ("FIN", 257)
        assert not first.data.startswith(b"HTTP")
        assert again == first


class TestMalformedChunk:
    """A body framed wrong."""

    def test_headers_then_no_chunk(self, mock: Mock) -> None:
        """A good start is followed by what is no chunk (check 6)."""
        mock.fault(effect={"type": "malformed_chunk"})

        seen = mock.see("GET", LIST)

        assert (seen.end, seen.status_line) == ("FIN", b"HTTP/1.1 200 OK")
        assert b"Transfer-Encoding: chunked" in seen.head
        assert seen.body == b"this is not the size of a chunk\r\n{"

    def test_start_is_that_of_the_answer(self, mock: Mock) -> None:
        """After the handler the status is the real one."""
        mock.fault(effect={"type": "malformed_chunk", "phase": "after"})

        seen = mock.see("GET", f"{INBOX}/nowhere0001")

        assert seen.status_line == b"HTTP/1.1 404 NOT FOUND"
        assert b"Content-Length" not in seen.head


class TestTruncate:
    """Less than promised."""

    def test_half_the_body(self, mock: Mock) -> None:
        """A fraction of 0.5 is the right length and half the bytes (check 6)."""
        whole = mock.see("GET", LIST)
        mock.fault(effect={"type": "truncate", "fraction": 0.5})

        seen = mock.see("GET", LIST)

        assert seen.end == "FIN"
        assert content_length(seen.head) == len(whole.body)
        assert seen.body == whole.body[: len(whole.body) // 2]

    @pytest.mark.parametrize(("kept", "size"), [(0, 0), (7, 7), (10**6, None)])
    def test_so_many_bytes(self, mock: Mock, kept: int, size: int | None) -> None:
        """`bytes` says how many are sent, of those there are."""
        mock.fault(effect={"type": "truncate", "bytes": kept})

        seen = mock.see("GET", LIST)

        promised = content_length(seen.head)
        assert len(seen.body) == (promised if size is None else size)

    def test_kept_open_connection_ends(self, mock: Mock) -> None:
        """A client that keeps its connection is not left waiting for the rest."""
        mock.fault(effect={"type": "truncate"})
        request = mock.request("GET", LIST).replace(b"Connection: close\r\n", b"")

        with mock.connected() as client:
            client.sendall(request)
            seen = read_to_the_end(client)

        assert seen.end == "FIN"
        assert len(seen.body) == content_length(seen.head) // 2


class TestDribble:
    """A slow body."""

    def test_body_is_whole_and_late(self, mock: Mock) -> None:
        """Twenty chunks over a second come in that time, all of them (check 8)."""
        whole = mock.see("GET", LIST)
        mock.fault(effect={"type": "dribble", "chunks": 20, "milliseconds": 1000})
        times = []

        for _ in range(3):  # a busy machine may be late, but hardly each time
            start = time.monotonic()
            with mock.connected() as client:
                client.sendall(mock.request("GET", LIST))
                first = client.recv(65536)
                begun = time.monotonic() - start
                rest = read_to_the_end(client)
            times.append(time.monotonic() - start)
            assert (first + rest.data).partition(b"\r\n\r\n")[2] == whole.body
            assert begun < times[-1] / 2

        assert min(times) >= 0.9
        assert min(times) < 1.3

    def test_rate(self, mock: Mock) -> None:
        """A rate in bytes a second sets the time by the length (3.3)."""
        whole = mock.see("GET", LIST)
        rate = len(whole.body) * 4
        mock.fault(effect={"type": "dribble", "bytesPerSecond": rate})
        start = time.monotonic()

        seen = mock.see("GET", LIST)

        assert seen.body == whole.body
        assert time.monotonic() - start >= 0.24


class TestDelay:
    """A late answer."""

    def test_delays_add_up(self, mock: Mock) -> None:
        """Two rules that delay are two delays, and the answer is whole (check 8)."""
        first = mock.fault(effect={"type": "delay", "milliseconds": 120})
        second = mock.fault(effect={"type": "delay", "milliseconds": 80})
        start = time.monotonic()

        seen = mock.see("GET", LIST)

        assert time.monotonic() - start >= 0.2
        assert seen.status_line == b"HTTP/1.1 200 OK"
        assert (mock.status(first)["fired"], mock.status(second)["fired"]) == (1, 1)

    def test_uniform_stays_inside(self, mock: Mock) -> None:
        """A uniform distribution delays by at least its lower bound (check 8)."""
        mock.fault(
            effect={
                "type": "delay",
                "distribution": {"type": "uniform", "lower": 100, "upper": 200},
            }
        )
        start = time.monotonic()

        mock.see("GET", LIST)

        assert 0.1 <= time.monotonic() - start < 0.5

    def test_setting_delays_everything(self, mock: Mock) -> None:
        """The setting `latencyMilliseconds` delays without any rule (3.6)."""
        mock.api.call("PATCH", "/__mock/settings", json={"latencyMilliseconds": 150})
        start = time.monotonic()

        mock.see("GET", LIST)

        assert time.monotonic() - start >= 0.15


class TestRespond:
    """Another answer."""

    def test_answer_takes_the_place(self, mock: Mock) -> None:
        """Before the handler nothing is stored, and the client gets the answer."""
        mock.fault(
            effect={
                "type": "respond",
                "status": 503,
                "json": {"a": [1]},
                "headers": {"X-Node": "7"},
                "retryAfter": 2,
            }
        )

        seen = mock.see("POST", REPLY_TO, "Refused")
        mock.api.delete("/__mock/faults")

        assert seen.status_line.startswith(b"HTTP/1.1 503 ")
        assert json.loads(seen.body) == {"a": [1]}
        assert b"Retry-After: 2" in seen.head
        assert b"X-Node: 7" in seen.head
        assert "Refused" not in mock.texts()

    @pytest.mark.parametrize(
        ("method", "status"), [("HEAD", 502), ("GET", 204), ("GET", 304)]
    )
    def test_no_body_where_there_is_none(
        self, mock: Mock, method: str, status: int
    ) -> None:
        """HEAD, 204 and 304 end with the headers (RFC 9110 6.4.1)."""
        mock.fault(effect={"type": "respond", "status": status, "body": "a page"})

        seen = mock.see(method, LIST)

        assert seen.status_line.startswith(f"HTTP/1.1 {status} ".encode())
        assert seen.body == b""

    def test_connection_is_good_after_head(self, client: Mock) -> None:
        """The next answer on a connection is not read from a body of HEAD."""
        page = {"type": "respond", "preset": "bad_gateway"}
        client.fault(effect=page, lifetime={"times": 1})
        head = client.request("HEAD", LIST).replace(b"Connection: close\r\n", b"")

        with client.connected() as line:
            line.sendall(head + client.request("GET", "/api/ping"))
            seen = read_to_the_end(line)

        assert seen.status_line.startswith(b"HTTP/1.1 502 ")
        assert seen.body.startswith(b"HTTP/1.1 200 ")

    def test_answer_after_the_handler(self, mock: Mock) -> None:
        """After the handler the request was done, whatever the client hears."""
        mock.fault(effect={"type": "respond", "status": 500, "phase": "after"})

        seen = mock.see("POST", REPLY_TO, "Done")
        mock.api.delete("/__mock/faults")

        assert seen.status_line.startswith(b"HTTP/1.1 500 ")
        assert mock.texts().count("Done") == 1
