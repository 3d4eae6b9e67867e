"""
Checks of priority, status, assignee and feedback.

All but feedback may be set on any conversation, so they are on a private one. A ticket
goes to the users who get feedback: it is only made where these are of the run.
"""

from typing import Any

from mock_server.contract.model import LOCATION, LONE_FEEDBACK, TEXT, Check, Step
from mock_server.contract.steps import NOBODY, delete, post, shown, start, typed

_PRIORITY = "/{A}/priority"
_STATUS = "/{A}/status"


def _check(name: str, section: str, *steps: Step, **more: Any) -> Check:
    return Check("tickets", name, f"messaging.md {section}", steps, **more)


_TICKET = post(
    "/feedback?subject={mark}", "It broke", headers=typed(TEXT), keep={"A": LOCATION}
)

CHECKS = (
    _check(
        "set-priority",
        "4.8",
        start(),
        post(f"{_PRIORITY}?messageConversationPriority=HIGH"),
        post(f"{_PRIORITY}?messageConversationPriority=low"),
        shown("priority", "priority"),
    ),
    _check(
        "set-status",
        "4.9",
        start(),
        post(f"{_STATUS}?messageConversationStatus=SOLVED"),
        post(f"{_STATUS}?messageConversationStatus=pending"),
        shown("status", "status"),
    ),
    _check(
        "set-to-unknown-word",
        "4.8",
        start(),
        post(f"{_PRIORITY}?messageConversationPriority=FOO"),
        post(f"{_STATUS}?messageConversationStatus=FOO"),
    ),
    _check("set-to-nothing", "4.8", start(), post(_PRIORITY), post(_STATUS)),
    _check(
        "set-on-unknown",
        "4.8",
        post(f"/{NOBODY}/priority?messageConversationPriority=HIGH"),
        post(f"/{NOBODY}/status?messageConversationStatus=OPEN"),
    ),
    _check(
        "set-on-others",
        "4.8",
        start(),
        post(f"{_PRIORITY}?messageConversationPriority=HIGH", by="second"),
        post(f"{_STATUS}?messageConversationStatus=OPEN", by="second"),
    ),
    _check(
        "assign",
        "4.10",
        start(),
        post("/{A}/assign?userId={me}"),
        shown("assignee[id]"),
        delete("/{A}/assign"),
        delete("/{A}/assign"),
        shown("assignee[id]"),
    ),
    _check(
        "assign-nobody",
        "4.10",
        start(),
        post("/{A}/assign"),
        post(f"/{{A}}/assign?userId={NOBODY}"),
    ),
    _check(
        "feedback",
        "4.7",
        _TICKET,
        shown(
            "subject,messageType,status,priority,messages[text],"
            "userMessages[user[id],read]",
            *("subject", "messageType", "status", "priority", "text", "read"),
        ),
        post("/{A}/assign?userId={me}"),
        needs=frozenset({LONE_FEEDBACK}),
    ),
    _check(
        "feedback-without-subject",
        "4.7",
        post("/feedback", "It broke", headers=typed(TEXT)),
        needs=frozenset({LONE_FEEDBACK}),
    ),
)
