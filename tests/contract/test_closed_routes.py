"""Inherited routes that stay closed (4.20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

ONE = "/messageConversations/ZjHHSjyyeJ2"
PART = ["GET", "HEAD", "OPTIONS"]
WHOLE = ["DELETE", "GET", "HEAD", "OPTIONS", "POST"]


class TestClosed:
    """Writes past the rules of messaging (DEVIATION D8)."""

    @pytest.mark.parametrize(
        ("call", "allowed"),
        [
            (f"PUT {ONE}", WHOLE),
            (f"PATCH {ONE}", WHOLE),
            (f"PUT {ONE}/translations", ["DELETE", *PART]),
            (f"PUT {ONE}/sharing", ["DELETE", *PART]),
            (f"PATCH {ONE}/sharing", ["DELETE", *PART]),
            (f"POST {ONE}/messages", ["DELETE", *PART]),
            (f"POST {ONE}/messages/ZjHHMessag1", []),
            (f"PUT {ONE}/messages/ZjHHMessag1", []),
            (f"DELETE {ONE}/messages/ZjHHMessag1", []),
            (f"POST {ONE}/favorite", ["DELETE", *PART]),
            (f"DELETE {ONE}/favorite", PART),
            (f"DELETE {ONE}/subscriber", PART),
            ("PUT /users/PhzytPW3g2J", PART),
            ("DELETE /userGroups/QYrzIjSfI8z", PART),
            ("POST /userGroups/QYrzIjSfI8z/users/PhzytPW3g2J", []),
            ("POST /organisationUnits", PART),
            ("PUT /fileResources/UsedAttach1", PART),
            ("PUT /me", PART),
            ("PUT /configuration/feedbackRecipients", WHOLE),
        ],
    )
    def test_write_is_refused(
        self, default_api: Api, call: str, allowed: list[str]
    ) -> None:
        """Not even a superuser writes there, and nothing changes (4.20)."""
        admin = default_api.as_user("admin")
        before = admin.get(ONE).json()
        method, path = call.split()

        reply = admin.call(method, path, json={"subject": "Mine"})

        assert reply.status == 405
        assert reply.json() == {
            "httpStatus": "Method Not Allowed",
            "httpStatusCode": 405,
            "status": "ERROR",
            "message": f"Request method '{method}' is not supported",
        }
        named = [each for each in reply.headers["Allow"].split(", ") if each]
        assert named == allowed
        assert admin.get(ONE).json() == before

    @pytest.mark.parametrize(
        "path",
        [
            "/messageConversations/gist",
            f"{ONE}/gist",
            f"{ONE}/messages/gist",
            f"{ONE}/messages/ZjHHMessag1",
        ],
    )
    def test_gist_is_not_served(self, default_api: Api, path: str) -> None:
        """The gist API is another one (4.20)."""
        assert default_api.as_user("admin").get(path).status == 404

    def test_csv_is_not_written(self, default_api: Api) -> None:
        """Lists are not written as CSV (4.20)."""
        admin = default_api.as_user("admin")

        assert admin.get("/messageConversations", accept="text/csv").status == 406
