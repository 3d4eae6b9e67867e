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
    sender_username: str | None
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
    username: str
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
    def read(cls, document: _Document, names: Mapping[str, str]) -> "Conversation":
        """Return a conversation of a snapshot, whose users have these `names`."""
        members = document.get("userMessages", ())
        return cls(
            uid=document["id"],
            subject=document["subject"],
            message_type=document.get("messageType", "PRIVATE"),
            status=document.get("status", "NONE"),
            priority=document.get("priority", "NONE"),
            assignee=document.get("assignee"),
            messages=tuple(_message(each, names) for each in document["messages"]),
            participants=tuple(_participant(each, names) for each in members),
            document=document,
        )

    def participant(self, user: str) -> Participant:
        """Return what this is to a user, by username or uid, or raise `LookupError`."""
        __tracebackhide__ = True
        for each in self.participants:
            if user in {each.user, each.username}:
                return each
        there = ", ".join(each.username for each in self.participants) or "nobody"
        message = f"{user!r} takes no part in {self.uid!r}; there is {there}"
        raise LookupError(message)


def _message(document: _Document, names: Mapping[str, str]) -> Message:
    sender = document.get("sender")
    return Message(
        uid=document["id"],
        text=document.get("text") or "",
        sender=sender,
        sender_username=None if sender is None else names[sender],
        internal=bool(document.get("internal")),
        attachments=tuple(document.get("attachments", ())),
        created=datetime.fromisoformat(document["created"]),
        document=document,
    )


def _participant(document: _Document, names: Mapping[str, str]) -> Participant:
    return Participant(
        user=document["user"],
        username=names[document["user"]],
        read=bool(document.get("read")),
        follow_up=bool(document.get("followUp")),
    )
