"""Errors that no request of the contract brings about (api/errors.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest
from werkzeug.exceptions import RequestEntityTooLarge

from mock_server.api.error_catalogue import refusal
from mock_server.domain.errors import MissingAuthorityError, MockServerError
from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.wire.answers import WebMessage

if TYPE_CHECKING:
    from werkzeug.test import TestResponse


def answer_to(error: Exception) -> TestResponse:
    """Return what a client reads when a view raises `error`."""

    def fail() -> NoReturn:
        raise error

    app = create_app()
    app.add_url_rule("/failing", "failing", fail)
    return app.test_client().get("/failing")


class TestBug:
    """A view that fails where it must not."""

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
