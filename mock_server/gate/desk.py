"""
The desk: every request is looked at here as it comes in, every answer as it leaves.

A layer around the application takes the answer as bytes before any of them is sent.
What a request is for, and by whom, is only known inside; the API's hook tells the
request's `Passage`. The control plane does not pass the desk.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, quote

from mock_server.gate.intake import headers_of, take_body
from mock_server.gate.recording import Notes
from mock_server.gate.world import CONTROL, world_of
from mock_server.journal.record import AppliedFault
from mock_server.traffic import Caller, Incoming, Outgoing
from mock_server.wire import links
from mock_server.wire.environ import API_VERSION, PASSAGE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Passage:
    """One request on its way over the desk, and back as an answer."""

    def __init__(self, environ: "WSGIEnvironment") -> None:
        """Begin with what is known at the door."""
        self.environ = environ
        self.world = world_of(environ)
        self.raw_path = _text(environ.get("PATH_INFO", ""))
        self.body, self.body_size = take_body(environ)
        self.operation: str | None = None
        self.user: Caller | None = None
        self.notes = Notes(self.world)

    def announce(self, operation: str | None, user: Caller | None) -> None:
        """Hear from inside what is asked for, and by whom."""
        self.operation = operation
        self.user = user

    @cached_property
    def incoming(self) -> Incoming:
        """The request as plain data; complete once it was announced."""
        environ = self.environ
        query = environ.get("QUERY_STRING", "")
        url = f"{links.root_url(environ)}{quote(self.raw_path)}"
        return Incoming(
            method=environ["REQUEST_METHOD"],
            path=_text(environ.get("PATH_INFO", "")),
            raw_path=self.raw_path,
            url=f"{url}?{query}" if query else url,
            query=tuple(parse_qsl(query, keep_blank_values=True)),
            headers=headers_of(environ),
            body=self.body,
            body_size=self.body_size,
            operation=self.operation,
            api_version=environ.get(API_VERSION),
            user=self.user,
        )

    def record(
        self,
        outgoing: Outgoing | None,
        fault: AppliedFault | None = None,
        sent: str = "response",
    ) -> None:
        """Put the request into the journal, if its world keeps one (3.5)."""
        if self.world.journal.size:
            self.notes.enter(self.incoming, outgoing, fault, sent)


class Desk:
    """The layer that every request to the mocked API passes, both ways."""

    def __init__(self, application: "WSGIApplication") -> None:
        """Wrap `application`; a request's world says what is done with it."""
        self.application = application

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request in and its answer out; the WSGI protocol."""
        if _is_control(environ.get("PATH_INFO", "")):
            return self.application(environ, start_response)
        environ[PASSAGE] = passage = Passage(environ)
        with passage.notes.of_the_handler():
            answer = answer_of(self.application, environ)
        passage.record(answer)
        start_response(answer.status_line, list(answer.headers))
        return [answer.body] if answer.body else []


def passage_of(environ: "WSGIEnvironment") -> Passage | None:
    """Return the passage of a request, if it crosses the desk at all."""
    return cast("Passage | None", environ.get(PASSAGE))


def answer_of(application: "WSGIApplication", environ: "WSGIEnvironment") -> Outgoing:
    """Return the whole answer of `application`, of which nothing is sent yet."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> object:
        started.append((status, headers))
        return written.append

    chunks = application(environ, cast("StartResponse", start))
    try:
        written.extend(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = started[-1]
    code, _, reason = status.partition(" ")
    return Outgoing(int(code), reason, tuple(headers), b"".join(written))


def _is_control(path: str) -> bool:
    return path.startswith(f"/{CONTROL}") and path[len(CONTROL) + 1 :][:1] in {"", "/"}


def _text(path: str) -> str:
    """Return a path of the environ as what it spells."""
    return path.encode("latin-1").decode("utf-8", "replace")
