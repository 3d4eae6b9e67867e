"""The requests that many checks have in common, each written once."""

from typing import Any

from mock_server.contract.model import LOCATION, Step

CONVERSATIONS = "/messageConversations"
NOBODY = "Xxxxxxxxxxx"
"""A uid that no server gives."""
XML = "application/xml"
FORM = "application/x-www-form-urlencoded"


def addressed(*users: str, about: str = "", **more: object) -> dict[str, Any]:
    """Return the body of a new conversation that is marked as of this run."""
    return {
        "subject": f"{{mark}}{about}",
        "text": "A check of the contract.",
        "users": [{"id": uid} for uid in users],
        **more,
    }


def create(body: object, **more: Any) -> Step:
    """Return a request to make a conversation."""
    return Step(f"POST {CONVERSATIONS}", body=body, **more)


def start(*users: str, keep: str = "A", about: str = "", **more: object) -> Step:
    """Return a new conversation, by default with oneself alone."""
    body = addressed(*(users or ("{me}",)), about=about, **more)
    return create(body, keep={keep: LOCATION})


def shown(fields: str, *values: str, by: str = "me") -> Step:
    """Return a read of the conversation A, of which some values matter."""
    call = f"GET {CONVERSATIONS}/{{A}}?fields={fields}"
    return Step(call, by=by, values=frozenset(values))


def get(path: str, *values: str, **more: Any) -> Step:
    """Return a read of which some values matter."""
    return Step(f"GET {path}", values=frozenset(values), **more)


def post(path: str, body: object = None, **more: Any) -> Step:
    """Return a POST below the conversations."""
    return Step(f"POST {CONVERSATIONS}{path}", body=body, **more)


def delete(path: str, **more: Any) -> Step:
    """Return a DELETE below the conversations."""
    return Step(f"DELETE {CONVERSATIONS}{path}", **more)


def typed(kind: str) -> dict[str, str]:
    """Return the header that says what a body is."""
    return {"Content-Type": kind}


def accepting(kind: str) -> dict[str, str]:
    """Return the header that says what an answer is to be."""
    return {"Accept": kind}
