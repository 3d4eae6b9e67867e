"""
Worlds: servers within the server, each with a state and a behaviour of its own.

The default world lies at `/`, the world `w1` at `/w1` (control-plane 3.6).
"""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from threading import Lock

from mock_server.domain.clock import Clock, RealTime, real_time, within_reach
from mock_server.domain.errors import ConflictError, MockServerError
from mock_server.domain.outbox import OutboxEntry
from mock_server.domain.state import ANY_RESOURCE, State
from mock_server.injection.rules import Moment, Rules
from mock_server.injection.waiting import Waiting
from mock_server.journal.ring import Journal
from mock_server.profiles import DEFAULT as DEFAULT_PROFILE
from mock_server.profiles import PROFILES, Profile
from mock_server.seed import Seed, find_seed, parse_seed, read_seed
from mock_server.sessions import Sessions
from mock_server.settings import Settings
from mock_server.snapshots import CURRENT, SEED, Snapshot, Snapshots
from mock_server.store import Store

DEFAULT = "default"

_NAME_BYTES = 4
_ERRORS_KEPT = 20
_SEEDS_KEPT = 16


class WorldExistsError(ConflictError):
    """A world has this name already: `name`."""


class TooManyWorldsError(ConflictError):
    """There is room for no more worlds than `limit`."""


class UnknownWorldError(MockServerError):
    """No world has this name; `known` lists those that are."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """Keep the name asked for and those there are."""
        super().__init__(name=name, known=known)
        self.name = name
        self.known = known


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
        profile = settings.profile or PROFILES[seed.profile or DEFAULT_PROFILE]
        profile = profile.with_switches({**seed.chosen_switches, **settings.switches})
        self.name = name
        self.seed = seed if settings.smtp is None else _with_mail_server(seed)
        self.start = replace(settings, profile=profile)
        """The settings that a reset goes back to."""
        self.journal = Journal()
        self.errors: deque[BaseException] = deque(maxlen=_ERRORS_KEPT)
        """The bugs that requests ran into, for the tests that sent them."""
        self.settings = self.start
        deliver = self._deliver if settings.smtp is not None else None
        self.store = Store(self.seed.state, deliver=deliver)
        self.address = ""
        """Where this world was last asked for; only kept for what is delivered."""
        self.sessions = Sessions(self.store.now)
        self.snapshots = Snapshots()
        self._configuring = Lock()
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
            self.settings = settings

    def taken(self, name: str) -> Snapshot:
        """Return the world as it is now, as a snapshot of this name."""
        return Snapshot(name, self.store.state, self.profile, real_time())

    def find_snapshot(self, name: str) -> Snapshot:
        """Return the snapshot `name`, a reserved one too, or raise an error."""
        if name == SEED:
            return Snapshot(name, self.seed.state, self.start.profile, self.created)
        return self.taken(name) if name == CURRENT else self.snapshots.find(name)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to `snapshot`: its state, clock, uids and profile, nothing else."""
        with self._configuring:
            with self.store.amendment() as draft:
                draft.state = self.store.begun(snapshot.state)
            if snapshot.profile is not None:
                self.settings = replace(self.settings, profile=snapshot.profile)

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
        from mock_server.delivery import deliver  # noqa: PLC0415 - slow, seldom needed

        failures = deliver(smtp, emails, self.address)
        failed = [each for each in emails if each.number in failures]
        if failed:
            with self.store.amendment() as draft:
                for email in failed:
                    draft.correct(email, email.failed(failures[email.number]))

    def catch_up(self) -> None:
        """Let happen what the timeline has in store up to now (control-plane 5.3)."""
        due = self.store.state.timeline.next_due
        if due is not None and due <= self.store.now():
            from mock_server.services.events import (  # noqa: PLC0415 - seldom needed
                catch_up,
            )

            catch_up(self.store)

    def reset(self) -> None:
        """Return to the seed: state, settings, faults, journal; nobody logged in."""
        self.store.reset()
        self.settings = self.start
        self.journal.reset()
        self.sessions.clear()
        self.faults.restart(self.seed.faults, self.store.now())
        self.waiting.release()


def _with_mail_server(seed: Seed) -> Seed:
    """Return `seed` as one of a server that has an SMTP host (15.4)."""
    configuration = replace(seed.state.configuration, email_configured=True)
    return replace(seed, state=replace(seed.state, configuration=configuration))


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


@dataclass(frozen=True)
class Wish:
    """How a new world is to begin, where not as the default one does."""

    seed: str | Mapping[str, object] | None = None
    """The name of a seed, or a whole one."""
    profile: Profile | None = None
    strict: bool | None = None
    now: datetime | None = None
    """Where its clock stands still."""
    random_seed: int | None = None

    def begin(self, seed: Seed) -> Seed:
        """Return what a reset goes back to: `seed`, at the time wished for."""
        state = seed.state
        if self.now is not None:
            state = state.with_clock(Clock.frozen(self.now))
        if self.random_seed is not None:
            state = replace(state, random_seed=self.random_seed)
        return seed if state is seed.state else replace(seed, state=state)


class Worlds:
    """The worlds of one process, by name; the default one never goes."""

    def __init__(self, default: World, real_time: RealTime = real_time) -> None:
        """Begin with the default world alone."""
        self.default = default
        self._worlds = {DEFAULT: default}
        self._real_time = real_time
        self._lock = Lock()
        self._seeds: dict[str, Seed] = {}

    def __iter__(self) -> Iterator[World]:
        """Go through the worlds, the default one first."""
        self._drop_idle()
        return iter(list(self._worlds.values()))

    def find(self, name: str) -> World | None:
        """Return the world `name`, if there is one."""
        world = self._worlds.get(name)
        if world is not None and self._is_idle(world):
            self._drop_idle()
            return self._worlds.get(name)
        return world

    def get(self, name: str) -> World:
        """Return the world `name` or raise `UnknownWorldError`."""
        world = self.find(name)
        if world is None:
            raise self.unknown(name)
        return world

    def unknown(self, name: str) -> UnknownWorldError:
        """Return the error that says that there is no world `name`."""
        return UnknownWorldError(name=name, known=[each.name for each in self])

    def make(self, name: str, wish: Wish | None = None) -> World:
        """
        Return a new world that is not yet among these.

        It is as the default one begins, but for what the `wish` says; a seed that
        names a profile wishes for that.

        Raises:
            SeedError: the seed is unknown or not sound; the error lists every fault.
        """
        wish = wish or Wish()
        seed = self.default.seed if wish.seed is None else self._seed(wish.seed)
        start = self.default.start
        profile = wish.profile
        if profile is None and wish.seed is not None and seed.profile is not None:
            profile = PROFILES[seed.profile]
        if profile is not None:
            start = replace(start, profile=profile)
        if wish.strict is not None:
            start = replace(start, strict=wish.strict)
        return World(wish.begin(seed), start, name)

    def add(self, world: World, *, replacing: bool = False) -> None:
        """
        Take in `world` under its name.

        Raises:
            WorldExistsError: there is one, and it is not to be replaced.
            TooManyWorldsError: the limit of the settings is reached.
        """
        self._drop_idle()
        with self._lock:
            old = self._worlds.get(world.name)
            if old is not None and (not replacing or old is self.default):
                raise WorldExistsError(name=world.name)
            limit = self.default.settings.world_limit
            if old is None and len(self._worlds) > limit:
                raise TooManyWorldsError(limit=limit)
            self._worlds[world.name] = world
        if old is not None:
            old.reset()

    def remove(self, name: str) -> None:
        """Drop the world `name`, if there is one; the default one stays."""
        with self._lock:
            world = self._worlds.pop(name, None) if name != DEFAULT else None
        if world is not None:
            world.reset()

    def fresh_name(self) -> str:
        """Return a name that no world has."""
        while True:
            name = f"w-{token_hex(_NAME_BYTES)}"
            if name not in self._worlds:
                return name

    def seconds_left(self, world: World) -> float | None:
        """Return how long an idle world stays; `None` is for ever."""
        limit = self.default.settings.world_idle_seconds
        if world is self.default or not limit:
            return None
        idle = self._real_time() - world.last_used
        return max(0.0, limit - idle.total_seconds())

    def _seed(self, wanted: str | Mapping[str, object]) -> Seed:
        """Return a seed; the last few are read once."""
        key = wanted if isinstance(wanted, str) else _digest(wanted)
        seed = self._seeds.get(key)
        if seed is None:
            seed = self._read(wanted)
            if len(self._seeds) >= _SEEDS_KEPT:
                self._seeds.clear()
            self._seeds[key] = seed
        return seed

    def _read(self, wanted: str | Mapping[str, object]) -> Seed:
        if not isinstance(wanted, str):
            return parse_seed(wanted)
        return read_seed(find_seed(wanted, self.default.settings.seed))

    def _is_idle(self, world: World) -> bool:
        return self.seconds_left(world) == 0

    def _drop_idle(self) -> None:
        with self._lock:
            idle = [each for each in self._worlds.values() if self._is_idle(each)]
            for world in idle:
                del self._worlds[world.name]
        for world in idle:
            world.reset()


def _digest(document: Mapping[str, object]) -> str:
    """Return a short key for a document: a test sends the same one many times."""
    return sha256(json.dumps(document).encode()).hexdigest()
