"""Checks of conversations: making, reading, answering, marking, leaving."""

from typing import Any

from mock_server.contract.model import ETAG, TEXT, Check, Step
from mock_server.contract.steps import (
    CONVERSATIONS,
    FORM,
    NOBODY,
    addressed,
    create,
    delete,
    get,
    post,
    shown,
    start,
    typed,
)

_LABELS = ("messageType", "status", "priority")
_FLAGS = ("read", "followUp")


def _check(name: str, section: str, *steps: Step, **more: Any) -> Check:
    return Check("messaging", name, f"messaging.md {section}", steps, **more)


def _rows(by: str = "me") -> Step:
    """Return a read of who takes part in A, and what he has read."""
    return shown("userMessages[user[id],read,followUp]", *_FLAGS, by=by)


def _reply(text: str, query: str = "", by: str = "me") -> Step:
    return post(f"/{{A}}{query}", text, by=by, headers=typed(TEXT))


_CREATING = (
    _check(
        "create",
        "4.4",
        start(),
        shown(
            "subject,messageType,status,priority,messageCount,read,followUp",
            *("subject", "messageCount", *_LABELS, *_FLAGS),
        ),
    ),
    _check(
        "create-for-another",
        "6.1",
        start("{second}"),
        _rows(),
        _rows(by="second"),
    ),
    _check("create-for-nobody", "4.4", create(addressed())),
    _check("create-for-unknown-user", "4.4", create(addressed(NOBODY))),
    _check(
        "create-for-unknown-group",
        "4.4",
        create(addressed(userGroups=[{"id": NOBODY}])),
    ),
    _check(
        "create-for-unknown-unit",
        "4.4",
        create(addressed(organisationUnits=[{"id": NOBODY}])),
    ),
    _check(
        "create-from-broken-json",
        "4.4",
        create("{bad json", headers=typed("application/json")),
    ),
    _check(
        "create-without-subject",
        "4.4",
        create({"text": "{mark}", "users": [{"id": "{me}"}]}),
    ),
    _check(
        "create-without-text",
        "4.4",
        start(text=None),
        shown("subject,messages[text]", "subject"),
    ),
    _check(
        "create-from-form", "4.4", create('{"subject":"{mark}"}', headers=typed(FORM))
    ),
    _check(
        "create-with-unknown-keys",
        "4.4",
        start(importance=1),
    ),
)

_READING = (
    _check("read-whole", "2.1", start(), get(f"{CONVERSATIONS}/{{A}}", *_LABELS)),
    _check(
        "read-property",
        "4.3",
        start(),
        get(f"{CONVERSATIONS}/{{A}}/messages", "text"),
        get(f"{CONVERSATIONS}/{{A}}/subject", "subject"),
        get(f"{CONVERSATIONS}/{{A}}/nothing"),
    ),
    _check(
        "read-unchanged",
        "1.4",
        start(),
        get(f"{CONVERSATIONS}/{{A}}", keep={"etag": ETAG}),
        get(f"{CONVERSATIONS}/{{A}}", headers={"If-None-Match": "{etag}"}),
    ),
    _check(
        "read-and-mark",
        "4.2",
        start("{second}"),
        get(
            f"{CONVERSATIONS}/{{A}}?markRead=true&fields=read,userMessages[read]",
            "read",
            by="second",
        ),
        shown("read", "read", by="second"),
    ),
    _check(
        "read-of-others",
        "1.2",
        start(),
        shown("id", by="second"),
        get(f"{CONVERSATIONS}/{{A}}/subject", by="second"),
    ),
    _check("read-unknown", "4.2", get(f"{CONVERSATIONS}/{NOBODY}")),
    _check("read-malformed", "4.2", get(f"{CONVERSATIONS}/abc")),
    _check("read-property-of-unknown", "4.3", get(f"{CONVERSATIONS}/{NOBODY}/subject")),
)

_REPLYING = (
    _check(
        "reply",
        "4.5",
        start(),
        _reply("Yes"),
        shown("messageCount,messages[text,internal]", "messageCount", "text"),
    ),
    _check(
        "reply-in-json",
        "4.5",
        start(),
        post("/{A}", '{"text":"second"}', headers=typed("application/json")),
        shown("messages[text]", "text"),
    ),
    _check(
        "reply-in-form",
        "4.5",
        start(),
        post("/{A}", "Yes it has", headers=typed(FORM)),
        shown("messages[text]", "text"),
    ),
    _check(
        "reply-in-unicode",
        "4.5",
        start(),
        _reply("Ñandú 🙂\nsecond line"),
        shown("messages[text]", "text"),
    ),
    _check(
        "reply-makes-unread",
        "6.3",
        start("{second}"),
        post("/read", ["{A}"], by="second"),
        _reply("Yes"),
        _rows(),
    ),
    _check(
        "reply-internally",
        "6.4",
        start("{second}"),
        _reply("Between us", "?internal=true"),
        shown("messageCount,messages[internal]", "messageCount", "internal"),
    ),
    _check("reply-with-nothing", "4.5", start(), _reply("")),
    _check("reply-with-bad-flag", "4.5", start(), _reply("Yes", "?internal=maybe")),
    _check("reply-to-unknown", "4.5", post(f"/{NOBODY}", "Yes", headers=typed(TEXT))),
    _check("reply-to-others", "4.5", start(), _reply("Yes", by="second")),
)

_MARKING = (
    _check(
        "mark-read",
        "4.12",
        start("{second}"),
        post("/read", ["{A}"], by="second"),
        shown("read", "read", by="second"),
        post("/read", ["{A}"], by="second"),
    ),
    _check(
        "mark-unread",
        "4.12",
        start(),
        post("/unread", ["{A}"]),
        shown("read", "read"),
    ),
    _check(
        "mark-one",
        "4.13",
        start(),
        post("/{A}/unread"),
        post("/{A}/read"),
        shown("read", "read"),
    ),
    _check(
        "mark-for-another",
        "4.12",
        start("{second}"),
        post("/read?user={second}", ["{A}"]),
        _rows(),
    ),
    _check("mark-some-unknown", "4.12", start(), post("/unread", ["{A}", NOBODY])),
    _check("mark-unknown", "4.12", post("/read", [NOBODY]), post("/read", [])),
    _check(
        "mark-for-unknown-user",
        "4.12",
        start(),
        post(f"/read?user={NOBODY}", ["{A}"]),
    ),
    _check("mark-of-others", "4.12", start(), post("/read", ["{A}"], by="second")),
    _check(
        "mark-from-broken-json",
        "4.12",
        post("/read", '["x', headers=typed("application/json")),
        post("/read", "x", headers=typed(TEXT)),
    ),
    _check(
        "follow-up",
        "4.14",
        start(),
        post("/followup", ["{A}"]),
        post("/followup", ["{A}"]),
        shown("followUp", "followUp"),
        post("/unfollowup", ["{A}"]),
        shown("followUp", "followUp"),
    ),
    _check("follow-up-unknown", "4.14", post("/followup", [NOBODY])),
)

_TAKING_PART = (
    _check(
        "add-recipient",
        "4.6",
        start(),
        post("/{A}/recipients", {"users": [{"id": "{second}"}]}),
        _rows(),
    ),
    _check("add-nobody", "4.6", start(), post("/{A}/recipients", {})),
    _check(
        "add-unknown-user",
        "4.6",
        start(),
        post("/{A}/recipients", {"users": [{"id": NOBODY}]}),
    ),
    _check("add-to-unknown", "4.6", post(f"/{NOBODY}/recipients", {})),
    _check(
        "add-from-broken-json",
        "4.6",
        start(),
        post("/{A}/recipients", "{bad json", headers=typed("application/json")),
        post("/{A}/recipients", "x", headers=typed(TEXT)),
    ),
    _check(
        "leave",
        "4.15",
        start("{second}"),
        delete("/{A}/{second}", by="second"),
        delete("/{A}/{second}", by="second"),
        shown("id", by="second"),
        _rows(),
    ),
    _check(
        "leave-many",
        "4.16",
        start(keep="A", about=" A"),
        start(keep="B", about=" B"),
        delete(f"?mc={{A}}&mc={NOBODY}"),
        delete("?mc={B}"),
        get(f"{CONVERSATIONS}?filter=subject:like:{{mark}}&fields=id", "total"),
    ),
    _check(
        "leave-unknown",
        "4.15",
        delete(f"/{NOBODY}/{{me}}"),
        delete(f"?mc={NOBODY}"),
        delete(""),
    ),
    _check("remove-unknown-user", "4.15", start(), delete(f"/{{A}}/{NOBODY}")),
)

CHECKS = (*_CREATING, *_READING, *_REPLYING, *_MARKING, *_TAKING_PART)
