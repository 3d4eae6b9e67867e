"""Queries that no client means get the answer of what they say (query.md 4-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

LONG = 100_000

_ACCEPTED = {
    "long-value": f"filter=subject:ilike:{'x' * LONG}",
    "expressions-of-colons": f"filter={'a:' * (LONG // 2)},",
    "path-of-dots": f"filter={'a.' * (LONG // 2)}eq:1,",
    "thousands-of-filters": "&".join(
        f"filter=messageCount:gt:-{number}" for number in range(4_000)
    ),
    "the-same-filter-again": "&".join(["filter=read:eq:false"] * 4_000),
    "long-list": f"filter=id:in:[{','.join(['ConvAlpha01'] * 8_000)}]",
    "pattern-as-text": f"queryString={'(a+)+$' * 10_000}&queryOperator=ilike",
    "words-over-and-over": f"queryString={'data ' * 20_000}",
    "nested-brackets": f"fields={'messages[' * 1_000}",
    "round-brackets": f"fields={'messages(' * 1_000}{')' * 1_000}",
    "brackets-alone": f"fields={'[' * LONG}",
    "thousands-of-names": f"fields={','.join(f'a{n}' for n in range(12_000))}",
    "thousands-of-exclusions": f"fields=id,{','.join(['!a[b]'] * 12_000)}",
    "thousands-of-transformers": f"fields=messages{'~size' * 20_000}",
    "thousands-of-orders": f"order={','.join(f'a{n}:desc' for n in range(8_000))}",
    "control-characters": "filter=subject:eq:%00%01%0d%0a&fields=id,%00&order=%00",
    "surrogates": "filter=subject:ilike:%ed%a0%80&queryString=%ed%b0%80x",
    "unfinished-percent": "fields=%zz&order=%f&query=%",
    "bytes-of-no-text": "fields=%ff,id&queryString=%ffdata&filter=%ff,read:eq:false",
    "thousands-of-parameters": "&".join(f"p{number}=1" for number in range(9_000)),
}


@pytest.mark.profile("2.42")
@pytest.mark.parametrize("query", _ACCEPTED.values(), ids=_ACCEPTED.keys())
def test_senseless_query_is_answered(query_api: Api, query: str) -> None:
    """What means something is answered as such, however long or odd it is."""
    reply = query_api.as_user("mobile").get(f"/messageConversations?{query}")

    assert reply.status == 200, reply.text[:200]
    assert reply.json().keys() == {"pager", "messageConversations"}


_REFUSED = {
    "long-word": (f"filter={'a' * LONG}", f"Invalid filter => {'a' * LONG}"),
    "long-path": (
        f"filter=messages{'.sender.userGroups' * 5_000}:null",
        f"Unknown path property: messages{'.sender.userGroups' * 5_000}",
    ),
    "unclosed-lists": (f"filter={'a:in:[,' * 10_000}", "Unknown path property: a"),
    "long-number": (
        f"filter=messageCount:eq:{'1' * LONG}",
        f"Unable to parse `{'1' * LONG}` as `Integer`.",
    ),
    "long-date": (
        f"filter=lastMessage:gt:{'9' * LONG}",
        f"Unable to parse `{'9' * LONG}` as `Date`.",
    ),
    "long-page": (
        f"page={'9' * LONG}",
        (
            f"Value '{'9' * LONG}' is not valid for parameter page. "
            "It should be of type int"
        ),
    ),
    "unfinished-percent": ("filter=%&fields=%zz", "Invalid filter => %"),
    "control-character": ("filter=a%00b:eq:1", "Unknown path property: a\x00b"),
}


@pytest.mark.profile("2.42")
@pytest.mark.parametrize(("query", "message"), _REFUSED.values(), ids=_REFUSED.keys())
def test_unreadable_query_is_refused(query_api: Api, query: str, message: str) -> None:
    """What means nothing is a 400 that repeats it whole."""
    reply = query_api.as_user("mobile").get(f"/messageConversations?{query}")

    assert reply.status == 400
    assert reply.json()["message"] == message


def test_nesting_ends_somewhere(api: Api) -> None:
    """Up and down the tree without end shows ids after a few turns."""
    fields = "id,parent[id,children[id,parent[id,children[id,parent[name]]]]]"
    path = f"/organisationUnits/UnitChild02?fields={fields}"

    reply = api.as_user("sam").get(path)

    child, parent = {"id": "UnitChild02"}, {"id": "UnitParent1"}
    assert reply.json() == {
        **child,
        "parent": {
            **parent,
            "children": [
                {
                    **child,
                    "parent": {**parent, "children": [{**child, "parent": parent}]},
                }
            ],
        },
    }
