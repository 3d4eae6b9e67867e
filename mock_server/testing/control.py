"""The control plane of one world, spoken to in documents (control-plane 3.1)."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mock_server.testing.transport import Reply, Transport

PREFIX = "/__mock"

_JSON = "application/json"


class ControlPlaneError(Exception):
    """The control plane refused a request; its text says what and why."""

    def __init__(self, request: str, reply: Reply, hint: str = "") -> None:
        """
        Keep what came of a `request`, and show it with a `hint` at what was meant.

        Args:
            request: such as `POST /__mock/faults`.
            reply: what came.
            hint: such as which option would help.

        """
        told = f"{request}: {reply.status} {_told(reply)}".rstrip()
        super().__init__(f"{told}; {hint}" if hint else told)
        self.request = request
        self.reply = reply


class ControlPlane:
    """Asks for documents below one prefix; every refusal is an exception."""

    def __init__(
        self, transport: Transport, world: str = "", token: str | None = None
    ) -> None:
        """Speak to the world at the path `world`, such as `/w1`."""
        self.transport = transport
        self.world = world
        self.token = token

    @property
    def url(self) -> str:
        """Where the world is."""
        return f"{self.transport.url}{self.world}"

    def at(self, world: str) -> "ControlPlane":
        """Return the control plane of another world of the same server."""
        return ControlPlane(self.transport, world, self.token)

    def call(
        self,
        method: str,
        path: str,
        document: object = None,
        query: Mapping[str, object] | None = None,
    ) -> Any:
        """
        Return the document that answers, or the text where it is no JSON.

        Raises:
            ControlPlaneError: the answer is a refusal.
        """
        __tracebackhide__ = True
        reply = self.ask(method, path, document, query)
        if not reply.is_success:
            raise ControlPlaneError(f"{method} {self.world}{PREFIX}{path}", reply)
        return read(reply)

    def ask(
        self,
        method: str,
        path: str,
        document: object = None,
        query: Mapping[str, object] | None = None,
    ) -> Reply:
        """Return the answer, whatever it is."""
        __tracebackhide__ = True
        headers = {"Accept": _JSON}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        body = b""
        if document is not None:
            headers["Content-Type"] = _JSON
            body = json.dumps(document).encode()
        target = f"{self.world}{PREFIX}{path}"
        if query:
            target = f"{target}?{urlencode(query, doseq=True)}"
        return self.transport.send(method, target, headers, body)


class Part:
    """A part of a world, which is asked and changed by its control plane."""

    def __init__(self, control: ControlPlane) -> None:
        """Ask and change it through `control`."""
        self._control = control

    def __repr__(self) -> str:
        """Return what it is, and of which world."""
        return f"<{type(self).__name__} of {self._control.url}>"


def read(reply: Reply) -> Any:
    """Return the document of an answer, or its text."""
    kind = reply.headers.get("content-type", "").partition(";")[0]
    if not reply.body:
        return None
    return reply.json() if kind.endswith("json") else reply.text


def _told(reply: Reply) -> str:
    """Return what a problem document says, one line for each of its errors."""
    problem = read(reply)
    if not isinstance(problem, dict):
        return reply.text
    said = [str(problem[key]) for key in ("title", "detail") if problem.get(key)]
    faults = [
        f"\n  {each.get('pointer') or '/'}: {each.get('message')}"
        for each in problem.get("errors", ())
    ]
    return ": ".join(said) + "".join(faults)
