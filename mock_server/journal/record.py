"""What the journal keeps of one request (control-plane 3.5)."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from mock_server.domain.changes import Change
from mock_server.traffic import Incoming, Outgoing


class AppliedFault(NamedTuple):
    """The fault that befell a request."""

    id: str
    effect: str
    phase: str
    delay_milliseconds: int = 0


class RaisedError(NamedTuple):
    """The bug that a handler ended in; `traceback` is for who runs the server."""

    type: str
    text: str
    traceback: str


class RecordedRequest(NamedTuple):
    """
    One request and its answer, as they were.

    Secrets are in here still: what is shown goes through `redaction`.
    """

    time: datetime
    clock: datetime
    """When it was in the world, whose clock may stand still."""
    world: str
    incoming: Incoming
    outgoing: Outgoing | None
    """`None` is no answer at all."""
    answer_size: int = 0
    handled: bool = True
    committed: bool = False
    changes: tuple[Change, ...] = ()
    fault: AppliedFault | None = None
    decided: tuple[tuple[str, str | None], ...] = ()
    """The faults that matched it, and why each did not fire; `None`: it did."""
    sent: str = "response"
    milliseconds: float = 0
    exception: RaisedError | None = None

    def cut(self, size: int) -> "RecordedRequest":
        """Return the same with at most `size` bytes of each body."""
        incoming, outgoing = self.incoming, self.outgoing
        if len(incoming.body) <= size and self.answer_size <= size:
            return self
        incoming = replace(incoming, body=incoming.body[:size])
        if outgoing is not None:
            outgoing = outgoing._replace(body=outgoing.body[:size])
        return self._replace(incoming=incoming, outgoing=outgoing)


class Entry(NamedTuple):
    """A recorded request and its place in the journal."""

    number: int
    request: RecordedRequest

    @property
    def id(self) -> str:
        """What the entry is asked for by."""
        return f"r{self.number}"
