"""Writing a state as a seed, and reading it again (seed/writing.py)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest

from mock_server.domain.clock import Clock
from mock_server.domain.model import UserMessage
from mock_server.domain.outbox import Channel, OutboxEntry, OutboxStatus
from mock_server.domain.state import State
from mock_server.profiles import PROFILES
from mock_server.seed import parse_seed, read_seed, seed_named
from mock_server.seed.writing import write_seed

ROOT = Path(__file__).parents[3]
MOMENT = datetime(2026, 1, 5, 10)  # noqa: DTZ001 - naive UTC, as in the records
SEEDS = [
    seed_named("default"),
    seed_named("empty"),
    seed_named("walkthrough"),
    ROOT / "tests" / "contract" / "seed.json",
]


def again(state: State) -> State:
    """Return `state` written down and read again."""
    document = orjson.loads(orjson.dumps(write_seed(state)))
    return parse_seed(document).state


class TestRoundTrip:
    """Reading is the inverse of writing."""

    @pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
    def test_seed_is_read_back(self, seed: Path) -> None:
        """Every seed that is shipped survives the round trip unchanged."""
        state = read_seed(seed).state

        assert again(state) == state

    @pytest.mark.parametrize(
        "clock",
        [
            Clock.frozen(MOMENT),
            Clock.frozen(MOMENT, timedelta(milliseconds=5)),
            Clock.ahead(timedelta(seconds=-90, milliseconds=1)),
            Clock.ahead(timedelta(days=400)),
        ],
        ids=["frozen", "ticking", "behind", "ahead"],
    )
    def test_clock_is_read_back(self, clock: Clock) -> None:
        """Every clock is kept as it runs."""
        state = State(clock=clock)

        assert again(state) == state

    def test_progress_is_read_back(self) -> None:
        """The next uid, the queues and the last write are as they were."""
        entry = OutboxEntry(
            channel=Channel.SMS,
            time=MOMENT,
            conversation="ZjHHSjyyeJ2",
            message="m1aaaaaaaaa",
            text="Hi",
            status=OutboxStatus.SKIPPED,
            reason="no",
            skipped={"no": ("mobile",)},
        )
        state = State(
            random_seed=-7,
            uids_made=12,
            uid_queues={"any": ("FirstChoice",), "messages": ("SecondChoic",)},
            last_write=MOMENT,
        )
        posted = state.outbox.posted(entry).emptied().posted(entry)
        state = replace(state, outbox=posted)

        assert again(state) == state

    def test_settings_become_the_users_own(self) -> None:
        """What a user chose since the seed is his choice in the document."""
        state = read_seed(None).state
        chosen = {"keyUiLocale": "fr"}
        changed = replace(state, user_settings={"PhzytPW3g2J": chosen})

        read = again(changed)

        assert read.settings_of("PhzytPW3g2J") == chosen
        assert write_seed(read) == write_seed(changed)

    def test_order_of_apps_becomes_the_users_own(self) -> None:
        """So is the order in which he wants to see his apps."""
        state = read_seed(None).state
        changed = replace(state, user_apps={"PhzytPW3g2J": ("b", "a")})

        read = again(changed)

        assert read.apps_of("PhzytPW3g2J") == ("b", "a")
        assert write_seed(read) == write_seed(changed)

    def test_every_field_of_a_state_is_written(self) -> None:
        """Whoever adds to the state adds to the seed, or derives it."""
        written = {
            *("directory", "configuration", "conversations", "file_resources"),
            *("user_settings", "user_apps", "random_seed", "uids_made"),
            *("uid_queues", "clock", "last_write", "outbox", "timeline"),
        }
        derived = {"inboxes", "lists"}

        assert {each.name for each in fields(State)} == written | derived


class TestDocument:
    """What the document looks like."""

    def test_absent_values_are_left_out(self) -> None:
        """An empty state is an almost empty document."""
        assert write_seed(State()) == {
            "format": 1,
            "randomSeed": 42,
            "system": {},
            "userRoles": [],
            "users": [],
            "userGroups": [],
            "organisationUnits": [],
            "fileResources": [],
            "messageConversations": [],
            "outbox": [],
        }

    def test_profile_is_named_with_its_switches(self) -> None:
        """A switch set alone is in the document, and read again as it was."""
        profile = PROFILES["2.42"].with_switches(
            {"login_redirect": "none", "reply_status": 200}
        )

        seed = parse_seed(write_seed(State(), profile))

        assert seed.profile == "2.42"
        assert PROFILES["2.42"].with_switches(seed.chosen_switches) == profile

    def test_order_does_not_depend_on_hashes(self) -> None:
        """Conversations stand by their creation, files by their uid."""
        document = write_seed(read_seed(None).state)

        created = [each["created"] for each in document["messageConversations"]]
        files = [each["id"] for each in document["fileResources"]]
        assert created == sorted(created)
        assert files == sorted(files)

    def test_participants_keep_their_order(self) -> None:
        """Who joined first stands first."""
        state = read_seed(None).state
        old = state.conversations["ZjHHSjyyeJ2"]
        rows = {uid: UserMessage(uid) for uid in ("PhzytPW3g2J", "xE7jOejl9FI")}

        changed = again(state.with_conversation(replace(old, user_messages=rows)))

        read = changed.conversations["ZjHHSjyyeJ2"].user_messages
        assert list(read) == ["PhzytPW3g2J", "xE7jOejl9FI"]
