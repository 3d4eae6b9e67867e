"""`queryString`, `queryOperator` and `query` (query.md 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mock_server.domain.errors import UnreadableSearchError
from mock_server.query.tokens import words_of

if TYPE_CHECKING:
    from tests.unit.query.conftest import Inbox

_SEARCHES = {
    "prefix-of-words": ("queryString=report", "A"),
    "inside-a-word": ("queryString=ortal", ""),
    "other-operator": ("queryString=ortal&queryOperator=ilike", "A"),
    "sender": ("queryString=kamara", "A,B"),
    "two-words-of-one-text": ("queryString=reported january", "A"),
    "two-words-of-two-texts": ("queryString=data friday", ""),
    "colon": ("queryString=alert: anc", "C"),
    "not-mine": ("queryString=budget", ""),
    "empty": ("queryString=", "A,B,C"),
    "internal": ("queryString=ldap", "B"),
    "with-filter": ("queryString=report&filter=read:eq:true", ""),
    "with-either-filter": (
        "queryString=report&filter=read:eq:true&filter=read:eq:false&rootJunction=OR",
        "A",
    ),
    "query-in-subject": ("query=LOGIN", "B"),
    "query-is-id": ("query=ConvCharl03", "C"),
    "query-part-of-id": ("query=ConvCharl", ""),
    "query-not-mine": ("query=Budget", ""),
    "query-empty": ("query=", "A,B,C"),
}


@pytest.mark.parametrize(("query", "letters"), _SEARCHES.values(), ids=_SEARCHES.keys())
def test_search_selects_conversations(inbox: Inbox, query: str, letters: str) -> None:
    """A search narrows the caller's own inbox, whatever else is asked."""
    assert inbox.letters(query) == letters


_REFUSALS = {
    "unknown": ("foo", "x", "`foo` is not a valid operator."),
    "case": ("TOKEN", "x", "`TOKEN` is not a valid operator."),
    "list-without-brackets": ("in", "x", "Collection size must be integer `x`"),
}


@pytest.mark.parametrize(
    ("operator", "text", "words"), _REFUSALS.values(), ids=_REFUSALS.keys()
)
def test_bad_operator_is_refused(
    inbox: Inbox, operator: str, text: str, words: str
) -> None:
    """A `queryOperator` is one of filters, and its text must suit it."""
    with pytest.raises(UnreadableSearchError) as caught:
        inbox.page(f"queryString={text}&queryOperator={operator}")

    assert caught.value.facts == {"text": words}


_WORDS = {
    "case": ("Ada BERG", ("ada", "berg")),
    "signs-separate": ("a_b-c.d@e", ("a", "b", "c", "d", "e")),
    "letters-of-any-script": ("Ærø Москва", ("ærø", "москва")),
    "digits-are-ascii": ("x\u0663y 12", ("x", "y", "12")),
    "marks-separate": ("e\u0301a", ("e", "a")),
    "nothing": ("--", ()),
}


@pytest.mark.parametrize(("text", "words"), _WORDS.values(), ids=_WORDS.keys())
def test_words_are_letters_and_digits(text: str, words: tuple[str, ...]) -> None:
    """Words are runs of letters and ASCII digits in lower case."""
    assert words_of(text) == words
