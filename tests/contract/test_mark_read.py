"""POST read and unread, of many conversations and of one (4.12, 4.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


def is_read(api: Api, uid: str) -> bool:
    """Return the caller's read flag in a conversation."""
    flag = api.get(f"/messageConversations/{uid}?fields=read").json()["read"]
    assert isinstance(flag, bool)
    return flag


class TestBatch:
    """Marks in many conversations at once."""

    def test_read_lists_what_changed(self, api: Api) -> None:
        """Only conversations whose flag changed are listed (4.12, case 77)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        unread, read = sam.send("MiaPlainU01"), sam.send("MiaPlainU01")
        mia.post("/messageConversations/read", json=[read])

        reply = mia.post("/messageConversations/read", json=[unread, read])
        again = mia.post("/messageConversations/read", json=[unread, read])

        assert reply.status == 200
        assert reply.json() == {"markedRead": [unread]}
        assert "Cache-Control" not in reply.headers
        assert (again.status, again.json()) == (200, {"markedRead": []})
        assert is_read(mia, unread)

    def test_read_keeps_the_order_asked(self, api: Api) -> None:
        """Uids come back in the order of the request, each once (4.12)."""
        sam = api.as_user("sam")
        first, second, third = (sam.send("MiaPlainU01") for _ in range(3))

        reply = api.as_user("mia").post(
            "/messageConversations/read", json=[second, third, first, second]
        )

        assert reply.json() == {"markedRead": [second, third, first]}

    def test_byte_order_mark_is_no_matter(self, api: Api) -> None:
        """JSON may begin with the mark that clients on Windows write (4.12)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            "/messageConversations/read",
            body=f'\ufeff["{uid}"]',
            content_type="application/json",
        )

        assert (reply.status, reply.json()) == (200, {"markedRead": [uid]})

    def test_unread_takes_the_mark_off(self, api: Api) -> None:
        """Unread is the same the other way round (4.12)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.post("/messageConversations/unread", json=[uid])
        again = sam.post("/messageConversations/unread", json=[uid])

        assert (reply.status, reply.json()) == (200, {"markedUnread": [uid]})
        assert (again.status, again.json()) == (200, {"markedUnread": []})
        assert not is_read(sam, uid)

    def test_unknown_uids_are_skipped(self, api: Api) -> None:
        """Unknown conversations do not stop the known ones (4.12, case 78)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            "/messageConversations/read", json=["Unknown0000", uid]
        )

        assert (reply.status, reply.json()) == (200, {"markedRead": [uid]})

    def test_user_names_whose_row(self, api: Api) -> None:
        """Any participant may flip another's flag by `user` (4.12, case 80)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        uid = sam.send("MiaPlainU01")
        mia.post("/messageConversations/read", json=[uid])

        reply = sam.post("/messageConversations/unread?user=MiaPlainU01", json=[uid])

        assert (reply.status, reply.json()) == (200, {"markedUnread": [uid]})
        assert not is_read(mia, uid)
        assert is_read(sam, uid)

    def test_user_uid_is_ignored(self, api: Api) -> None:
        """The batch does not know the other parameter name (4.13, case 81)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        uid = sam.send("MiaPlainU01")

        reply = sam.post("/messageConversations/read?userUid=MiaPlainU01", json=[uid])

        assert (reply.status, reply.json()) == (200, {"markedRead": []})
        assert not is_read(mia, uid)

    def test_manager_without_row_changes_nothing(self, api: Api) -> None:
        """A ticket manager passes but has no flag to set (4.12, case 84)."""
        tom = api.as_user("tom")
        ticket = (
            api.as_user("sam")
            .post("/messageConversations/feedback?subject=Help", body="It broke")
            .new_uid
        )
        tom.delete(f"/messageConversations/{ticket}/TomFeedbk01")

        reply = tom.post("/messageConversations/read", json=[ticket])

        assert (reply.status, reply.json()) == (200, {"markedRead": []})

    def test_change_moves_last_updated(self, api: Api) -> None:
        """Marking moves lastUpdated but not lastMessage (6.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")
        path = f"/messageConversations/{uid}?fields=lastUpdated,lastMessage"
        before = mia.get(path).json()

        mia.post("/messageConversations/read", json=[uid])

        after = mia.get(path).json()
        assert after["lastUpdated"] > before["lastUpdated"]
        assert after["lastMessage"] == before["lastMessage"]

    @pytest.mark.parametrize(
        ("path", "first", "again"),
        [
            ("read", "<uid>{uid}</uid>", ""),
            ("unread", "", ""),
        ],
        ids=["read", "unread"],
    )
    def test_xml_lists_bare_uids(
        self, api: Api, path: str, first: str, again: str
    ) -> None:
        """In XML the uids stand in `response` without a wrapper (1.6, case 102)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        replies = [
            mia.post(
                f"/messageConversations/{path}", json=[uid], accept="application/xml"
            )
            for _ in range(2)
        ]

        declaration = "<?xml version='1.0' encoding='UTF-8'?>"
        assert [each.text for each in replies] == [
            f"{declaration}<response>{inner.format(uid=uid)}</response>"
            for inner in (first, again)
        ]


class TestOne:
    """Marks in one conversation, named in the path."""

    def test_read_marks_the_caller(self, api: Api) -> None:
        """Without parameter the caller's own flag changes (4.13)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        reply = mia.post(f"/messageConversations/{uid}/read")
        again = mia.post(f"/messageConversations/{uid}/read")

        assert (reply.status, reply.json()) == (200, {"markedRead": [uid]})
        assert (again.status, again.json()) == (200, {"markedRead": []})
        assert is_read(mia, uid)

    def test_unread_marks_the_caller(self, api: Api) -> None:
        """Unread of one answers as the batch does (4.13)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(f"/messageConversations/{uid}/unread")

        assert (reply.status, reply.json()) == (200, {"markedUnread": [uid]})
        assert not is_read(sam, uid)

    def test_user_uid_names_whose_row(self, api: Api) -> None:
        """The user is called `userUid` here (4.13, case 82)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(f"/messageConversations/{uid}/read?userUid=MiaPlainU01")

        assert (reply.status, reply.json()) == (200, {"markedRead": [uid]})
        assert is_read(mia, uid)

    def test_user_is_ignored(self, api: Api) -> None:
        """`user`, the name of the batch, says nothing here (4.13, case 82)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(f"/messageConversations/{uid}/unread?user=MiaPlainU01")

        assert (reply.status, reply.json()) == (200, {"markedUnread": [uid]})
        assert not is_read(sam, uid)
        assert not is_read(mia, uid)


class TestRefused:
    """Requests that mark nothing."""

    @pytest.mark.parametrize("path", ["read", "unread"])
    @pytest.mark.parametrize("uids", [["Unknown0000"], []], ids=["unknown", "none"])
    def test_no_known_uid_is_not_found(
        self, api: Api, path: str, uids: list[str]
    ) -> None:
        """Without any known conversation it is a bare 404 (4.12, case 78)."""
        reply = api.as_user("mia").post(f"/messageConversations/{path}", json=uids)

        assert reply.status == 404
        assert reply.json() == {
            "message": "No MessageConversations found for the given IDs."
        }

    @pytest.mark.parametrize("path", ["read", "unread"])
    def test_unknown_uid_in_path_is_not_found(self, api: Api, path: str) -> None:
        """Of one it is the same bare 404 (4.13)."""
        reply = api.as_user("mia").post(f"/messageConversations/Unknown0000/{path}")

        assert reply.status == 404
        assert reply.json() == {
            "message": "No MessageConversations found for the given IDs."
        }

    def test_foreign_conversation_stops_all(self, api: Api) -> None:
        """One conversation without access refuses the batch (4.12, case 79)."""
        mia = api.as_user("mia")
        own = api.as_user("sam").send("MiaPlainU01")
        foreign = api.as_user("sam").send("TomFeedbk01")

        reply = mia.post("/messageConversations/read", json=[own, foreign])

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": ("Not authorized to change read property of this conversation."),
            "errorCode": "E1006",
        }
        assert not is_read(mia, own)

    def test_user_with_row_does_not_help_caller(self, api: Api) -> None:
        """Access is asked of the caller, not of `user` (4.12)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("fay").post(
            "/messageConversations/read?user=MiaPlainU01", json=[uid]
        )

        assert reply.status == 403
        assert not is_read(api.as_user("mia"), uid)

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("read?user=Nobody00000", "[]"),
            ("unread?user=Nobody00000", "[]"),
            ("Unknown0000/read?userUid=Nobody00000", ""),
        ],
        ids=["read", "unread", "one"],
    )
    def test_unknown_user_is_not_found(self, api: Api, path: str, body: str) -> None:
        """The user is looked up before the conversations (4.12, case 81)."""
        reply = api.as_user("mia").post(
            f"/messageConversations/{path}", body=body, content_type="application/json"
        )

        assert reply.status == 404
        assert reply.json() == {"message": "No user with uid: Nobody00000"}

    @pytest.mark.parametrize(
        ("body", "prefix"),
        [
            ('"abc"', "JSON parse error: "),
            ('{"a": 1}', "JSON parse error: "),
            ('["x', "JSON parse error: "),
            ("", "Required request body is missing: "),
        ],
        ids=["text", "object", "broken", "empty"],
    )
    def test_body_that_is_no_array_is_refused(
        self, api: Api, body: str, prefix: str
    ) -> None:
        """The body has to be a JSON array of uids (4.12, case 83)."""
        reply = api.as_user("mia").post(
            "/messageConversations/read", body=body, content_type="application/json"
        )

        envelope = reply.json()
        assert reply.status == 400
        assert envelope.pop("message").startswith(prefix)
        assert envelope == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
        }

    def test_text_plain_is_refused(self, api: Api) -> None:
        """Only JSON is taken (4.12, case 83)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        reply = mia.post(
            "/messageConversations/read", body=f'["{uid}"]', content_type="text/plain"
        )

        assert reply.status == 415
        assert reply.json() == {
            "httpStatus": "Unsupported Media Type",
            "httpStatusCode": 415,
            "status": "ERROR",
            "message": "Content-Type 'text/plain' is not supported",
        }
        assert not is_read(mia, uid)

    def test_refusal_in_xml_is_bare(self, api: Api) -> None:
        """In XML the bare message stands in `response` (1.6)."""
        reply = api.as_user("mia").post(
            "/messageConversations/read", json=[], accept="application/xml"
        )

        assert reply.status == 404
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?><response><message>"
            "No MessageConversations found for the given IDs.</message></response>"
        )
