"""Checks of conversations: making, reading, answering, marking, leaving."""

from typing import Any

from mock_server.contract.model import LOCATION, TEXT, Check, Step

CONVERSATIONS = "/messageConversations"
NOBODY = "Xxxxxxxxxxx"
"""A uid that no server gives."""


def check(name: str, section: str, *steps: Step, **more: Any) -> Check:
    """Return a check of conversations."""
    return Check("messaging", name, section, steps, **more)


def addressed(*users: str, **more: object) -> dict[str, Any]:
    """Return the body of a new conversation that is marked as of this run."""
    return {
        "subject": "{run}",
        "text": "A check of the contract.",
        "users": [{"id": uid} for uid in users],
        **more,
    }


def start(*users: str, keep: str = "A", **more: object) -> Step:
    """Return a new conversation, by default with oneself."""
    return Step(
        f"POST {CONVERSATIONS}",
        body=addressed(*(users or ("{me}",)), **more),
        keep={keep: LOCATION},
    )


def shown(fields: str, *values: str, by: str = "me") -> Step:
    """Return a read of the conversation A, of which some values matter."""
    call = f"GET {CONVERSATIONS}/{{A}}?fields={fields}"
    return Step(call, by=by, values=frozenset(values))


CHECKS = (
    check(
        "create",
        "messaging.md 4.4",
        start(),
        shown(
            "subject,messageType,status,priority,messageCount,read,followUp",
            *("subject", "messageType", "status", "priority", "messageCount"),
            *("read", "followUp"),
        ),
    ),
    check(
        "read-whole",
        "messaging.md 2.1",
        start(),
        Step(f"GET {CONVERSATIONS}/{{A}}"),
    ),
    check(
        "create-without-recipients",
        "messaging.md 4.4",
        Step(f"POST {CONVERSATIONS}", body=addressed()),
    ),
    check(
        "reply",
        "messaging.md 4.5",
        start(),
        Step(
            f"POST {CONVERSATIONS}/{{A}}",
            body="Yes",
            headers={"Content-Type": TEXT},
        ),
        shown("messageCount,messages[text,internal]", "messageCount", "text"),
    ),
    check(
        "mark-read",
        "messaging.md 4.12",
        start("{second}"),
        shown("read", "read", by="second"),
        Step(f"POST {CONVERSATIONS}/read", by="second", body=["{A}"]),
        shown("read", "read", by="second"),
        Step(f"POST {CONVERSATIONS}/read", by="second", body=["{A}"]),
    ),
    check(
        "unknown-conversation",
        "messaging.md 4.2",
        Step(f"GET {CONVERSATIONS}/{NOBODY}"),
    ),
)
