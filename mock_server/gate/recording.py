"""What becomes of a request, noted on its way for the journal of its world (3.5)."""

from contextlib import AbstractContextManager
from time import perf_counter
from traceback import format_exception

from mock_server.domain.clock import real_time
from mock_server.journal.record import AppliedFault, RaisedError, RecordedRequest
from mock_server.store import Watch
from mock_server.traffic import Incoming, Outgoing
from mock_server.world import World


class Notes:
    """What is found out about one request from its coming in on."""

    def __init__(self, world: World) -> None:
        """Begin at the door: what came in before a reset is not for after it."""
        self.handled = True
        """Whether there is a route, a method and a profile for it."""
        self.decided: tuple[tuple[str, str | None], ...] = ()
        """The faults that matched, and why each did not fire, if it did not."""
        self._world = world
        self._era = world.journal.era
        self._time = real_time()
        self._clock = world.store.state.clock.now(self._time)
        self._began = perf_counter()
        self._watch = Watch()
        self._error: RaisedError | None = None

    def of_the_handler(self) -> AbstractContextManager[Watch]:
        """Note what the state is made to be while the block runs."""
        return self._world.store.watching(self._watch)

    def fail(self, error: Exception) -> None:
        """Note the bug that the handler ran into; the world keeps it whole."""
        lines = format_exception(error)
        self._error = RaisedError(type(error).__name__, str(error), "".join(lines))
        if self._era == self._world.journal.era:
            self._world.errors.append(error)

    def enter(
        self,
        incoming: Incoming,
        outgoing: Outgoing | None,
        fault: AppliedFault | None = None,
        sent: str = "response",
    ) -> None:
        """Put the request into the journal, before any of its answer is sent."""
        recorded = RecordedRequest(
            time=self._time,
            clock=self._clock,
            world=self._world.name,
            incoming=incoming,
            outgoing=outgoing,
            answer_size=len(outgoing.body) if outgoing is not None else 0,
            handled=self.handled,
            committed=self._watch.committed,
            changes=tuple(self._watch.changes),
            fault=fault,
            decided=self.decided,
            sent=sent,
            milliseconds=(perf_counter() - self._began) * 1000,
            exception=self._error,
        )
        self._world.journal.append(recorded, self._era)
