"""GET and PATCH /__mock/settings (control-plane 3.6, 5.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_server.profiles import PROFILES, effective_switches
from mock_server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

SETTINGS = "/__mock/settings"
FRESH = {
    "profile": "documented",
    "strict": False,
    "randomSeed": 42,
    "latencyMilliseconds": 0,
    "journal": {"size": 1000, "bodyBytes": 65536},
    "outbox": {"size": 2000},
    "externalUrl": None,
    "uids": [],
}


def patch(api: Api, body: object) -> Any:
    """Change settings and return the answer."""
    return api.call("PATCH", SETTINGS, json=body)


def plain(settings: dict[str, Any]) -> dict[str, Any]:
    """Return settings without the table of switches."""
    return {key: value for key, value in settings.items() if key != "switches"}


class TestRead:
    """GET."""

    def test_fresh_settings_are_shown(self, default_api: Api) -> None:
        """Everything that can be set is there, each switch with its source (5.4)."""
        settings = default_api.get(SETTINGS).json()

        assert plain(settings) == FRESH
        assert settings["switches"] == effective_switches(PROFILES["documented"])

    def test_start_is_where_a_reset_goes_back_to(
        self, api_with: Callable[[Settings], Api]
    ) -> None:
        """What a server is started with is in force, and again after a reset (3.6)."""
        api = api_with(
            Settings(
                strict=True,
                random_seed=7,
                latency_milliseconds=1,
                journal_body_bytes=5,
            )
        )
        patch(api, FRESH)

        api.post("/__mock/reset")

        assert plain(api.get(SETTINGS).json()) == FRESH | {
            "strict": True,
            "randomSeed": 7,
            "latencyMilliseconds": 1,
            "journal": {"size": 1000, "bodyBytes": 5},
        }


class TestPatch:
    """What is set is in force and can be read back (check 33)."""

    @pytest.mark.parametrize(
        "change",
        [
            {"profile": "2.43"},
            {"strict": True},
            {"randomSeed": -7},
            {"latencyMilliseconds": 1},
            {"journal": {"size": 5, "bodyBytes": 0}},
            {"outbox": {"size": 5}},
            {"externalUrl": "https://play.example/dhis"},
            {"uids": ["FirstChoice", "SecondChoic"]},
            {},
        ],
        ids=lambda change: next(iter(change), "nothing"),
    )
    def test_change_is_read_back(
        self, default_api: Api, change: dict[str, object]
    ) -> None:
        """GET after PATCH equals what PATCH said, and nothing else has changed."""
        reply = patch(default_api, change)

        assert reply.status == 200
        assert plain(default_api.get(SETTINGS).json()) == FRESH | change
        assert plain(reply.json()) == FRESH | change

    def test_part_of_the_journal_is_enough(self, default_api: Api) -> None:
        """A key that a nested object leaves out stays as it was."""
        patch(default_api, {"journal": {"size": 5}})

        journal = default_api.get(SETTINGS).json()["journal"]
        assert journal == {"size": 5, "bodyBytes": 65536}

    def test_profile_changes_the_answers(self, default_api: Api) -> None:
        """The new profile is in force at once: 2.42 answers a reply with 201."""
        mobile = default_api.as_user("mobile")
        before = mobile.post("/messageConversations/ZjHHSjyyeJ2", body="a")

        patch(default_api, {"profile": "2.42"})

        after = mobile.post("/messageConversations/ZjHHSjyyeJ2", body="b")
        assert (before.status, after.status) == (200, 201)

    def test_switch_is_set_alone(self, default_api: Api) -> None:
        """A switch outlives a change of profile until `null` gives it back (5.4)."""
        patch(default_api, {"switches": {"reply_status": 201}})
        patch(default_api, {"profile": "2.41"})

        kept = default_api.get(SETTINGS).json()["switches"]["reply_status"]
        patch(default_api, {"profile": "documented"})
        patch(default_api, {"switches": {"reply_status": None}})

        left = default_api.get(SETTINGS).json()["switches"]["reply_status"]
        assert (kept["value"], kept["source"]) == (201, "override")
        assert (left["value"], left["source"]) == (200, "profile")

    def test_external_url_begins_links(self, default_api: Api) -> None:
        """Links start with the external URL, without its last slash."""
        patch(default_api, {"externalUrl": "https://play.example/dhis/"})

        reply = default_api.as_user("admin").get("/system/info")

        assert reply.json()["contextPath"] == "https://play.example/dhis"

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("faults", {"effect": {"type": "delay", "milliseconds": 1}}),
            ("snapshots", {"name": "before"}),
            ("events", {"type": "versionUpdate", "version": "2.43"}),
        ],
    )
    def test_external_url_begins_what_is_made(
        self, default_api: Api, path: str, body: dict[str, object]
    ) -> None:
        """Locations lead into the world that it was made in (3.1, 3.6)."""
        default_api.call("PUT", "/__mock/worlds/w1")
        external = {"externalUrl": "https://play.example/dhis"}
        default_api.call("PATCH", f"/w1{SETTINGS}", json=external)

        made = default_api.post(f"/w1/__mock/{path}", json=body)
        links = default_api.get("/w1/__mock").json()["links"]

        begin = "https://play.example/dhis/w1/__mock"
        default_api.delete("/__mock/worlds/w1")
        assert made.headers["Location"].startswith(f"{begin}/{path}/")
        assert all(each["href"].startswith(begin) for each in links)

    def test_reset_goes_back(self, default_api: Api) -> None:
        """A reset brings the settings back as the server began (3.2)."""
        patch(default_api, {"profile": "2.41", "strict": True, "randomSeed": 1})

        default_api.post("/__mock/reset")

        assert plain(default_api.get(SETTINGS).json()) == FRESH


class TestIds:
    """The uids that the server makes (3.6)."""

    def test_chosen_uids_come_first(self, default_api: Api) -> None:
        """They are handed out in order, whatever for, and then forgotten."""
        chosen = ["FirstChoice", "SecondChoic", "ThirdChoice"]
        patch(default_api, {"uids": chosen})

        uid = default_api.as_user("admin").send("PhzytPW3g2J")

        conversation = default_api.as_user("admin").get(
            f"/messageConversations/{uid}?fields=messages[id]"
        )
        left = default_api.get(SETTINGS).json()["uids"]
        made = {uid, conversation.json()["messages"][0]["id"]}
        assert made == {"FirstChoice", "SecondChoic"}
        assert left == ["ThirdChoice"]

    def test_tens_of_thousands_are_taken(self, default_api: Api) -> None:
        """Each is looked for once among the others, not once for each of them."""
        chosen = [f"Chosen{number:05}" for number in range(40_000)]

        reply = patch(default_api, {"uids": chosen})

        assert reply.json()["uids"] == chosen

    def test_random_seed_decides_uids(self, default_api: Api) -> None:
        """The same seed gives the same uids, another one others."""
        admin = default_api.as_user("admin")
        made = []
        for seed in (7, 7, 8):
            default_api.post("/__mock/reset")
            patch(default_api, {"randomSeed": seed})
            made.append(admin.send("PhzytPW3g2J"))

        assert made[0] == made[1]
        assert made[0] != made[2]

    @pytest.mark.parametrize("taken", ["ZjHHSjyyeJ2", "fTpI4GOmujz"])
    def test_taken_uid_is_refused(self, default_api: Api, taken: str) -> None:
        """What an object has cannot be handed out; nothing is changed."""
        reply = patch(default_api, {"uids": ["FirstChoice", taken], "strict": True})

        assert reply.status == 422
        assert reply.json()["errors"] == [
            {"pointer": "/uids/1", "message": "is in use"}
        ]
        assert plain(default_api.get(SETTINGS).json()) == FRESH


class TestRefusals:
    """All or nothing (3.1)."""

    def test_all_errors_come_at_once(self, default_api: Api) -> None:
        """Each has its place and its remedy, and nothing has changed."""
        reply = patch(
            default_api,
            {
                "profile": "2.4",
                "switches": {"reply_state": 200, "xml": "maybe"},
                "strict": 1,
                "randomSeed": 2.5,
                "latencyMilliseconds": 600_001,
                "journal": {"size": -1, "sise": 1},
                "externalUrl": "play.example",
                "uids": ["FirstChoice", "FirstChoice"],
                "sed": 1,
            },
        )

        assert reply.status == 422
        assert reply.json()["title"] == "Invalid settings"
        assert {
            each["pointer"]: each["message"] for each in reply.json()["errors"]
        } == {
            "/profile": "'2.4' is unknown; there are: documented, 2.41, 2.42, 2.43",
            "/switches/reply_state": (
                "there is no such switch; did you mean reply_status."
            ),
            "/switches/xml": "'maybe' is neither true nor false.",
            "/strict": "is not true or false",
            "/randomSeed": (
                "is not a whole number from -9007199254740991 to 9007199254740991"
            ),
            "/latencyMilliseconds": "is not a whole number from 0 to 600000",
            "/journal/size": "is not a whole number from 0 to 1000000",
            "/journal/sise": "unknown key 'sise'; did you mean 'size'?",
            "/externalUrl": "is not of the form http://host:port/path or https://...",
            "/uids/1": "stands at 0 already",
            "/sed": (
                "unknown key 'sed'; there are: profile, switches, strict, randomSeed,"
                " latencyMilliseconds, journal, outbox, externalUrl, uids"
            ),
        }
        assert plain(default_api.get(SETTINGS).json()) == FRESH
