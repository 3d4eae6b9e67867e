"""Conversations as they are, whoever may see them: for assertions, read only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_Document = Mapping[str, Any]


@dataclass(frozen=True)
class Message:
    """One message of a conversation."""

    uid: str
    text: str
    sender: str | None
    """The uid of who wrote it; `None` is the server itself."""
    internal: bool
    attachments: tuple[str, ...]
    """The uids of the files that hang on it."""
    created: datetime
    document: _Document = field(repr=False, compare=False)
    """The message as a snapshot has it."""


@dataclass(frozen=True)
class Participant:
    """What a conversation is to one of its users."""

    user: str
    """The uid."""
    read: bool
    follow_up: bool


@dataclass(frozen=True)
class Conversation:
    """One conversation, with its messages and users in the order of the state."""

    uid: str
    subject: str
    message_type: str
    status: str
    priority: str
    assignee: str | None
    messages: tuple[Message, ...]
    participants: tuple[Participant, ...]
    document: _Document = field(repr=False, compare=False)
    """The conversation as a snapshot has it."""

    @classmethod
    def read(cls, document: _Document) -> "Conversation":
        """Return a conversation of a snapshot."""
        return cls(
            uid=document["id"],
            subject=document["subject"],
            message_type=document.get("messageType", "PRIVATE"),
            status=document.get("status", "NONE"),
            priority=document.get("priority", "NONE"),
            assignee=document.get("assignee"),
            messages=tuple(map(_message, document.get("messages", ()))),
            participants=tuple(map(_participant, document.get("userMessages", ()))),
            document=document,
        )

    def participant(self, user: str) -> Participant:
        """Return what this is to the user with this uid, or raise `LookupError`."""
        for each in self.participants:
            if each.user == user:
                return each
        message = f"{user!r} takes no part in {self.uid!r}"
        raise LookupError(message)


def _message(document: _Document) -> Message:
    return Message(
        uid=document["id"],
        text=document.get("text") or "",
        sender=document.get("sender"),
        internal=bool(document.get("internal")),
        attachments=tuple(document.get("attachments", ())),
        created=datetime.fromisoformat(document["created"]),
        document=document,
    )


def _participant(document: _Document) -> Participant:
    return Participant(
        user=document["user"],
        read=bool(document.get("read")),
        follow_up=bool(document.get("followUp")),
    )
