"""
Queries of 100 kB made to hurt, to a plain page of the same inbox.

Parsing so much takes milliseconds; what would take seconds shows here.
"""

from collections.abc import Iterator

from benchmarks import seeds
from benchmarks.findings import Finding, Limit, Result
from benchmarks.timing import in_turn
from mock_server.domain.errors import MockServerError
from mock_server.profiles import PROFILES
from mock_server.query import Lookup, Source, list_page
from mock_server.schemas.catalogue import View
from mock_server.schemas.objects import MESSAGE_CONVERSATION

_KB = 1_000
_LINK = "http://mock/api/messageConversations"
_QUERIES = {
    "one word as filter": ("filter", "a" * 100 * _KB),
    "lists that never close": ("filter", "a:in:[," * 14 * _KB),
    "colons": ("filter", "a:" * 50 * _KB),
    "10,000 different names": ("fields", ",".join(f"a{n}" for n in range(10 * _KB))),
    "nested brackets": ("fields", "messages[" * 11 * _KB),
    "7,000 exclusions": ("fields", "*" + ",!messages[a]" * 7 * _KB),
    "transformers": ("fields", "messages" + "~size" * 20 * _KB),
    "orders": ("order", ",".join(["subject:idesc"] * 7 * _KB)),
    "words to search": ("queryString", "message " * 12 * _KB),
}


def run() -> Iterator[Result]:
    """Read a page of 500 conversations by each of the queries."""
    limit = Limit(1_000)
    for name, pair in _QUERIES.items():
        samples = in_turn(_Reader(pair), _Reader(("page", "1")), rounds=3)
        yield Finding(name, *samples, "us", limit)


class _Reader:
    def __init__(self, pair: tuple[str, str]) -> None:
        state = seeds.state(500)
        viewer = state.directory.users[seeds.READER_UID]
        inbox, find = state.inbox(viewer.uid), state.conversations.__getitem__
        self.source = Source(
            Lookup(inbox.by_id, find), Lookup(inbox.newest_first, find)
        )
        self.view = View(state, viewer, "http://mock/api", PROFILES["2.42"])
        self.asked = [pair, ("pageSize", "50")]

    def __call__(self) -> None:
        try:
            list_page(MESSAGE_CONVERSATION, self.source, self.asked, self.view, _LINK)
        except MockServerError:
            return
