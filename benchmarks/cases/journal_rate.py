"""
Inbox pages of a mock with a journal to one without: requests a second, and their cost.

Both answer a list of 50 out of 1,000 to 8 connections. The processor time a request
says the same as the rate, and says it also while others use the machine.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.findings import Finding, Limit, Result
from benchmarks.servers import (
    LOGIN,
    Load,
    Process,
    mock_process,
    rates,
    requests_under,
)

_PATH = "/api/messageConversations?order=lastMessage:desc&fields=id,subject,read,status"
_RATE, _COST = Limit(0.85, at_least=True), Limit(1 / 0.85)
_ROUNDS = 5


def run() -> Iterator[Result]:
    """Load both servers in turn, with pages read again and pages read first."""
    with mock_process(1_000) as kept, mock_process(1_000, "--journal-size=0") as none:
        for name, is_unique in (("read again", False), ("read first", True)):
            loads = [
                Load(each.url + _PATH, LOGIN, is_unique=is_unique)
                for each in (kept, none)
            ]
            with_it, without = rates(loads, rounds=_ROUNDS)
            yield Finding(name, with_it, without, "requests/s", _RATE)
            pairs = list(zip((kept, none), loads, strict=True))
            costs = [[_cost(*each) for each in pairs] for _ in range(_ROUNDS)]
            with_it, without = zip(*costs, strict=True)
            yield Finding(f"{name}, processor time", with_it, without, "us", _COST)


def _cost(server: Process, load: Load) -> float:
    """Return microseconds of processor time that a request took the server."""
    before = _ticks(server.pid)
    requests = requests_under(load)
    ticks = _ticks(server.pid) - before
    return ticks / os.sysconf("SC_CLK_TCK") / requests * 1e6


def _ticks(pid: int) -> int:
    """Return the user's and the system's share of what a process has used."""
    _, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")
    return sum(map(int, rest.split()[11:13]))
