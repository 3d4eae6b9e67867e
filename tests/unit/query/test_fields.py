"""`fields`: selection, nesting, presets, exclusions, transformers (query.md 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest

if TYPE_CHECKING:
    from tests.unit.query.conftest import Inbox

_ADA = {
    "id": "AdminUser01",
    "code": None,
    "name": "Ada Berg",
    "displayName": "Ada Berg",
    "username": "admin",
}

_ALPHA = "ConvAlpha01"
_SUBJECT = {"subject": "Mortality data reporting"}

_SELECTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "one": ("subject", {"subject": "Mortality data reporting"}),
    "unknown": ("nope", {}),
    "unknown-beside": ("nope,id", {"id": "ConvAlpha01"}),
    "null-left-out": ("id,assignee,extMessageId", {"id": "ConvAlpha01"}),
    "blanks": (" id , read ", {"id": "ConvAlpha01", "read": False}),
    "empty-items": ("id,,read,", {"id": "ConvAlpha01", "read": False}),
    "twice": ("id,id", {"id": "ConvAlpha01"}),
    "date": ("lastMessage", {"lastMessage": "2024-02-03T09:15:00.000"}),
    "href": (
        "href",
        {"href": "http://mock:8080/api/messageConversations/ConvAlpha01"},
    ),
    "reference": ("lastSender", {"lastSender": {"id": "MobileUsr02"}}),
    "reference-detail": (
        "lastSender[displayName]",
        {"lastSender": {"displayName": "Moses Kamara"}},
    ),
    "round-brackets": (
        "lastSender(displayName)",
        {"lastSender": {"displayName": "Moses Kamara"}},
    ),
    "stub": ("createdBy", {"createdBy": _ADA}),
    "stub-whatever-is-asked": ("createdBy[id]", {"createdBy": _ADA}),
    "references": (
        "messages",
        {"messages": [{"id": "MsgAlpha001"}, {"id": "MsgAlpha002"}]},
    ),
    "detail-beats-default": (
        "messages,messages[internal]",
        {"messages": [{"internal": False}, {"internal": False}]},
    ),
    "brackets-that-name-nothing": (
        "messages[],lastSender[nope,:nope],assignee[]",
        {
            "messages": [{"id": "MsgAlpha001"}, {"id": "MsgAlpha002"}],
            "lastSender": {"id": "MobileUsr02"},
        },
    ),
    "brackets-that-only-exclude": (
        "messages[!text],lastSender[!id]",
        {
            "messages": [{"id": "MsgAlpha001"}, {"id": "MsgAlpha002"}],
            "lastSender": {},
        },
    ),
    "nested-twice": (
        "messages[sender[username]]",
        {
            "messages": [
                {"sender": {"username": "admin"}},
                {"sender": {"username": "mobile"}},
            ]
        },
    ),
    "simple-with-brackets": ("id[x]", {"id": "ConvAlpha01"}),
    "missing-brackets": (
        "messages[sender[username",
        {
            "messages": [
                {"sender": {"username": "admin"}},
                {"sender": {"username": "mobile"}},
            ]
        },
    ),
    "surplus-bracket": ("id],subject", {"id": "ConvAlpha01"}),
    "exclusion-first": (
        "!subject,subject,id",
        {"id": "ConvAlpha01"},
    ),
    "identifiable": (
        "!subject,:identifiable",
        {
            "id": "ConvAlpha01",
            "name": "Mortality data reporting",
            "created": "2024-01-01T00:00:00.000",
            "lastUpdated": "2024-01-01T00:00:00.000",
        },
    ),
    "exclusion-below": (
        "messages[id,internal,!internal],lastSender[id],lastSender[!id,username]",
        {
            "messages": [{"id": "MsgAlpha001"}, {"id": "MsgAlpha002"}],
            "lastSender": {"username": "mobile"},
        },
    ),
    "exclusion-far-below": (
        "messages[sender[id,username,!id],id,!id],read",
        {
            "messages": [
                {"sender": {"username": "admin"}},
                {"sender": {"username": "mobile"}},
            ],
            "read": False,
        },
    ),
    "excluded-with-brackets": (
        "messages[id,internal],!messages[internal],read",
        {"read": False},
    ),
    "excluded-with-brackets-left-open": ("id,messages,!messages[!text", {"id": _ALPHA}),
    "signs-count-wherever-they-stand": (
        "id,sub!ject,subject,read:x,read*",
        {"id": _ALPHA},
    ),
    "exclusion-of-preset": (
        "!:nameable,!created,!lastUpdated",
        {"id": _ALPHA, "name": "Mortality data reporting"},
    ),
    "braces-belong-to-names": ("{id},read", {"read": False}),
    "exclusion-drops-what-is-below": ("lastSender[id],!lastSender,id", {"id": _ALPHA}),
    "unknown-preset": (":nope,id", {"id": "ConvAlpha01"}),
    "unknown-characters-skipped": ("-i_d;,sub.ject$", _SUBJECT | {"id": _ALPHA}),
    "no-such-marker": ("id@rename(x)", {}),
    "preset-below": (
        "lastSender[:identifiable,!created,!lastUpdated]",
        {"lastSender": {"id": "MobileUsr02", "name": "Moses Kamara"}},
    ),
    "nameable": (
        ":nameable,!created,!lastUpdated",
        {"id": _ALPHA, "name": "Mortality data reporting"},
    ),
    "owner-less-the-rest": (
        ":owner,!messages,!userMessages,!created,!lastUpdated,!createdBy",
        {
            "id": _ALPHA,
            **_SUBJECT,
            "messageType": "PRIVATE",
            "status": "NONE",
            "priority": "NONE",
            "lastMessage": "2024-02-03T09:15:00.000",
            "lastSender": {"id": "MobileUsr02"},
            "messageCount": 2,
        },
    ),
    "complex-in-full": (
        "userMessages[read,followUp]",
        {
            "userMessages": [
                {"read": True, "followUp": False},
                {"read": False, "followUp": True},
            ]
        },
    ),
    "complex-by-empty-brackets": (
        "userMessages[nope,!key,!user]",
        {
            "userMessages": [
                {"read": True, "followUp": False},
                {"read": False, "followUp": True},
            ]
        },
    ),
    "ready-json-by-empty-brackets": (
        "access[nope,!manage,!write]",
        {"access": {"read": True, "update": True, "delete": True}},
    ),
    "ready-json-excluded-below": (
        "sharing[!users]",
        {"sharing": {"external": False, "userGroups": {}}},
    ),
    "ready-json-null": ("sharing[public,owner]", {"sharing": {}}),
    "ready-json-in-part": ("access[read,nope]", {"access": {"read": True}}),
    "ready-json-by-preset": (
        "access[:simple,!manage],sharing[:simple]",
        {
            "access": {"write": True, "read": True, "update": True, "delete": True},
            "sharing": {"external": False},
        },
    ),
    "ready-json-renamed": ("access[read~rename(r)]", {"access": {"r": True}}),
    "ready-json-less": (
        "sharing[*,!external]",
        {"sharing": {"users": {}, "userGroups": {}}},
    ),
    "ready-json-list": ("translations[x]", {"translations": []}),
    "size": ("messages~size,id~rename(i)", {"messages": 2, "i": "ConvAlpha01"}),
    "size-of-text": ("id::size", {"id": 11}),
    "size-of-number": ("messageCount|size", {"messageCount": 2}),
    "size-after-detail-marker": ("messages~size[text]", {"messages": 2}),
    "chain": ("messages~size~rename(n)", {"n": 2}),
    "chain-sees-what-was-selected": (
        "messages~pluck(id)~size~isEmpty",
        {"messages": False},
    ),
    "chain-keeps-what-applied": ("messages~size~paging(1;1)", {"messages": 2}),
    "chain-keeps-what-was-made": ("subject~size~isEmpty", {"subject": 24}),
    "chain-of-list-and-object": ("messages~keyBy(id)~size", {"messages": 2}),
    "rename-comes-last": ("messages~rename(n)~size", {"n": 2}),
    "pluck": ("messages~pluck", {"messages": ["MsgAlpha001", "MsgAlpha002"]}),
    "pluck-named": (
        "messages~pluck(id)",
        {"messages": ["MsgAlpha001", "MsgAlpha002"]},
    ),
    "pluck-missing-key": (
        "messages~pluck(text)",
        {"messages": [{"id": "MsgAlpha001"}, {"id": "MsgAlpha002"}]},
    ),
    "is-empty": ("messages~isEmpty", {"messages": False}),
    "is-not-empty": ("messages~isNotEmpty", {"messages": True}),
    "key-by": (
        "messages~keyBy",
        {
            "messages": {
                "MsgAlpha001": {"id": "MsgAlpha001"},
                "MsgAlpha002": {"id": "MsgAlpha002"},
            }
        },
    ),
    "key-by-shared": (
        "messages~keyBy(internal)[internal]",
        {"messages": {"false": [{"internal": False}, {"internal": False}]}},
    ),
    "key-by-object": (
        "createdBy~keyBy,messages~keyBy(sender)[sender]",
        {"createdBy": _ADA, "messages": {}},
    ),
    "rename-below-renamed": (
        "messages~rename(m)[id~rename(i)]",
        {"m": [{"i": "MsgAlpha001"}, {"i": "MsgAlpha002"}]},
    ),
    "key-by-before-rename-below": (
        "messages~keyBy(id)[id~rename(i)]",
        {
            "messages": {
                "MsgAlpha001": {"i": "MsgAlpha001"},
                "MsgAlpha002": {"i": "MsgAlpha002"},
            }
        },
    ),
    "pluck-before-size-below": (
        "messages~pluck(id)[id~size]",
        {"messages": ["MsgAlpha001", "MsgAlpha002"]},
    ),
    "stub-renamed-below": (
        "createdBy[username~rename(login)]",
        {
            "createdBy": {
                key: value for key, value in _ADA.items() if key != "username"
            }
            | {"login": "admin"}
        },
    ),
    "marker-without-name": ("id~~size,read~,~size", {"id": 11, "read": False}),
    "key-by-nothing": ("messages~keyBy(nope)", {"messages": {}}),
    "lists-only": ("id~isEmpty~isNotEmpty~pluck~keyBy", {"id": "ConvAlpha01"}),
    "paging-does-nothing": (
        "messages~paging(1;1)",
        {"messages": [{"id": "MsgAlpha001"}, {"id": "MsgAlpha002"}]},
    ),
    "null-transformed": ("assignee~size", {}),
}


@pytest.mark.parametrize(
    ("text", "shown"), _SELECTIONS.values(), ids=_SELECTIONS.keys()
)
def test_fields_select_properties(
    inbox: Inbox, text: str, shown: dict[str, Any]
) -> None:
    """An object shows what `fields` names, and nothing else."""
    assert inbox.get("ConvAlpha01", f"fields={text}") == shown


def test_shared_keys_collect(inbox: Inbox) -> None:
    """Objects under one key make a list, however many there are."""
    alpha = inbox.state.conversations["ConvAlpha01"]
    third = replace(alpha.messages[0], uid="MsgAlpha003")
    longer = replace(alpha, messages=(*alpha.messages, third))
    changed = replace(inbox, state=inbox.state.with_conversation(longer))

    shown = changed.get("ConvAlpha01", "fields=messages~keyBy(internal)[internal]")

    assert shown == {"messages": {"false": [{"internal": False}] * 3}}


@pytest.mark.parametrize(("text", "size"), [("naïve", 5), ("\U0001f600!", 3)])
def test_size_counts_as_java_does(inbox: Inbox, text: str, size: int) -> None:
    """The length of a text is what UTF-16 takes for it (8.4)."""
    alpha = replace(inbox.state.conversations[_ALPHA], subject=text)
    changed = replace(inbox, state=inbox.state.with_conversation(alpha))

    assert changed.get(_ALPHA, "fields=subject~size") == {"subject": size}


def test_list_defaults_to_names(inbox: Inbox) -> None:
    """A list shows id and displayName where nothing is asked for."""
    assert inbox.page("pageSize=1").items == [
        {"id": "ConvAlpha01", "displayName": "Mortality data reporting"}
    ]


_EMPTY = {
    "list-2.42": ("2.42", "fields=", {"id": _ALPHA, "displayName": ANY}),
    "list-of-commas": ("2.42", "fields=,&fields=", {"id": _ALPHA, "displayName": ANY}),
    "list-2.41": ("2.41", "fields=", {}),
    "list-2.41-absent": ("2.41", "", {"id": _ALPHA, "displayName": ANY}),
}


@pytest.mark.parametrize(
    ("profile", "query", "item"), _EMPTY.values(), ids=_EMPTY.keys()
)
def test_empty_fields_are_none_or_nothing(
    inbox: Inbox, profile: str, query: str, item: dict[str, Any]
) -> None:
    """An empty `fields` counts as absent, or in 2.41 as selecting nothing (8.1)."""
    assert inbox.behaving_as(profile).page(query).items[0] == item


def test_simple_preset_is_what_can_be_ordered(inbox: Inbox) -> None:
    """`:simple` shows the plain values, flags of the viewer and href included."""
    shown = inbox.page("fields=:simple&filter=id:eq:ConvBravo02").items[0]

    assert shown.keys() == {
        *("id", "href", "name", "displayName", "created", "lastUpdated", "subject"),
        *("messageType", "status", "priority", "lastMessage", "messageCount"),
        *("read", "followUp", "userFirstname", "userSurname"),
        *("lastSenderFirstname", "lastSenderSurname", "favorite"),
    }


_SPELLINGS = ["id::rename(i)", "id~rename(i)", "id|rename(i)", "id ~ rename( i )"]


@pytest.mark.parametrize("text", _SPELLINGS)
def test_transformers_have_three_markers(inbox: Inbox, text: str) -> None:
    """`::`, `~` and `|` mark a transformer alike."""
    assert inbox.get("ConvAlpha01", f"fields={text}") == {"i": "ConvAlpha01"}


def test_repeated_fields_are_joined(inbox: Inbox) -> None:
    """Repeated parameters and one with commas are the same."""
    repeated = inbox.page("fields=id&fields=subject").items

    assert repeated == inbox.page("fields=id,subject").items


def test_joined_pieces_may_be_unbalanced(inbox: Inbox) -> None:
    """Brackets count after joining, as the messaging app sends them."""
    pieces = "fields=messages[id,sender[id,displayName]&fields=attachments[id, name]]"
    shown = inbox.get("ConvBravo02", pieces)

    assert shown == {
        "messages": [
            {
                "id": "MsgBravo001",
                "sender": {"id": "MobileUsr02", "displayName": "Moses Kamara"},
                "attachments": [],
            }
        ]
    }


def test_default_object_shows_everything(inbox: Inbox) -> None:
    """A single read shows all properties that have a value."""
    shown = inbox.get("ConvAlpha01")

    assert shown.keys() == {
        *("id", "href", "name", "displayName", "subject", "created", "lastUpdated"),
        *("lastMessage", "messageType", "priority", "status", "messageCount", "read"),
        *("followUp", "createdBy", "user", "lastSender", "messages", "userMessages"),
        *("access", "sharing", "translations", "attributeValues"),
        *("favorites", "favorite"),
    }
    assert (shown["read"], shown["followUp"], shown["messageCount"]) == (False, True, 2)
    assert shown["messages"] == [{"id": "MsgAlpha001"}, {"id": "MsgAlpha002"}]
    assert [row.keys() for row in shown["userMessages"]] == [
        {"key", "read", "followUp", "user"},
        {"key", "read", "followUp", "user"},
    ]


def test_owner_preset_is_what_is_stored(inbox: Inbox) -> None:
    """`:owner` and `:persisted` are the stored properties."""
    shown = inbox.get("ConvBravo02", "fields=:owner")

    assert shown.keys() == {
        *("id", "created", "lastUpdated", "createdBy", "subject", "messageType"),
        *("status", "priority", "lastMessage", "lastSender", "assignee"),
        *("messageCount", "messages", "userMessages"),
    }
    assert shown == inbox.get("ConvBravo02", "fields=:persisted")


def test_list_shows_own_row(inbox: Inbox) -> None:
    """A list shows of the participants the caller's row only."""
    items = inbox.page("fields=userMessages[followUp,user]&pageSize=1").items

    assert items == [
        {
            "userMessages": [
                {
                    "followUp": True,
                    "user": {
                        "id": "MobileUsr02",
                        "code": None,
                        "name": "Moses Kamara",
                        "displayName": "Moses Kamara",
                        "username": "mobile",
                    },
                }
            ]
        }
    ]


_SENDER = {"href": "http://mock:8080/api/users/MobileUsr02"}
_LINKED = {
    "named": ("lastSender[href]", _SENDER),
    "named-elsewhere": ("href,lastSender[*,!id]", _SENDER),
    "by-preset": (":identifiable,lastSender[:all]", _SENDER),
    "by-preset-below": ("id,lastSender[:all]", {}),
}


@pytest.mark.parametrize(("text", "linked"), _LINKED.values(), ids=_LINKED.keys())
def test_objects_of_one_object_are_linked(
    inbox: Inbox, text: str, linked: dict[str, Any]
) -> None:
    """What one object refers to has its address, if addresses are asked for (2)."""
    shown = inbox.get("ConvBravo02", f"fields={text}")["lastSender"]

    assert {key: shown[key] for key in shown if key == "href"} == linked


def test_objects_below_are_not_linked(inbox: Inbox) -> None:
    """Nothing in a list but the listed, nothing further down, and no message (2)."""
    text = "fields=href,lastSender[href],messages[href,sender[href]]&pageSize=1"
    address = {"href": "http://mock:8080/api/messageConversations/ConvAlpha01"}
    messages: dict[str, Any] = {"messages": [{"sender": {}}, {"sender": {}}]}

    assert inbox.get("ConvAlpha01", text) == address | messages | {
        "lastSender": _SENDER
    }
    assert inbox.page(text).items == [address | messages | {"lastSender": {}}]


def test_list_shows_name_parts(inbox: Inbox) -> None:
    """Name parts of starter and last sender are filled in by lists only."""
    names = "fields=userFirstname,userSurname,lastSenderFirstname,lastSenderSurname"

    assert inbox.page(f"{names}&pageSize=1").items == [
        {
            "userFirstname": "Ada",
            "userSurname": "Berg",
            "lastSenderFirstname": "Moses",
            "lastSenderSurname": "Kamara",
        }
    ]
    assert inbox.get("ConvAlpha01", names) == {}


@pytest.mark.parametrize(("user", "count"), [("mobile", 1), ("ticket", 2)])
def test_internal_messages_are_hidden(inbox: Inbox, user: str, count: int) -> None:
    """Only those who manage tickets see internal messages, in lists as well."""
    mine = inbox.seen_by(user)
    query = "filter=id:eq:ConvBravo02&fields=messages~size"

    assert mine.get("ConvBravo02", "fields=messages~size") == {"messages": count}
    assert mine.page(query).items == [{"messages": count}]


_PROPERTIES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "text": ("subject", "", {"subject": "Login problem"}),
    "unknown": ("nope", "", {}),
    "transformed": ("messages~size", "", {"messages": 1}),
    "several": (
        "subject,messageType",
        "",
        {"subject": "Login problem", "messageType": "TICKET"},
    ),
    "null": ("extMessageId", "", {}),
    "surplus-bracket": (
        "messages",
        "fields=id],subject[",
        {"messages": [{"id": "MsgBravo001"}], "subject": "Login problem"},
    ),
    "sub-fields": (
        "messages",
        "fields=text",
        {"messages": [{"text": "Cannot sign in"}]},
    ),
}


@pytest.mark.parametrize(
    ("name", "query", "shown"), _PROPERTIES.values(), ids=_PROPERTIES.keys()
)
def test_property_is_shown_alone(
    inbox: Inbox, name: str, query: str, shown: dict[str, Any]
) -> None:
    """The path is the head of a text of `fields`, mostly one property (query.md 1)."""
    assert inbox.get_property("ConvBravo02", name, query) == shown


def test_property_shows_all_sub_fields(inbox: Inbox) -> None:
    """A property that is an object shows all of its own where nothing is asked."""
    shown = inbox.get_property("ConvBravo02", "lastSender")["lastSender"]

    assert shown["username"] == "mobile"
    assert "password" not in shown


@pytest.mark.parametrize(
    "text",
    ["messages[" * 1_000, "[" * 10_000, "a," * 50_000, "a" * 100_000, "!" * 10_000],
    ids=["nested", "brackets", "commas", "long-name", "exclusions"],
)
def test_hostile_fields_are_survived(inbox: Inbox, text: str) -> None:
    """Depth and length of the text break nothing."""
    assert inbox.get("ConvAlpha01", f"fields={text},id").keys() <= {"id", "messages"}
