"""The worlds of a process: how many, and for how long (worlds.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mock_server.domain.clock import real_time
from mock_server.domain.state import State
from mock_server.seed import Seed
from mock_server.settings import Settings
from mock_server.world import World
from mock_server.worlds import (
    TooManyWorldsError,
    UnknownWorldError,
    Wish,
    WorldExistsError,
    Worlds,
)


class Watch:
    """A time on the wall that a test moves."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the real time, moved ahead."""
        return real_time() + self.ahead


def worlds(watch: Watch | None = None, **settings: object) -> Worlds:
    """Return worlds of an empty seed."""
    default = World(Seed(State()), Settings(**settings))  # type: ignore[arg-type]
    return Worlds(default, watch or real_time)


class TestRandomSeed:
    """What uids and chance come from."""

    def test_start_decides_for_all(self) -> None:
        """What a server is started with beats the seed, in every world and reset."""
        here = worlds(random_seed=7)
        made = here.make("a")
        made.configure(lambda settings: settings, random_seed=8)

        made.reset()

        assert here.default.store.state.random_seed == 7
        assert made.store.state.random_seed == 7

    def test_wish_of_a_world_wins(self) -> None:
        """A world that names its own keeps it (control-plane 3.6)."""
        made = worlds(random_seed=7).make("a", Wish(random_seed=0))

        assert made.store.state.random_seed == 0

    def test_seed_decides_otherwise(self) -> None:
        """Without either it is what the seed says."""
        default = World(Seed(State(random_seed=5)), Settings())

        assert Worlds(default).make("a").store.state.random_seed == 5


class TestLimit:
    """How many worlds there may be."""

    def test_one_too_many_is_refused(self) -> None:
        """At the limit nothing is added; making room helps (3.6)."""
        here = worlds(world_limit=1)
        here.add(here.make("a"))

        with pytest.raises(TooManyWorldsError):
            here.add(here.make("b"))

        here.remove("a")
        here.add(here.make("b"))
        assert [each.name for each in here] == ["default", "b"]

    def test_replacing_needs_no_room(self) -> None:
        """A world may be put in place of another of its name at the limit."""
        here = worlds(world_limit=1)
        here.add(here.make("a"))
        afresh = here.make("a")

        here.add(afresh, replacing=True)

        assert here.get("a") is afresh

    def test_default_world_is_not_replaced(self) -> None:
        """The default world stays what it is."""
        here = worlds()

        with pytest.raises(WorldExistsError):
            here.add(here.make("default"), replacing=True)


class TestEnd:
    """Those who still wait for something in a world that goes."""

    @pytest.mark.parametrize("way", ["removed", "replaced", "idle"])
    def test_who_waits_is_let_go(self, way: str) -> None:
        """Whatever ends a world ends the waiting in it, for faults and requests."""
        watch = Watch()
        here = worlds(watch, world_idle_seconds=60.0)
        gone = here.make("a")
        here.add(gone)
        ticket, era = gone.waiting.ticket, gone.journal.era

        if way == "removed":
            here.remove("a")
        elif way == "replaced":
            here.add(here.make("a"), replacing=True)
        else:
            watch.ahead = timedelta(seconds=61)
            here.find("a")

        assert gone.waiting.ticket != ticket
        assert gone.journal.era != era


class TestIdle:
    """How long a world stays that nobody asks."""

    def test_idle_world_goes(self) -> None:
        """After the limit a world is unknown; the default one stays (3.6)."""
        watch = Watch()
        here = worlds(watch, world_idle_seconds=60.0)
        here.add(here.make("a"))

        watch.ahead = timedelta(seconds=61)

        assert here.find("a") is None
        assert [each.name for each in here] == ["default"]

    def test_zero_keeps_worlds_for_ever(self) -> None:
        """An idle time of nothing switches the going off."""
        watch = Watch()
        here = worlds(watch, world_idle_seconds=0.0)
        here.add(here.make("a"))

        watch.ahead = timedelta(days=365)

        assert here.seconds_left(here.get("a")) is None

    def test_unknown_world_names_the_known(self) -> None:
        """Who asks for a world that is not there learns which are."""
        here = worlds()

        with pytest.raises(UnknownWorldError) as refused:
            here.get("nope")

        assert refused.value.known == ["default"]
