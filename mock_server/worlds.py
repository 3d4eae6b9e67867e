"""
Worlds: servers within the server, found by name, made and dropped.

The default world lies at `/`, the world `w1` at `/w1` (control-plane 3.6).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from threading import Lock
from typing import NamedTuple

from mock_server.domain.clock import Clock, RealTime, real_time
from mock_server.domain.errors import ConflictError, MockServerError
from mock_server.profiles import PROFILES, Profile
from mock_server.seed import Seed, find_seed, parse_seed, read_seed
from mock_server.world import DEFAULT, World

_NAME_BYTES = 4
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


class Wish(NamedTuple):
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
        self.reads_anew = False
        """Whether a seed is read for each world that names it, as files may change."""

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
        if wish.random_seed is not None:
            start = replace(start, random_seed=wish.random_seed)
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
            old.end()

    def remove(self, name: str) -> None:
        """Drop the world `name`, if there is one; the default one stays."""
        with self._lock:
            world = self._worlds.pop(name, None) if name != DEFAULT else None
        if world is not None:
            world.end()

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
        """Return a seed; the last few are read once, unless files are read anew."""
        if isinstance(wanted, str) and self.reads_anew:
            return self._read(wanted)
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
            world.end()


def _digest(document: Mapping[str, object]) -> str:
    """Return a short key for a document: a test sends the same one many times."""
    return sha256(json.dumps(document).encode()).hexdigest()
