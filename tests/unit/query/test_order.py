"""`order`: keys, directions, nulls, and what is listed without it (query.md 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mock_server.domain.errors import UnknownOrderPropertyError

if TYPE_CHECKING:
    from tests.unit.query.conftest import Inbox

_ORDERS = {
    "default": ("2.42", "", "A,B,C"),
    "documented-default": ("documented", "", "B,A,C"),
    "newest": ("2.42", "order=lastMessage:desc", "B,A,C"),
    "direction-missing": ("2.42", "order=lastMessage", "C,A,B"),
    "direction-in-capitals": ("2.42", "order=lastMessage:DESC", "B,A,C"),
    "id-down": ("2.42", "order=id:desc", "C,B,A"),
    "two-keys": ("2.42", "order=status:asc,lastMessage:desc", "A,C,B"),
    "two-parameters": ("2.42", "order=status:asc&order=lastMessage:desc", "A,C,B"),
    "first-of-a-name-wins": ("2.42", "order=id:desc,id:asc", "C,B,A"),
    "boolean": ("2.42", "order=read:desc", "B,A,C"),
    "ignoring-case": ("2.42", "order=subject:idesc", "C,A,B"),
    "display-name": ("2.42", "order=displayName:asc", "B,A,C"),
    "enum-by-name": ("2.42", "order=priority:asc", "B,C,A"),
    "unknown-ignored": ("2.42", "order=nope:asc", "A,B,C"),
    "collection-ignored": ("2.42", "order=messages:desc", "A,B,C"),
    "direction-unknown-dropped": ("2.42", "order=id:down", "A,B,C"),
    "direction-unknown-ascends": ("2.43", "order=lastMessage:down", "C,A,B"),
    "three-parts-ascend": ("2.42", "order=lastMessage:desc:x", "C,A,B"),
}


@pytest.mark.parametrize(
    ("profile", "query", "letters"), _ORDERS.values(), ids=_ORDERS.keys()
)
def test_order_sorts_conversations(
    inbox: Inbox, profile: str, query: str, letters: str
) -> None:
    """Keys sort one after the other, in the direction each one names."""
    assert inbox.behaving_as(profile).letters(query) == letters


@pytest.mark.parametrize(
    ("direction", "letters"), [("desc", "A,C,B"), ("asc", "B,A,C")]
)
def test_nulls_are_largest(inbox: Inbox, direction: str, letters: str) -> None:
    """What has no value comes last going up and first going down."""
    bravo = replace(inbox.state.conversations["ConvBravo02"], ext_message_id="x")
    changed = replace(inbox, state=inbox.state.with_conversation(bravo))

    assert changed.letters(f"order=extMessageId:{direction}") == letters


@pytest.mark.parametrize("name", ["nope", "lastSender.id"])
def test_unknown_property_is_refused(inbox: Inbox, name: str) -> None:
    """From 2.43 on an order by something unknown or nested is refused."""
    with pytest.raises(UnknownOrderPropertyError) as caught:
        inbox.behaving_as("2.43").page(f"order={name}:asc")

    assert caught.value.facts == {"name": name}


def test_filter_keeps_order(inbox: Inbox) -> None:
    """Filtering leaves the order asked for as it is."""
    query = "order=lastMessage:desc&filter=read:eq:false"

    assert inbox.letters(query) == "A,C"
