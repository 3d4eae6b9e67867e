"""One world of a server, as a test holds it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypedDict, Unpack

from mock_server.profiles import SWITCHES
from mock_server.suggestions import nearest
from mock_server.testing.calls import check_names, with_hints
from mock_server.testing.client import ApiClient
from mock_server.testing.clock import Clock
from mock_server.testing.control import ControlPlane
from mock_server.testing.conversations import Conversation
from mock_server.testing.events import Events
from mock_server.testing.journal import Requests
from mock_server.testing.matching import Criteria, Match, match_document, wire_key
from mock_server.testing.outbox import Outbox
from mock_server.testing.rules import Fault, Lifetime, rule_document
from mock_server.testing.transport import Transport
from mock_server.testing.verification import Count, count_document, verify

if TYPE_CHECKING:
    from mock_server.testing.faults import Effect

Snapshot: TypeAlias = Mapping[str, Any]
"""A whole state; it is a seed document, and can be started with."""

_CURRENT = "current"
_NAMED = 10
"""How many conversations an error names."""


class Expectation(Criteria, Count, total=False):
    """What `verify` may be told besides the operation."""

    within: float


class Rule(Criteria, Lifetime, total=False):
    """What `fault` may be told besides operation and effect."""


class JournalSettings(TypedDict, total=False):
    """What the journal keeps."""

    size: int
    """How many requests; 0 is no journal."""
    bodyBytes: int
    """How much of each body."""


class Behaviour(TypedDict, total=False):
    """What a world behaves by, as `configure` changes it."""

    profile: str
    switches: Mapping[str, object]
    """Switches of the profile by their names, as `{"reply_status": 201}`."""
    strict: bool
    """Whether answers go without what no real server sends."""
    random_seed: int
    latency_milliseconds: int
    """How much later every request is answered."""
    journal: JournalSettings
    external_url: str | None
    uids: Mapping[str, Sequence[str]] | Sequence[str]
    """What to hand out first."""


class MockWorld:
    """
    A server of its own, with state, faults, journal, clock and outbox.

    As a context manager it is let go at the end, if it was made by `server.world`.
    """

    def __init__(
        self,
        control: ControlPlane,
        wire: Transport,
        leave: Callable[[], None] | None = None,
    ) -> None:
        """Steer by `control`; clients reach the world through `wire`."""
        self._control = control
        self._wire = wire
        self._leave = leave
        self.requests = Requests(control)
        self.clock = Clock(control)
        self.outbox = Outbox(control)
        self.events = Events(control)
        self.faults_made: list[Fault] = []
        """The faults that were put in place here, removed ones too."""

    def __repr__(self) -> str:
        """Return where it is."""
        return f"<MockWorld {self.url}>"

    def __enter__(self) -> Self:
        """Return the world."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it."""
        self.close()

    @property
    def url(self) -> str:
        """What a client is given as the address of its server."""
        return self._control.url

    @property
    def name(self) -> str:
        """The name among the worlds of the server."""
        return self._control.world.lstrip("/") or "default"

    def close(self) -> None:
        """Delete the world, if it was made for whoever holds this."""
        if self._leave is not None:
            self._leave()
            self._leave = None

    def reset(self) -> None:
        """Return to the seed: state, faults, journal, outbox, clock, settings."""
        self._control.call("POST", "/reset")
        self.faults_made.clear()

    @with_hints
    def as_user(self, name: str | None, password: str = "district") -> ApiClient:  # noqa: S107 - everybody's in the seeds that come along
        """Return a tiny client that speaks for this user; `None` is nobody."""
        return ApiClient(self._wire, self._control.world, name, password)

    @with_hints
    def fault(
        self,
        match: Match | None,
        effect: "Effect | Mapping[str, object]",
        *,
        id: str | None = None,  # noqa: A002 - the key of the JSON
        **rule: Unpack[Rule],
    ) -> Fault:
        """
        Put a fault in place, and return it to be counted or taken away.

        Args:
            match: an operation such as `messageConversations.create`, a list of
                them, a whole `match` document, or `None` for every request.
            effect: made by `mock_server.faults`, or a document.
            id: what to call the rule; the server has names of its own.
            rule: more that a request must meet, and how long the fault lasts.

        """
        __tracebackhide__ = True
        check_names(rule, Rule, "a fault", "match", "effect", "id")
        lifetime, criteria = _parted(rule, Lifetime.__annotations__)
        wanted = match_document(match, criteria)
        document = rule_document(wanted, effect, lifetime)
        if id is not None:
            document["id"] = id
        made = Fault(self._control, self._control.call("POST", "/faults", document))
        self.faults_made.append(made)
        return made

    @property
    def faults(self) -> list[Fault]:
        """The faults in place, in the order in which they are tried."""
        return [
            Fault(self._control, each) for each in self._control.call("GET", "/faults")
        ]

    @with_hints
    def verify(
        self, match: Match | None = None, **expected: Unpack[Expectation]
    ) -> None:
        """
        Assert that so many requests came, at least one unless told otherwise.

        Args:
            match: as for `fault`.
            expected: `exactly` (or `times`), `at_least`, `at_most`; seconds to wait
                `within`; and more that a request must meet, such as `user`.

        Raises:
            AssertionError: they did not; the text has the nearest misses.

        """
        __tracebackhide__ = True
        check_names(expected, Expectation, "verify", "match")
        within = expected.pop("within", None)
        count, criteria = _parted(expected, Count.__annotations__)
        wanted: dict[str, object] = {"match": match_document(match, criteria)}
        if count:
            wanted["count"] = count_document(count)
        if within is not None:
            wanted["within"] = within
        verify(self._control, wanted)

    @with_hints
    def verify_sequence(self, *matches: Match, within: float | None = None) -> None:
        """
        Assert that such requests came in this order; others may lie between.

        `within` is for how many seconds those that are missing are waited for.
        """
        __tracebackhide__ = True
        sequence = [match_document(each, {}) for each in matches]
        wanted: dict[str, object] = {"sequence": sequence}
        if within is not None:
            wanted["within"] = within
        verify(self._control, wanted)

    @with_hints
    def snapshot(self) -> Snapshot:
        """Return the whole state as it is now."""
        document: Snapshot = self._control.call("GET", f"/snapshots/{_CURRENT}")
        return document

    @with_hints
    def restore(self, snapshot: Snapshot) -> None:
        """
        Go back to a state; journal and faults stay as they are.

        Raises:
            TypeError: it is no document, such as the name of a snapshot.
        """
        __tracebackhide__ = True
        if not isinstance(snapshot, Mapping):
            message = f"{snapshot!r} is no snapshot: `snapshot()` returns one"
            raise TypeError(message)
        self._control.call("POST", "/snapshots/restore", dict(snapshot))

    def save(self, path: str | Path) -> None:
        """Write the state to a file that a server can be started with."""
        text = json.dumps(self.snapshot(), indent=2, ensure_ascii=False)
        Path(path).write_text(f"{text}\n", encoding="utf-8")

    def conversation(self, uid: str) -> Conversation:
        """Return a conversation as it is now, or raise `LookupError`."""
        __tracebackhide__ = True
        known = {each.uid: each for each in self.conversations}
        if uid in known:
            return known[uid]
        message = f"there is no conversation {uid!r}; there are: {_some(known)}"
        raise LookupError(message)

    @property
    def conversations(self) -> list[Conversation]:
        """All conversations as they are now."""
        state = self.snapshot()
        names = {each["id"]: each["username"] for each in state.get("users", ())}
        found = state.get("messageConversations", ())
        return [Conversation.read(each, names) for each in found]

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the world behaves by."""
        document: Mapping[str, Any] = self._control.call("GET", "/settings")
        return document

    @with_hints
    def configure(self, **settings: Unpack[Behaviour]) -> None:
        """Change how it behaves, all of it or nothing; a reset takes that back."""
        __tracebackhide__ = True
        for name in settings:
            _refuse_switch(name)
        check_names(settings, Behaviour, "configure")
        wanted = {wire_key(name): value for name, value in settings.items()}
        self._control.call("PATCH", "/settings", wanted)


def _refuse_switch(name: str) -> None:
    """Raise a `TypeError` where a setting was named like a switch of a profile."""
    __tracebackhide__ = True
    settings, switches = Behaviour.__annotations__, [each.name for each in SWITCHES]
    meant = nearest(name, [*settings, *switches])
    if name not in settings and meant in switches:
        message = (
            f"configure has no option {name!r}; did you mean the switch"
            f" switches={{{meant!r}: ...}}?"
        )
        raise TypeError(message)


def _some(known: Iterable[str]) -> str:
    """Return the first of the `known` ids, or that there are none."""
    first = [*islice(known, _NAMED + 1)]
    more = ", ..." if len(first) > _NAMED else ""
    return f"{', '.join(first[:_NAMED])}{more}" or "none"


def _parted(given: Mapping[str, Any], names: Mapping[str, Any]) -> tuple[Any, Any]:
    """Part what is `given` into what has one of these names and what has not."""
    named = {key: value for key, value in given.items() if key in names}
    return named, {key: value for key, value in given.items() if key not in names}
