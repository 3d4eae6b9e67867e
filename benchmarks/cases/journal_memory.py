"""
Resident memory after 100,000 requests to that before, the journal full at both times.

A journal that is no ring grows with each request; this one has a thousand of them.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.findings import Finding, Limit, Result
from benchmarks.servers import LOGIN, Load, mock_process, requests_under

_PATH = "/api/messageConversations?order=lastMessage:desc&fields=id,subject,read,status"
_WARM_UP, _REQUESTS = 3_000, 100_000
_LIMIT = Limit(1.1)


def run() -> Iterator[Result]:
    """Load one server, and look at it before and after."""
    with mock_process(1_000) as server:
        fresh = _megabytes(server.pid)
        _send(server.url, _WARM_UP)
        before = _megabytes(server.pid)
        sent = _send(server.url, _REQUESTS)
        after = _megabytes(server.pid)
    yield f"  {fresh:.1f} MB when started; {sent:,} requests after {_WARM_UP:,}"
    yield Finding("list of 50, 8 connections", (after,), (before,), "MB", _LIMIT)


def _send(url: str, number: int) -> int:
    sent = 0
    while sent < number:
        sent += requests_under(Load(url + _PATH, LOGIN, is_unique=True))
    return sent


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [each for each in status.splitlines() if each.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
