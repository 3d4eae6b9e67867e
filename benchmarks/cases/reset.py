"""
A reset over HTTP with 50,000 conversations to one with 50.

The state is a value and the seed is kept, so a reset is an assignment at any size; so
are taking a snapshot and going back to it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlsplit

from benchmarks.findings import Finding, Limit, Result
from benchmarks.servers import LOGIN, mock
from benchmarks.timing import in_turn

_LARGE, _SMALL = 50_000, 50
_LIMIT = Limit(1.5)
_READ = "/api/messageConversations/read"
_CONVERSATION = b'["Conv0000000"]'


def run() -> Iterator[Result]:
    """Time both servers in turn, each with a write behind it."""
    with ExitStack() as servers:
        large, small = (
            HTTPConnection(urlsplit(servers.enter_context(mock(size))).netloc)
            for size in (_LARGE, _SMALL)
        )
        for name, calls in _CASES.items():
            samples = in_turn(_sender(large, calls), _sender(small, calls))
            yield Finding(name, *samples, "us", _LIMIT)


_Call = tuple[str, str, bytes]
_RESET = ("POST", "/__mock/reset", b"")
_CASES: dict[str, tuple[_Call, ...]] = {
    "POST reset": (_RESET,),
    "PUT a snapshot": (("PUT", "/__mock/snapshots/a", b""),),
    "restore it": (("POST", "/__mock/snapshots/a/restore", b""),),
    "mark one read, then reset": (("POST", _READ, _CONVERSATION), _RESET),
}


def _sender(
    connection: HTTPConnection, calls: tuple[_Call, ...]
) -> Callable[[], object]:
    def send() -> None:
        for method, path, body in calls:
            headers = {"Content-Type": "application/json", **LOGIN} if body else {}
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status < 300, answer.status  # noqa: S101, PLR2004

    return send
