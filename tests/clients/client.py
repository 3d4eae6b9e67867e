"""
What a client can do with messages, whichever library it is.

A driver says how its library sends a request; the verbs are built on that, once.
A driver whose library has a verb of its own overrides ours with it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

Params: TypeAlias = Sequence[tuple[str, str]]

READ_FIELDS = (
    "*,assignee[id, displayName],"
    "messages[*,sender[id,displayName],attachments[id, name, contentLength]],"
    "userMessages[read,followUp,user[id, displayName]]"
)
LIST_FIELDS = "id,subject,messageType,read,followUp,messageCount"


@dataclass(frozen=True)
class Person:
    """Somebody of the default seed, and how he signs in."""

    uid: str
    username: str
    token: str
    password: str = "district"


@dataclass(frozen=True)
class File:
    """A file to send along."""

    name: str
    content: bytes
    content_type: str


class Client(ABC):
    """One person at one server, through one library."""

    refusal: ClassVar[type[Exception]]
    """What the library raises when the server refuses."""

    def __init__(self, url: str, person: Person) -> None:
        self.url = url
        self.person = person
        self.resources = ExitStack()
        """What the library holds open."""

    @abstractmethod
    def get(self, path: str, params: Params = ()) -> Any:
        """GET a path below `/api` and return its JSON."""

    @abstractmethod
    def post(self, path: str, params: Params = (), json: Any = None) -> Any:
        """POST `json`, or nothing, and return what the library makes of the answer."""

    @abstractmethod
    def post_text(self, path: str, text: str, params: Params = ()) -> Any:
        """POST `text` as text/plain."""

    @abstractmethod
    def delete(self, path: str, params: Params = ()) -> Any:
        """DELETE a path below `/api`."""

    @abstractmethod
    def upload(self, file: File) -> str:
        """Upload an attachment of a message and return its uid."""

    @abstractmethod
    def download(self, path: str) -> bytes:
        """GET the bytes at a path below `/api`."""

    def close(self) -> None:
        """Give back what the library holds open."""
        self.resources.close()

    def words(self, refusal: Any) -> str:
        """Return what a caller reads in a refusal."""
        return str(refusal)

    def version(self) -> str:
        """Return the version of the server."""
        return str(self.get("system/info")["version"])

    def me(self) -> Any:
        """Return who is signed in."""
        return self.get("me", [("fields", "id,username")])

    def unread(self) -> int:
        """Return the number of unread conversations."""
        return int(self.get("me/dashboard")["unreadMessageConversations"])

    def inbox(self, *filters: str, page: int = 1, page_size: int = 50) -> Any:
        """Return one page of conversations, the newest first."""
        params = [("filter", each) for each in filters]
        params += [("order", "lastMessage:desc"), ("fields", LIST_FIELDS)]
        params += [("page", str(page)), ("pageSize", str(page_size))]
        return self.get("messageConversations", params)

    def all_pages(self, condition: str, page_size: int) -> list[Any]:
        """Return the conversations of every page."""
        rows: list[Any] = []
        page, page_count = 0, 1
        while page < page_count:
            answer = self.inbox(condition, page=page + 1, page_size=page_size)
            rows += answer["messageConversations"]
            page, page_count = answer["pager"]["page"], answer["pager"]["pageCount"]
        return rows

    def read(self, uid: str) -> Any:
        """Return a conversation with its messages."""
        return self.get(f"messageConversations/{uid}", [("fields", READ_FIELDS)])

    def create(
        self, subject: str, text: str, users: Sequence[str], files: Sequence[str] = ()
    ) -> str:
        """Start a conversation and return its uid, which the answer does not hold."""
        body = {"subject": subject, "text": text, "users": _ids(users)}
        self.post("messageConversations", json={**body, "attachments": _ids(files)})
        return self._uid_of(subject)

    def feedback(self, subject: str, text: str) -> str:
        """Open a ticket and return its uid."""
        path = "messageConversations/feedback"
        self.post_text(path, text, [("subject", subject)])
        return self._uid_of(subject)

    def reply(self, uid: str, text: str, files: Sequence[str] = ()) -> None:
        """Add a message to a conversation."""
        params = [("internal", "false")]
        if files:
            params.append(("attachments", ",".join(files)))
        self.post_text(f"messageConversations/{uid}", text, params)

    def mark(self, verb: str, *uids: str) -> None:
        """Mark conversations: `read`, `unread`, `followup` or `unfollowup`."""
        self.post(f"messageConversations/{verb}", json=list(uids))

    def set_status(self, uid: str, status: str) -> None:
        """Set the status of a ticket."""
        params = [("messageConversationStatus", status)]
        self.post(f"messageConversations/{uid}/status", params)

    def set_priority(self, uid: str, priority: str) -> None:
        """Set the priority of a ticket."""
        params = [("messageConversationPriority", priority)]
        self.post(f"messageConversations/{uid}/priority", params)

    def assign(self, uid: str, user: str) -> None:
        """Make a ticket somebody's work."""
        self.post(f"messageConversations/{uid}/assign", [("userId", user)])

    def unassign(self, uid: str) -> None:
        """Make a ticket nobody's work."""
        self.delete(f"messageConversations/{uid}/assign")

    def add_recipients(self, uid: str, users: Sequence[str]) -> None:
        """Let more people in."""
        body = {"users": _ids(users), "userGroups": [], "organisationUnits": []}
        self.post(f"messageConversations/{uid}/recipients", json=body)

    def leave(self, uid: str) -> None:
        """Remove a conversation from one's own inbox."""
        self.delete(f"messageConversations/{uid}/{self.person.uid}")

    def destroy(self, uid: str) -> None:
        """Delete a conversation for everybody."""
        self.delete(f"messageConversations/{uid}")

    def _uid_of(self, subject: str) -> str:
        found = self.inbox(f"subject:eq:{subject}", page_size=1)
        return str(found["messageConversations"][0]["id"])


def by_name(params: Params) -> dict[str, list[str]]:
    """Return the values of each parameter, as httpx takes them."""
    values: dict[str, list[str]] = {}
    for name, value in params:
        values.setdefault(name, []).append(value)
    return values


def uploaded(answer: Any) -> str:
    """Return the uid in the answer to an upload."""
    return str(answer["response"]["fileResource"]["id"])


def _ids(uids: Sequence[str]) -> list[dict[str, str]]:
    return [{"id": uid} for uid in uids]
