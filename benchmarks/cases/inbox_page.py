"""
A page of 50 out of 50,000 conversations to the same page out of 500.

Pages come from orders that the state keeps, so the size of the inbox must not show;
a filter has to look at every conversation, and may take as much longer.
"""

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import seeds
from benchmarks.findings import Finding, Limit, Result
from benchmarks.timing import in_turn
from mock_server.profiles import PROFILES
from mock_server.query import Lookup, Page, Source, list_page
from mock_server.schemas.catalogue import View
from mock_server.schemas.objects import MESSAGE_CONVERSATION

_SMALL, _LARGE = 500, 50_000
_LIMIT = Limit(2)
_LINK = "http://mock/api/messageConversations"
_PAGES: tuple[tuple[str, str, str, Limit | None], ...] = (
    ("default order, documented", "documented", "", _LIMIT),
    ("default order, 2.42", "2.42", "", _LIMIT),
    ("order=lastMessage:desc", "2.42", "lastMessage:desc", _LIMIT),
    ("order=lastMessage:asc", "2.42", "lastMessage:asc", _LIMIT),
    ("order=id:desc", "2.42", "id:desc", _LIMIT),
    ("order=subject:asc (sorts all)", "2.42", "subject:asc", None),
)


def run() -> Iterator[Result]:
    """Read first pages in every order that is kept, then where all is looked at."""
    for name, profile, order, limit in _PAGES:
        asked = [("order", order)] if order else []
        yield _compared(name, profile, asked, limit)
    yield _compared("page 9 of order=lastMessage:asc", "2.42", _NINTH, _LIMIT)
    yield _compared("filter=read:eq:false (looks at all)", "2.42", _UNREAD, None)


_NINTH = [("order", "lastMessage:asc"), ("page", "9")]
_UNREAD = [("filter", "read:eq:false")]


def _compared(
    name: str, profile: str, asked: list[tuple[str, str]], limit: Limit | None
) -> Finding:
    large, small = (_reader(size, profile, asked) for size in (_LARGE, _SMALL))
    return Finding(name, *in_turn(large, small), "us", limit)


def _reader(
    size: int, profile: str, asked: list[tuple[str, str]]
) -> Callable[[], Page]:
    state = seeds.state(size)
    viewer = state.directory.users[seeds.READER_UID]
    view = View(state, viewer, "http://mock/api", PROFILES[profile])
    inbox, find = state.inbox(viewer.uid), state.conversations.__getitem__
    source: Source[Any] = Source(
        Lookup(inbox.by_id, find), Lookup(inbox.newest_first, find)
    )
    return lambda: list_page(MESSAGE_CONVERSATION, source, asked, view, _LINK)
