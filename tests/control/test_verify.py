"""POST /__mock/requests/verify: did it happen as it should? (control-plane 3.5)."""

from __future__ import annotations

from threading import Thread, Timer
from typing import TYPE_CHECKING

import pytest

from mock_server.factory import create_app
from mock_server.settings import Settings
from tests.conftest import Api, in_process

if TYPE_CHECKING:
    from tests.conftest import Reply

INBOX = "/api/messageConversations"
SEEDED = "ZjHHSjyyeJ2"
REPLY = {"operation": "messageConversations.reply"}


def reply(api: Api, text: str = "Yes", user: str = "mobile") -> None:
    """Reply to the seeded conversation."""
    api.as_user(user).post(f"{INBOX}/{SEEDED}", body=text, content_type="text/plain")


def verify(api: Api, question: object) -> Reply:
    """Ask the journal."""
    return api.post("/__mock/requests/verify", json=question)


class TestCount:
    """So many requests of one kind."""

    @pytest.mark.parametrize(
        ("count", "expected", "status"),
        [
            (None, {"atLeast": 1}, 200),
            ({"exactly": 2}, {"exactly": 2}, 200),
            ({"exactly": 1}, {"exactly": 1}, 406),
            ({"atLeast": 2}, {"atLeast": 2}, 200),
            ({"atLeast": 3}, {"atLeast": 3}, 406),
            ({"atMost": 2}, {"atMost": 2}, 200),
            ({"atMost": 1}, {"atMost": 1}, 406),
            ({"atLeast": 1, "atMost": 2}, {"atLeast": 1, "atMost": 2}, 200),
            ({"exactly": 0}, {"exactly": 0}, 406),
        ],
    )
    def test_count_is_held_against_the_journal(
        self, default_api: Api, count: object, expected: object, status: int
    ) -> None:
        """200 says that it is so, 406 that it is not; without a count one will do."""
        reply(default_api)
        reply(default_api, "Again")
        question = {"match": REPLY, **({"count": count} if count else {})}

        answer = verify(default_api, question)

        assert answer.status == status
        verdict = answer.json()
        assert verdict["verified"] is (status == 200)
        assert (verdict["found"], verdict["expected"]) == (2, expected)
        assert verdict["incomplete"] is False

    def test_near_misses_come_as_data(self, default_api: Api) -> None:
        """The three with the fewest differences, and what these are (check 23)."""
        for user, text in (("admin", "Mortality"), ("admin", "x"), ("mobile", "y")):
            reply(default_api, text, user)
        default_api.get("/api/me")

        answer = verify(
            default_api,
            {"match": {**REPLY, "user": "mobile", "body": {"contains": "Mortal"}}},
        )

        assert answer.status == 406
        assert answer.json() == {
            "verified": False,
            "found": 0,
            "expected": {"atLeast": 1},
            "incomplete": False,
            "nearMisses": [
                {
                    "requestId": "r3",
                    "differences": [
                        {
                            "field": "body",
                            "expected": {"contains": "Mortal"},
                            "actual": "y",
                        }
                    ],
                },
                {
                    "requestId": "r1",
                    "differences": [
                        {"field": "user", "expected": "mobile", "actual": "admin"}
                    ],
                },
                {
                    "requestId": "r2",
                    "differences": [
                        {"field": "user", "expected": "mobile", "actual": "admin"},
                        {
                            "field": "body",
                            "expected": {"contains": "Mortal"},
                            "actual": "x",
                        },
                    ],
                },
            ],
        }

    def test_differences_hold_no_secret(self, default_api: Api) -> None:
        """What a near miss shows of a request has no password in it (check 25)."""
        default_api.post(
            "/api/auth/login?password=hush-hush",
            json={"username": "mobile", "password": "hush-hush"},
            headers={"Authorization": "Basic hush-hush", "Cookie": "A=hush-hush"},
        )

        answer = verify(
            default_api,
            {
                "match": {
                    "body": {"contains": "nothing"},
                    "query": {"password": "no"},
                    "headers": {"Authorization": "no", "Cookie": "no"},
                }
            },
        )

        assert len(answer.json()["nearMisses"][0]["differences"]) == 4
        assert "hush-hush" not in answer.text


class TestIncomplete:
    """What the journal cannot know."""

    def test_cut_body_may_have_been_the_one(self) -> None:
        """A question to bodies says when one was too long to be kept (3.5)."""
        settings = Settings(journal_body_bytes=4)
        api = Api(in_process(create_app(settings)))
        reply(api, "Mortality")

        bodies = verify(api, {"match": {"body": {"contains": "lity"}}})
        others = verify(api, {"match": {"operation": "me.get"}})

        assert (bodies.status, bodies.json()["incomplete"]) == (406, True)
        assert (others.status, others.json()["incomplete"]) == (406, False)


class TestSequence:
    """One request after another."""

    @pytest.mark.parametrize(
        ("steps", "found", "status"),
        [
            (["me.get", "messageConversations.reply"], 2, 200),
            (["me.get", "me.get"], 2, 200),
            (["messageConversations.reply", "system.ping"], 1, 406),
            (["me.get", "messageConversations.list", "me.get"], 1, 406),
        ],
    )
    def test_order_counts_and_gaps_do_not(
        self, default_api: Api, steps: list[str], found: int, status: int
    ) -> None:
        """Each step is looked for after the one before; others may lie between."""
        default_api.as_user("mobile").get("/me")
        reply(default_api)
        default_api.as_user("mobile").get("/me")

        answer = verify(
            default_api, {"sequence": [{"operation": each} for each in steps]}
        )

        assert answer.status == status
        verdict = answer.json()
        assert (verdict["found"], verdict["expected"]) == (
            found,
            {"sequence": len(steps)},
        )


class TestWithin:
    """Waiting for what has not come yet (check 23)."""

    def test_late_request_is_waited_for(self, default_api: Api) -> None:
        """At least one is verified as soon as it comes, half a second later."""
        late = Timer(0.5, reply, [default_api])
        late.start()

        answer = verify(default_api, {"match": REPLY, "within": 10})

        late.join()
        assert (answer.status, answer.json()["found"]) == (200, 1)

    def test_exactly_waits_for_one_too_many(self, default_api: Api) -> None:
        """Exactly one fails if a second comes inside the window."""
        reply(default_api)
        late = Timer(0.2, reply, [default_api])
        late.start()

        question = {"match": REPLY, "count": {"exactly": 1}, "within": 10}
        answer = verify(default_api, question)

        late.join()
        assert (answer.status, answer.json()["found"]) == (406, 2)

    def test_waiting_stops_nobody(self, default_api: Api) -> None:
        """While one question waits, writes and other questions are answered."""
        waiting = Thread(
            target=verify, args=[default_api, {"match": REPLY, "within": 10}]
        )
        waiting.start()
        default_api.as_user("mobile").get("/me")

        other = verify(default_api, {"match": {"operation": "me.get"}})
        reply(default_api)
        waiting.join(10)

        assert other.status == 200
        assert not waiting.is_alive()

    def test_reset_releases_who_waits(self, default_api: Api) -> None:
        """A reset ends the waiting: what was asked for did not come."""
        answers: list[Reply] = []
        waiting = Thread(
            target=lambda: answers.append(
                verify(default_api, {"match": REPLY, "within": 60})
            )
        )
        waiting.start()
        ended = Timer(0.2, default_api.post, ["/__mock/reset"])
        ended.start()

        waiting.join(10)

        assert [each.status for each in answers] == [406]
        ended.join()


class TestUsers:
    """Who may be asked for."""

    def test_user_of_before_is_still_known(self, default_api: Api) -> None:
        """Who asked before a snapshot without him came may be asked for (3.5)."""
        default_api.as_user("mobile").get("/me")
        snapshot = default_api.get("/__mock/snapshots/current").json()
        wish = {"name": "w1", "seed": "empty"}
        default_api.post("/__mock/worlds", json=wish)
        default_api.call("PUT", "/w1/__mock/snapshots/full", json=snapshot)
        default_api.post("/w1/__mock/snapshots/full/restore")
        default_api.as_user("mobile").get("/w1/api/me")
        default_api.post("/w1/__mock/snapshots/seed/restore")

        asked = [
            default_api.post(
                "/w1/__mock/requests/verify", json={"match": {"user": name}}
            ).status
            for name in ("mobile", "PhzytPW3g2J", "boateng")
        ]
        default_api.delete("/__mock/worlds/w1")

        assert asked == [200, 200, 422]


class TestWrongQuestion:
    """Questions that cannot be answered."""

    @pytest.mark.parametrize(
        ("question", "pointer", "message"),
        [
            ({"mach": {}}, "/mach", "unknown key 'mach'; did you mean 'match'?"),
            (
                {"match": {"oparation": "x"}},
                "/match/oparation",
                "unknown key 'oparation'; did you mean 'operation'?",
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
                {"match": {"user": "mobil"}, "count": {"exactly": 0}},
                "/match/user",
                "unknown user 'mobil'; did you mean 'mobile'?",
            ),
            (
                {"sequence": [REPLY, {"user": "mobil"}]},
                "/sequence/1/user",
                "unknown user 'mobil'; did you mean 'mobile'?",
            ),
            (
                {"match": {"operation": "me.gett"}, "count": {"exactly": 0}},
                "/match/operation",
                "unknown operation 'me.gett'; did you mean 'me.get'?",
            ),
            (
                {"sequence": [REPLY, {"operation": ["me.get", "me.gett"]}]},
                "/sequence/1/operation",
                "unknown operation 'me.gett'; did you mean 'me.get'?",
            ),
            ({"within": 61}, "/within", "61.0 is not from 0 to 60 seconds"),
            ({"within": "x"}, "/within", "is not a number of seconds"),
            ({"within": "nan"}, "/within", "is not a number of seconds"),
            (
                {"count": {}},
                "/count",
                "needs exactly, or one or both of atLeast and atMost",
            ),
            (
                {"count": {"exactly": 1, "atMost": 2}},
                "/count",
                "needs exactly, or one or both of atLeast and atMost",
            ),
            (
                {"count": {"atLeast": 3, "atMost": 2}},
                "/count/atLeast",
                "asks for more than atMost allows",
            ),
            ({"count": {"exactly": -1}}, "/count/exactly", "-1 is below 0"),
            ({"count": {"exactly": "1"}}, "/count/exactly", "is not a whole number"),
            ({"sequence": []}, "/sequence", "is empty"),
            (
                {"sequence": [{}], "count": {"exactly": 1}},
                "/count",
                "does not go with sequence",
            ),
        ],
    )
    def test_wrong_question_is_explained(
        self, default_api: Api, question: object, pointer: str, message: str
    ) -> None:
        """A question that makes no sense is a 422 with place and remedy (3.1)."""
        answer = verify(default_api, question)

        assert answer.status == 422
        assert answer.json()["errors"] == [{"pointer": pointer, "message": message}]
