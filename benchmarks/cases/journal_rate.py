"""
Inbox pages a second of a mock with a journal to one without.

Both answer a list of 50 out of 1,000 to 8 connections; the journal of 1,000 requests
is full before anything is measured.
"""

from collections.abc import Iterator

from benchmarks.findings import Finding, Limit, Result
from benchmarks.servers import LOGIN, Load, mock, rates

_PATH = "/api/messageConversations?order=lastMessage:desc&fields=id,subject,read,status"
_LIMIT = Limit(0.85, at_least=True)


def run() -> Iterator[Result]:
    """Load both servers in turn, with pages read again and pages read first."""
    with mock(1_000) as journal, mock(1_000, "--journal-size", "0") as none:
        loads = [
            Load(url + _PATH, LOGIN, is_unique=is_unique)
            for is_unique in (False, True)
            for url in (journal, none)
        ]
        again, again_without, first, first_without = rates(loads, rounds=5)
    yield Finding("read again", again, again_without, "requests/s", _LIMIT)
    yield Finding("read first", first, first_without, "requests/s", _LIMIT)
