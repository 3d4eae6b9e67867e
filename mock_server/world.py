"""
A world: one mocked server, with a state and a behaviour of its own.

How many there are in a process, and for how long, is said in `worlds`.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from threading import Lock

from mock_server.domain.clock import Clock, real_time, within_reach
from mock_server.domain.errors import MockServerError
from mock_server.domain.outbox import OutboxEntry
from mock_server.domain.state import ANY_RESOURCE, State
from mock_server.injection.rules import Moment, Rules
from mock_server.injection.waiting import Waiting
from mock_server.journal.ring import Journal
from mock_server.later import later
from mock_server.profiles import DEFAULT as DEFAULT_PROFILE
from mock_server.profiles import PROFILES, Profile
from mock_server.seed import Seed
from mock_server.sessions import Sessions
from mock_server.settings import Settings
from mock_server.snapshots import CURRENT, SEED, Snapshot, Snapshots
from mock_server.store import Store

DEFAULT = "default"

_ERRORS_KEPT = 20

_hand_over = later("mock_server.delivery", "deliver")
_catch_up = later("mock_server.services.events", "catch_up")


class OutOfReachError(MockServerError):
    """A clock would show a time before 1970 or from 9000 on."""


class UidsTakenError(MockServerError):
    """Uids to hand out are in use: `positions` in their list."""

    def __init__(self, positions: Sequence[int]) -> None:
        """Keep the places of those that are."""
        super().__init__(positions=positions)
        self.positions = positions


class World:
    """What every request to one mocked server shares."""

    def __init__(self, seed: Seed, settings: Settings, name: str = DEFAULT) -> None:
        """Begin at `seed`, behaving by `settings`, or by the seed's own profile."""
        self.name = name
        self._given = settings
        self.seed = _started(seed, settings)
        self.start = _start_of(seed, settings)
        """The settings that a reset goes back to."""
        self.journal = Journal()
        self.errors: deque[BaseException] = deque(maxlen=_ERRORS_KEPT)
        """The bugs that requests ran into, for the tests that sent them."""
        self.settings = self.start
        deliver = self._deliver if settings.smtp is not None else None
        size = settings.outbox_size
        self.store = Store(self.seed.state, deliver=deliver, outbox_size=size)
        self.address = ""
        """Where this world was last asked for; only kept for what is delivered."""
        self.sessions = Sessions(self.store.now)
        self.snapshots = Snapshots(settings.snapshot_limit)
        self._configuring = Lock()
        """Held by whoever changes settings and state as one."""
        self.waiting = Waiting()
        self.faults = Rules()
        self.faults.restart(seed.faults, self.store.now())
        self.created = real_time()
        self.last_used = self.created

    @property
    def settings(self) -> Settings:
        """What this world behaves by now."""
        return self._settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._settings = settings
        self.journal.resize(settings.journal_size, settings.journal_body_bytes)

    @property
    def profile(self) -> Profile:
        """The table of switches that this world behaves by."""
        return self.settings.profile or PROFILES[DEFAULT_PROFILE]

    @property
    def path(self) -> str:
        """The context path that the world lies below."""
        return "" if self.name == DEFAULT else f"/{self.name}"

    def moment(self) -> Moment:
        """Return what decides about faults besides the request."""
        return Moment(self.store.now(), self.store.state.random_seed)

    def enter(self) -> None:
        """Note that somebody asks for something of this world."""
        self.last_used = real_time()

    def set_clock(self, clock: Clock) -> None:
        """
        Let the time be that of `clock` from now on.

        Raises:
            OutOfReachError: it shows a time that DHIS2 could not write down.
        """
        self._reachable(clock)
        with self.store.amendment() as draft:
            draft.state = draft.state.with_clock(clock)

    def advance(self, by: timedelta) -> None:
        """
        Move the clock ahead by `by`, whatever its mode.

        Raises:
            OutOfReachError: it would show a time that DHIS2 could not write down.
        """
        with self.store.amendment() as draft:
            clock = self._reachable(draft.state.clock.advanced(by))
            draft.state = replace(draft.state, clock=clock)
        self.catch_up()

    def configure(
        self,
        revised: Callable[[Settings], Settings],
        random_seed: int | None = None,
        uids: Sequence[str] | None = None,
    ) -> None:
        """
        Behave by the `revised` settings from now on.

        A new `random_seed` decides the uids made from here on; `uids` are handed out
        before any is made.

        Raises:
            UidsTakenError: some of `uids` are in use; nothing has changed.
        """
        with self._configuring:
            settings = revised(self.settings)
            with self.store.amendment() as draft:
                draft.state = _with_ids(draft.state, random_seed, uids)
            self._take_on(settings)

    def taken(self, name: str) -> Snapshot:
        """Return the world as it is now, as a snapshot of this name."""
        state = self.store.state
        faults = self.faults.documents(state.directory.names)
        return Snapshot(name, state, self.profile, real_time(), faults)

    def find_snapshot(self, name: str) -> Snapshot:
        """Return the snapshot `name`, a reserved one too, or raise an error."""
        if name == SEED:
            begun = Rules()
            begun.restart(self.seed.faults, self.created)
            state = self.seed.state
            faults = begun.documents(state.directory.names)
            return Snapshot(name, state, self.start.profile, self.created, faults)
        return self.taken(name) if name == CURRENT else self.snapshots.find(name)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to `snapshot`: its state, clock, uids and profile, nothing else."""
        with self._configuring:
            with self.store.amendment() as draft:
                draft.state = self.store.begun(snapshot.state)
            if snapshot.profile is not None:
                self.settings = replace(self.settings, profile=snapshot.profile)

    def _take_on(self, settings: Settings) -> None:
        """Behave by other settings; the outbox lets go of what it has no room for."""
        is_resized = settings.outbox_size != self.settings.outbox_size
        self.settings = settings
        if is_resized:
            self.store.resize_outbox(settings.outbox_size)

    def _reachable(self, clock: Clock) -> Clock:
        try:
            within_reach(clock.now(self.store.real_time()))
        except (ValueError, OverflowError) as error:
            raise OutOfReachError from error
        return clock

    def _deliver(self, posted: Sequence[OutboxEntry]) -> None:
        """Hand e-mails to the mail server, and note why it did not take one (15.2)."""
        emails = [each for each in posted if each.is_outgoing_email]
        smtp = self.settings.smtp
        if smtp is None or not emails:
            return
        failures = _hand_over(smtp, emails, self.address)
        failed = [each for each in emails if each.number in failures]
        if failed:
            with self.store.amendment() as draft:
                for email in failed:
                    draft.correct(email, email.failed(failures[email.number]))

    def catch_up(self) -> None:
        """Let happen what the timeline has in store up to now (control-plane 5.3)."""
        due = self.store.state.timeline.next_due
        if due is not None and due <= self.store.now():
            _catch_up(self.store)

    def reset(self) -> None:
        """Return to the seed: state, settings, faults, journal; nobody logged in."""
        with self._configuring:
            self._begin_again()
        self.waiting.release()

    def begin_at(self, seed: Seed) -> None:
        """Begin anew at another seed, as a reset does at the present one."""
        with self._configuring:
            self.seed = _started(seed, self._given)
            self.start = _start_of(seed, self._given)
            self._begin_again()
        self.waiting.release()

    def _begin_again(self) -> None:
        self._take_on(self.start)
        self.store.begin_at(self.seed.state)
        self.journal.reset()
        self.sessions.clear()
        self.faults.restart(self.seed.faults, self.store.now())

    def end(self) -> None:
        """Let go of all who wait for something here: nobody asks this world again."""
        self.journal.reset()
        self.waiting.release()


def _started(seed: Seed, settings: Settings) -> Seed:
    """Return `seed` with what a start with `settings` makes of it."""
    state = _with_ids(seed.state, settings.random_seed, None)
    if settings.smtp is not None:
        # Such a server has an SMTP host (15.4).
        configuration = replace(state.configuration, email_configured=True)
        state = replace(state, configuration=configuration)
    return seed if state is seed.state else replace(seed, state=state)


def _start_of(seed: Seed, settings: Settings) -> Settings:
    """Return `settings` with the profile they make of the seed's and of their own."""
    profile = settings.profile or PROFILES[seed.profile or DEFAULT_PROFILE]
    profile = profile.with_switches({**seed.chosen_switches, **settings.switches})
    is_same = settings.profile is profile
    return settings if is_same else replace(settings, profile=profile)


def _with_ids(
    state: State, random_seed: int | None, uids: Sequence[str] | None
) -> State:
    if random_seed is not None:
        state = replace(state, random_seed=random_seed)
    if uids is None:
        return state
    taken = state.uids_in_use() if uids else frozenset()
    positions = [at for at, uid in enumerate(uids) if uid in taken]
    if positions:
        raise UidsTakenError(positions)
    return state.with_uid_queue(ANY_RESOURCE, uids)
