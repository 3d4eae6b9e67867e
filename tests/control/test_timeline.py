"""An inbox that grows: events that come when the clock passes (control-plane 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.control.conftest import default_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

    WorldOf = Callable[[dict[str, Any]], Api]

NOW = "2026-01-05T10:00:00"
MOBILE = "PhzytPW3g2J"


def reply_event(text: str, **more: object) -> dict[str, object]:
    """Return an event by which `mobile` answers `admin`."""
    reply = {"type": "reply", "conversation": "ZjHHSjyyeJ2", "as": "mobile"}
    return {**reply, "text": text, **more}


@pytest.fixture
def frozen(world_of: WorldOf) -> Api:
    """Return the default server with an SMTP host, its clock standing still."""
    seed = default_seed()
    seed["system"] |= {"emailConfigured": True}
    api = world_of(seed)
    freeze(api)
    return api


def freeze(api: Api, now: str = NOW, tick: int = 0) -> None:
    """Let the clock stand at `now`."""
    clock = {"mode": "frozen", "now": now, "tickMilliseconds": tick}
    assert api.call("PUT", "/__mock/clock", json=clock).status == 200


def advance(api: Api, seconds: float) -> None:
    """Let time pass."""
    reply = api.post("/__mock/clock/advance", json={"seconds": seconds})
    assert reply.status == 200, reply.text


def answers(api: Api) -> list[tuple[str, str]]:
    """Return time and text of what was answered to `admin`."""
    reply = api.as_user("admin").get(
        "/messageConversations/ZjHHSjyyeJ2?fields=messages[created,text]"
    )
    messages = reply.json()["messages"][1:]
    return [(each["created"][11:19], each["text"]) for each in messages]


def fired(api: Api) -> list[tuple[str, str, str | None]]:
    """Return id, time and origin of what has happened."""
    return [
        (each["id"], each["due"][11:19], each["scheduled"])
        for each in api.get("/__mock/events").json()
        if each["status"] != "DUE"
    ]


class TestMoments:
    """When an entry comes: `after`, `at`, `every` and `times`."""

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ({"after": "PT5M"}, ["10:05:00"]),
            ({"after": "PT0S"}, ["10:00:00"]),
            ({"at": "2026-01-05T10:30:00"}, ["10:30:00"]),
            ({"at": "2026-01-05T11:30:00+01:00"}, ["10:30:00"]),
            ({"every": "PT20M", "times": 2}, ["10:20:00", "10:40:00"]),
            ({"after": "PT1M", "every": "PT20M", "times": 2}, ["10:01:00", "10:21:00"]),
            (
                {"at": "2026-01-05T10:10:00", "every": "PT0.5S", "times": 3},
                ["10:10:00", "10:10:00", "10:10:01"],
            ),
            ({"after": "PT1H"}, ["11:00:00"]),
            ({"after": "PT1H0.001S"}, []),
            ({"every": "PT31M", "times": 9}, ["10:31:00"]),
            ({"every": "P999999D", "times": 10000}, []),
        ],
    )
    def test_entry_comes_at_its_moment(
        self, frozen: Api, when: dict[str, object], expected: list[str]
    ) -> None:
        """Within an hour comes what is due by its end, dated by its moment (5.3)."""
        frozen.post("/__mock/events", json={**when, "event": reply_event("x")})

        advance(frozen, 3600)

        assert answers(frozen) == [(moment, "x") for moment in expected]

    def test_moment_of_the_past_comes_at_once(self, frozen: Api) -> None:
        """What was due earlier is dated so (5.3)."""
        event = reply_event("late")
        frozen.post(
            "/__mock/events", json={"at": "2026-01-05T09:59:00", "event": event}
        )

        assert answers(frozen) == [("09:59:00", "late")]

    def test_entry_shows_what_is_left(self, frozen: Api) -> None:
        """An entry tells when it comes next, and how often (5.3)."""
        entry = {"every": "PT20M", "times": 5, "event": reply_event("x")}
        made = frozen.post("/__mock/events", json=entry)
        advance(frozen, 2400)

        *past, coming = frozen.get("/__mock/events").json()

        assert made.json()["id"] == "t1"
        assert [each["status"] for each in past] == ["FIRED", "FIRED"]
        assert coming == {
            "id": "t1",
            "status": "DUE",
            "due": "2026-01-05T11:00:00.000",
            "every": "PT20M",
            "remaining": 3,
            "event": reply_event("x"),
        }
        assert frozen.get("/__mock/events/t1").json() == coming


class TestOrder:
    """Which comes first (check 19)."""

    def test_time_decides_then_position(self, frozen: Api) -> None:
        """Of what is due at one moment, the entry listed first comes first (5.3)."""
        frozen.post(
            "/__mock/events",
            json=[
                {"after": "PT2M", "event": reply_event("c")},
                {"after": "PT1M", "event": reply_event("a")},
                {"every": "PT1M", "times": 3, "event": reply_event("b")},
                {"after": "PT2M", "event": reply_event("d")},
            ],
        )

        advance(frozen, 3600)

        assert answers(frozen) == [
            ("10:01:00", "a"),
            ("10:01:00", "b"),
            ("10:02:00", "c"),
            ("10:02:00", "b"),
            ("10:02:00", "d"),
            ("10:03:00", "b"),
        ]
        assert [each[2] for each in fired(frozen)] == [
            "t2",
            "t3",
            "t1",
            "t3",
            "t4",
            "t3",
        ]

    def test_each_comes_once(self, frozen: Api) -> None:
        """What happened does not happen again, whatever the clock does next (5.3)."""
        frozen.post("/__mock/events", json={"after": "PT1M", "event": reply_event("a")})
        advance(frozen, 3600)

        freeze(frozen)
        advance(frozen, 3600)

        assert answers(frozen) == [("10:01:00", "a")]

    def test_steps_are_as_one_leap(self, frozen: Api) -> None:
        """Many small advances give what one long one gives (5.3)."""
        entry = {"every": "PT1M", "times": 30, "event": reply_event("x")}
        frozen.post("/__mock/events", json=entry)
        for _ in range(30):
            advance(frozen, 120)
        stepped = frozen.get("/__mock/events").body
        frozen.post("/__mock/reset")
        freeze(frozen)
        frozen.post("/__mock/events", json=entry)

        advance(frozen, 3600)

        assert frozen.get("/__mock/events").body == stepped

    def test_events_do_not_tick(self, frozen: Api) -> None:
        """Only what users write moves a frozen clock that ticks (3.6)."""
        freeze(frozen, tick=1)
        frozen.post("/__mock/events", json={"after": "PT1M", "event": reply_event("a")})
        advance(frozen, 60)

        clock = frozen.get("/__mock/clock").json()

        assert clock["now"] == "2026-01-05T10:01:00.000"
        assert answers(frozen) == [("10:01:00", "a")]


class TestWaiting:
    """Time that passes by itself."""

    def test_running_clock_brings_what_is_due(self, default_api: Api) -> None:
        """A clock that runs, real or shifted, brings the events as it passes (5.3)."""
        entry = {"after": "PT1H", "event": reply_event("a")}
        default_api.post("/__mock/events", json=entry)
        before = answers(default_api)
        due = default_api.get("/__mock/events/t1").json()["due"]

        default_api.call(
            "PUT", "/__mock/clock", json={"mode": "offset", "offsetSeconds": 3600}
        )

        assert before == []
        assert answers(default_api) == [(due[11:19], "a")]

    def test_what_is_written_then_is_later(self, default_api: Api) -> None:
        """A write after the event is dated after it (3.6)."""
        default_api.post(
            "/__mock/events", json={"after": "PT0S", "event": reply_event("a")}
        )
        default_api.as_user("admin").post("/messageConversations/ZjHHSjyyeJ2", body="b")

        reply = default_api.as_user("admin").get(
            "/messageConversations/ZjHHSjyyeJ2?fields=messages[created,text]"
        )

        _, first, second = reply.json()["messages"]
        assert (first["text"], second["text"]) == ("a", "b")
        assert first["created"] < second["created"]


class TestFailure:
    """Events that can no longer happen."""

    def test_deleted_conversation_gets_no_answer(self, frozen: Api) -> None:
        """The event is recorded with its reason; the others come all the same (5.3)."""
        frozen.post(
            "/__mock/events",
            json=[
                {"after": "PT1M", "event": reply_event("a")},
                {
                    "after": "PT2M",
                    "event": {
                        "type": "systemMessage",
                        "to": ["mobile"],
                        "subject": "Still here",
                        "text": "x",
                    },
                },
            ],
        )
        frozen.as_user("admin").delete("/messageConversations/ZjHHSjyyeJ2")

        advance(frozen, 3600)

        failed, done = frozen.get("/__mock/events").json()
        assert failed == {
            "id": "e1",
            "status": "FAILED",
            "due": "2026-01-05T10:01:00.000",
            "scheduled": "t1",
            "event": reply_event("a"),
            "created": [],
            "reason": "there is no conversation 'ZjHHSjyyeJ2'",
        }
        assert (done["id"], done["status"]) == ("e2", "FIRED")

    def test_event_for_a_conversation_to_come(self, frozen: Api) -> None:
        """An event may answer what is made later, if its uid is known (3.6)."""
        uid = "Conversat01"
        frozen.call("PATCH", "/__mock/settings", json={"uids": [uid]})
        entry = {"after": "PT1M", "event": reply_event("a", conversation=uid)}

        made = frozen.post("/__mock/events", json=entry)

        frozen.as_user("admin").send(MOBILE)
        advance(frozen, 60)
        assert made.status == 201
        assert frozen.get("/__mock/events").json()[0]["status"] == "FIRED"


class TestLimit:
    """How much of the past is kept."""

    def test_oldest_go_and_ids_count_on(self, frozen: Api) -> None:
        """Of many that happened the newest 2,000 are kept, by their ids (5.3)."""
        nothing = {"type": "dataSetCompleted", "dataSet": "Births", "as": "mobile"}
        plan = {"every": "PT1S", "times": 2003, "event": nothing}
        frozen.post("/__mock/events", json=plan)

        advance(frozen, 2002)

        *past, coming = frozen.get("/__mock/events").json()
        assert len(past) == 2000
        assert (past[0]["id"], past[-1]["id"]) == ("e3", "e2002")
        assert (coming["status"], coming["remaining"]) == ("DUE", 1)


class TestDelete:
    """DELETE /__mock/events/{id}."""

    def test_deleted_entry_does_not_come(self, frozen: Api) -> None:
        """An entry can be taken off, also twice; the others stay (3.1)."""
        frozen.post(
            "/__mock/events",
            json=[
                {"after": "PT1M", "event": reply_event("a")},
                {"after": "PT2M", "event": reply_event("b")},
            ],
        )

        replies = [frozen.delete("/__mock/events/t1") for _ in range(2)]

        advance(frozen, 3600)
        assert [each.status for each in replies] == [204, 204]
        assert answers(frozen) == [("10:02:00", "b")]


class TestSeed:
    """The key `timeline` of a seed."""

    def seed(self, *timeline: dict[str, object]) -> dict[str, Any]:
        """Return the default seed with a timeline."""
        return {**default_seed(), "timeline": list(timeline)}

    def test_timeline_begins_with_the_world(self, world_of: WorldOf) -> None:
        """What comes after an interval is counted from the start and a reset (5.3)."""
        api = world_of(
            self.seed({"every": "PT1M", "times": 2, "event": reply_event("x")})
        )
        advance(api, 90)
        before = len(answers(api))

        api.post("/__mock/reset")

        coming = api.get("/__mock/events").json()
        assert before == 1
        assert answers(api) == []
        assert [(each["id"], each["remaining"]) for each in coming] == [("t1", 2)]
        advance(api, 120)
        assert len(answers(api)) == 2

    def test_past_of_a_seed_is_kept(self, world_of: WorldOf) -> None:
        """A row that has `fired` only tells of what was (5.3)."""
        api = world_of(
            self.seed(
                {
                    "at": "2026-01-05T10:00:00",
                    "event": reply_event("x"),
                    "fired": {"status": "FAILED", "reason": "late", "scheduled": "t7"},
                }
            )
        )

        assert api.get("/__mock/events").json() == [
            {
                "id": "e1",
                "status": "FAILED",
                "due": "2026-01-05T10:00:00.000",
                "scheduled": "t7",
                "event": reply_event("x"),
                "created": [],
                "reason": "late",
            }
        ]
        assert answers(api) == []

    def test_faults_of_a_timeline_are_listed(self, default_api: Api) -> None:
        """A timeline is checked like the rest of a seed, all at once (3.1)."""
        seed = self.seed(
            {
                "after": "1 minute",
                "event": reply_event("x", conversation="Nowhere0001"),
            },
            {"after": "PT1M", "event": {"type": "reply", "txt": "x"}},
            {"event": {**reply_event("x"), "as": "mobil"}},
        )

        reply = default_api.post("/__mock/worlds", json={"seed": seed})

        assert reply.status == 422
        found = {each["pointer"]: each["message"] for each in reply.json()["errors"]}
        assert found == {
            "/seed/timeline/0/after": "'1 minute' is not a duration; write it like"
            " PT5M, PT1.5S or P1DT2H",
            "/seed/timeline/0/event/conversation": "'Nowhere0001' is not the id of a"
            " conversation",
            "/seed/timeline/1/event/as": "is required",
            "/seed/timeline/1/event/conversation": "is required",
            "/seed/timeline/1/event/text": "is required",
            "/seed/timeline/1/event/txt": "'txt' is not a key here; did you mean"
            " 'text'?",
            "/seed/timeline/2": "an object needs one of after, at and every",
            "/seed/timeline/2/event/as": "'mobil' is not the id or the username of a"
            " user; did you mean 'mobile'?",
        }


class TestSnapshot:
    """The timeline in a snapshot (control-plane 3.6)."""

    def test_document_brings_all_back(self, frozen: Api, world_of: WorldOf) -> None:
        """A snapshot loaded elsewhere has what was, what comes and the outbox (3.6)."""
        frozen.post(
            "/__mock/events",
            json=[
                {"after": "PT50M", "event": reply_event("late")},
                {"every": "PT2M", "times": 30, "event": reply_event("tick")},
                {"after": "PT2M", "event": reply_event("early")},
            ],
        )
        advance(frozen, 600)
        paths = ("/__mock/events", "/__mock/outbox", "/__mock/clock")
        before = [frozen.get(path).body for path in paths]

        copy = world_of(frozen.get("/__mock/snapshots/current").json())

        assert [copy.get(path).body for path in paths] == before
        advance(copy, 3000)
        assert answers(copy)[-1] == ("11:00:00", "tick")
        assert len(answers(copy)) == 32

    def test_restore_brings_back_what_comes(self, frozen: Api) -> None:
        """What happened after a snapshot comes again after going back to it (3.6)."""
        entry = {"every": "PT1M", "times": 3, "event": reply_event("x")}
        frozen.post("/__mock/events", json=entry)
        advance(frozen, 60)
        frozen.post("/__mock/snapshots", json={"name": "s"})
        advance(frozen, 600)
        once = frozen.get("/__mock/events").body

        frozen.post("/__mock/snapshots/s/restore")

        assert answers(frozen) == [("10:01:00", "x")]
        advance(frozen, 600)
        assert frozen.get("/__mock/events").body == once

    def test_seed_keeps_its_intervals(self, world_of: WorldOf) -> None:
        """The seed says when as it was told; going back begins anew (3.6)."""
        timeline = [
            {"after": "PT5M", "event": reply_event("a")},
            {"after": "PT1H", "every": "P1D", "times": 2, "event": reply_event("b")},
        ]
        api = world_of({**default_seed(), "timeline": timeline})
        freeze(api)

        assert api.get("/__mock/snapshots/seed").json()["timeline"] == timeline
        freeze(api, "2027-01-01T00:00:00")
        assert len(answers(api)) == 3
        api.post("/__mock/snapshots/seed/restore")
        assert [each["id"] for each in api.get("/__mock/events").json()] == ["t1", "t2"]


class TestDeterminism:
    """The same story gives the same bytes."""

    def test_hour_of_replies_repeats(self, frozen: Api) -> None:
        """Freeze, send, advance through thirty replies, read, reset: equal bytes."""

        def story() -> list[bytes]:
            admin = frozen.as_user("admin")
            freeze(frozen)
            uid = admin.send(MOBILE, "OYLGMiazHtW", subject="Traffic")
            entry = {
                "every": "PT2M",
                "times": 30,
                "event": reply_event("tick", conversation=uid),
            }
            frozen.post("/__mock/events", json=entry)
            advance(frozen, 3600)
            shown = f"/messageConversations/{uid}?fields=*,messages[*],userMessages[*]"
            seen = [
                frozen.get("/__mock/outbox").body,
                frozen.get("/__mock/events").body,
                admin.get(shown).body,
                admin.get("/messageConversations?fields=*").body,
                frozen.get("/__mock/clock").body,
            ]
            assert frozen.post("/__mock/reset").status == 204
            return seen

        first = story()

        assert len(frozen.get("/__mock/outbox").json()) == 0
        assert first[0].count(b'"EMAIL"') == 31
        assert first[1].count(b'"FIRED"') == 30
        assert [story() for _ in range(2)] == [first, first]
