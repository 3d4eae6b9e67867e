"""Pages and pagers (query.md 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from mock_server.domain.errors import NegativePageSizeError, UnreadableParameterError
from mock_server.query import Lookup, Source, list_page
from mock_server.schemas.objects import MESSAGE_CONVERSATION

if TYPE_CHECKING:
    from mock_server.domain.model import MessageConversation
    from tests.unit.query.conftest import Inbox

_PAGES = {
    "first": ("pageSize=2", "A,B", (1, 3, 2, 2)),
    "second": ("pageSize=2&page=2", "C", (2, 3, 2, 2)),
    "beyond-the-end": ("pageSize=2&page=9", "", (2, 3, 2, 2)),
    "zero": ("page=0", "A,B,C", (1, 3, 50, 1)),
    "negative": ("page=-3", "A,B,C", (1, 3, 50, 1)),
    "none": ("filter=subject:eq:none", "", (1, 0, 50, 0)),
    "size-zero": ("pageSize=0", "", (1, 3, 1, 3)),
    "blanks-around": ("page= 2&pageSize=+2", "C", (2, 3, 2, 2)),
    "size-of-the-whole": ("pageSize=3", "A,B,C", (1, 3, 3, 1)),
    "paging-in-other-words": ("paging=yes", "A,B,C", (1, 3, 50, 1)),
}


@pytest.mark.parametrize(
    ("query", "letters", "numbers"), _PAGES.values(), ids=_PAGES.keys()
)
def test_page_shows_slice(
    inbox: Inbox, query: str, letters: str, numbers: tuple[int, int, int, int]
) -> None:
    """A page shows its slice and counts what all pages hold."""
    pager = inbox.page(query).pager

    assert inbox.letters(query) == letters
    assert pager is not None
    assert tuple(pager.values())[:4] == numbers
    assert [*pager][:4] == ["page", "total", "pageSize", "pageCount"]


def test_lone_page_has_no_links(inbox: Inbox) -> None:
    """A list that fits one page links nowhere."""
    assert inbox.page().pager == {"page": 1, "total": 3, "pageSize": 50, "pageCount": 1}


@pytest.mark.parametrize("word", ["false", "FALSE", "off", "no", "0"])
def test_paging_off_omits_pager(inbox: Inbox, word: str) -> None:
    """Without paging everything is listed and there is no pager."""
    page = inbox.page(f"paging={word}&pageSize=1")

    assert page.pager is None
    assert len(page.items) == 3


_LINKS: dict[
    str, tuple[str, list[tuple[str, str]] | None, list[tuple[str, str]] | None]
]
_LINKS = {
    "first": ("pageSize=2", [("page", "2"), ("pageSize", "2")], None),
    "page-one-unsaid": ("pageSize=2&page=2", None, [("pageSize", "2")]),
    "both": (
        "pageSize=1&page=2",
        [("page", "3"), ("pageSize", "1")],
        [("pageSize", "1")],
    ),
    "page-two-said": (
        "pageSize=1&page=3",
        None,
        [("page", "2"), ("pageSize", "1")],
    ),
    "beyond-the-end": ("pageSize=2&page=9", None, [("pageSize", "2")]),
    "others-repeated": (
        "pageSize=1&filter=read:eq:false&fields=id&fields=*",
        [
            ("fields", "*"),
            ("fields", "id"),
            ("filter", "read:eq:false"),
            ("page", "2"),
            ("pageSize", "1"),
        ],
        None,
    ),
    "all-hits-on-one-page": ("pageSize=2&filter=read:eq:false", None, None),
}


@pytest.mark.parametrize(
    ("query", "following", "previous"), _LINKS.values(), ids=_LINKS.keys()
)
def test_pager_links_neighbours(
    inbox: Inbox,
    query: str,
    following: list[tuple[str, str]] | None,
    previous: list[tuple[str, str]] | None,
) -> None:
    """Links keep the other parameters, and leave the defaults unsaid."""
    pager = inbox.page(query).pager

    assert pager is not None
    assert _pairs(pager.get("nextPage")) == following
    assert _pairs(pager.get("prevPage")) == previous


def _pairs(link: object) -> list[tuple[str, str]] | None:
    if link is None:
        return None
    parts = urlsplit(str(link))
    assert parts.path == "/api/messageConversations"
    return sorted(parse_qsl(parts.query))


def test_link_is_form_encoded(inbox: Inbox) -> None:
    """Links encode as Java's forms do: `+` for a blank, `%7E` for `~`, `*` as it is."""
    pager = inbox.page("pageSize=2&fields=*,messages~size[id, text]").pager

    assert pager is not None
    assert pager["nextPage"] == (
        "http://mock:8080/api/messageConversations"
        "?page=2&pageSize=2&fields=*%2Cmessages%7Esize%5Bid%2C+text%5D"
    )


def test_defaults_go_unsaid_in_links(inbox: Inbox) -> None:
    """A page of 50 links by its number alone, and the first by nothing."""
    record = inbox.state.conversations["ConvAlpha01"]
    uids = tuple(f"Conv{number:07}" for number in range(101))
    source: Source[Any] = Source(Lookup(uids, lambda _uid: record))

    pager = list_page(
        MESSAGE_CONVERSATION, source, [("page", "2")], inbox.view(), "http://mock/mc"
    ).pager

    assert pager is not None
    assert (pager["nextPage"], pager["prevPage"]) == (
        "http://mock/mc?page=3",
        "http://mock/mc",
    )


_UNREADABLE = {
    "letters": ("page", "abc", "int"),
    "two-signs": ("page", "-+5", "int"),
    "fraction": ("page", "1.5", "int"),
    "more-than-an-int": ("pageSize", "2147483648", "int"),
    "thousands-of-digits": ("page", "9" * 5_000, "int"),
    "other-digits": ("page", "\u0663", "int"),
    "no-boolean": ("paging", "maybe", "boolean"),
}


@pytest.mark.parametrize(
    ("name", "value", "kind"), _UNREADABLE.values(), ids=_UNREADABLE.keys()
)
def test_unreadable_value_is_refused(
    inbox: Inbox, name: str, value: str, kind: str
) -> None:
    """From 2.42 on a paging value of the wrong type is refused."""
    with pytest.raises(UnreadableParameterError) as caught:
        inbox.page(f"{name}={value}")

    assert caught.value.facts == {
        "parameter": name,
        "value": value,
        "hint": f"It should be of type {kind}",
    }


@pytest.mark.parametrize("query", ["page=abc", "pageSize=x", "paging=maybe"])
def test_unreadable_value_defaults_in_2_41(inbox: Inbox, query: str) -> None:
    """Up to 2.41 a paging value of the wrong type is the default."""
    assert inbox.behaving_as("2.41").letters(query) == "A,B,C"


def test_negative_size_is_refused(inbox: Inbox) -> None:
    """A negative page size fails as the server's own list does."""
    with pytest.raises(NegativePageSizeError) as caught:
        inbox.page("pageSize=-2")

    assert caught.value.facts == {"size": -2}


def test_last_item_beyond_end_in_2_41(inbox: Inbox) -> None:
    """Up to 2.41 a page beyond the end shows the last item."""
    assert inbox.behaving_as("2.41").letters("pageSize=2&page=9") == "C"


def test_page_looks_up_its_own_records(inbox: Inbox) -> None:
    """A page of a long inbox touches no record outside the page."""
    record = inbox.state.conversations["ConvAlpha01"]
    found: list[str] = []

    def find(uid: str) -> MessageConversation:
        found.append(uid)
        return record

    uids = tuple(f"Conv{number:07}" for number in range(1_000))
    source: Source[Any] = Source(Lookup(uids, find), Lookup(uids, find))
    asked = [("page", "2"), ("pageSize", "3"), ("order", "lastMessage:asc")]
    list_page(MESSAGE_CONVERSATION, source, asked, inbox.view(), "link")

    assert found == ["Conv0000996", "Conv0000995", "Conv0000994"]
