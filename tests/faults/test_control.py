"""Setting, reading and dropping rules; refusals; explain (control-plane 3.1, 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from mock_server.factory import create_app
from mock_server.settings import Settings
from tests.faults.conftest import INBOX

if TYPE_CHECKING:
    from tests.conftest import Api

RULE = {
    "id": "flaky-create",
    "name": "Creates fail now and then",
    "match": {"operation": "messageConversations.create", "user": "mobile"},
    "effect": {"type": "respond", "status": 503, "retryAfter": 2},
    "lifetime": {"times": 2},
}
UNTOUCHED = {"matched": 0, "fired": 0, "remaining": 2, "active": True}
FAULTS = "/__mock/faults"
BROKEN = {"effect": {"type": "respond", "status": 503}}


class TestRules:
    """CRUD."""

    def test_rule_is_read_back(self, default_api: Api) -> None:
        """What was set is shown again, with its counters (check 33)."""
        created = default_api.post(FAULTS, json=RULE)

        assert created.status == 201
        assert created.headers["Location"].endswith("/__mock/faults/flaky-create")
        assert created.json() == {**RULE, "status": UNTOUCHED}
        assert default_api.get(f"{FAULTS}/flaky-create").json() == created.json()
        assert default_api.get(FAULTS).json() == [created.json()]

    def test_shown_rule_can_be_set_again(self, default_api: Api) -> None:
        """What GET shows can be PUT as it is; the counters begin anew."""
        default_api.post(FAULTS, json=RULE)
        shown = default_api.get(f"{FAULTS}/flaky-create").json()

        reply = default_api.call("PUT", f"{FAULTS}/flaky-create", json=shown)

        assert (reply.status, reply.json()) == (200, shown)

    def test_put_keeps_the_place(self, default_api: Api) -> None:
        """A rule that is replaced stays where it was in the list; a new one is last."""
        default_api.post(FAULTS, json=[BROKEN, BROKEN])

        replaced = default_api.call("PUT", f"{FAULTS}/f1", json={**RULE, "id": "f1"})
        added = default_api.call("PUT", f"{FAULTS}/own", json=BROKEN)

        assert (replaced.status, added.status) == (200, 201)
        assert [each["id"] for each in default_api.get(FAULTS).json()] == [
            "f1",
            "f2",
            "own",
        ]

    def test_put_is_for_the_id_of_its_path(self, default_api: Api) -> None:
        """A rule that says that it is another one is refused, and nothing set (3.1)."""
        reply = default_api.call("PUT", f"{FAULTS}/f1", json={**BROKEN, "id": "f2"})

        assert reply.status == 422
        assert reply.json()["errors"] == [
            {"pointer": "/id", "message": "'f2' is not 'f1', as the path"}
        ]
        assert default_api.get(FAULTS).json() == []

    def test_nameless_rules_are_counted(self, default_api: Api) -> None:
        """Without an id a rule is `f1`, `f2`, in the order they come (3.3)."""
        named = {**BROKEN, "id": "f2"}

        ids = [
            each["id"]
            for each in default_api.post(FAULTS, json=[BROKEN, named, BROKEN]).json()
        ]

        assert ids == ["f1", "f2", "f3"]

    def test_taken_id_is_a_conflict(self, default_api: Api) -> None:
        """POST replaces nothing, and an array with a taken id adds nothing."""
        default_api.post(FAULTS, json=RULE)

        reply = default_api.post(FAULTS, json=[BROKEN, RULE])

        assert (reply.status, reply.json()["detail"]) == (
            409,
            "There is a fault 'flaky-create' already; PUT replaces it.",
        )
        assert len(default_api.get(FAULTS).json()) == 1

    def test_rules_are_dropped(self, default_api: Api) -> None:
        """DELETE drops one, or all; a missing one is no matter (3.1)."""
        default_api.post(FAULTS, json=[BROKEN, BROKEN, BROKEN])

        one = default_api.delete(f"{FAULTS}/f2")
        again = default_api.delete(f"{FAULTS}/f2")
        left = [each["id"] for each in default_api.get(FAULTS).json()]
        everything = default_api.delete(FAULTS)

        assert (one.status, again.status, everything.status) == (204, 204, 204)
        assert left == ["f1", "f3"]
        assert default_api.get(FAULTS).json() == []

    def test_unknown_id_is_told(self, default_api: Api) -> None:
        """A 404 lists the ids there are."""
        default_api.post(FAULTS, json=RULE)

        reply = default_api.get(f"{FAULTS}/flaky")

        assert (reply.status, reply.json()["detail"]) == (
            404,
            "There is no fault 'flaky'; there are: flaky-create.",
        )

    def test_reset_drops_rules(self, default_api: Api) -> None:
        """After a reset there are the rules of the seed: here none (3.2)."""
        default_api.post(FAULTS, json=BROKEN)

        default_api.post("/__mock/reset")

        assert default_api.get(FAULTS).json() == []
        assert default_api.as_user("mobile").get("/api/me").status == 200


class TestRefusals:
    """What is no rule (check 10)."""

    @pytest.mark.parametrize(
        ("change", "pointer", "message"),
        [
            (
                {"effect": {"type": "resett"}},
                "/effect/type",
                "unknown effect 'resett'; did you mean 'reset'?",
            ),
            (
                {"efect": {}},
                "/efect",
                "unknown key 'efect'; did you mean 'effect'?",
            ),
            ({"effect": []}, "/effect", "is not an object"),
            (
                {"effect": {}},
                "/effect/type",
                (
                    "is missing; there are: delay, dribble, empty, hang,"
                    " malformed_chunk, random_data, reset, respond, rewrite, truncate"
                ),
            ),
            (
                {"effect": {"type": "reset", "fase": "after"}},
                "/effect/fase",
                "unknown key 'fase'; did you mean 'phase'?",
            ),
            (
                {"effect": {"type": "truncate", "phase": "before"}},
                "/effect/phase",
                "'before' is unknown; there are: after",
            ),
            (
                {"effect": {"type": "truncate", "fraction": 2}},
                "/effect/fraction",
                "2.0 is not between 0 and 1",
            ),
            (
                {"effect": {"type": "truncate", "fraction": 1, "bytes": 1}},
                "/effect",
                "has both bytes and fraction",
            ),
            (
                {"effect": {"type": "respond"}},
                "/effect",
                "has neither status nor preset",
            ),
            (
                {"effect": {"type": "respond", "preset": "bad_gatewy"}},
                "/effect/preset",
                "'bad_gatewy' is unknown; did you mean 'bad_gateway'?",
            ),
            (
                {"effect": {"type": "respond", "status": 99}},
                "/effect/status",
                "99 is not a whole number from 200 to 599",
            ),
            (
                {"effect": {"type": "respond", "status": 500, "json": 1, "body": ""}},
                "/effect",
                "has more than one of json, body",
            ),
            (
                {"effect": {"type": "respond", "status": 500, "errorCode": "E1"}},
                "/effect/errorCode",
                "needs a message beside it",
            ),
            (
                {"effect": {"type": "respond", "status": 503, "retryAfter": "soon"}},
                "/effect/retryAfter",
                "'soon' is neither a number of seconds nor 'http-date'",
            ),
            (
                {
                    "effect": {
                        "type": "respond",
                        "status": 503,
                        "headers": {"X-A": "a\r\nX-B: b"},
                    }
                },
                "/effect/headers/X-A",
                "is no value for a header",
            ),
            (
                {"effect": {"type": "rewrite", "contentType": "a/b\r\nX-B: b"}},
                "/effect/contentType",
                "is no value for a header",
            ),
            (
                {
                    "effect": {
                        "type": "respond",
                        "status": 503,
                        "headers": {"a b": "x"},
                    }
                },
                "/effect/headers/a b",
                "is no name for a header",
            ),
            (
                {
                    "effect": {
                        "type": "rewrite",
                        "headers": {"Transfer-Encoding": "chunked"},
                    }
                },
                "/effect/headers/Transfer-Encoding",
                "is for the server to set",
            ),
            (
                {"effect": {"type": "rewrite", "headers": 1}},
                "/effect/headers",
                "is not an object",
            ),
            (
                {"effect": {"type": "rewrite", "remove": ["pager"]}},
                "/effect/remove/0",
                "'pager' is no JSON pointer: it begins with '/'",
            ),
            (
                {"effect": {"type": "delay"}},
                "/effect",
                "has not exactly one of milliseconds, distribution",
            ),
            (
                {"effect": {"type": "delay", "distribution": 1}},
                "/effect/distribution",
                "is not an object",
            ),
            (
                {"effect": {"type": "delay", "distribution": {"type": "normal"}}},
                "/effect/distribution/type",
                "'normal' is unknown; did you mean 'lognormal'?",
            ),
            (
                {
                    "effect": {
                        "type": "delay",
                        "distribution": {"type": "uniform", "lower": 2, "upper": 1},
                    }
                },
                "/effect/distribution/upper",
                "is less than lower",
            ),
            (
                {"effect": {"type": "dribble", "bytesPerSecond": 1, "chunks": 1}},
                "/effect",
                "has bytesPerSecond besides chunks or milliseconds",
            ),
            (
                {"lifetime": {"times": 0}},
                "/lifetime/times",
                "0 is less than 1",
            ),
            (
                {"lifetime": {"probability": 1.5}},
                "/lifetime/probability",
                "1.5 is not between 0 and 1",
            ),
            (
                {"lifetime": {"ttlSeconds": 0}},
                "/lifetime/ttlSeconds",
                "0.0 is not more than 0",
            ),
            (
                {"lifetime": {"time": 2}},
                "/lifetime/time",
                "unknown key 'time'; did you mean 'times'?",
            ),
            (
                {"match": {"user": "mobil"}},
                "/match/user",
                "unknown user 'mobil'; did you mean 'mobile'?",
            ),
            (
                {"match": {"operation": "messageConversations.replay"}},
                "/match/operation",
                (
                    "unknown operation 'messageConversations.replay'; did you mean"
                    " 'messageConversations.reply'?"
                ),
            ),
            (
                {"id": "a b"},
                "/id",
                (
                    "'a b' is no id: up to 64 letters, digits, dots, hyphens and"
                    " underscores"
                ),
            ),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_wrong_rule_is_explained(
        self, default_api: Api, change: dict[str, Any], pointer: str, message: str
    ) -> None:
        """A 422 names place and remedy, and nothing is set (check 10)."""
        reply = default_api.post(FAULTS, json={**BROKEN, **change})

        assert reply.status == 422
        assert reply.json()["title"] == "Invalid fault"
        assert reply.json()["errors"] == [{"pointer": pointer, "message": message}]
        assert default_api.get(FAULTS).json() == []

    def test_all_or_none(self, default_api: Api) -> None:
        """An array with wrong rules sets none, and tells of all (check 10)."""
        rules = [BROKEN, {"effect": {"type": "rest"}}, {"match": {"usr": "a"}}]

        reply = default_api.post(FAULTS, json=rules)

        assert [each["pointer"] for each in reply.json()["errors"]] == [
            "/1/effect/type",
            "/2/match/usr",
            "/2/effect",
        ]
        assert default_api.get(FAULTS).json() == []


class TestReach:
    """What no rule can touch (check 11)."""

    def test_control_plane_is_out_of_reach(self, default_api: Api) -> None:
        """A rule for everything hits the API, never `/__mock` (check 11)."""
        default_api.post(FAULTS, json={"match": {}, **BROKEN})

        assert default_api.get("/api/me").status == 503
        assert default_api.get("/nowhere/at/all").status == 503
        assert default_api.get("/__mock/health").status == 200
        assert default_api.get("/__mock/nowhere").status == 404
        assert default_api.delete(FAULTS).status == 204
        assert default_api.as_user("mobile").get("/api/me").status == 200

    def test_anonymous_and_unrouted_are_in_reach(self, default_api: Api) -> None:
        """Who is not let in, and what is not there, can be met as well."""
        nobody = {"match": {"user": ""}, "effect": {"type": "respond", "status": 504}}
        lost = {"match": {"path": "/api/nope"}, **BROKEN}
        default_api.post(FAULTS, json=[lost, nobody])

        mobile = default_api.as_user("mobile")

        assert mobile.get("/api/nope").status == 503
        assert default_api.get("/api/me").status == 504
        assert mobile.get("/api/me").status == 200

    def test_other_world_is_out_of_reach(self, default_api: Api) -> None:
        """A rule is one world's own."""
        default_api.call("PUT", "/__mock/worlds/w1")
        default_api.post(f"/w1{FAULTS}", json=BROKEN)
        mobile = default_api.as_user("mobile")

        there, here = mobile.get("/w1/api/me"), mobile.get("/api/me")
        default_api.delete("/__mock/worlds/w1")

        assert (there.status, here.status) == (503, 200)


class TestExplain:
    """POST /__mock/faults/explain."""

    def test_each_rule_is_told(self, default_api: Api) -> None:
        """For each rule: what differs, or whether it would fire, and why not (3.2)."""
        default_api.post(
            FAULTS,
            json=[
                {**RULE, "id": "other"},
                {**BROKEN, "lifetime": {"skip": 1}},
                BROKEN,
                BROKEN,
                {**BROKEN, "enabled": False},
                {"effect": {"type": "delay", "milliseconds": 1}},
            ],
        )

        reply = default_api.post(
            f"{FAULTS}/explain",
            json={
                "path": "/api/42/messageConversations.json?page=2",
                "user": "PhzytPW3g2J",
            },
        )

        told = reply.json()
        assert (told["operation"], told["path"], told["user"]) == (
            "messageConversations.list",
            INBOX,
            "mobile",
        )
        assert told["rules"][0] == {
            "id": "other",
            "effect": "respond",
            "matches": False,
            "differences": [
                {
                    "field": "operation",
                    "expected": "messageConversations.create",
                    "actual": "messageConversations.list",
                }
            ],
            "fires": False,
            "reason": None,
        }
        assert [(each["fires"], each["reason"]) for each in told["rules"][1:]] == [
            (False, "match 1 is among the first 1, which are skipped"),
            (True, None),
            (False, "f2 comes before it"),
            (False, "f2 comes before it"),
            (True, None),
        ]

    def test_recorded_request_is_told(self, default_api: Api) -> None:
        """A request of the journal is named by its id (3.2)."""
        default_api.as_user("mobile").get("/api/me?fields=id")
        default_api.post(FAULTS, json={"match": {"user": "admin"}, **BROKEN})

        reply = default_api.post(f"{FAULTS}/explain", json={"requestId": "r1"})

        assert reply.json()["operation"] == "me.get"
        assert reply.json()["rules"][0]["differences"] == [
            {"field": "user", "expected": "admin", "actual": "mobile"}
        ]

    def test_asking_counts_nothing(self, default_api: Api) -> None:
        """A question is no request: the counters stay, the disabled rule is told."""
        default_api.post(FAULTS, json={**BROKEN, "enabled": False})

        reply = default_api.post(
            f"{FAULTS}/explain",
            json={"method": "post", "path": INBOX, "json": {"text": "x"}},
        )

        assert reply.json()["rules"][0]["reason"] == "it is not enabled"
        assert default_api.get(FAULTS).json()[0]["status"]["matched"] == 0

    @pytest.mark.parametrize(
        ("body", "pointer", "message"),
        [
            ({}, "", "has neither path nor requestId"),
            ({"requestId": "r99"}, "/requestId", "the journal holds no 'r99'"),
            (
                {"requestId": "r1", "user": "admin"},
                "",
                "has other keys besides requestId",
            ),
            ({"path": "api"}, "/path", "'api' does not start with '/'"),
            (
                {"path": "/api/me", "user": "nobody"},
                "/user",
                "nobody is called 'nobody' here",
            ),
            (
                {"path": "/api/me", "body": "", "json": None},
                "",
                "has both body and json",
            ),
        ],
    )
    def test_wrong_question_is_explained(
        self, default_api: Api, body: dict[str, Any], pointer: str, message: str
    ) -> None:
        """A request that is none is a 422."""
        reply = default_api.post(f"{FAULTS}/explain", json=body)

        assert reply.status == 422
        assert reply.json()["errors"] == [{"pointer": pointer, "message": message}]


class TestInProcess:
    """Without a socket."""

    @pytest.mark.parametrize(
        "kind", ["reset", "empty", "random_data", "malformed_chunk", "hang"]
    )
    def test_connection_fault_raises(self, kind: str) -> None:
        """Without a socket faults of the connection raise ConnectionResetError."""
        client = create_app(Settings()).test_client()
        effect: dict[str, Any] = {"type": kind}
        if kind == "hang":
            effect["maxMilliseconds"] = 1
        assert client.post(FAULTS, json={"effect": effect}).status_code == 201

        with pytest.raises(ConnectionResetError):
            client.get("/api/me")

        assert client.get("/__mock/health").status_code == 200

    def test_httpx_transport(self) -> None:
        """Httpx without a socket gets the same error, and ordinary answers."""
        transport = httpx.WSGITransport(app=create_app(Settings()))
        with httpx.Client(transport=transport, base_url="http://mock") as client:
            client.post(FAULTS, json={**BROKEN, "lifetime": {"times": 1}})
            client.post(FAULTS, json={"effect": {"type": "reset"}})

            answer = client.get("/api/me")

            assert answer.status_code == 503
            with pytest.raises(ConnectionResetError):
                client.get("/api/me")

    def test_server_without_a_way_refuses(self) -> None:
        """A server that tells no client's port cannot cut connections: 409 (3.3)."""
        client = create_app(Settings()).test_client()
        software = {"SERVER_SOFTWARE": "granite/1"}

        refused = client.post(
            FAULTS, json={"effect": {"type": "reset"}}, environ_overrides=software
        )
        taken = client.post(FAULTS, json=BROKEN, environ_overrides=software)

        assert refused.status_code == 409
        assert refused.get_json(force=True)["detail"] == (
            "granite/1 leaves no way to the connection that 'reset' needs."
        )
        assert taken.status_code == 201
