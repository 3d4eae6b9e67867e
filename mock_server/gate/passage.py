"""One request on its way over the desk: what is known of it, and what it waits for."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, cast

from mock_server.gate.intake import headers_of, take_body
from mock_server.gate.recording import Notes
from mock_server.gate.world import world_of
from mock_server.injection.rules import NOTHING
from mock_server.injection.sockets import Connection, connection_of
from mock_server.journal.record import AppliedFault
from mock_server.traffic import Caller, Incoming, Outgoing
from mock_server.wire import links
from mock_server.wire.environ import API_VERSION, IDLING, PASSAGE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Passage:
    """A request from its coming in to its answer."""

    def __init__(self, environ: "WSGIEnvironment") -> None:
        """Begin with what is known at the door."""
        self.environ = environ
        self.world = world_of(environ)
        self.raw_path = _text(environ.get("PATH_INFO", ""))
        self.body, self.body_size = take_body(environ)
        self.operation: str | None = None
        self.user: Caller | None = None
        self.decision = NOTHING
        """What the rules want done with it."""
        self.is_cut = False
        """Whether its world was reset while it waited."""
        self.notes = Notes(self.world)
        self._ticket = self.world.waiting.ticket

    def announce(self, operation: str | None, user: Caller | None) -> bool:
        """Hear from inside what is asked, and by whom; say whether it is to be done."""
        self.operation = operation
        self.user = user
        world = self.world
        if len(world.faults):
            self.decision = world.faults.decide(self.incoming, world.moment())
            self.notes.decided = self.decision.outcomes
        latency = world.settings.latency_milliseconds / 1000
        self._hold_up(self.decision.delay_seconds + latency)
        return not (self.is_cut or self.decision.skips_handler)

    def _hold_up(self, seconds: float) -> None:
        """Let the request wait before it is done; a reset meanwhile is its end."""
        if seconds:
            self.pause(seconds)
            self.is_cut = self.world.waiting.ticket != self._ticket

    def pause(self, seconds: float, is_over: Callable[[], bool] = bool) -> None:
        """Wait without keeping anybody else from being served."""
        with idling(self.environ):
            self.world.waiting.wait(self._ticket, seconds, is_over)

    def pause_for_client(self, seconds: float) -> None:
        """Wait as long as somebody is there to wait for."""
        line = self.connection
        self.pause(seconds, bool if line is None else line.is_closed)

    @cached_property
    def connection(self) -> Connection | None:
        """The line to the client, if it can be had."""
        return connection_of(self.environ)

    @cached_property
    def incoming(self) -> Incoming:
        """The request as plain data; complete once it was announced."""
        environ = self.environ
        return Incoming(
            method=environ["REQUEST_METHOD"],
            path=_text(environ.get("PATH_INFO", "")),
            raw_path=self.raw_path,
            root_url=links.root_url(environ),
            query_string=_text(environ.get("QUERY_STRING", "")),
            headers=headers_of(environ),
            body=self.body,
            body_size=self.body_size,
            operation=self.operation,
            api_version=environ.get(API_VERSION),
            user=self.user,
        )

    def record(self, outgoing: Outgoing | None, sent: str) -> None:
        """Put the request into the journal, if its world keeps one (3.5)."""
        if self.world.journal.size:
            self.notes.enter(self.incoming, outgoing, self._applied_fault(), sent)

    def _applied_fault(self) -> AppliedFault | None:
        """Return what the rules did to the request, in the journal's words."""
        decision = self.decision
        late = round(decision.delay_seconds * 1000)
        if decision.firing is not None:
            effect = decision.firing.effect
            return AppliedFault(
                decision.firing.fault_id, effect.name, effect.phase.value, late
            )
        if decision.delays:
            return AppliedFault(decision.delays[0], "delay", "before", late)
        return None


def passage_of(environ: "WSGIEnvironment") -> Passage | None:
    """Return the passage of a request, if it crosses the desk at all."""
    return cast("Passage | None", environ.get(PASSAGE))


def idling(environ: "WSGIEnvironment") -> AbstractContextManager[object]:
    """Return a block in which the thread waits, and another may do its work."""
    enter: Callable[[], AbstractContextManager[object]]
    enter = environ.get(IDLING, nullcontext)
    return enter()


def _text(part: str) -> str:
    """Return a path or a query of the environ as what it spells."""
    return part.encode("latin-1").decode("utf-8", "replace")
