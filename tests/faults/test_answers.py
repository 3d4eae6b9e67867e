"""The answers of respond and rewrite (control-plane 3.3)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.injection.effect import Scene
from mock_server.injection.effects.delay import Delay, LogNormal, Uniform
from mock_server.injection.effects.dribble import Dribble
from mock_server.injection.effects.rewrite import Rewrite
from mock_server.injection.effects.truncate import Truncate
from mock_server.injection.presets import PRESETS
from mock_server.profiles import PROFILES
from mock_server.traffic import Incoming, Outgoing
from mock_server.wire.answers import Exchange

if TYPE_CHECKING:
    from tests.conftest import Api

FAULTS = "/__mock/faults"
INBOX = "/api/messageConversations"
HTML = "text/html; charset=utf-8"
JSON = "application/json;charset=UTF-8"


@pytest.fixture
def mobile(default_api: Api) -> Api:
    """Return a client for `mobile` of a fresh server."""
    return default_api.as_user("mobile")


def respond(api: Api, **effect: Any) -> None:
    """Let every request be answered so."""
    reply = api.post(FAULTS, json={"effect": {"type": "respond", **effect}})
    assert reply.status == 201, reply.text


def rewrite(api: Api, **effect: Any) -> None:
    """Let every answer be changed so."""
    reply = api.post(FAULTS, json={"effect": {"type": "rewrite", **effect}})
    assert reply.status == 201, reply.text


def scene(answer: Outgoing | None) -> Scene:
    """Return the scene of a request with this real answer."""
    return Scene(
        incoming=Incoming("GET", "/api/me"),
        answer=answer,
        exchange=Exchange(),
        profile=PROFILES["documented"],
        root_url="http://mock",
        random=Random(1),  # noqa: S311 - nothing secret hangs on it
        pause=lambda _seconds: None,
    )


class TestPresets:
    """Answers ready-made."""

    @pytest.mark.parametrize(
        ("preset", "status", "content_type"),
        [
            ("rate_limited", 429, HTML),
            ("bad_gateway", 502, HTML),
            ("gateway_timeout", 504, HTML),
            ("maintenance", 503, HTML),
            ("login_page", 200, HTML),
            ("server_error", 500, JSON),
            ("unauthorized", 401, JSON),
            ("session_expired", 401, JSON),
            ("read_only", 409, JSON),
        ],
    )
    def test_preset_is_an_answer(
        self, mobile: Api, preset: str, status: int, content_type: str
    ) -> None:
        """Each preset has its status and type, whatever is accepted (check 12)."""
        respond(mobile, preset=preset)

        reply = mobile.get("/api/me", accept="application/json")

        assert (reply.status, reply.headers["Content-Type"]) == (status, content_type)
        assert ("Retry-After" in reply.headers) == (
            preset in {"rate_limited", "maintenance"}
        )
        if content_type == JSON:
            assert reply.json()["httpStatusCode"] == status

    def test_all_are_looked_at(self) -> None:
        """The table above has every preset."""
        assert len(PRESETS) == 9

    def test_proxy_page_says_what_it_is(self, mobile: Api) -> None:
        """The page is small, and has status and phrase where proxies have them."""
        respond(mobile, preset="bad_gateway")

        assert mobile.get("/api/me").text == (
            "<html>\n<head><title>502 Bad Gateway</title></head>\n"
            "<body>\n<h1>502 Bad Gateway</h1>\n"
            "<p>No sound answer from the server behind.</p>\n</body>\n</html>\n"
        )

    def test_date_to_come_back_at(self, mobile: Api) -> None:
        """`http-date` is a moment of the near future (check 12)."""
        respond(mobile, preset="rate_limited", retryAfter="http-date")

        text = mobile.get("/api/me").headers["Retry-After"]

        left = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
        assert text.endswith(" GMT")
        assert 0 < left <= 30

    def test_preset_can_be_changed(self, mobile: Api) -> None:
        """Status, Retry-After and headers set beside a preset win over its own."""
        respond(
            mobile,
            preset="rate_limited",
            status=503,
            retryAfter=7,
            headers={"RateLimit-Limit": "10"},
        )

        reply = mobile.get("/api/me")

        assert (reply.status, reply.headers["Retry-After"]) == (503, "7")
        assert reply.headers["RateLimit-Limit"] == "10"

    def test_xml_client_gets_xml(self, mobile: Api) -> None:
        """A WebMessage comes in the form that the client accepts (query.md 10)."""
        respond(mobile, status=409, message="No", errorCode="E1000")

        reply = mobile.get("/api/me", accept="application/xml")
        other = mobile.get("/api/me", accept="image/png")

        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        assert 'errorCode="E1000"' in reply.text
        assert other.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "No",
            "errorCode": "E1000",
        }

    def test_token_user_is_told_his_scheme(self, default_api: Api) -> None:
        """A 401 to a token names the scheme, as a server does (query.md 15)."""
        respond(default_api, preset="unauthorized")

        reply = default_api.get("/api/me", headers={"Authorization": "ApiToken x"})

        assert reply.headers["WWW-Authenticate"] == "ApiToken"

    def test_body_as_text(self, mobile: Api) -> None:
        """A body is sent as it stands, `null` is JSON, nothing is nothing."""
        respond(mobile, status=200, body="Größe")
        text = mobile.get("/api/me")
        mobile.delete(FAULTS)
        respond(mobile, status=200, json=None)
        null = mobile.get("/api/me")
        mobile.delete(FAULTS)
        respond(mobile, status=599)

        nothing = mobile.get("/api/me")

        assert (text.text, text.headers["Content-Type"]) == (
            "Größe",
            "text/plain;charset=UTF-8",
        )
        assert (null.text, null.headers["Content-Type"]) == ("null", JSON)
        assert (nothing.status, nothing.body) == (599, b"")
        assert nothing.headers["Content-Length"] == "0"


class TestSessionExpired:
    """By profile."""

    @pytest.mark.profile("2.42")
    def test_old_server_sends_to_its_login_page(self, api: Api) -> None:
        """Where the profile redirects the preset does; scripts get 401."""
        respond(api, preset="session_expired")

        page = api.get("/api/me")
        script = api.get("/api/me", headers={"X-Requested-With": "XMLHttpRequest"})

        assert page.status == 302
        assert page.headers["Location"].endswith("/dhis-web-login/")
        assert script.status == 401

    @pytest.mark.profile("2.42")
    def test_login_page_is_of_the_world(self, api: Api) -> None:
        """The address that links begin with is that of the world (3.1)."""
        external = {"profile": "2.42", "externalUrl": "https://play.example/dhis"}
        api.call("PUT", "/__mock/worlds/w1")
        api.call("PATCH", "/w1/__mock/settings", json=external)
        fault = {"effect": {"type": "respond", "preset": "session_expired"}}
        api.post(f"/w1{FAULTS}", json=fault)

        page = api.get("/w1/api/me")

        api.delete("/__mock/worlds/w1")
        login = "https://play.example/dhis/w1/dhis-web-login/"
        assert page.headers["Location"] == login


@pytest.mark.parametrize("effect", [{"json": None, "status": 500}, {"merge": None}])
def test_deepest_body_fires_and_is_kept(mobile: Api, effect: dict[str, Any]) -> None:
    """What is nested as deep as may be is sent, listed and in a snapshot (3.3)."""
    [key] = effect.keys() - {"status"}
    deep: object = 1
    for _ in range(98):
        deep = {"a": deep}
    (rewrite if key == "merge" else respond)(mobile, **{**effect, key: deep})

    answer = mobile.get("/api/me").json()

    assert answer["a"] == deep["a"]  # type: ignore[index]  # of an object
    for path in ("faults", "snapshots", "snapshots/current"):
        assert mobile.get(f"/__mock/{path}").status == 200


class TestRewrite:
    """A real answer changed."""

    def test_keys_are_removed(self, mobile: Api) -> None:
        """Pointers with `*` remove just what they lead to (check 13)."""
        path = f"{INBOX}?fields=id,subject&pageSize=2"
        real = mobile.get(path).json()
        rewrite(mobile, remove=["/pager", "/messageConversations/*/id"])

        reply = mobile.get(path)

        assert reply.json() == {
            "messageConversations": [
                {"subject": each["subject"]} for each in real["messageConversations"]
            ]
        }
        assert reply.headers["Content-Length"] == str(len(reply.body))

    @pytest.mark.parametrize(
        ("remove", "left"),
        [
            (["/a/0"], {"a": [{"b": 2}], "c/d": 1, "e~f": 1}),
            (["/a/*/b"], {"a": [{}, {}], "c/d": 1, "e~f": 1}),
            (["/a/*"], {"a": [], "c/d": 1, "e~f": 1}),
            (["/*"], {}),
            (["/c~1d", "/e~0f"], {"a": [{"b": 1}, {"b": 2}]}),
            (["/a/7", "/a/x", "/x/y", "/c~1d/z"], None),
        ],
    )
    def test_pointers(self, remove: list[str], left: object) -> None:
        """Pointers are those of RFC 6901; what is not there is no matter."""
        data = {"a": [{"b": 1}, {"b": 2}], "c/d": 1, "e~f": 1}
        answer = Outgoing(200, "OK", body=json.dumps(data).encode())

        changed = Rewrite(remove=remove).perform(scene(answer)).answer

        assert changed is not None
        assert json.loads(changed.body) == (data if left is None else left)

    def test_merge(self, mobile: Api) -> None:
        """A merge patch sets, nests and removes with `null` (RFC 7396)."""
        rewrite(mobile, merge={"id": "x", "username": None, "more": {"a": {"b": 1}}})

        reply = mobile.get("/api/me?fields=id,username,name")

        assert reply.json() == {
            "id": "x",
            "name": "User Mobile",
            "more": {"a": {"b": 1}},
        }

    def test_head_is_changed(self, mobile: Api) -> None:
        """Status, type and headers can be others, or be gone."""
        rewrite(
            mobile,
            status=203,
            contentType="text/html",
            headers={"ETag": None, "X-Cache": "HIT"},
        )

        reply = mobile.get("/api/me?fields=id")

        assert (reply.status, reply.headers["Content-Type"]) == (203, "text/html")
        assert reply.headers["X-Cache"] == "HIT"
        assert "ETag" not in reply.headers
        assert b'"id"' in reply.body

    def test_other_bodies_stay(self, mobile: Api) -> None:
        """What is no JSON stays as it is."""
        real = mobile.get("/api/me?fields=id", accept="application/xml")
        rewrite(mobile, remove=["/id"])

        reply = mobile.get("/api/me?fields=id", accept="application/xml")

        assert reply.body == real.body


class TestWithoutBody:
    """Effects on an answer that has nothing to spoil."""

    @pytest.mark.parametrize("effect", [Truncate(), Dribble(), Rewrite(merge={"a": 1})])
    def test_lost_answer_stays_lost(self, effect: Truncate | Dribble | Rewrite) -> None:
        """Where there is no answer, none is made up."""
        assert effect.perform(scene(None)).answer is None

    def test_empty_body_is_not_cut(self) -> None:
        """An answer without a body is sent as it is."""
        answer = Outgoing(204, "NO CONTENT")

        delivery = Truncate().perform(scene(answer))

        assert (delivery.answer, delivery.sent) == (answer, "response")

    def test_empty_body_dribbles_nothing(self) -> None:
        """A body of no bytes comes in no time."""
        delivery = Dribble(bytes_per_second=1).perform(scene(Outgoing(200, "OK")))

        assert delivery.pieces is not None
        assert b"".join(delivery.pieces()) == b""


class TestDistributions:
    """How long a delay is."""

    def test_uniform(self) -> None:
        """A uniform time lies between its bounds, and repeats with the same chance."""
        delay = Delay(distribution=Uniform(100, 200))

        drawn = [delay.seconds(Random(n)) for n in range(50)]  # noqa: S311 - repeats

        assert all(0.1 <= each <= 0.2 for each in drawn)
        assert len(set(drawn)) > 40
        assert drawn[0] == delay.seconds(Random(0))  # noqa: S311 - repeats

    def test_lognormal(self) -> None:
        """Half of the times are below the median, none above the greatest."""
        delay = Delay(distribution=LogNormal(80, 0.8, 200))

        drawn = [delay.seconds(Random(n)) for n in range(400)]  # noqa: S311 - repeats

        assert max(drawn) <= 0.2
        assert 150 < sum(each < 0.08 for each in drawn) < 250

    def test_lognormal_gives_up_and_cuts(self) -> None:
        """A limit that no draw meets is the time itself."""
        delay = Delay(distribution=LogNormal(600_000, 0.0, 1))

        assert delay.seconds(Random(0)) == 0.001  # noqa: S311 - repeats
