"""Snapshots: named states to come back to, each a seed (control-plane 3.6)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.seed import parse_seed
from mock_server.settings import Settings
from tests.control.test_reset import GETS, write_everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Api

SNAPSHOTS = "/__mock/snapshots"
FROZEN = {"mode": "frozen", "now": "2026-01-05T10:00:00", "tickMilliseconds": 1}
AGENT = {"User-Agent": "check"}
MORE_GETS = [
    *GETS,
    "/api/system/info",
    "/api/userSettings",
    "/api/systemSettings",
    "/api/me?fields=*",
    "/api/fileResources/UsedAttach1/data",
    "/api/messageConversations?order=lastMessage:asc&fields=:all&pageSize=2",
    "/api/messageConversations?filter=read:eq:false&fields=id,read,followUp",
    "/api/messageConversations/GDBqVfkmnp2",
    "/api/messageConversations/WzMRrCosqc0?fields=*",
    "/api/messageConversations/ZrKML5WiyFm.xml",
    "/__mock/clock",
    "/__mock/outbox",
    "/__mock/snapshots/current",
]


@pytest.fixture
def served(default_api: Api) -> Iterator[Api]:
    """Return the default server without snapshots, and leave it without."""
    yield default_api
    default_api.delete(SNAPSHOTS)


def subjects(api: Api) -> list[str]:
    """Return the subjects of the inbox of `mobile`."""
    found = api.as_user("mobile").get("/messageConversations?fields=subject").json()
    return [each["subject"] for each in found["messageConversations"]]


def without_counts(health: dict[str, Any]) -> dict[str, Any]:
    """Return what health says that no clock changes."""
    return {key: health[key] for key in ("profile", "seed")}


class TestMake:
    """POST and PUT."""

    def test_snapshot_is_described(self, served: Api) -> None:
        """A snapshot says what it holds, and where it is (3.6)."""
        reply = served.post(SNAPSHOTS, json={"name": "before-reply"})

        listed = served.get(SNAPSHOTS).json()
        made = reply.json()
        assert reply.status == 201
        assert reply.headers["Location"].endswith("/__mock/snapshots/before-reply")
        assert made.pop("created").endswith("Z")
        assert made == {"name": "before-reply", "conversations": 7, "messages": 10}
        assert [each["name"] for each in listed] == ["before-reply"]
        assert listed[0]["bytes"] > 5000

    def test_taken_name_is_a_conflict(self, served: Api) -> None:
        """POST never replaces; PUT does (3.6)."""
        served.post(SNAPSHOTS, json={"name": "a"})
        served.as_user("admin").send("PhzytPW3g2J", subject="New")

        again = served.post(SNAPSHOTS, json={"name": "a"})
        replaced = served.call("PUT", f"{SNAPSHOTS}/a")

        assert (again.status, again.json()["title"]) == (409, "Snapshot exists")
        assert replaced.status == 200
        assert replaced.json()["conversations"] == 8

    @pytest.mark.parametrize("name", ["seed", "current"])
    def test_reserved_name_is_refused(self, served: Api, name: str) -> None:
        """`seed` and `current` are always there and cannot be given or dropped."""
        replies = [
            served.post(SNAPSHOTS, json={"name": name}),
            served.call("PUT", f"{SNAPSHOTS}/{name}"),
            served.delete(f"{SNAPSHOTS}/{name}"),
        ]

        assert [each.status for each in replies] == [409, 409, 409]
        assert served.get(f"{SNAPSHOTS}/{name}").status == 200

    @pytest.mark.parametrize("name", ["", "a b", "../x", "ä", "x" * 65, "a\n"])
    def test_bad_name_is_explained(self, served: Api, name: str) -> None:
        """A name is what can stand in a path without more ado."""
        reply = served.post(SNAPSHOTS, json={"name": name})

        assert reply.status == 422
        assert [each["pointer"] for each in reply.json()["errors"]] == ["/name"]
        assert served.get(SNAPSHOTS).json() == []

    def test_one_too_many_is_refused(self, api_with: Callable[[Settings], Api]) -> None:
        """At the limit a snapshot may be replaced, and a new one wants room (3.6)."""
        api = api_with(Settings(snapshot_limit=1))
        api.post(SNAPSHOTS, json={"name": "a"})

        refused = [
            api.post(SNAPSHOTS, json={"name": "b"}),
            api.call("PUT", f"{SNAPSHOTS}/b"),
        ]
        replaced = api.call("PUT", f"{SNAPSHOTS}/a")
        api.delete(f"{SNAPSHOTS}/a")
        made = api.post(SNAPSHOTS, json={"name": "b"})

        assert [each.status for each in refused] == [409, 409]
        assert refused[0].json()["title"] == "Too many snapshots"
        assert refused[0].json()["detail"] == (
            "No more than 1 snapshots are kept; delete one first, or start the server"
            " with a higher --snapshot-limit."
        )
        assert (replaced.status, made.status) == (200, 201)

    def test_worlds_have_limits_of_their_own(
        self, api_with: Callable[[Settings], Api]
    ) -> None:
        """The limit is of each world, and holds in those made later too (3.6)."""
        api = api_with(Settings(snapshot_limit=1))
        api.post(SNAPSHOTS, json={"name": "a"})
        api.post("/__mock/worlds", json={"name": "w1"})

        made = [api.post(f"/w1{SNAPSHOTS}", json={"name": name}) for name in "ab"]

        assert [each.status for each in made] == [201, 409]

    def test_dropped_snapshot_is_unknown(self, served: Api) -> None:
        """A snapshot is dropped once, and a missing one is no matter (3.1)."""
        served.post(SNAPSHOTS, json={"name": "a"})

        statuses = [served.delete(f"{SNAPSHOTS}/a").status for _ in range(2)]

        missing = served.get(f"{SNAPSHOTS}/a")
        assert statuses == [204, 204]
        assert missing.status == 404
        assert missing.json()["detail"] == (
            "There is no snapshot 'a'; there are: seed, current."
        )


class TestRestoreDocument:
    """POST /__mock/snapshots/restore."""

    def test_state_of_body_is_served(self, served: Api) -> None:
        """The body becomes the state, and no snapshot is kept of it."""
        before = served.get(f"{SNAPSHOTS}/current").json()
        served.as_user("mobile").send("xE7jOejl9FI", subject="Later")

        reply = served.post(f"{SNAPSHOTS}/restore", json=before)

        assert reply.status == 204
        assert "Later" not in subjects(served)
        assert served.get(SNAPSHOTS).json() == []

    def test_full_shelf_is_no_matter(self, api_with: Callable[[Settings], Api]) -> None:
        """It takes none of the places that snapshots have."""
        api = api_with(Settings(snapshot_limit=0))
        before = api.get(f"{SNAPSHOTS}/current").json()

        assert api.post(f"{SNAPSHOTS}/restore", json=before).status == 204

    def test_unsound_body_changes_nothing(self, served: Api) -> None:
        """A body that is no seed is refused as a whole."""
        before = served.get(f"{SNAPSHOTS}/current").body

        reply = served.post(f"{SNAPSHOTS}/restore", json={"users": [{"id": "x"}]})

        assert reply.status == 422
        assert {"pointer": "/format", "message": "is required"} in reply.json()[
            "errors"
        ]
        assert served.get(f"{SNAPSHOTS}/current").body == before


class TestRestore:
    """POST /__mock/snapshots/{name}/restore."""

    def test_state_goes_back(self, served: Api) -> None:
        """What was sent since is gone, and uids are made as they were then."""
        admin = served.as_user("admin")
        admin.send("PhzytPW3g2J", subject="First")
        served.post(SNAPSHOTS, json={"name": "first"})
        made = admin.send("PhzytPW3g2J", subject="Second")

        reply = served.post(f"{SNAPSHOTS}/first/restore")

        assert (reply.status, reply.body) == (204, b"")
        assert "Second" not in subjects(served)
        assert "First" in subjects(served)
        assert admin.send("PhzytPW3g2J", subject="Third") == made

    def test_clock_and_profile_go_back(self, served: Api) -> None:
        """Time and profile are of the state; the other settings stay (3.6)."""
        served.call("PUT", "/__mock/clock", json=FROZEN)
        served.call("PATCH", "/__mock/settings", json={"profile": "2.41"})
        served.post(SNAPSHOTS, json={"name": "then"})
        served.call(
            "PATCH", "/__mock/settings", json={"profile": "2.43", "strict": True}
        )
        served.delete("/__mock/clock")

        served.post(f"{SNAPSHOTS}/then/restore")

        settings = served.get("/__mock/settings").json()
        assert served.get("/__mock/clock").json()["now"] == "2026-01-05T10:00:00.000"
        assert (settings["profile"], settings["strict"]) == ("2.41", True)

    def test_seed_can_be_gone_back_to(self, served: Api) -> None:
        """The reserved snapshot `seed` is what a reset restores."""
        served.as_user("admin").send("PhzytPW3g2J", subject="New")

        reply = served.post(f"{SNAPSHOTS}/seed/restore")

        assert reply.status == 204
        assert "New" not in subjects(served)

    def test_snapshots_outlive_a_reset(self, served: Api) -> None:
        """A reset is of the state; what was kept is kept (3.2)."""
        served.as_user("admin").send("PhzytPW3g2J", subject="New")
        served.post(SNAPSHOTS, json={"name": "new"})

        served.post("/__mock/reset")
        served.post(f"{SNAPSHOTS}/new/restore")

        assert "New" in subjects(served)

    def test_unknown_snapshot_changes_nothing(self, served: Api) -> None:
        """Going back to nothing is a 404."""
        served.as_user("admin").send("PhzytPW3g2J", subject="New")

        reply = served.post(f"{SNAPSHOTS}/nope/restore")

        assert reply.status == 404
        assert "New" in subjects(served)


class TestDocument:
    """A snapshot is a seed."""

    def test_fresh_state_is_the_seed(self, served: Api) -> None:
        """After a reset `current` equals `seed`, byte for byte (check 16)."""
        write_everything(served)
        changed = served.get(f"{SNAPSHOTS}/current").body

        served.post("/__mock/reset")

        seed = served.get(f"{SNAPSHOTS}/seed").body
        assert served.get(f"{SNAPSHOTS}/current").body == seed
        assert changed != seed

    def test_document_can_be_read(self, served: Api) -> None:
        """It names its schema and its profile, and is taken as a seed (check 17)."""
        write_everything(served)

        document = served.get(f"{SNAPSHOTS}/current").json()

        assert document["$schema"].endswith("/__mock/seed.schema.json")
        assert (document["format"], document["profile"]) == (1, "documented")
        assert len(parse_seed(document).state.conversations) == 8

    def test_uploaded_snapshot_answers_alike(
        self, served: Api, api_with: Callable[[Settings], Api]
    ) -> None:
        """On a new server it gives equal answers for every GET (check 17)."""
        served.call("PUT", "/__mock/clock", json=FROZEN)
        served.call(
            "PATCH",
            "/__mock/settings",
            json={"switches": {"xml": True}, "externalUrl": "http://mock.example"},
        )
        served.as_user("mobile").post(
            "/userSettings/keyMessageEmailNotification?value=true"
        )
        write_everything(served)
        document = served.get(f"{SNAPSHOTS}/current").json()
        fresh = api_with(Settings(external_url="http://mock.example"))

        put = fresh.call("PUT", f"{SNAPSHOTS}/moved", json=document)
        fresh.post(f"{SNAPSHOTS}/moved/restore")

        assert put.status == 201
        for path in MORE_GETS:
            for user in ("admin", "mobile", "boateng"):
                there = served.as_user(user).get(path, headers=AGENT)
                here = fresh.as_user(user).get(path, headers=AGENT)
                expected = there.body.replace(there_root(served), b"")
                assert there.status in {200, 403, 404, 409}, path
                assert here.status == there.status, path
                assert here.body.replace(there_root(fresh), b"") == expected, path

    def test_world_begins_at_a_snapshot(self, served: Api) -> None:
        """A document of a snapshot is the seed of a new world (3.6)."""
        served.as_user("admin").send("PhzytPW3g2J", subject="New")
        document = served.get(f"{SNAPSHOTS}/current").json()

        served.call("PUT", "/__mock/worlds/w1", json={"seed": document})

        inbox = served.as_user("mobile").get(
            "/w1/api/messageConversations?fields=subject"
        )
        served.delete("/__mock/worlds/w1")
        assert "New" in inbox.text

    def test_faults_are_in_the_document(self, served: Api) -> None:
        """Rules in force go with it, uncounted, and into a world of it (3.6)."""
        rule = {"effect": {"type": "respond", "status": 503}, "lifetime": {"times": 1}}
        served.post("/__mock/faults", json=rule)
        failed = served.as_user("mobile").get("/me").status

        document = served.get(f"{SNAPSHOTS}/current").json()
        served.call("PUT", "/__mock/worlds/w1", json={"seed": document})
        there = [served.as_user("mobile").get("/w1/api/me").status for _ in range(2)]
        served.delete("/__mock/worlds/w1")

        assert document["faults"] == [{"id": "f1", **rule}]
        assert (failed, there) == (503, [503, 200])
        assert "faults" not in served.get(f"{SNAPSHOTS}/seed").json()

    def test_uploaded_faults_are_kept(self, served: Api) -> None:
        """They stay in the document, and no restore puts them in force (3.6)."""
        rule = {"id": "own", "effect": {"type": "reset"}}
        document = {"format": 1, "faults": [rule]}

        served.call("PUT", f"{SNAPSHOTS}/b", json=document)
        served.post(f"{SNAPSHOTS}/b/restore")

        assert served.get(f"{SNAPSHOTS}/b").json()["faults"] == [rule]
        assert served.get("/__mock/faults").json() == []

    def test_faults_of_strangers_are_left_out(self, served: Api) -> None:
        """A rule for somebody who is not in the state would spoil the seed (3.6)."""
        only = {"match": {"user": "mobile"}, "effect": {"type": "reset"}}
        served.post("/__mock/faults", json=only)
        served.post(f"{SNAPSHOTS}/restore", json={"format": 1})

        document = served.get(f"{SNAPSHOTS}/current").json()

        assert "faults" not in document

    def test_seed_has_the_faults_that_a_reset_restores(self, served: Api) -> None:
        """What a reset puts in force is in `seed` as in `current` (check 16)."""
        seed = {"format": 1, "faults": [{"effect": {"type": "reset"}}]}
        served.call("PUT", "/__mock/worlds/w1", json={"seed": seed})
        served.delete("/w1/__mock/faults")

        served.post("/w1/__mock/reset")

        current = served.get(f"/w1{SNAPSHOTS}/current").json()
        begun = served.get(f"/w1{SNAPSHOTS}/seed").json()
        served.delete("/__mock/worlds/w1")
        assert begun["faults"] == [{"id": "f1", "effect": {"type": "reset"}}]
        assert current == begun

    def test_wrong_document_lists_all_errors(self, served: Api) -> None:
        """An upload is checked as a seed is; with errors nothing is kept."""
        document = served.get(f"{SNAPSHOTS}/seed").json()
        document["users"][0]["id"] = "short"
        document["profile"] = "2.4"
        document["clock"] = {"mode": "offset", "now": "2026-01-05T10:00:00"}
        document["nope"] = 1

        reply = served.call("PUT", f"{SNAPSHOTS}/bad", json=document)

        pointers = {each["pointer"] for each in reply.json()["errors"]}
        assert reply.status == 422
        assert {
            "/users/0/id",
            "/profile",
            "/clock/offsetSeconds",
            "/nope",
        } <= pointers
        assert served.get(SNAPSHOTS).json() == []

    @pytest.mark.parametrize("body", ["[]", "1", "null"])
    def test_other_value_is_refused(self, served: Api, body: str) -> None:
        """A seed is an object."""
        reply = served.call(
            "PUT", f"{SNAPSHOTS}/bad", body=body, content_type="application/json"
        )

        assert reply.status == 422
        assert json.loads(reply.body)["errors"] == [
            {"pointer": "", "message": "is not an object"}
        ]


def there_root(api: Api) -> bytes:
    """Return the address that the links of the control plane start with."""
    schema: str = api.get(f"{SNAPSHOTS}/seed").json()["$schema"]
    return schema.partition("/__mock")[0].encode()
