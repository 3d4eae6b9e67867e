"""POST /messageConversations/{uid}/recipients: letting more users take part (4.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

CONVERSATIONS = "/messageConversations"
FAY = {"users": [{"id": "FayTicket01"}]}


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


class TestAdded:
    """Recipients who are let in."""

    def test_new_recipient_gets_unread_row(self, api: Api) -> None:
        """A new recipient starts unread, the others keep their rows (4.6, case 62)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/recipients", json=FAY)

        assert reply.status == 204
        assert reply.body == b""
        assert "Content-Type" not in reply.headers
        assert "Location" not in reply.headers
        assert reads(api, uid) == {"sam": True, "mia": False, "fay": False}

    def test_new_recipient_finds_conversation(self, api: Api) -> None:
        """A new recipient lists the conversation and reads all of it (6.1)."""
        uid = api.as_user("sam").send("MiaPlainU01", text="first")

        api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/recipients", json=FAY)

        listed = api.as_user("fay").get(CONVERSATIONS).json()["messageConversations"]
        assert listed == [{"displayName": "Hi", "id": uid}]
        messages = api.as_user("fay").get(f"{CONVERSATIONS}/{uid}/messages").json()
        assert [each["text"] for each in messages["messages"]] == ["first"]

    def test_recipients_move_only_last_updated(self, api: Api) -> None:
        """Adding recipients is no message: only lastUpdated moves (4.6, 6.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/recipients", json=FAY)

        after = shown(api, uid)
        assert after["lastUpdated"] > before["lastUpdated"]
        same = ("lastMessage", "messageCount", "lastSender", "messages")
        assert [after[key] for key in same] == [before[key] for key in same]

    @pytest.mark.parametrize(
        ("lists", "joined"),
        [
            pytest.param(
                {"userGroups": [{"id": "GroupPair01"}]}, {"sam", "mia"}, id="group"
            ),
            pytest.param(
                {"organisationUnits": [{"id": "UnitChild02"}]}, {"sam"}, id="unit"
            ),
            pytest.param(
                {
                    "users": [{"id": "OpsImport01"}],
                    "userGroups": [{"id": "GroupPair01"}],
                    "organisationUnits": [{"id": "UnitParent1"}],
                },
                {"ops", "sam", "mia"},
                id="all three",
            ),
        ],
    )
    def test_groups_and_units_are_resolved(
        self, api: Api, lists: dict[str, object], joined: set[str]
    ) -> None:
        """Groups and units stand for their users, as on create (4.6)."""
        uid = api.as_user("tom").send("FayTicket01")

        reply = api.as_user("tom").post(f"{CONVERSATIONS}/{uid}/recipients", json=lists)

        assert reply.status == 204
        added = dict.fromkeys(joined, False)
        assert reads(api, uid) == {"tom": True, "fay": False, **added}

    def test_present_recipient_keeps_flag(self, api: Api) -> None:
        """Who takes part already keeps his read flag (4.6, case 63)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        api.as_user("mia").post(f"{CONVERSATIONS}/{uid}/read")

        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/{uid}/recipients", json={"users": [{"id": "MiaPlainU01"}]}
        )

        assert reply.status == 204
        assert reads(api, uid) == {"sam": True, "mia": True}

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param({}, id="empty object: case 63"),
            pytest.param({"users": [], "userGroups": []}, id="empty lists"),
            pytest.param({"userGroups": [{"id": "GroupEmpty0"}]}, id="empty group"),
            pytest.param({"subject": "New", "text": "More"}, id="subject and text"),
        ],
    )
    def test_nobody_new_changes_nothing(
        self, api: Api, body: dict[str, object]
    ) -> None:
        """Lists without users are a 204 that changes nothing (4.6, case 63)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/recipients", json=body)

        assert reply.status == 204
        assert shown(api, uid) == before

    def test_attachments_of_body_are_ignored(self, api: Api) -> None:
        """Subject, text and attachments are not for recipients (4.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        body = {**FAY, "subject": "New", "attachments": [{"id": "Xxxxxxxxxxx"}]}

        reply = api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/recipients", json=body)

        assert reply.status == 204
        assert shown(api, uid)["subject"] == "Hi"

    def test_removed_user_returns_unread(self, api: Api) -> None:
        """Who is added again starts anew and sees it all (4.6, case 93)."""
        uid = api.as_user("sam").send("MiaPlainU01", text="first")
        api.as_user("mia").post(f"{CONVERSATIONS}/{uid}/read")
        api.as_user("mia").delete(f"{CONVERSATIONS}/{uid}/MiaPlainU01")

        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/{uid}/recipients", json={"users": [{"id": "MiaPlainU01"}]}
        )

        assert reply.status == 204
        assert reads(api, uid) == {"sam": True, "mia": False}
        messages = api.as_user("mia").get(f"{CONVERSATIONS}/{uid}/messages").json()
        assert [each["text"] for each in messages["messages"]] == ["first"]

    @pytest.mark.parametrize("user", ["tom", "admin"])
    def test_ticket_manager_adds_from_outside(self, api: Api, user: str) -> None:
        """A ticket manager outside a ticket may add recipients (1.2, 4.6)."""
        uid = (
            api.as_user("sam")
            .post(f"{CONVERSATIONS}/feedback?subject=Help", body="It broke")
            .new_uid
        )
        api.as_user("tom").delete(f"{CONVERSATIONS}/{uid}/TomFeedbk01")

        reply = api.as_user(user).post(f"{CONVERSATIONS}/{uid}/recipients", json=FAY)

        assert reply.status == 204
        assert reads(api, uid) == {"sam": True, "fay": False}


class TestRefused:
    """Recipients who are not let in."""

    def test_outsider_adding_is_forbidden(self, api: Api) -> None:
        """Only who has access may add recipients (4.6, case 64)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = api.as_user("fay").post(f"{CONVERSATIONS}/{uid}/recipients", json=FAY)

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to change recipients in this conversation.",
            "errorCode": "E1006",
        }
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert shown(api, uid) == before

    def test_unknown_conversation_is_not_found(self, api: Api) -> None:
        """Recipients of no conversation are a 404 without code (4.6, case 64)."""
        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/Xxxxxxxxxxx/recipients", json=FAY
        )

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "Message conversation does not exist: Xxxxxxxxxxx",
        }

    def test_malformed_json_is_bad_request(self, api: Api) -> None:
        """Broken JSON is a 400 here, where create has 409 (4.6, case 64)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/{uid}/recipients",
            body="{bad json",
            content_type="application/json",
        )

        assert reply.status == 400
        refusal = reply.json()
        assert refusal.pop("message").startswith("JSON parse error: ")
        assert refusal == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
        }
        assert shown(api, uid) == before

    def test_empty_body_is_bad_request(self, api: Api) -> None:
        """A body is required (4.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/{uid}/recipients", content_type="application/json"
        )

        assert reply.status == 400
        message = reply.json()["message"]
        assert message.startswith("Required request body is missing: ")

    def test_plain_text_is_unsupported(self, api: Api) -> None:
        """Recipients are not sent as plain text (4.6, case 65)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/{uid}/recipients",
            body='{"users":[{"id":"FayTicket01"}]}',
            content_type="text/plain",
        )

        assert reply.status == 415
        assert reply.json() == {
            "httpStatus": "Unsupported Media Type",
            "httpStatusCode": 415,
            "status": "ERROR",
            "message": "Content-Type 'text/plain' is not supported",
        }
        assert shown(api, uid) == before

    @pytest.mark.parametrize(
        ("lists", "status", "phrase", "text", "code"),
        [
            pytest.param(
                {"users": [{"id": "FayTicket01"}, {"id": "Xxxxxxxxxxx"}]},
                409,
                "Conflict",
                "User does not exist: Xxxxxxxxxxx",
                "E1004",
                id="user",
            ),
            pytest.param(
                {**FAY, "organisationUnits": [{"id": "Xxxxxxxxxxx"}]},
                409,
                "Conflict",
                "Organisation Unit does not exist: Xxxxxxxxxxx",
                "E1004",
                id="unit",
            ),
            pytest.param(
                {**FAY, "userGroups": [{"id": "Xxxxxxxxxxx"}]},
                404,
                "Not Found",
                "UserGroup with id Xxxxxxxxxxx could not be found.",
                "E1005",
                id="group",
            ),
        ],
    )
    def test_unknown_recipient_adds_nobody(
        self,
        api: Api,
        lists: dict[str, object],
        status: int,
        phrase: str,
        text: str,
        code: str,
    ) -> None:
        """One unknown recipient refuses all of them, as on create (4.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = shown(api, uid)

        reply = api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/recipients", json=lists)

        assert reply.status == status
        assert reply.json() == {
            "httpStatus": phrase,
            "httpStatusCode": status,
            "status": "ERROR",
            "message": text,
            "errorCode": code,
        }
        assert shown(api, uid) == before

    def test_access_comes_before_recipients(self, api: Api) -> None:
        """An outsider does not learn which users exist (4.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("fay").post(
            f"{CONVERSATIONS}/{uid}/recipients", json={"users": [{"id": "Xxxxxxxxxxx"}]}
        )

        assert reply.status == 403
