"""`filter`: how it arrives, what it means, how it is refused (query.md 4)."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from mock_server.domain.errors import UnreadableFilterError, UnreadableParameterError

if TYPE_CHECKING:
    from tests.unit.query.conftest import Inbox

_SELECTIONS = {
    "enum": ("messageType:eq:PRIVATE", "A"),
    "boolean": ("read:eq:false", "A,C"),
    "boolean-of-any-word": ("read:eq:no", "A,C"),
    "boolean-in-any-case": ("followUp:eq:TRUE", "A"),
    "in": ("status:in:[OPEN,PENDING]", "B"),
    "not-in": ("status:!in:[OPEN,PENDING]", "A,C"),
    "not-eq": ("priority:!eq:NONE", "B,C"),
    "ne": ("priority:ne:NONE", "B,C"),
    "neq": ("priority:neq:NONE", "B,C"),
    "reference-id": ("assignee.id:eq:TicketUsr03", "B"),
    "null": ("assignee:null", "A,C"),
    "not-null": ("assignee:!null", "B"),
    "null-ignores-a-value": ("assignee:null:x", "A,C"),
    "null-on-the-way": ("assignee.id:null", "A,C"),
    "null-differs": ("assignee.id:!eq:TicketUsr03", "A,C"),
    "last-sender": ("lastSender.id:eq:MobileUsr02", "A,B"),
    "all-participants": ("userMessages.user.id:eq:AdminUser01", "A"),
    "nested-ilike": ("messages.text:ilike:FRIDAY", "A"),
    "nested-like": ("messages.text:like:FRIDAY", ""),
    "nested-negation-of-any": ("messages.text:!ilike:friday", "A,B,C"),
    "internal-text": ("messages.text:ilike:ldap", "B"),
    "size": ("messages:gt:1", "A,B"),
    "size-eq": ("messages:eq:1", "C"),
    "size-not-empty": ("messages:!empty", "A,B,C"),
    "size-empty": ("messages:empty", ""),
    "begins": ("subject:$ilike:login", "B"),
    "startsWith": ("subject:startsWith:login", "B"),
    "begins-case": ("subject:$like:login", ""),
    "not-begins": ("subject:!$ilike:login", "A,C"),
    "ends": ("subject:ilike$:ING", "A"),
    "endsWith": ("subject:endsWith:ING", "A"),
    "ends-case": ("subject:like$:ing", "A"),
    "ieq": ("subject:ieq:LOGIN PROBLEM", "B"),
    "not-ilike": ("subject:!ilike:data", "B,C"),
    "not-ilike-of-null": ("extMessageId:!ilike:x", ""),
    "eq-is-case-sensitive": ("subject:eq:login problem", ""),
    "date-ge": ("lastMessage:ge:2024-02-01", "A,B"),
    "date-milliseconds": ("lastMessage:eq:2024-02-05T12:00:00.500", "B"),
    "date-offset": ("lastMessage:eq:2024-02-05T13:00:00.500+0100", "B"),
    "date-zulu": ("lastMessage:le:2024-01-20T08:00:00Z", "C"),
    "date-with-blank": ("lastMessage:eq:2024-01-20 08:00:00Z", "C"),
    "date-with-blank-and-offset": ("lastMessage:eq:2024-01-20 09:00:00+0100", "C"),
    "date-without-leading-zeros": ("lastMessage:ge:2024-2-5T9:5", "B"),
    "date-with-offset-of-hours": ("lastMessage:ge:2024-02-05T13:00:00.500+01", "B"),
    "date-of-long-ago": ("lastMessage:gt:24-1-2 3:4:5Z", "A,B,C"),
    "date-year": ("lastMessage:lt:2024", ""),
    "date-compact": ("lastMessage:gt:20240204", "B"),
    "count-without-internal": ("messageCount:eq:1", "B,C"),
    "custom-attribute": ("abcdefghijk:eq:1", ""),
    "access": ("access.read:eq:true", "A,B,C"),
    "access-denied": ("access.delete:eq:false", ""),
    "access-there": ("access:!null", "A,B,C"),
    "access-of-reference": ("lastSender.access.update:eq:true", "A,B"),
    "access-to-data": ("access.data.write:eq:true", ""),
    "colon-kept": ("subject:like:alert: ANC", "C"),
    "token-anywhere-in-stored-text": ("subject:token:ortal", "A"),
    "token-begins-elsewhere": ("displayName:token:ortal", ""),
    "not-token-of-null": ("assignee.displayName:!token:tina", "A,C"),
    "token-of-no-letters": ("displayName:token:--", "A,B,C"),
    "identifiable-id": ("identifiable:eq:ConvAlpha01", "A"),
    "identifiable-name": ("identifiable:ilike:LOGIN", "B"),
    "identifiable-by-id-or-name": (
        "identifiable:in:[ConvAlpha01,Login problem]",
        "A,B",
    ),
    "identifiable-token": ("identifiable:token:alph", "A"),
    "identifiable-token-within-id": ("identifiable:token:lpha", "A"),
    "identifiable-token-too-short-for-id": ("identifiable:token:con", ""),
    "identifiable-token-of-name": ("identifiable:token:log", "B"),
    "token-in-id": ("id:token:alpha", "A"),
    "token-too-short-for-id": ("id:token:zzz", "A,B,C"),
    "never-edited": ("lastUpdatedBy:null", "A,B,C"),
    "no-code": ("code:null", "A,B,C"),
    "in-list-with-comma-at-the-end": ("status:in:[OPEN,NONE,,]", "A,B,C"),
    "in-list-of-nothing": ("subject:in:[]", ""),
    "in-a-collection": ("favorites:in:[AdminUser01]", ""),
    "not-in-a-collection": ("favorites:!in:[AdminUser01]", "A,B,C"),
    "colons-at-the-end-dropped": ("subject:like:alert::", "C"),
    "colons-within-kept": ("subject:like:alert:: ANC", ""),
    "not-in-of-null": ("extMessageId:!in:[x]", "A,B,C"),
    "in-of-null": ("extMessageId:in:[x]", ""),
    "in-dates": ("lastMessage:in:[2024-01-20T08:00:00.000]", "C"),
    "not-eq-of-null": ("extMessageId:!eq:x", "A,B,C"),
    "gt-of-null": ("extMessageId:gt:a", ""),
    "text-compared": ("subject:lt:M", "B"),
    "boolean-compared": ("read:gt:false", "B"),
    "text-not-empty": ("subject:!empty", "A,B,C"),
    "text-empty": ("subject:empty", ""),
    "null-not-empty": ("extMessageId:!empty", "A,B,C"),
    "null-is-not-empty-text": ("extMessageId:empty", ""),
    "ieq-of-null": ("extMessageId:ieq:x", ""),
    "none": ("", "A,B,C"),
}


@pytest.mark.parametrize(
    ("text", "letters"), _SELECTIONS.values(), ids=_SELECTIONS.keys()
)
def test_filter_selects_conversations(inbox: Inbox, text: str, letters: str) -> None:
    """Each operator selects by the rules of the in-memory engine."""
    assert inbox.letters(f"filter={text}") == letters


_REFUSALS = {
    "one-part": ("subject", "Invalid filter => subject"),
    "no-operator": ("subject:", "Invalid filter => subject:"),
    "colons-alone": ("subject::", "Invalid filter => subject::"),
    "empty-operator": ("subject::x", "`` is not a valid operator."),
    "path-before-operator": ("foo:between:1", "Unknown path property: foo"),
    "operator-before-value": ("status:EQ:nope", "`EQ` is not a valid operator."),
    "beyond-plain-values": ("favorites.x:eq:1", "Unknown path property: favorites.x"),
    "in-without-list": ("status:in", "Invalid argument `null` for in operator."),
    "not-in-without-list": ("id:!in:", "Invalid argument `null` for in operator."),
    "in-of-commas": ("status:in:[,]", "Invalid argument `[,]` for in operator."),
    "in-objects": ("messages:in:[1,7]", "Unable to parse `1` to `Message`."),
    "unknown-path": ("foo:eq:1", "Unknown path property: foo"),
    "unknown-nested-path": ("messages.foo:eq:1", "Unknown path property: messages.foo"),
    "beyond-simple": (
        "subject.x:eq:1",
        (
            "Simple type was found before finished parsing path expression, "
            "please check your path string."
        ),
    ),
    "between": ("subject:between:a", "`between` is not a valid operator."),
    "operator-case": ("subject:EQ:x", "`EQ` is not a valid operator."),
    "enum-case": (
        "messageType:eq:private",
        (
            "Unable to parse `private` as `class org.hisp.dhis.message.MessageType`, "
            "available values are: "
            "[PRIVATE, SYSTEM, VALIDATION_RESULT, TICKET, SYSTEM_VERSION_UPDATE]"
        ),
    ),
    "list-item-with-blank": (
        "status:in:[NONE, OPEN]",
        (
            "Unable to parse ` OPEN` as "
            "`class org.hisp.dhis.message.MessageConversationStatus`, "
            "available values are: [NONE, OPEN, PENDING, INVALID, SOLVED]"
        ),
    ),
    "in-without-brackets": (
        "status:in:OPEN",
        "Collection size must be integer `OPEN`",
    ),
    "size-of-letters": ("messages:gt:x", "Collection size must be integer `x`"),
    "integer": ("messageCount:eq:x", "Unable to parse `x` as `Integer`."),
    "more-than-an-integer": (
        "messageCount:eq:2147483648",
        "Unable to parse `2147483648` as `Integer`.",
    ),
    "more-than-a-size": (
        "messages:eq:2147483648",
        "Collection size must be integer `2147483648`",
    ),
    "integer-of-other-digits": (
        "messageCount:eq:\u0663",
        "Unable to parse `\u0663` as `Integer`.",
    ),
    "ready-json": ("access:eq:x", "Unable to parse `x` to `Access`."),
    "date": ("lastMessage:lt:soon", "Unable to parse `soon` as `Date`."),
    "date-with-blank-and-no-zone": (
        "lastMessage:lt:2024-01-20 08:00:00",
        "Unable to parse `2024-01-20 08:00:00` as `Date`.",
    ),
    "date-with-blank-and-no-seconds": (
        "lastMessage:lt:2024-01-20 08:00Z",
        "Unable to parse `2024-01-20 08:00Z` as `Date`.",
    ),
    "before-all-dates": (
        "lastMessage:ge:0001-01-01T00:00:00+0100",
        "Unable to parse `0001-01-01T00:00:00+0100` as `Date`.",
    ),
    "after-all-dates": (
        "lastMessage:ge:9999-12-31T23:59:59-0100",
        "Unable to parse `9999-12-31T23:59:59-0100` as `Date`.",
    ),
    "no-such-compact-day": (
        "lastMessage:ge:20241399",
        "Unable to parse `20241399` as `Date`.",
    ),
    "no-such-day": (
        "lastMessage:lt:2024-02-30",
        "Unable to parse `2024-02-30` as `Date`.",
    ),
    "reference": (
        "assignee:eq:TicketUsr03",
        "Unable to parse `TicketUsr03` to `User`.",
    ),
    "enum-compared": (
        "status:gt:NONE",
        (
            "Value `NONE` of type `MessageConversationStatus` "
            "is not supported by this operator."
        ),
    ),
}


@pytest.mark.parametrize(("text", "words"), _REFUSALS.values(), ids=_REFUSALS.keys())
def test_bad_filter_is_refused(inbox: Inbox, text: str, words: str) -> None:
    """A filter that cannot be read is refused in the server's words."""
    with pytest.raises(UnreadableFilterError) as caught:
        inbox.page(f"filter={text}")

    assert caught.value.facts == {"text": words}


def test_filters_are_read_one_by_one(inbox: Inbox) -> None:
    """The first filter that is wrong in any way is the one that is refused (4.2)."""
    with pytest.raises(UnreadableFilterError) as caught:
        inbox.page("filter=status:eq:nope,subject:EQ:x")

    assert "`nope`" in str(caught.value.facts["text"])


_EQUAL = frozenset({"eq", "!eq", "ne", "neq"})
_COMPARED = frozenset({"gt", "ge", "gte", "lt", "le", "lte"})
_OF_TEXTS = frozenset(
    {
        *("ieq", "token", "!token", "startsWith", "endsWith"),
        *("like", "!like", "$like", "!$like", "like$", "!like$"),
        *("ilike", "!ilike", "$ilike", "!$ilike", "ilike$", "!ilike$"),
    }
)
_TYPES = {
    # property: an argument, how it is named where refused, what takes it
    "subject": ("x", None, _EQUAL | _COMPARED | _OF_TEXTS),
    "read": ("no", "`false` of type `Boolean`", _EQUAL | _COMPARED),
    "messageCount": ("+1", "`1` of type `Integer`", _EQUAL | _COMPARED),
    "messages": ("1", "`1` of type `Integer`", _EQUAL | _COMPARED),
    "userMessages": ("1", "`1` of type `Integer`", _EQUAL | _COMPARED),
    "lastMessage": (
        "2024",
        "`Mon Jan 01 00:00:00 UTC 2024` of type `Date`",
        _EQUAL | _COMPARED,
    ),
    "status": ("OPEN", "`OPEN` of type `MessageConversationStatus`", _EQUAL),
}


@pytest.mark.parametrize("operator", sorted(_EQUAL | _COMPARED | _OF_TEXTS))
@pytest.mark.parametrize("name", _TYPES)
def test_operator_knows_its_types(inbox: Inbox, name: str, operator: str) -> None:
    """An operator takes the types it is made for, and names others (4.3)."""
    argument, named, operators = _TYPES[name]
    text = f"{name}:{operator}:{argument}"

    if operator in operators:
        inbox.page(f"filter={text}")
        return
    with pytest.raises(UnreadableFilterError) as caught:
        inbox.page(f"filter={text}")

    words = f"Value {named} is not supported by this operator."
    assert caught.value.facts == {"text": words}


@pytest.mark.parametrize("text", ["subject:eq", "subject:eq:", "subject:token"])
def test_missing_value_is_refused(inbox: Inbox, text: str) -> None:
    """An operator that takes a value is refused without one."""
    with pytest.raises(UnreadableFilterError):
        inbox.page(f"filter={text}")


_ARRIVALS = {
    "two-in-one": ("2.42", "filter=read:eq:false,messageType:eq:PRIVATE", "A"),
    "two-parameters": (
        "2.42",
        "filter=read:eq:false&filter=messageType:eq:PRIVATE",
        "A",
    ),
    "fragment-dropped": ("2.42", "filter=subject&filter=read:eq:false", "A,C"),
    "value-cut": ("2.42", "filter=subject:eq:Validation alert: ANC, 2023", ""),
    "value-whole": ("2.41", "filter=subject:eq:Validation alert: ANC, 2023", "C"),
    "list-value-kept": ("2.42", "filter=status:in:[OPEN,NONE],read:eq:true", "B"),
    "contradiction": ("2.42", "filter=status:eq:OPEN&filter=read:eq:false", ""),
    "junction-or": (
        "2.42",
        "filter=status:eq:OPEN&filter=read:eq:false&rootJunction=OR",
        "A,B,C",
    ),
    "junction-in-lower-case": (
        "2.42",
        "filter=status:eq:OPEN&filter=read:eq:false&rootJunction=or",
        "A,B,C",
    ),
    "junction-lower-case-is-and": (
        "2.41",
        "filter=status:eq:OPEN&filter=read:eq:false&rootJunction=or",
        "",
    ),
}


@pytest.mark.parametrize(
    ("profile", "query", "letters"), _ARRIVALS.values(), ids=_ARRIVALS.keys()
)
def test_filters_arrive_by_profile(
    inbox: Inbox, profile: str, query: str, letters: str
) -> None:
    """How several filters are written and joined depends on the version."""
    assert inbox.behaving_as(profile).letters(query) == letters


def test_unknown_junction_is_refused(inbox: Inbox) -> None:
    """A `rootJunction` that is neither AND nor OR is refused from 2.42 on."""
    with pytest.raises(UnreadableParameterError) as caught:
        inbox.page("rootJunction=XOR")

    assert caught.value.facts == {
        "parameter": "rootJunction",
        "value": "XOR",
        "hint": "Valid values are: [AND, OR]",
    }


_JOINED = {
    "null": ("assignee.id:null", "A,C", ""),
    "different": ("assignee.id:!eq:AdminUser01", "A,B,C", "B"),
    "same": ("assignee.id:eq:TicketUsr03", "B", "B"),
    "stub": ("createdBy.username:!eq:x", "A,B,C", "A,B"),
    "not-stored": ("assignee.displayName:null", "A,C", "A,C"),
    "through-collection": ("messages.sender.id:null", "C", "C"),
    "reference-itself": ("assignee:null", "A,C", "A,C"),
}


@pytest.mark.parametrize(
    ("text", "in_2_42", "in_2_43"), _JOINED.values(), ids=_JOINED.keys()
)
def test_references_are_joined_in_2_43(
    inbox: Inbox, text: str, in_2_42: str, in_2_43: str
) -> None:
    """A stored path over single references drops what has none from 2.43 on (4.5)."""
    assert inbox.letters(f"filter={text}") == in_2_42
    assert inbox.behaving_as("2.43").letters(f"filter={text}") == in_2_43


def test_not_empty_needs_2_42(inbox: Inbox) -> None:
    """`!empty` is no operator before 2.42."""
    with pytest.raises(UnreadableFilterError) as caught:
        inbox.behaving_as("2.41").page("filter=messages:!empty")

    assert caught.value.facts == {"text": "`!empty` is not a valid operator."}


@pytest.mark.parametrize(
    ("profile", "user", "query"),
    [
        ("2.42", "dag2", ""),
        ("2.43", "dag2", "order=nope&"),
        ("2.42", "mobile", "queryString=budget&"),
        ("2.42", "dag2", "rootJunction=and&query=&queryString=&"),
    ],
)
def test_empty_inbox_ignores_filters(
    inbox: Inbox, profile: str, user: str, query: str
) -> None:
    """Where nothing is left to filter, bad filters and orders are not read (3)."""
    mine = inbox.behaving_as(profile).seen_by(user)

    assert mine.page(f"{query}filter=foo:eq:1").items == []


@pytest.mark.parametrize(
    ("profile", "user", "query"),
    [
        ("2.41", "dag2", ""),
        ("2.41", "mobile", "queryString=budget&"),
        ("2.42", "mobile", "queryString=report&"),
        ("2.42", "dag2", "rootJunction=OR&"),
        ("2.42", "dag2", "query=budget&"),
    ],
)
def test_filters_are_read_all_the_same(
    inbox: Inbox, profile: str, user: str, query: str
) -> None:
    """They are where something is found, junctions are OR, or 2.41 is meant (3)."""
    mine = inbox.behaving_as(profile).seen_by(user)

    with pytest.raises(UnreadableFilterError):
        mine.page(f"{query}filter=foo:eq:1")


@pytest.mark.parametrize(
    "text",
    [f"{'a' * 100_000},x", "userMessages.user" + ".userGroups.users" * 4_000 + ":null"],
    ids=["long-word", "long-path"],
)
def test_hostile_filter_is_survived(inbox: Inbox, text: str) -> None:
    """Length of the text neither stalls nor breaks anything."""
    with contextlib.suppress(UnreadableFilterError):
        inbox.page(f"filter={text}")
