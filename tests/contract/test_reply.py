"""POST /messageConversations/{uid}: what a reply stores and who notices (4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api, Reply

CONVERSATIONS = "/messageConversations"


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


def texts(api: Api, uid: str, user: str = "admin") -> list[str]:
    """Return the texts that `user` reads in a conversation."""
    reply = api.as_user(user).get(f"{CONVERSATIONS}/{uid}/messages")
    return [message["text"] for message in reply.json()["messages"]]


def answer(api: Api, uid: str, text: str = "Yes", query: str = "") -> Reply:
    """Reply in plain text, as the user that `api` speaks for."""
    path = f"{CONVERSATIONS}/{uid}{query}"
    return api.post(path, body=text, content_type="text/plain")


def ticket(api: Api) -> str:
    """Return a ticket that sam, tom, fay and admin take part in and have read."""
    uid = (
        api.as_user("sam")
        .post(
            f"{CONVERSATIONS}/feedback?subject=Help",
            body="It broke",
            content_type="text/plain",
        )
        .new_uid
    )
    added = {"users": [{"id": "FayTicket01"}, {"id": "AdminUser01"}]}
    api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/recipients", json=added)
    for user in ("tom", "fay", "admin"):
        reply = api.as_user(user).post(f"{CONVERSATIONS}/read", json=[uid])
        assert reply.json() == {"markedRead": [uid]}
    return uid


class TestStored:
    """A reply that is accepted: the answer, and what it changes."""

    def test_plain_reply_is_answered_ok(self, api: Api) -> None:
        """A reply is a 200 with the conversation's Location (4.5, D6, case 50)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = answer(api.as_user("mia"), uid)

        assert reply.status == 200
        assert reply.json() == {
            "httpStatus": "OK",
            "httpStatusCode": 200,
            "status": "OK",
            "message": "Message conversation created",
        }
        assert reply.headers["Location"].endswith(f"/api/messageConversations/{uid}")
        assert "Cache-Control" not in reply.headers
        assert texts(api, uid) == ["x", "Yes"]

    @pytest.mark.profile("2.42")
    def test_reply_on_server_is_created(self, api: Api) -> None:
        """A real server answers a reply with 201 (4.5, D6, case 50)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = answer(api.as_user("mia"), uid)

        assert reply.status == 201
        assert reply.json() == {
            "httpStatus": "Created",
            "httpStatusCode": 201,
            "status": "OK",
            "message": "Message conversation created",
        }

    def test_reply_moves_conversation_on(self, api: Api) -> None:
        """A reply counts, and moves last sender and times (6.3, case 50)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        answer(api.as_user("mia"), uid)

        after = shown(api, uid)
        assert after["messageCount"] == 2
        assert after["lastSender"]["id"] == "MiaPlainU01"
        assert after["lastMessage"] > before["lastMessage"]
        assert after["lastUpdated"] == after["lastMessage"]
        same = ("created", "createdBy", "status", "priority", "messageType", "subject")
        assert [after[key] for key in same] == [before[key] for key in same]

    def test_reply_turns_others_unread(self, api: Api) -> None:
        """Others look again; the replier's own flag stays (6.3, case 50)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        answer(api.as_user("mia"), uid)

        assert reads(api, uid) == {"sam": False, "mia": False}

    def test_reader_replies_and_stays_reader(self, api: Api) -> None:
        """A replier who had read the conversation still has (6.3)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        api.as_user("mia").post(f"{CONVERSATIONS}/{uid}/read")

        answer(api.as_user("sam"), uid)

        assert reads(api, uid) == {"sam": True, "mia": False}

    def test_reply_puts_conversation_first(self, api: Api) -> None:
        """A conversation that is replied to heads the inbox again (4.1, 6.3)."""
        older = api.as_user("sam").send("MiaPlainU01")
        newer = api.as_user("sam").send("MiaPlainU01")

        answer(api.as_user("mia"), older)

        listed = api.as_user("sam").get(CONVERSATIONS).json()["messageConversations"]
        assert [each["id"] for each in listed] == [older, newer]

    def test_version_in_path_is_kept(self, api: Api) -> None:
        """Under /api/33 the Location has the version too (1.4)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"/api/33/messageConversations/{uid}/",
            body="Yes",
            content_type="text/plain",
        )

        assert reply.status == 200
        assert reply.headers["Location"].endswith(f"/api/33/messageConversations/{uid}")

    def test_reply_names_sender_and_program(self, api: Api) -> None:
        """The message keeps who sent it and with what program (2.3)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}",
            body="Yes",
            content_type="text/plain",
            headers={"User-Agent": "curl/8.5.0"},
        )

        listed = api.as_user("sam").get(f"{CONVERSATIONS}/{uid}/messages").json()
        message = listed["messages"][1]
        assert message["sender"]["id"] == "MiaPlainU01"
        assert message["metaData"] == "User-agent: curl/8.5.0"
        assert message["internal"] is False


class TestText:
    """The body is the text, whatever its type says."""

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            pytest.param(
                '{"text":"second"}', "application/json", id="JSON verbatim: case 51"
            ),
            pytest.param("<text>second</text>", "application/xml", id="XML verbatim"),
            pytest.param("second", None, id="no type"),
            pytest.param(
                "Yes it has", "application/x-www-form-urlencoded", id="form: case 52"
            ),
            pytest.param(
                "Héllo 🙂\nsecond line\n", "text/plain", id="emoji and newline: case 53"
            ),
            pytest.param("  indented\t", "text/plain; charset=utf-8", id="blanks"),
        ],
    )
    def test_body_is_stored_verbatim(
        self, api: Api, body: str, content_type: str | None
    ) -> None:
        """The body is kept as it was typed (4.5, cases 51 to 53)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}", body=body, content_type=content_type
        )

        assert reply.status == 200
        assert texts(api, uid) == ["x", body]

    @pytest.mark.parametrize(
        ("content_type", "stored"),
        [
            pytest.param("text/plain;charset=ISO-8859-1", "café", id="named"),
            pytest.param('text/plain; charset="windows-1252"', "café", id="quoted"),
            pytest.param("text/plain", "caf\ufffd", id="none"),
            pytest.param("text/plain;charset=klingon", "caf\ufffd", id="unknown"),
            pytest.param("text/plain;charset=hex", "caf\ufffd", id="no charset"),
            pytest.param("text/plain;charset=idna", "caf\ufffd", id="strict"),
        ],
    )
    def test_charset_is_that_of_type(
        self, api: Api, content_type: str, stored: str
    ) -> None:
        """The bytes are UTF-8 unless Content-Type names a charset (4.5)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}", body=b"caf\xe9", content_type=content_type
        )

        assert reply.status == 200
        assert texts(api, uid) == ["x", stored]

    @pytest.mark.profile("2.42")
    @pytest.mark.parametrize(
        ("query", "stored"),
        [
            pytest.param("", "Yes+it+has=", id="body alone"),
            pytest.param("?internal=false", "internal=false&Yes+it+has=", id="query"),
            pytest.param(
                "?a=*~&b=2&a=3", "a=*%7E&a=3&b=2&Yes+it+has=", id="as Java writes it"
            ),
        ],
    )
    def test_form_on_server_is_rebuilt(self, api: Api, query: str, stored: str) -> None:
        """A server rebuilds a form-encoded text from parameters (4.5, case 52)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}{query}",
            body="Yes it has",
            content_type="application/x-www-form-urlencoded",
        )

        assert reply.status == 201
        assert texts(api, uid) == ["x", stored]


class TestRefused:
    """A reply that is not stored."""

    def test_empty_reply_is_bad_request(self, api: Api) -> None:
        """A reply needs a body (4.5, case 54)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = answer(api.as_user("mia"), uid, "")

        assert reply.status == 400
        refusal = reply.json()
        assert refusal.pop("message").startswith("Required request body is missing: ")
        assert refusal == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
        }
        assert shown(api, uid) == before

    @pytest.mark.parametrize(
        "uid",
        [
            pytest.param("xyz", id="malformed: case 55"),
            pytest.param("Xxxxxxxxxxx", id="unknown"),
        ],
    )
    def test_unknown_conversation_is_not_found(self, api: Api, uid: str) -> None:
        """A reply to no conversation is a 404 without code (4.5, case 55)."""
        reply = answer(api.as_user("mia"), uid)

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": f"Message conversation does not exist: {uid}",
        }
        assert reply.headers["Cache-Control"] == "no-cache, private"

    @pytest.mark.parametrize("user", ["fay", "tom", "ops"])
    def test_outsider_is_forbidden(self, api: Api, user: str) -> None:
        """Only who has access may reply to a private one (4.5, case 56)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = answer(api.as_user(user), uid)

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to send messages to this conversation.",
            "errorCode": "E1006",
        }
        assert shown(api, uid) == before

    def test_unclear_internal_is_bad_request(self, api: Api) -> None:
        """`internal` must be one of Spring's words for a boolean (4.5)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = answer(api.as_user("sam"), uid, query="?internal=maybe")

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": "Value 'maybe' is not valid for parameter internal. "
            "It should be of type boolean",
        }
        assert shown(api, uid) == before

    def test_plain_user_internal_is_forbidden(self, api: Api) -> None:
        """Only ticket managers write internally, even in their own (4.5, case 58)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = answer(api.as_user("sam"), uid, query="?internal=true")

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to send internal messages",
            "errorCode": "E1006",
        }
        assert shown(api, uid) == before

    def test_internal_is_checked_before_access(self, api: Api) -> None:
        """Who may write neither way is told about the internal one (4.5)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = answer(api.as_user("fay"), uid, query="?internal=true")

        assert reply.status == 403
        assert reply.json()["message"] == "Not authorized to send internal messages"


class TestInternal:
    """Internal messages: for ticket managers' eyes."""

    @pytest.mark.parametrize("word", ["true", "on", "yes", "1", "TRUE"])
    def test_internal_reply_is_stored(self, api: Api, word: str) -> None:
        """A ticket manager's internal reply is a 200 and not counted (6.4, case 59)."""
        uid = ticket(api)

        reply = answer(api.as_user("tom"), uid, "Quiet", f"?internal={word}")

        assert reply.status == 200
        after = shown(api, uid)
        assert after["messageCount"] == 1
        assert after["lastSender"]["id"] == "TomFeedbk01"

    def test_internal_reply_wakes_authorities(self, api: Api) -> None:
        """It turns unread by authority, not by group membership (6.4, case 59)."""
        uid = ticket(api)

        answer(api.as_user("tom"), uid, "Quiet", "?internal=true")

        assert reads(api, uid) == {
            "sam": True,
            "tom": True,
            "fay": False,
            "admin": False,
        }

    @pytest.mark.parametrize(
        ("user", "seen"),
        [
            pytest.param("sam", ["It broke"], id="plain participant"),
            pytest.param("fay", ["It broke"], id="authority without the group"),
            pytest.param("tom", ["It broke", "Quiet"], id="group member"),
            pytest.param("admin", ["It broke", "Quiet"], id="superuser"),
        ],
    )
    def test_internal_message_shows_to_managers(
        self, api: Api, user: str, seen: list[str]
    ) -> None:
        """Group members and superusers read it, others do not (6.4, D23, case 60)."""
        uid = ticket(api)

        answer(api.as_user("tom"), uid, "Quiet", "?internal=true")

        assert texts(api, uid, user) == seen
        single = api.as_user(user).get(f"{CONVERSATIONS}/{uid}").json()
        assert len(single["messages"]) == len(seen)
        assert single["messageCount"] == 1

    def test_internal_message_says_so(self, api: Api) -> None:
        """The message is marked `internal` for those who see it (2.3, case 60)."""
        uid = ticket(api)

        answer(api.as_user("tom"), uid, "Quiet", "?internal=true")

        listed = api.as_user("tom").get(f"{CONVERSATIONS}/{uid}/messages").json()
        assert [each["internal"] for each in listed["messages"]] == [False, True]

    def test_internal_reply_fits_private_one(self, api: Api) -> None:
        """`internal` is accepted on any type of conversation (4.5)."""
        uid = api.as_user("sam").send("TomFeedbk01")

        reply = answer(api.as_user("tom"), uid, "Quiet", "?internal=true")

        assert reply.status == 200
        assert texts(api, uid, "sam") == ["x"]
        assert texts(api, uid, "tom") == ["x", "Quiet"]

    def test_internal_false_is_plain_reply(self, api: Api) -> None:
        """`internal=false` is what a reply is without it (4.5)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = answer(api.as_user("mia"), uid, "Yes", "?internal=false")

        assert reply.status == 200
        assert texts(api, uid, "sam") == ["x", "Yes"]


class TestParticipants:
    """A reply changes nobody's membership."""

    def test_manager_replies_without_joining(self, api: Api) -> None:
        """A ticket manager outside a ticket replies and stays out (6.3, case 61)."""
        uid = ticket(api)
        api.as_user("tom").delete(f"{CONVERSATIONS}/{uid}/TomFeedbk01")

        reply = answer(api.as_user("tom"), uid)

        assert reply.status == 200
        assert reads(api, uid) == {"sam": False, "fay": False, "admin": False}

    def test_superuser_replies_without_joining(self, api: Api) -> None:
        """A superuser replies to any conversation and stays out (6.3)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = answer(api.as_user("admin"), uid)

        assert reply.status == 200
        assert reads(api, uid) == {"sam": False, "mia": False}
        assert shown(api, uid)["lastSender"]["id"] == "AdminUser01"

    def test_removed_user_stays_away(self, api: Api) -> None:
        """A reply does not bring back who left (6.3)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        api.as_user("mia").delete(f"{CONVERSATIONS}/{uid}/MiaPlainU01")

        answer(api.as_user("sam"), uid)

        assert reads(api, uid) == {"sam": True}
        assert (
            api.as_user("mia").get(CONVERSATIONS).json()["messageConversations"] == []
        )

    def test_follow_up_survives_reply(self, api: Api) -> None:
        """A reply leaves follow-up flags alone (6.3)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        api.as_user("mia").post(f"{CONVERSATIONS}/followup", json=[uid])

        answer(api.as_user("sam"), uid)

        flags = {
            row["user"]["username"]: row["followUp"]
            for row in shown(api, uid)["userMessages"]
        }
        assert flags == {"sam": False, "mia": True}
