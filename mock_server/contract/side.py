"""One of the two servers of a run: who asks it, what it made, what it is known by."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import quote

from mock_server.contract.model import ETAG, JSON, LOCATION, Step, filled
from mock_server.contract.shape import Lens, Seen
from mock_server.domain.uid import is_uid
from mock_server.testing.transport import Reply, Transport

MARK = "dhis2-mock-contract"
"""What the subject of each conversation of a run begins with."""
CONVERSATIONS = "/messageConversations"

_SAFE = "/?&=%:,+*!$~;()"
"""What a path keeps; a servlet container takes no bare brackets."""
_USUAL = {
    "Accept": JSON,
    "X-Requested-With": "XMLHttpRequest",
    "User-Agent": MARK,
}


class GoneError(Exception):
    """A server no longer answers, and why."""


@dataclass(frozen=True)
class Person:
    """Somebody who asks a server."""

    uid: str
    authorization: str = field(repr=False)
    called: Mapping[str, str] = field(default_factory=dict)
    """What else stands for him in texts, by a name for it."""


@dataclass
class Side:
    """A server with the users of the run, and what is known of it."""

    transport: Transport
    people: Mapping[str, Person]
    run: str
    """What marks all that this run makes."""
    names: dict[str, str] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)
    """The conversations that came to be, in order."""

    def begin(self, check: str) -> None:
        """Forget what the last check kept, and mark what this one makes."""
        self.names = {"run": self.run, "mark": f"{self.run}.{check}."}
        for name, person in self.people.items():
            self.names |= {name: person.uid, **person.called}

    def take(self, step: Step) -> Seen:
        """
        Send the request of a step, keep what it says, and return what is compared.

        Raises:
            GoneError: nobody answers, or not by HTTP.
        """
        method, _, path = str(filled(step.call, self.names)).partition(" ")
        reply = self.send(method, path, step.by, step.headers, step.body)
        self._note(method, reply)
        for name, place in step.keep.items():
            found = _value(reply, place)
            if found is not None:
                self.names[name] = found
        lens = Lens(self.transport.url, self.names, step.values, step.ordered)
        return lens.see(reply)

    def send(
        self,
        method: str,
        path: str,
        by: str | None = "me",
        headers: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Reply:
        """Return what is answered to a request below `/api`, or raise `GoneError`."""
        sent: dict[str, str] = dict(_USUAL)
        if by is not None:
            sent["Authorization"] = self.people[by].authorization
        content = filled(body, self.names)
        if not isinstance(content, str | bytes | None):
            sent["Content-Type"] = JSON
        sent |= {k: str(filled(v, self.names)) for k, v in (headers or {}).items()}
        target = quote(f"/api{path}", safe=_SAFE)
        try:
            return self.transport.send(
                method, target, {k: v for k, v in sent.items() if v}, _as_bytes(content)
            )
        except (OSError, HTTPException) as error:
            raise GoneError(str(error) or type(error).__name__) from error

    def _note(self, method: str, reply: Reply) -> None:
        """Remember a conversation that came to be."""
        uid = _value(reply, LOCATION)
        is_one = f"{CONVERSATIONS}/" in reply.headers.get("location", "")
        if method == "POST" and is_one and uid is not None:
            self.created.append(uid)


def _as_bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    return b"" if content is None else json.dumps(content).encode()


def _value(reply: Reply, place: str) -> str | None:
    """Return what an answer has at a place, if it is a text with something in it."""
    if place == LOCATION:
        last = reply.headers.get("location", "").rpartition("/")[2]
        return last if is_uid(last) else None
    if place == ETAG:
        return reply.headers.get("etag")
    try:
        found: Any = reply.json()
        for part in place.split("."):
            found = found[int(part) if part.isdigit() else part]
    except (ValueError, LookupError, TypeError):
        return None
    return found if isinstance(found, str) and found else None
