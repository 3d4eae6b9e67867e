"""One world: what it begins with, and what it refuses to become (world.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import Thread

import pytest

from mock_server.domain.clock import Clock
from mock_server.domain.state import State
from mock_server.profiles import PROFILES
from mock_server.seed import Seed, parse_seed
from mock_server.seed.making import Size, make_seed
from mock_server.settings import Settings
from mock_server.world import OutOfReachError, UidsTakenError, World

FREE = "aaaaaaaaaa1"


def world(name: str = "default") -> World:
    """Return a world of an empty seed."""
    return World(Seed(State()), Settings(), name)


class TestBeginning:
    """What a world is before anybody asks for it."""

    def test_seed_chooses_the_profile(self) -> None:
        """Without a profile in the settings the seed's own one is behaved by (3.6)."""
        begun = World(Seed(State(), profile="2.41"), Settings())

        assert begun.profile.name == "2.41"

    def test_settings_beat_the_seed(self) -> None:
        """A profile in the settings is behaved by, whatever the seed names (3.6)."""
        chosen = Settings(profile=PROFILES["2.43"])

        begun = World(Seed(State(), profile="2.41"), chosen)

        assert begun.profile.name == "2.43"

    @pytest.mark.parametrize(("name", "path"), [("default", ""), ("w1", "/w1")])
    def test_world_lies_at_its_name(self, name: str, path: str) -> None:
        """The default world lies at the root, all others below their names."""
        assert world(name=name).path == path


class TestTogether:
    """What happens to a world as one step, whoever else is at it."""

    def test_reset_waits_for_new_settings(self) -> None:
        """A reset in the midst of a change comes after all of it."""
        here = world()
        resetting = Thread(target=here.reset)

        def strictly(old: Settings) -> Settings:
            resetting.start()
            resetting.join(0.2)  # it has to wait; one that does not is done by then
            return replace(old, strict=True)

        here.configure(strictly, random_seed=7)
        resetting.join()

        assert here.settings is here.start
        assert here.store.state == here.seed.state


class TestRefusals:
    """What leaves a world as it was."""

    def test_time_out_of_reach_is_refused(self) -> None:
        """A clock that DHIS2 could not write down is not taken."""
        here = world()

        with pytest.raises(OutOfReachError):
            here.set_clock(Clock.frozen(datetime(9500, 1, 1)))  # noqa: DTZ001

        assert here.store.state.clock == Clock()

    def test_taken_uid_changes_nothing(self) -> None:
        """Where one of the uids is in use, nothing of what was asked for is set."""
        here = World(parse_seed(make_seed(Size(2, 1))), Settings())
        before, state = here.settings, here.store.state
        taken = next(iter(state.conversations))

        with pytest.raises(UidsTakenError) as refused:
            here.configure(lambda old: replace(old, strict=True), 7, [FREE, taken])

        assert refused.value.positions == [1]
        assert here.settings is before
        assert here.store.state == state
