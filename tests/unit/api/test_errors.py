"""Errors that no request of the contract brings about (api/errors.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest
from werkzeug.exceptions import RequestEntityTooLarge

from mock_server.api.error_catalogue import refusal
from mock_server.domain.errors import MissingAuthorityError, MockServerError
from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from mock_server.profiles import PROFILES
from mock_server.settings import Settings
from mock_server.wire.answers import WebMessage

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import Api


def answer_to(error: Exception) -> TestResponse:
    """Return what a client reads when a view raises `error`."""

    def fail() -> NoReturn:
        raise error

    app = create_app()
    app.add_url_rule("/failing", "failing", fail)
    return app.test_client().get("/failing")


class TestBug:
    """A view that fails where it must not."""

    def test_bug_of_the_control_plane_is_a_problem(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What fails at `/__mock` is never mistaken for the API (control-plane 3.1)."""

        def fail() -> NoReturn:
            message = "boom"
            raise RuntimeError(message)

        app = create_app()
        monkeypatch.setattr(app.extensions[EXTENSION].default, "reset", fail)

        reply = app.test_client().post("/__mock/reset")

        assert reply.status_code == 500
        assert reply.content_type == "application/problem+json"
        assert reply.json == {
            "type": "about:blank",
            "title": "Internal Server Error",
            "status": 500,
            "detail": "boom",
        }

    def test_bug_is_an_internal_error(self, caplog: pytest.LogCaptureFixture) -> None:
        """A bug answers 500 with its words and leaves a traceback (query.md 13.7)."""
        reply = answer_to(RuntimeError("boom"))

        assert reply.status_code == 500
        assert reply.get_json() == {
            "httpStatus": "Internal Server Error",
            "httpStatusCode": 500,
            "status": "ERROR",
            "message": "boom",
        }
        assert "RuntimeError: boom" in caplog.text

    def test_silent_bug_has_no_message(self) -> None:
        """A bug without words answers without `message` (query.md 13.7)."""
        reply = answer_to(RuntimeError())

        assert reply.get_json() == {
            "httpStatus": "Internal Server Error",
            "httpStatusCode": 500,
            "status": "ERROR",
        }


class TestHttpError:
    """What the framework itself refuses."""

    def test_framework_error_is_a_web_message(self) -> None:
        """Errors of the framework have the API's form, not HTML (1.3)."""
        reply = answer_to(RequestEntityTooLarge("Too much"))

        assert reply.status_code == 413
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert reply.headers["X-Mock-Reason"] == "request-entity-too-large"
        assert reply.get_json() == {
            "httpStatus": "Request Entity Too Large",
            "httpStatusCode": 413,
            "status": "ERROR",
            "message": "Too much",
        }

    @pytest.mark.parametrize("path", ["/nothing", "/favicon.ico", "/apis"])
    def test_path_beside_api_needs_no_login(self, path: str) -> None:
        """Nothing outside the API asks who is there (query.md 13.6)."""
        reply = create_app().test_client().get(path)

        assert reply.status_code == 404
        assert reply.get_json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": f"Nothing is served at {path}",
        }

    @pytest.mark.parametrize("path", ["/me", "/messageConversations/ZjHHSjyyeJ2"])
    def test_path_without_api_is_told(self, path: str) -> None:
        """A path that only lacks its /api says so (D6)."""
        reply = create_app().test_client().get(path)

        told = f"Nothing is served at {path}; the API is below /api"
        assert (reply.status_code, reply.get_json()["message"]) == (404, told)
        assert reply.headers["X-Mock-Reason"] == "outside-api"


class TestReason:
    """Which rule refused (control-plane 5.6)."""

    @pytest.mark.parametrize(
        ("method", "path", "body", "reason"),
        [
            ("POST", "/messageConversations", {"users": []}, "create.no-recipients"),
            ("POST", "/messageConversations/Nowhere0001", {}, "reply.missing-body"),
            ("GET", "/users?filter=x", {}, "users.list.unreadable-filter"),
            ("GET", "/users/Nobody00001", {}, "users.get.object-not-found"),
            ("GET", "/dataSets", {}, "no-such-path"),
            ("PUT", "/users", {}, "method-not-allowed"),
        ],
    )
    def test_refusal_names_its_rule(
        self, default_api: Api, method: str, path: str, body: object, reason: str
    ) -> None:
        """The header of a 4xx is operation and condition."""
        reply = default_api.as_user("admin").call(method, path, json=body or None)

        assert 400 <= reply.status < 500
        assert reply.headers["X-Mock-Reason"] == reason

    def test_stranger_learns_the_reason(self, default_api: Api) -> None:
        """Who is not logged in is told so, as everybody else."""
        reply = default_api.get("/me")

        assert reply.status == 401
        assert reply.headers["X-Mock-Reason"] == "me.get.not-authenticated"

    def test_success_has_no_reason(self, default_api: Api) -> None:
        """Only refusals carry the header."""
        reply = default_api.as_user("admin").get("/me")

        assert "X-Mock-Reason" not in reply.headers

    def test_strict_world_adds_nothing(self) -> None:
        """Strict settings leave out what no real server sends."""
        client = create_app(Settings(strict=True)).test_client()

        reply = client.get("/api/me")

        assert reply.status_code == 401
        assert "X-Mock-Reason" not in reply.headers


class TestCatalogue:
    """The table of refusals."""

    @pytest.mark.parametrize(
        ("profile", "text"),
        [
            (
                "documented",
                "Access is denied, requires one Authority from [F_METADATA_IMPORT]",
            ),
            ("2.41", "Access is denied"),
        ],
    )
    def test_profile_chooses_the_row(self, profile: str, text: str) -> None:
        """Of several rows the first that the profile has counts (8)."""
        error = MissingAuthorityError(authority="F_METADATA_IMPORT")

        answer = refusal(error, "messageConversations.delete", PROFILES[profile])

        assert answer == WebMessage(403, text)

    def test_uncatalogued_error_is_a_mistake(self) -> None:
        """An error without a row is a mistake in the table, and says so."""
        with pytest.raises(LookupError, match="no row for MockServerError in"):
            refusal(MockServerError(), "me.get", PROFILES["documented"])
