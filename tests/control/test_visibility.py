"""GET /__mock/visibility: who sees what, and by which rule (control-plane 5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

NO = {"allowed": False, "rule": None}


def allowed(rule: str) -> dict[str, object]:
    """Return a permission by a rule."""
    return {"allowed": True, "rule": rule}


class TestVisibility:
    """The rules of messaging.md 1.2, told."""

    @pytest.mark.parametrize(
        ("user", "read", "write", "internal"),
        [
            ("mobile", allowed("participant"), allowed("participant"), NO),
            (
                "system",
                allowed("superuser"),
                allowed("superuser"),
                allowed("superuser"),
            ),
            ("android", NO, NO, NO),
        ],
    )
    def test_private_conversation(
        self,
        default_api: Api,
        user: str,
        read: object,
        write: object,
        internal: object,
    ) -> None:
        """Participants and superusers read and write; nobody else does."""
        reply = default_api.get(
            f"/__mock/visibility?conversation=ZjHHSjyyeJ2&user={user}"
        )

        told = reply.json()
        assert reply.status == 200
        assert told["conversation"] == "ZjHHSjyyeJ2"
        assert told["messageType"] == "PRIVATE"
        assert told["user"]["username"] == user
        assert (told["read"], told["write"], told["seesInternal"]) == (
            read,
            write,
            internal,
        )

    def test_told_is_what_happens(self, default_api: Api) -> None:
        """For everybody and every conversation GET agrees with what is told."""
        admin = default_api.as_user("system")
        listed = admin.get("/messageConversations?fields=id&paging=false").json()
        users = ["admin", "mobile", "boateng", "district", "android"]
        for conversation in listed["messageConversations"]:
            uid = conversation["id"]
            for user in users:
                told = default_api.get(
                    f"/__mock/visibility?conversation={uid}&user={user}"
                ).json()
                read = default_api.as_user(user).get(f"/messageConversations/{uid}")

                assert told["read"]["allowed"] == (read.status == 200), (uid, user)

    @pytest.mark.parametrize(
        ("query", "status", "named"),
        [
            ("conversation=ZjHHSjyyeJ2", 422, "/user"),
            ("user=admin", 422, "/conversation"),
            ("conversation=Nothing0001&user=admin", 404, "'Nothing0001'"),
            ("conversation=ZjHHSjyyeJ2&user=nobody", 404, "'nobody'"),
        ],
    )
    def test_wrong_question_is_explained(
        self, default_api: Api, query: str, status: int, named: str
    ) -> None:
        """What is missing or unknown is named."""
        reply = default_api.get(f"/__mock/visibility?{query}")

        assert reply.status == status
        assert named in reply.text

    def test_user_may_be_an_id(self, default_api: Api) -> None:
        """A uid names a user as well as his username."""
        reply = default_api.get(
            "/__mock/visibility?conversation=ZjHHSjyyeJ2&user=PhzytPW3g2J"
        )

        assert reply.json()["user"] == {"id": "PhzytPW3g2J", "username": "mobile"}
