"""POST /messageConversations/feedback: opening a ticket (4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_server.seed import seed_named
from tests.conftest import Api, in_process, over_socket

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import LiveServer

CONVERSATIONS = "/messageConversations"
FEEDBACK = "/messageConversations/feedback"


@pytest.fixture(params=["in-process", "socket"])
def lonely_api(
    request: pytest.FixtureRequest,
    live_servers: dict[tuple[str, Path | None], LiveServer],
) -> Api:
    """Return a client of a mock with one user and no feedback group."""
    server = live_servers["documented", seed_named("empty")]
    is_live = request.param == "socket"
    api = Api(over_socket(server.port) if is_live else in_process(server.app))
    assert api.post("/__mock/reset").status == 204
    return api


def shown(api: Api, uid: str) -> dict[str, Any]:
    """Return the conversation as a superuser sees it."""
    reply = api.as_user("admin").get(f"{CONVERSATIONS}/{uid}")
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def reads(api: Api, uid: str) -> dict[str, bool]:
    """Return username -> read flag of a conversation's participants."""
    listed = shown(api, uid)["userMessages"]
    return {row["user"]["username"]: row["read"] for row in listed}


def texts(api: Api, uid: str) -> list[str]:
    """Return the texts of a conversation."""
    reply = api.as_user("admin").get(f"{CONVERSATIONS}/{uid}/messages")
    return [message["text"] for message in reply.json()["messages"]]


class TestOpened:
    """A ticket that is opened."""

    def test_feedback_is_created(self, api: Api) -> None:
        """Feedback is a 201 with the ticket's Location (4.7, case 66)."""
        reply = api.as_user("sam").post(
            f"{FEEDBACK}?subject=Help", body="It broke", content_type="text/plain"
        )

        assert reply.status == 201
        assert reply.json() == {
            "httpStatus": "Created",
            "httpStatusCode": 201,
            "status": "OK",
            "message": "Feedback created",
        }
        location = reply.headers["Location"]
        assert location.endswith(f"/api/messageConversations/{reply.new_uid}")
        assert texts(api, reply.new_uid) == ["It broke"]

    def test_feedback_opens_ticket(self, api: Api) -> None:
        """Feedback becomes an open ticket without priority (4.7, case 66)."""
        uid = api.as_user("sam").post(f"{FEEDBACK}?subject=Help", body="x").new_uid

        ticket = shown(api, uid)

        assert ticket["subject"] == "Help"
        assert ticket["messageType"] == "TICKET"
        assert ticket["status"] == "OPEN"
        assert ticket["priority"] == "NONE"
        assert ticket["messageCount"] == 1
        assert ticket["lastSender"]["id"] == "SamPlainU01"
        assert "assignee" not in ticket

    def test_feedback_reaches_group(self, api: Api) -> None:
        """The feedback group is addressed, and the sender has read (4.7, case 66)."""
        uid = api.as_user("sam").post(f"{FEEDBACK}?subject=Help", body="x").new_uid

        assert reads(api, uid) == {"tom": False, "sam": True}

    def test_group_member_writes_feedback(self, api: Api) -> None:
        """A member of the group who writes feedback has one row, read (6.1)."""
        uid = api.as_user("tom").post(f"{FEEDBACK}?subject=Help", body="x").new_uid

        assert reads(api, uid) == {"tom": True}

    def test_feedback_without_group_stays_alone(self, lonely_api: Api) -> None:
        """Without a feedback group the sender is alone (4.7, case 67)."""
        reply = lonely_api.as_user("admin").post(
            f"{FEEDBACK}?subject=Help", body="It broke", content_type="text/plain"
        )

        assert reply.status == 201
        assert reads(lonely_api, reply.new_uid) == {"admin": True}

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            pytest.param('{"text":"broke"}', "application/json", id="JSON verbatim"),
            pytest.param("It broke", None, id="no type"),
            pytest.param(
                "It broke & more", "application/x-www-form-urlencoded", id="curl -d"
            ),
            pytest.param("Kaputt 🙁\n", "text/plain; charset=utf-8", id="emoji"),
        ],
    )
    def test_body_is_stored_verbatim(
        self, api: Api, body: str, content_type: str | None
    ) -> None:
        """The body is the text, whatever its type says (4.7)."""
        reply = api.as_user("sam").post(
            f"{FEEDBACK}?subject=Help", body=body, content_type=content_type
        )

        assert reply.status == 201
        assert texts(api, reply.new_uid) == [body]

    def test_form_holds_subject_and_text(self, api: Api) -> None:
        """A subject in a form-encoded body leaves that body for the text (4.7, 4.8)."""
        reply = api.as_user("sam").post(
            FEEDBACK,
            body="subject=Help&It+broke",
            content_type="application/x-www-form-urlencoded",
        )

        assert reply.status == 201
        assert shown(api, reply.new_uid)["subject"] == "Help"
        assert texts(api, reply.new_uid) == ["subject=Help&It+broke"]

    def test_empty_subject_is_kept(self, api: Api) -> None:
        """An empty subject in the query is an empty text, not null (4.7)."""
        reply = api.as_user("sam").post(f"{FEEDBACK}?subject=", body="It broke")

        assert reply.status == 201
        assert shown(api, reply.new_uid)["subject"] == ""

    def test_slash_and_version_are_ignored(self, api: Api) -> None:
        """The path may have a version and a slash at its end (1.1)."""
        reply = api.as_user("sam").post(
            "/api/33/messageConversations/feedback/?subject=Help", body="It broke"
        )

        assert reply.status == 201
        folder = "/api/33/messageConversations/"
        assert reply.headers["Location"].endswith(folder + reply.new_uid)


class TestRefused:
    """Feedback that opens no ticket."""

    def test_missing_subject_is_bad_request(self, api: Api) -> None:
        """The subject is required in the query (4.7, DEVIATION D6, case 68)."""
        reply = api.as_user("sam").post(
            FEEDBACK, body="It broke", content_type="text/plain"
        )

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": "Required parameter 'subject' is not present.",
        }
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert api.as_user("sam").get(CONVERSATIONS).json()["pager"]["total"] == 0
        assert api.as_user("tom").get(CONVERSATIONS).json()["pager"]["total"] == 0

    def test_empty_feedback_is_bad_request(self, api: Api) -> None:
        """Feedback needs a body (4.7)."""
        reply = api.as_user("sam").post(
            f"{FEEDBACK}?subject=Help", content_type="text/plain"
        )

        assert reply.status == 400
        message = reply.json()["message"]
        assert message.startswith("Required request body is missing: ")
        assert api.as_user("sam").get(CONVERSATIONS).json()["pager"]["total"] == 0

    def test_overlong_subject_is_conflict(self, api: Api) -> None:
        """A subject of 256 characters does not fit its column (4.4, 4.7)."""
        reply = api.as_user("sam").post(
            f"{FEEDBACK}?subject={'H' * 256}", body="It broke"
        )

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "ERROR: value too long for type character varying(255)",
        }
        assert api.as_user("sam").get(CONVERSATIONS).json()["pager"]["total"] == 0

    def test_nobody_is_unauthorized(self, api: Api) -> None:
        """Feedback without credentials is a 401 and opens nothing (1.2, case 104)."""
        reply = api.post(f"{FEEDBACK}?subject=Help", body="It broke")

        assert reply.status == 401
        assert api.as_user("tom").get(CONVERSATIONS).json()["pager"]["total"] == 0
