"""What holds for every query: grammars round-trip, filters agree, pages cover."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from hypothesis import example, given
from hypothesis import strategies as st

from mock_server.domain.enums import (
    MessageConversationPriority,
    MessageConversationStatus,
)
from mock_server.domain.errors import MockServerError
from mock_server.domain.model import MessageConversation, User, UserMessage
from mock_server.domain.state import Directory, State
from mock_server.profiles import PROFILES
from mock_server.query import Lookup, Source, list_page
from mock_server.query.fields import Node, parse_fields, print_fields
from mock_server.query.paging import Pager
from mock_server.query.transformers import Transformer
from mock_server.schemas.catalogue import View
from mock_server.schemas.objects import MESSAGE_CONVERSATION

if TYPE_CHECKING:
    from collections.abc import Callable

_VIEWER = User("ViewerUser1", "viewer", "district", "Vi", "Ewer")
_MIDNIGHT = datetime(2024, 1, 1)  # noqa: DTZ001 - naive UTC, as everywhere here

_names = st.text("abcXYZ09", min_size=1, max_size=4)
_transformers = st.builds(Transformer, _names, st.lists(_names, max_size=2).map(tuple))


def _detailed(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(
        Node,
        presets=st.lists(_names, max_size=2),
        children=st.dictionaries(_names, children, max_size=3),
        excluded=st.lists(_names, max_size=2),
        transformers=st.lists(_transformers, max_size=2),
        is_detailed=st.just(value=True),
    )


_leaves = st.builds(Node, transformers=st.lists(_transformers, max_size=2))
_trees = _detailed(st.recursive(_leaves, _detailed, max_leaves=8)).map(
    lambda node: replace(node, transformers=[])
)


@given(_trees)
def test_printed_fields_parse_back(tree: Node) -> None:
    """Printing a tree of fields and parsing the text gives the same tree."""
    assert parse_fields(print_fields(tree)) == tree


_texts = st.text("abAB é.", min_size=1, max_size=4)


@st.composite
def _conversations(draw: st.DrawFn, uid: str) -> MessageConversation:
    minutes = draw(st.integers(0, 3))
    moment = _MIDNIGHT + timedelta(minutes=minutes)
    return MessageConversation(
        uid,
        draw(_texts),
        _MIDNIGHT,
        _MIDNIGHT,
        moment,
        (),
        {_VIEWER.uid: UserMessage(_VIEWER.uid, read=draw(st.booleans()))},
        message_count=draw(st.integers(0, 3)),
        status=draw(st.sampled_from(MessageConversationStatus)),
        priority=draw(st.sampled_from(MessageConversationPriority)),
        ext_message_id=draw(st.none() | _texts),
    )


_inboxes = st.integers(0, 8).flatmap(
    lambda count: st.tuples(
        *(_conversations(f"Conv{number:07}") for number in range(count))
    )
)


def _list(
    conversations: tuple[MessageConversation, ...],
    parameters: list[tuple[str, str]],
    profile: str = "2.41",
) -> tuple[list[str], Pager | None]:
    """Return the uids on the page asked for, and its pager."""
    directory = Directory(users={_VIEWER.uid: _VIEWER})
    state = State(directory=directory).with_conversations(conversations)
    inbox, find = state.inbox(_VIEWER.uid), state.conversations.__getitem__
    source: Source[Any] = Source(
        Lookup(inbox.by_id, find), Lookup(inbox.newest_first, find)
    )
    # In 2.41 a filter arrives whole, commas and all.
    view = View(state, _VIEWER, "http://mock/api", PROFILES[profile])
    page = list_page(MESSAGE_CONVERSATION, source, parameters, view, "http://mock/mc")
    return [str(item.get("id")) for item in page.items], page.pager


_NAIVE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, argument: value is not None and value == argument,
    "!eq": lambda value, argument: value is None or value != argument,
    "gt": lambda value, argument: value is not None and value > argument,
    "ge": lambda value, argument: value is not None and value >= argument,
    "lt": lambda value, argument: value is not None and value < argument,
    "le": lambda value, argument: value is not None and value <= argument,
    "like": lambda value, argument: value is not None and argument in value,
    "!like": lambda value, argument: value is not None and argument not in value,
    "$like": lambda value, argument: value is not None and value.startswith(argument),
    "ilike$": lambda value, argument: (
        value is not None and value.lower().endswith(argument.lower())
    ),
    "null": lambda value, _argument: value is None,
    "!null": lambda value, _argument: value is not None,
}
_EQUALITY = ("eq", "!eq", "null", "!null")
_COMPARISON = (*_EQUALITY, "gt", "ge", "lt", "le")
_ATTRIBUTES: dict[str, tuple[str, st.SearchStrategy[Any], tuple[str, ...]]] = {
    "subject": ("subject", _texts, tuple(_NAIVE)),
    "extMessageId": ("ext_message_id", _texts, tuple(_NAIVE)),
    "messageCount": ("message_count", st.integers(-1, 4), _COMPARISON),
    "status": ("status", st.sampled_from(MessageConversationStatus), _EQUALITY),
    "lastMessage": (
        "last_message",
        st.integers(-1, 4).map(lambda minute: _MIDNIGHT + timedelta(minutes=minute)),
        _COMPARISON,
    ),
}


@st.composite
def _filters(draw: st.DrawFn) -> tuple[str, Callable[[MessageConversation], bool]]:
    """Return a filter's text, and what it means said without any grammar."""
    name = draw(st.sampled_from(sorted(_ATTRIBUTES)))
    attribute, arguments, operators = _ATTRIBUTES[name]
    operator, argument = draw(st.sampled_from(operators)), draw(arguments)
    written = argument.isoformat() if isinstance(argument, datetime) else str(argument)

    def means(conversation: MessageConversation) -> bool:
        return _NAIVE[operator](getattr(conversation, attribute), argument)

    return f"{name}:{operator}:{written}", means


@given(_inboxes, st.lists(_filters(), max_size=3), st.booleans())
def test_filters_agree_with_naive_evaluator(
    conversations: tuple[MessageConversation, ...],
    filters: list[tuple[str, Callable[[MessageConversation], bool]]],
    is_or: bool,  # noqa: FBT001 - drawn
) -> None:
    """Filters select what their plain meaning selects, under either junction."""
    junction = "OR" if is_or else "AND"
    asked = [("rootJunction", junction), *(("filter", text) for text, _ in filters)]

    uids, _ = _list(conversations, asked)

    combine = any if is_or and filters else all
    assert uids == [
        each.uid
        for each in conversations
        if combine(means(each) for _, means in filters)
    ]


_ORDERS = st.sampled_from(
    ["", "id:desc", "lastMessage:desc", "lastMessage:asc", "status,subject:idesc"]
)


@given(_inboxes, st.integers(1, 4), _ORDERS)
def test_pages_cover_each_item_once(
    conversations: tuple[MessageConversation, ...], size: int, order: str
) -> None:
    """Following `nextPage` meets each conversation once, in the order of the whole."""
    whole, _ = _list(conversations, [("paging", "false"), ("order", order)])

    asked: list[tuple[str, str]] | None = [("pageSize", str(size)), ("order", order)]
    met: list[str] = []
    while asked is not None:
        uids, pager = _list(conversations, asked)
        assert pager is not None
        assert pager["total"] == len(conversations)
        met += uids
        link = pager.get("nextPage")
        asked = None if link is None else parse_qsl(urlsplit(str(link)).query)

    assert met == whole
    assert sorted(met) == [each.uid for each in conversations]


_PARAMETERS = ("fields", "filter", "order", "page", "pageSize", "paging", "query")
_SEARCHES = ("queryString", "queryOperator", "rootJunction")
_anything = st.text(max_size=30) | st.text(
    "!:$~|*,[]()+-._ 09TZabdeiklmnostu\x00\ud800", max_size=30
)


@example("filter", "lastMessage:ge:0001-01-01T00:00:00+0100", "2.42")
@example("filter", "messages" + ".sender.userGroups" * 9_000 + ":null", "2.42")
@example("page", "-+5", "2.42")
@example("pageSize", "9" * 5_000, "2.41")
@given(
    st.sampled_from((*_PARAMETERS, *_SEARCHES)),
    _anything,
    st.sampled_from(sorted(PROFILES)),
)
def test_any_parameter_is_answered_or_refused(
    name: str, value: str, profile: str
) -> None:
    """Whatever a parameter holds, the list is answered or refused in order."""
    conversation = MessageConversation(
        "ConvAlpha01",
        "a",
        _MIDNIGHT,
        _MIDNIGHT,
        _MIDNIGHT,
        (),
        {_VIEWER.uid: UserMessage(_VIEWER.uid)},
    )

    with contextlib.suppress(MockServerError):
        _list((conversation,), [(name, value)], profile)
