"""
Resident memory with 200 worlds of a seed of 5,000 conversations to that with one.

Worlds share what they have not changed. A write copies the orders of the inboxes that
it touches, so worlds that are written to cost in proportion to those.
"""

from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.findings import Finding, Limit, Result
from benchmarks.servers import LOGIN, mock_process

_WORLDS = 200
_LIMIT = Limit(1.2)
_LIST = "/api/messageConversations?fields=id,subject,read"
_READ = "/api/messageConversations/read"
_JSON = {"Content-Type": "application/json"}


def run() -> Iterator[Result]:
    """Make the worlds, read in each, then write in each."""
    with mock_process(5_000) as server:
        here = HTTPConnection(urlsplit(server.url).netloc)
        _send(here, "GET", _LIST)
        one = _megabytes(server.pid)
        for number in range(_WORLDS):
            _send(here, "PUT", f"/__mock/worlds/w{number}")
        yield _finding("made", server.pid, one)
        for number in range(_WORLDS):
            _send(here, "GET", f"/w{number}{_LIST}")
        yield _finding("made and read", server.pid, one)
        for number in range(_WORLDS):
            _send(here, "POST", f"/w{number}{_READ}", b'["Conv0000000"]')
        yield _finding("made, read and written to", server.pid, one)


def _finding(name: str, pid: int, one: float) -> Finding:
    return Finding(name, (_megabytes(pid),), (one,), "MB", _LIMIT)


def _send(
    connection: HTTPConnection, method: str, path: str, body: bytes | None = None
) -> None:
    connection.request(method, path, body, {**LOGIN, **(_JSON if body else {})})
    answer = connection.getresponse()
    answer.read()
    assert answer.status < 300, answer.status  # noqa: S101, PLR2004


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [each for each in status.splitlines() if each.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
