"""
The desk: every request is looked at here as it comes in, every answer as it leaves.

A layer around the application takes the answer as bytes before any of them is sent.
What a request is for, and by whom, is only known inside; the API's hook tells the
request's `Passage`. The control plane does not pass the desk.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from mock_server.gate.delivery import deliver, delivery_of
from mock_server.gate.passage import Passage
from mock_server.gate.world import CONTROL
from mock_server.traffic import Outgoing
from mock_server.wire.environ import PASSAGE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Desk:
    """The layer that every request to the mocked API passes, both ways."""

    def __init__(
        self, application: "WSGIApplication", control: "WSGIApplication"
    ) -> None:
        """Wrap `application`; what is for `control` is handed on unseen."""
        self.application = application
        self.control = control

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request in and its answer out; the WSGI protocol."""
        if _is_control(environ.get("PATH_INFO", "")):
            return self.control(environ, start_response)
        environ[PASSAGE] = passage = Passage(environ)
        with passage.notes.of_the_handler():
            answer = answer_of(self.application, environ)
        del environ[PASSAGE]  # they hold each other, and would be garbage to collect
        delivery = delivery_of(passage, answer)
        # The journal has it before the client has: who asks it then finds it (0.1).
        passage.record(delivery.answer, delivery.sent)
        return deliver(delivery, passage, start_response)


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
