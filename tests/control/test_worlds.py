"""Worlds: servers within the server that never see each other (control-plane 3.6)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from mock_server.profiles import PROFILES
from mock_server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Api

INBOX = "/api/messageConversations"


@pytest.fixture
def served(default_api: Api) -> Iterator[Api]:
    """Return the default server without worlds, and leave it without."""
    yield default_api
    for world in default_api.get("/__mock/worlds").json():
        if world["name"] != "default":
            default_api.delete(f"/__mock/worlds/{world['name']}")


def subjects(api: Api, world: str) -> list[str]:
    """Return the subjects of the inbox of `mobile` in `world`."""
    reply = api.as_user("mobile").get(f"{world}{INBOX}?fields=subject")
    return [each["subject"] for each in reply.json()["messageConversations"]]


def send(api: Api, world: str, subject: str) -> str:
    """Send a message to `mobile` in `world`; return where it is."""
    body = {"subject": subject, "text": "x", "users": [{"id": "PhzytPW3g2J"}]}
    reply = api.as_user("admin").post(f"{world}{INBOX}", json=body)
    assert reply.status == 201, reply.text
    return reply.headers["Location"]


class TestCreate:
    """POST and PUT."""

    def test_named_world_is_described(self, served: Api) -> None:
        """A world says where it lies and what it runs (3.6)."""
        reply = served.post("/__mock/worlds", json={"name": "w1", "profile": "2.41"})

        assert reply.status == 201
        assert reply.headers["Location"].endswith("/__mock/worlds/w1")
        world = reply.json()
        assert world["url"].endswith("/w1")
        assert 3599 < world.pop("expiresAfterSeconds") <= 3600
        assert (world["name"], world["profile"], world["seed"]) == (
            "w1",
            "2.41",
            "default",
        )
        assert served.get("/__mock/worlds/w1").json()["url"] == world["url"]

    def test_nameless_world_gets_a_name(self, served: Api) -> None:
        """Without a body there is a world all the same, `w-` and eight letters."""
        reply = served.post("/__mock/worlds")

        assert reply.status == 201
        assert len(reply.json()["name"]) == 10
        assert reply.json()["name"].startswith("w-")

    def test_taken_name_is_a_conflict(self, served: Api) -> None:
        """POST makes no world twice; PUT makes it afresh (3.2)."""
        served.post("/__mock/worlds", json={"name": "w1"})
        send(served, "/w1", "Old")

        again = served.post("/__mock/worlds", json={"name": "w1"})
        afresh = served.call("PUT", "/__mock/worlds/w1")

        assert (again.status, again.json()["title"]) == (409, "World exists")
        assert afresh.status == 200
        assert "Old" not in subjects(served, "/w1")

    def test_seed_by_name(self, served: Api) -> None:
        """A world may begin at another seed than the server's (3.6)."""
        served.post("/__mock/worlds", json={"name": "w1", "seed": "empty"})

        reply = served.get("/w1/__mock/health")

        assert reply.json()["seed"]["conversations"] == 0

    @pytest.mark.parametrize(
        ("body", "profile"),
        [
            ({"seed": {"format": 1}}, "2.42"),
            ({"seed": {"format": 1, "profile": "2.41"}}, "2.41"),
            ({"seed": {"format": 1, "profile": "2.41"}, "profile": "2.43"}, "2.43"),
            ({}, "2.42"),
        ],
        ids=["server's", "seed's", "asked-for", "nothing"],
    )
    def test_profile_is_the_nearest_said(
        self,
        api_with: Callable[[Settings], Api],
        body: dict[str, object],
        profile: str,
    ) -> None:
        """The request's profile wins, then the seed's, then the server's own."""
        api = api_with(Settings(profile=PROFILES["2.42"]))

        reply = api.call("PUT", "/__mock/worlds/w1", json=body)

        assert reply.json()["profile"] == profile

    def test_seed_as_a_document(self, served: Api) -> None:
        """A whole seed may stand in the body (3.6)."""
        seed = {
            "format": 1,
            "users": [
                {
                    "id": "OnlyUser001",
                    "username": "only",
                    "password": "x",
                    "firstName": "On",
                    "surname": "Ly",
                }
            ],
        }

        served.post("/__mock/worlds", json={"name": "w1", "seed": seed})

        reply = served.as_user("only", "x").get("/w1/api/me?fields=id")
        assert reply.json() == {"id": "OnlyUser001"}

    def test_time_and_ids_survive_reset(self, served: Api) -> None:
        """A world begins where its clock and its ids are set, and resets to that."""
        body = {"name": "w1", "now": "2026-01-05T10:00:00", "randomSeed": 7}
        served.post("/__mock/worlds", json=body)
        served.call("DELETE", "/w1/__mock/clock")
        served.call("PATCH", "/w1/__mock/settings", json={"randomSeed": 8})

        served.post("/w1/__mock/reset")

        clock = served.get("/w1/__mock/clock").json()
        assert clock["frozenAt"] == "2026-01-05T10:00:00.000"
        assert served.get("/w1/__mock/settings").json()["randomSeed"] == 7

    def test_strictness_survives_reset(self, served: Api) -> None:
        """A world that begins strict is strict again after a reset."""
        served.post("/__mock/worlds", json={"name": "w1", "strict": True})
        served.call("PATCH", "/w1/__mock/settings", json={"strict": False})

        served.post("/w1/__mock/reset")

        assert served.get("/w1/__mock/settings").json()["strict"] is True

    def test_same_document_again_is_the_same_seed(self, served: Api) -> None:
        """Many worlds of one document begin alike, and one of another does not."""
        user = {"id": "OnlyUser001", "username": "a", "password": "x"}
        user |= {"firstName": "On", "surname": "Ly"}
        for number in range(40):
            seed = {"format": 1, "users": [user | {"username": f"u{number // 2}"}]}
            body = {"name": f"w{number}", "seed": seed}
            assert served.post("/__mock/worlds", json=body).status == 201

        last = served.as_user("u19", "x").get("/w39/api/me?fields=username")
        other = served.as_user("u19", "x").get("/w0/api/me")

        assert last.json() == {"username": "u19"}
        assert other.status == 401

    @pytest.mark.parametrize(
        ("body", "pointer", "message"),
        [
            ({"nmae": "x"}, "/nmae", "unknown key 'nmae'; did you mean 'name'?"),
            (
                {"profile": "documentd"},
                "/profile",
                "'documentd' is unknown; did you mean 'documented'?",
            ),
            (
                {"seed": "../etc"},
                "/seed",
                (
                    "'../etc' is no seed beside the server's own, nor shipped;"
                    " shipped are default, empty, walkthrough"
                ),
            ),
            (
                {"seed": "x" * 300},
                "/seed",
                (
                    f"'{'x' * 300}' is no seed beside the server's own, nor shipped;"
                    " shipped are default, empty, walkthrough"
                ),
            ),
            (
                {"name": "api"},
                "/name",
                (
                    "'api' is no name for a world: a small letter, then up to 31 small"
                    " letters, digits or hyphens; DHIS2's own paths are taken"
                ),
            ),
            (
                {"seed": {"format": 1, "users": {}}},
                "/seed/users",
                "an object is not an array",
            ),
            ({"seed": 7}, "/seed", "is not an object"),
            ([], "", "is not an object"),
        ],
        ids=[
            *("key", "profile", "seed", "long seed", "name"),
            *("seed's key", "no seed", "array"),
        ],
    )
    def test_wrong_body_is_explained(
        self, served: Api, body: object, pointer: str, message: str
    ) -> None:
        """A refusal names place and remedy, and no world is made (3.1)."""
        reply = served.post("/__mock/worlds", json=body)

        assert reply.status == 422
        assert reply.json()["errors"] == [{"pointer": pointer, "message": message}]
        assert len(served.get("/__mock/worlds").json()) == 1

    def test_body_of_another_type_is_refused(self, served: Api) -> None:
        """A body that does not say it is JSON is a 415 (3.1)."""
        reply = served.post(
            "/__mock/worlds", body='{"name": "w1"}', content_type="text/plain"
        )

        assert reply.status == 415
        assert len(served.get("/__mock/worlds").json()) == 1

    def test_broken_json_is_refused(self, served: Api) -> None:
        """A body that is no JSON is a 400 that says where (3.1)."""
        reply = served.post(
            "/__mock/worlds", body='{"name"', content_type="application/json"
        )

        assert reply.status == 400
        assert "line 1 column 8" in reply.json()["detail"]


class TestIsolation:
    """What happens in a world stays there (check 14)."""

    def test_same_uid_changes_in_one_world_only(self, served: Api) -> None:
        """Two worlds hold the same conversation, and each its own flags."""
        for name in ("w1", "w2"):
            served.post("/__mock/worlds", json={"name": name})

        mobile = served.as_user("mobile")
        mobile.post(f"/w1{INBOX}/followup", json=["ZjHHSjyyeJ2"])

        one = f"{INBOX}/ZjHHSjyyeJ2?fields=followUp"
        assert mobile.get(f"/w1{one}").json() == {"followUp": True}
        assert mobile.get(f"/w2{one}").json() == {"followUp": False}
        assert mobile.get(one).json() == {"followUp": False}

    def test_links_and_cookies_stay_inside(self, served: Api) -> None:
        """Location, pager links and the cookie's Path carry the world's path."""
        served.post("/__mock/worlds", json={"name": "w1"})

        location = send(served, "/w1", "Hello")
        page = served.as_user("mobile").get(f"/w1/api/42/{INBOX[5:]}?pageSize=1")

        assert "/w1/api/messageConversations/" in location
        assert "/w1/api/42/messageConversations?" in page.json()["pager"]["nextPage"]
        assert "Path=/w1" in page.headers["Set-Cookie"]

    @pytest.mark.parametrize("path", ["/nope/api/me", "/nope/__mock/health"])
    def test_unknown_world_is_a_problem(self, served: Api, path: str) -> None:
        """A path into no world never meets the default one; the names are listed."""
        served.post("/__mock/worlds", json={"name": "w1"})

        reply = served.as_user("admin").get(path)

        assert reply.status == 404
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json()["detail"] == (
            "There is no world 'nope'; there are: default, w1."
        )

    def test_header_chooses_a_world(self, served: Api) -> None:
        """A client that cannot have a path sends `X-Mock-World` (3.6)."""
        served.post("/__mock/worlds", json={"name": "w1"})
        send(served, "/w1", "Hello")

        there = served.as_user("mobile").get(
            f"{INBOX}?fields=subject", headers={"X-Mock-World": "w1"}
        )
        nowhere = served.as_user("mobile").get(INBOX, headers={"X-Mock-World": "w9"})

        assert "Hello" in there.text
        assert "Hello" not in subjects(served, "")
        assert nowhere.status == 404

    def test_reset_is_of_one_world(self, served: Api) -> None:
        """A reset below a world's path empties that world alone."""
        for name in ("w1", "w2"):
            served.post("/__mock/worlds", json={"name": name})
            send(served, f"/{name}", "Hello")

        served.post("/w1/__mock/reset")

        assert "Hello" not in subjects(served, "/w1")
        assert "Hello" in subjects(served, "/w2")

    def test_fifty_worlds_at_once_see_only_themselves(self, served: Api) -> None:
        """Fifty threads in fifty worlds each count their own messages (check 15)."""
        names = [f"w{number}" for number in range(50)]
        for name in names:
            served.post("/__mock/worlds", json={"name": name, "seed": "default"})

        seeded = set(subjects(served, ""))

        def hammer(name: str) -> tuple[list[str], int]:
            first = [send(served, f"/{name}", f"{name} {n}")[-11:] for n in range(3)]
            served.post(f"/{name}/__mock/reset")
            again = [send(served, f"/{name}", f"{name} {n}")[-11:] for n in range(3)]
            assert first == again
            return subjects(served, f"/{name}"), len(set(again))

        with ThreadPoolExecutor(50) as pool:
            found = dict(zip(names, pool.map(hammer, names), strict=True))

        for name, (mine, distinct) in found.items():
            own = {f"{name} {number}" for number in range(3)}
            assert set(mine) - seeded == own
            assert not [
                each for each in mine if each[0] == "w" and f"{name} " not in each
            ]
            assert distinct == 3


class TestDelete:
    """DELETE /__mock/worlds/{name}."""

    def test_deleted_world_is_unknown(self, served: Api) -> None:
        """A dropped world is gone at once; dropping it again is no matter (3.1)."""
        served.post("/__mock/worlds", json={"name": "w1"})

        statuses = [served.delete("/__mock/worlds/w1").status for _ in range(2)]

        assert statuses == [204, 204]
        assert served.get("/w1/__mock/health").status == 404

    def test_default_world_stays(self, served: Api) -> None:
        """The default world cannot be dropped."""
        reply = served.delete("/__mock/worlds/default")

        assert reply.status == 409
        assert served.get("/__mock/health").status == 200

    def test_there_are_no_worlds_in_worlds(self, served: Api) -> None:
        """Worlds are managed at the root alone (3.1)."""
        served.post("/__mock/worlds", json={"name": "w1"})

        reply = served.get("/w1/__mock/worlds")

        assert reply.status == 404
