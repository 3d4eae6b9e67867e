"""Calls from web pages of other origins (query.md 15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mock_server.factory import create_app
from mock_server.settings import Settings
from tests.conftest import CONTRACT_SEED, Api, in_process

APP = "http://localhost:3000"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type, x-requested-with",
}


def granted(headers: object) -> dict[str, str]:
    """Return the headers that let a page go on."""
    return {
        name: value
        for name, value in headers.items()  # type: ignore[attr-defined]
        if name.startswith("Access-Control-") or name == "Vary"
    }


class TestPreflight:
    """What a browser asks before it dares."""

    @pytest.mark.parametrize(
        "path",
        [
            "/messageConversations",
            "/api/42/messageConversations/ZjHHSjyyeJ2",
            "/nothing/there",
            "/dhis-web-commons/menu/getModules.action",
        ],
    )
    def test_preflight_needs_no_login(self, api: Api, path: str) -> None:
        """It is answered before login and routing (query.md 15, case 100)."""
        reply = api.call("OPTIONS", path, headers={"Origin": APP, **PREFLIGHT})

        assert reply.status == 204
        assert reply.body == b""
        assert granted(reply.headers) == {
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Origin": APP,
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "content-type, x-requested-with",
            "Access-Control-Max-Age": "3600",
            "Vary": "Origin",
        }

    def test_preflight_names_a_method(self, api: Api) -> None:
        """An empty method is no question, so the request is like others (15)."""
        asked = {"Origin": APP, "Access-Control-Request-Method": ""}

        reply = api.as_user("sam").call("OPTIONS", "/me", headers=asked)

        assert reply.status == 200
        assert reply.headers["Access-Control-Expose-Headers"] == "ETag, Location"

    def test_options_alone_needs_login(self, api: Api) -> None:
        """Without the question it is a request like others (query.md 15)."""
        refused = api.call("OPTIONS", "/messageConversations")
        reply = api.as_user("sam").call("OPTIONS", "/messageConversations")

        assert refused.status == 401
        assert reply.status == 200
        assert reply.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, POST"
        assert reply.body == b""

    @pytest.mark.parametrize(
        ("path", "allowed"),
        [("/me", "GET, HEAD, OPTIONS"), ("/messageConversations/read", "OPTIONS")],
    )
    def test_options_has_headers_of_all(
        self, api: Api, path: str, allowed: str
    ) -> None:
        """It has no body, hence no type, and the headers of every answer (1.4)."""
        reply = api.as_user("sam").call("OPTIONS", path)

        assert allowed in reply.headers["Allow"]
        assert "Content-Type" not in reply.headers
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


class TestOrigin:
    """Who may read the answer."""

    @pytest.mark.parametrize(
        "origin",
        [APP, "http://localhost", "https://localhost:8443", "http://127.0.0.1:5173"],
    )
    def test_local_origin_is_echoed(self, api: Api, origin: str) -> None:
        """Pages of this machine are on the list (query.md 15)."""
        reply = api.as_user("sam").get("/me?fields=id", headers={"Origin": origin})

        assert reply.status == 200
        assert granted(reply.headers) == {
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": "ETag, Location",
            "Vary": "Origin",
        }

    @pytest.mark.parametrize("path", ["/messageConversations?page=x", "/nothing"])
    def test_refusals_can_be_read(self, api: Api, path: str) -> None:
        """Pages read refusals as well (query.md 15)."""
        reply = api.as_user("sam").get(path, headers={"Origin": APP})

        assert reply.status in {400, 404}
        assert reply.headers["Access-Control-Allow-Origin"] == APP

    def test_own_origin_is_allowed(self, api: Api) -> None:
        """A page of the server itself may always call (query.md 15)."""
        headers = {"Host": "mock.example", "Origin": "http://mock.example"}

        reply = api.as_user("sam").get("/me?fields=id", headers=headers)

        assert reply.headers["Access-Control-Allow-Origin"] == "http://mock.example"

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "http://localhost.evil.example:3000",
            "http://localhost:3000.evil.example",
            "http://localhost:3000/",
            "http://evil.example/http://localhost:3000",
        ],
    )
    def test_foreign_origin_does_nothing(self, api: Api, origin: str) -> None:
        """An origin not listed gets an empty 200 and nothing is done (query.md 15)."""
        sam = api.as_user("sam")
        body = {"subject": "S", "text": "x", "users": [{"id": "MiaPlainU01"}]}

        reply = sam.post("/messageConversations", json=body, headers={"Origin": origin})

        assert reply.status == 200
        assert reply.body == b""
        assert granted(reply.headers) == {}
        assert sam.get("/messageConversations").json()["pager"]["total"] == 0

    def test_without_origin_nothing_is_added(self, api: Api) -> None:
        """Programs send no Origin and are told nothing of it (query.md 15)."""
        reply = api.as_user("sam").get("/me?fields=id")

        assert granted(reply.headers) == {}

    def test_empty_origin_is_none(self, api: Api) -> None:
        """An `Origin` without a value counts as absent (query.md 15)."""
        reply = api.as_user("sam").get("/me?fields=id", headers={"Origin": ""})

        assert reply.json() == {"id": "SamPlainU01"}
        assert granted(reply.headers) == {}

    def test_any_page_may_ping(self, api: Api) -> None:
        """The ping is for every origin (resources.md 11.3)."""
        reply = api.get("/ping", headers={"Origin": "https://evil.example"})

        assert reply.status == 200
        assert granted(reply.headers) == {"Access-Control-Allow-Origin": "*"}

    @pytest.mark.parametrize(
        ("listed", "origin"),
        [
            ("https://app.example", "https://app.example"),
            ("https://*.example", "https://a.b.example"),
            ("https://app.example:*", "https://app.example:8443"),
            ("*", "https://evil.example"),
        ],
    )
    def test_setting_lists_others(self, listed: str, origin: str) -> None:
        """More origins are listed by a setting (query.md 15)."""
        settings = Settings(seed=CONTRACT_SEED)
        api = Api(
            in_process(create_app(replace(settings, cors_allowlist=(listed,)))), "sam"
        )

        reply = api.get("/me?fields=id", headers={"Origin": origin})
        refused = api.get("/me?fields=id", headers={"Origin": f"{origin}.org"})

        assert reply.headers["Access-Control-Allow-Origin"] == origin
        assert ("Access-Control-Allow-Origin" in refused.headers) is (listed == "*")
