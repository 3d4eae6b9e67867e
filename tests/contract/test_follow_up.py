"""POST followup and unfollowup: the flag each user has of his own (4.14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


def has_flag(api: Api, uid: str) -> bool:
    """Return the caller's follow-up flag in a conversation."""
    flag = api.get(f"/messageConversations/{uid}?fields=followUp").json()["followUp"]
    assert isinstance(flag, bool)
    return flag


class TestMarked:
    """Flags set and taken off."""

    def test_followup_lists_found_each_time(self, api: Api) -> None:
        """All found are listed, changed or not, for the caller (4.14, case 85)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        uid = sam.send("MiaPlainU01")

        reply = mia.post("/messageConversations/followup", json=[uid, "Unknown0000"])
        again = mia.post("/messageConversations/followup", json=[uid])

        assert (reply.status, reply.json()) == (200, {"markedFollowup": [uid]})
        assert (again.status, again.json()) == (200, {"markedFollowup": [uid]})
        assert has_flag(mia, uid)
        assert not has_flag(sam, uid)

    def test_unfollowup_takes_the_flag_off(self, api: Api) -> None:
        """Unfollowup lists the same way and clears the flag (4.14, case 85)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")
        mia.post("/messageConversations/followup", json=[uid])

        reply = mia.post("/messageConversations/unfollowup", json=[uid])
        again = mia.post("/messageConversations/unfollowup", json=[uid])

        assert (reply.status, reply.json()) == (200, {"unmarkedFollowup": [uid]})
        assert (again.status, again.json()) == (200, {"unmarkedFollowup": [uid]})
        assert not has_flag(mia, uid)

    def test_user_names_whose_row(self, api: Api) -> None:
        """`user` names the one whose flag changes (4.14)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        uid = sam.send("MiaPlainU01")

        reply = sam.post("/messageConversations/followup?user=MiaPlainU01", json=[uid])

        assert (reply.status, reply.json()) == (200, {"markedFollowup": [uid]})
        assert has_flag(mia, uid)
        assert not has_flag(sam, uid)

    def test_user_without_row_is_listed(self, api: Api) -> None:
        """Who has no row is listed but keeps nothing (4.14)."""
        admin = api.as_user("admin")
        uid = api.as_user("sam").send("MiaPlainU01")
        before = admin.get(f"/messageConversations/{uid}").json()

        reply = admin.post("/messageConversations/followup", json=[uid])

        assert (reply.status, reply.json()) == (200, {"markedFollowup": [uid]})
        assert admin.get(f"/messageConversations/{uid}").json() == before

    def test_flag_leaves_read_alone(self, api: Api) -> None:
        """The two flags of a row are independent (6.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        mia.post("/messageConversations/followup", json=[uid])

        reply = mia.get(f"/messageConversations/{uid}?fields=read,followUp")
        assert reply.json() == {"read": False, "followUp": True}


class TestRefused:
    """Requests that flag nothing."""

    @pytest.mark.parametrize("path", ["followup", "unfollowup"])
    def test_no_known_uid_is_not_found(self, api: Api, path: str) -> None:
        """Here the text says UIDs and has no dot (4.14, case 86)."""
        reply = api.as_user("mia").post(
            f"/messageConversations/{path}", json=["Unknown0000"]
        )

        assert reply.status == 404
        assert reply.json() == {
            "message": "No MessageConversations found for the given UIDs"
        }

    @pytest.mark.parametrize("path", ["followup", "unfollowup"])
    def test_unknown_user_is_not_found(self, api: Api, path: str) -> None:
        """An unknown `user` is a bare 404 (4.14)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"/messageConversations/{path}?user=Nobody00000", json=[uid]
        )

        assert reply.status == 404
        assert reply.json() == {"message": "No user with uid: Nobody00000"}

    @pytest.mark.parametrize("path", ["followup", "unfollowup"])
    def test_foreign_conversation_stops_all(self, api: Api, path: str) -> None:
        """One conversation without access refuses the whole batch (4.14)."""
        mia = api.as_user("mia")
        own = api.as_user("sam").send("MiaPlainU01")
        foreign = api.as_user("sam").send("TomFeedbk01")

        reply = mia.post(f"/messageConversations/{path}", json=[own, foreign])

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": f"Not authorized to change {path}s in this conversation.",
            "errorCode": "E1006",
        }
        assert not has_flag(mia, own)

    def test_body_that_is_no_array_is_refused(self, api: Api) -> None:
        """The body has to be a JSON array of uids (4.14)."""
        reply = api.as_user("mia").post(
            "/messageConversations/followup", json={"id": "Unknown0000"}
        )

        assert reply.status == 400
        assert reply.json()["message"].startswith("JSON parse error: ")

    @pytest.mark.parametrize("path", ["followup", "unfollowup"])
    def test_single_route_does_not_exist(self, api: Api, path: str) -> None:
        """There is no follow-up route of one conversation (4.14)."""
        mia = api.as_user("mia")
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = mia.post(f"/messageConversations/{uid}/{path}")

        assert reply.status == 405
        assert not has_flag(mia, uid)
