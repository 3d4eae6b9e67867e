"""
Checks of `fields`, `filter`, `order`, paging and search, on conversations of their own.

What only asks for a refusal reads, and makes nothing.
"""

from typing import Any

from mock_server.contract.model import Check, Step
from mock_server.contract.steps import CONVERSATIONS, NOBODY, get, shown, start

_OWN = f"{CONVERSATIONS}?filter=subject:like:{{mark}}"
_ONE = start(about=" apple")
_THREE = (
    _ONE,
    start(keep="B", about=" Banana"),
    start(keep="C", about=" cherry"),
)


def _check(name: str, section: str, *steps: Step, **more: Any) -> Check:
    return Check("query", name, f"query.md {section}", steps, **more)


def _listed(query: str, *values: str) -> Step:
    """Return a list of what the check made, in whatever order."""
    return get(f"{_OWN}{query}", "total", "pageCount", *values)


def _in_order(query: str) -> Step:
    """Return a list of what the check made, in the order that is asked for."""
    return get(f"{_OWN}&fields=subject{query}", "subject", ordered=True)


def _asked(query: str, *values: str) -> Step:
    """Return a query of the conversations that is refused, or finds nothing."""
    return get(f"{CONVERSATIONS}?paging=false&fields=nothing&{query}", *values)


_FIELDS = (
    _check("list", "3", _ONE, _listed("", "displayName", "page", "pageSize")),
    _check(
        "fields-by-name",
        "8.3",
        _ONE,
        shown("id,subject,lastSender[id,displayName],messages[text,sender[username]]"),
    ),
    _check("fields-of-users", "8.3", _ONE, shown("createdBy[id],userMessages[user]")),
    _check(
        "fields-by-preset",
        "8.3",
        _ONE,
        shown(":identifiable"),
        shown(":nameable"),
        shown(":simple"),
        shown("*,!messages,!userMessages"),
    ),
    _check(
        "fields-transformed",
        "8.4",
        _ONE,
        shown("messages~size,id~rename(i)", "messages"),
        shown("messages~pluck(id),messages~isEmpty"),
    ),
    _check("fields-unknown", "8.2", _ONE, shown("nope"), shown("id,,nope,")),
    _check("fields-unbalanced", "8.2", _ONE, shown("messages[text,sender[id")),
    _check("fields-empty", "8.1", _ONE, _listed("&fields=")),
    _check("fields-in-list", "8.1", _ONE, _listed("&fields=*")),
)

_FILTERS = (
    _check(
        "filter-by-flag",
        "4.2",
        *_THREE,
        Step(f"POST {CONVERSATIONS}/unread", body=["{B}"]),
        _listed("&filter=read:eq:false&fields=subject", "subject"),
        _listed("&filter=read:eq:true&fields=subject", "subject"),
    ),
    _check(
        "filter-by-text",
        "4.4",
        *_THREE,
        _listed("&filter=subject:ilike:BANANA&fields=subject", "subject"),
        _listed("&filter=subject:like:BANANA&fields=subject", "subject"),
        _listed("&filter=subject:ilike$:ERRY&fields=subject", "subject"),
        _listed("&filter=subject:!ilike:apple&fields=subject", "subject"),
    ),
    _check(
        "filter-by-word",
        "4.4",
        *_THREE,
        _listed("&filter=messageType:eq:PRIVATE&fields=subject", "subject"),
        _listed("&filter=messageType:eq:TICKET"),
        _listed("&filter=status:in:[NONE,OPEN]&fields=subject", "subject"),
        _listed("&filter=priority:!eq:NONE"),
    ),
    _check(
        "filter-by-reference",
        "4.5",
        *_THREE,
        _listed("&filter=lastSender.id:eq:{me}&fields=subject", "subject"),
        _listed("&filter=assignee.id:eq:{me}"),
        _listed("&filter=assignee:null&fields=subject", "subject"),
        _listed("&filter=messages.text:ilike:contract&fields=subject", "subject"),
    ),
    _check(
        "filter-by-ids",
        "4.4",
        *_THREE,
        get(f"{CONVERSATIONS}?filter=id:in:[{{A}},{{C}}]&fields=subject", "subject"),
    ),
    _check("filter-unknown-property", "4.2", _asked("filter=foo:eq:1")),
    _check("filter-unknown-operator", "4.4", _asked("filter=subject:between:a")),
    _check("filter-unknown-word", "4.3", _asked("filter=messageType:eq:FOO")),
    _check("filter-cut-short", "4.2", _asked("filter=subject")),
    _check("filter-by-bad-list", "4.4", _asked("filter=status:in:OPEN")),
    _check("filter-by-bad-date", "4.3", _asked("filter=lastMessage:lt:soon")),
    _check(
        "junction-unknown", "4.6", _asked(f"filter=id:eq:{NOBODY}&rootJunction=XOR")
    ),
)

_ORDER_AND_PAGES = (
    _check(
        "order",
        "5",
        *_THREE,
        _in_order("&order=subject:asc"),
        _in_order("&order=subject:desc"),
        _in_order("&order=subject:iasc"),
        _in_order("&order=subject:idesc"),
    ),
    _check("order-unknown-property", "5", _ONE, _in_order("&order=nope:asc")),
    _check(
        "order-unknown-direction",
        "5",
        *_THREE,
        _in_order("&order=subject:up"),
        profiles=frozenset({"2.43"}),  # before, it is ordered by uids, which are random
    ),
    _check(
        "pages",
        "7",
        *_THREE,
        *(
            get(
                f"{_OWN}&fields=subject&order=subject:asc&pageSize=1&page={page}",
                *("subject", "page", "total", "pageSize", "pageCount"),
            )
            for page in (1, 2, 3)
        ),
    ),
    _check(
        "page-beyond-end",
        "7",
        *_THREE,
        _listed("&pageSize=2&page=9&order=subject:asc&fields=subject", "page"),
    ),
    _check("page-below-one", "7", _ONE, _listed("&page=0", "page")),
    _check("page-is-no-number", "7", _ONE, _listed("&page=abc")),
    _check("without-paging", "7", _ONE, _listed("&paging=false")),
)

_SEARCH = (
    _check(
        "search",
        "6",
        *_THREE,
        _listed("&queryString=ban&fields=subject", "subject"),
        _listed("&queryString=anana"),
        _listed("&queryString=anana&queryOperator=ilike&fields=subject", "subject"),
    ),
    _check("search-unknown-operator", "6", _asked("queryString=x&queryOperator=foo")),
)

CHECKS = (*_FIELDS, *_FILTERS, *_ORDER_AND_PAGES, *_SEARCH)
