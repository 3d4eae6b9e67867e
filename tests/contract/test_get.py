"""GET /messageConversations/{uid} and its properties (4.2, 4.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unittest.mock import ANY
from uuid import RFC_4122, UUID

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}")


class TestFound:
    """What a reader sees."""

    def test_default_shows_the_whole(self, api: Api) -> None:
        """Default fields are all: messages by id, rows in full (2.1, case 40)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(
            f"/messageConversations/{uid}", headers={"Host": "mock.example"}
        )

        sam = {
            "id": "SamPlainU01",
            "code": None,
            "name": "Sam Conteh",
            "displayName": "Sam Conteh",
            "username": "sam",
        }
        mia = {
            "id": "MiaPlainU01",
            "code": None,
            "name": "Mia Kamara",
            "displayName": "Mia Kamara",
            "username": "mia",
        }
        body = reply.json()
        rows = sorted(body.pop("userMessages"), key=lambda row: row["user"]["id"])
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
        assert body == {
            "id": uid,
            "href": f"http://mock.example/api/messageConversations/{uid}",
            "name": "Hi",
            "displayName": "Hi",
            "subject": "Hi",
            "created": ANY,
            "lastUpdated": ANY,
            "lastMessage": ANY,
            "messageType": "PRIVATE",
            "priority": "NONE",
            "status": "NONE",
            "messageCount": 1,
            "read": False,
            "followUp": False,
            "createdBy": sam,
            "user": sam,
            "lastSender": {"id": "SamPlainU01"},
            "messages": [{"id": ANY}],
            "access": {
                "manage": ANY,
                "write": ANY,
                "read": True,
                "update": ANY,
                "delete": ANY,
            },
            "sharing": ANY,
            "translations": [],
            "attributeValues": [],
            "favorites": [],
            "favorite": False,
        }
        assert rows == [
            {"key": ANY, "read": False, "followUp": False, "user": mia},
            {"key": ANY, "read": True, "followUp": False, "user": sam},
        ]

    @pytest.mark.parametrize("name", ["created", "lastUpdated", "lastMessage"])
    def test_dates_carry_milliseconds(self, api: Api, name: str) -> None:
        """Dates have three digits of a second and no zone (1.7)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").get(f"/messageConversations/{uid}")

        assert DATE.fullmatch(reply.json()[name])

    def test_rows_have_random_uuids(self, api: Api) -> None:
        """The key of a row is a uuid of version 4, its own and lasting (2.1, 2.4)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        path = f"/messageConversations/{uid}?fields=userMessages[key]"

        rows = api.as_user("mia").get(path).json()["userMessages"]

        keys = [UUID(row["key"]) for row in rows]
        assert [(key.version, key.variant) for key in keys] == [(4, RFC_4122)] * 2
        assert keys[0] != keys[1]
        assert api.as_user("sam").get(path).json()["userMessages"] == rows

    def test_fields_show_exactly_those(self, api: Api) -> None:
        """The object holds what `fields` names, unknown names aside (4.2, case 38)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(
            f"/messageConversations/{uid}"
            "?fields=id,subject,lastSender[id,displayName],nope"
        )

        assert reply.json() == {
            "id": uid,
            "subject": "Hi",
            "lastSender": {"id": "SamPlainU01", "displayName": "Sam Conteh"},
        }

    def test_user_stub_keeps_five_keys(self, api: Api) -> None:
        """Users of rows come with five keys, whatever is asked (2.1, case 39)."""
        uid = api.as_user("sam").send("SamPlainU01")

        reply = api.as_user("sam").get(
            f"/messageConversations/{uid}?fields=userMessages[user[id]]"
        )

        assert reply.json() == {
            "userMessages": [
                {
                    "user": {
                        "id": "SamPlainU01",
                        "code": None,
                        "name": "Sam Conteh",
                        "displayName": "Sam Conteh",
                        "username": "sam",
                    }
                }
            ]
        }

    def test_superuser_reads_without_row(self, api: Api) -> None:
        """A superuser may open any conversation, as unread (1.2, case 42)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("admin").get(
            f"/messageConversations/{uid}?fields=id,read,followUp"
        )

        assert reply.status == 200
        assert reply.json() == {"id": uid, "read": False, "followUp": False}

    def test_equal_etag_answers_not_modified(self, api: Api) -> None:
        """The answer carries an ETag that may be asked for again (1.4, case 48)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        first = mia.get(f"/messageConversations/{uid}")
        again = mia.get(
            f"/messageConversations/{uid}",
            headers={"If-None-Match": first.headers["ETag"]},
        )

        assert first.headers["Cache-Control"] == "no-cache, private"
        assert re.fullmatch('"0[0-9a-f]{32}"', first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")

    def test_accept_xml_gives_an_element(self, api: Api) -> None:
        """In XML references are elements with an id attribute (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(
            f"/messageConversations/{uid}?fields=id,subject,lastSender",
            accept="application/xml",
        )

        assert reply.status == 200
        assert reply.text == (
            '<messageConversation xmlns="http://dhis2.org/schema/dxf/2.0" '
            f'id="{uid}"><subject>Hi</subject><lastSender id="SamPlainU01"/>'
            "</messageConversation>"
        )


class TestMarkRead:
    """What opening a conversation does to its read flag."""

    def test_plain_get_leaves_unread(self, api: Api) -> None:
        """Reading alone marks nothing (4.2, case 47)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        mia.get(f"/messageConversations/{uid}")

        again = mia.get(f"/messageConversations/{uid}?fields=read")
        assert again.json() == {"read": False}

    def test_mark_read_shows_next_time(self, api: Api) -> None:
        """`markRead=true` marks the row; the answer is as before (4.2, case 46)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        first = mia.get(f"/messageConversations/{uid}?markRead=true&fields=read")

        again = mia.get(f"/messageConversations/{uid}?fields=read")
        assert first.json() == {"read": False}
        assert again.json() == {"read": True}

    def test_mark_read_shows_in_rows(self, api: Api) -> None:
        """The rows of the same answer are marked already (4.2, case 46)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").get(
            f"/messageConversations/{uid}"
            "?markRead=true&fields=read,userMessages[read,user]"
        )

        read = {
            row["user"]["username"]: row["read"] for row in reply.json()["userMessages"]
        }
        assert reply.json()["read"] is False
        assert read == {"sam": True, "mia": True}

    def test_mark_read_moves_last_updated_again(self, api: Api) -> None:
        """Each opening is a write, even of what is read already (4.2, 6.6)."""
        path = f"/messageConversations/{api.as_user('sam').send('MiaPlainU01')}"
        mia = api.as_user("mia")
        mia.get(f"{path}?markRead=true")
        before = mia.get(path).json()

        again = mia.get(f"{path}?markRead=true").json()

        assert again.pop("lastUpdated") > before.pop("lastUpdated")
        assert again == before
        assert again["read"] is True

    @pytest.mark.parametrize("value", ["1", "TRUE", "yes", "false", ""])
    def test_other_words_mark_nothing(self, api: Api, value: str) -> None:
        """Only the literal `true` counts (4.2, case 46)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        mia.get(f"/messageConversations/{uid}?markRead={value}")

        again = mia.get(f"/messageConversations/{uid}?fields=read")
        assert again.json() == {"read": False}

    def test_superuser_without_row_marks_nothing(self, api: Api) -> None:
        """Who has no row has no flag to set (4.2)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        admin = api.as_user("admin")
        before = admin.get(f"/messageConversations/{uid}").json()

        admin.get(f"/messageConversations/{uid}?markRead=true")

        assert admin.get(f"/messageConversations/{uid}").json() == before


class TestInternalMessages:
    """Who sees what managers tell each other."""

    @pytest.mark.parametrize(
        ("user", "texts"),
        [
            ("sam", ["It broke"]),
            ("tom", ["It broke", "Secret"]),
            ("admin", ["It broke", "Secret"]),
        ],
    )
    @pytest.mark.parametrize(
        "path", ["?fields=messages[text]", "/messages?fields=text"]
    )
    def test_internal_message_shows_to_managers(
        self, api: Api, path: str, user: str, texts: list[str]
    ) -> None:
        """Internal messages are for ticket managers alone (4.2, 4.3, case 60)."""
        sam, tom = api.as_user("sam"), api.as_user("tom")
        ticket = sam.post(
            "/messageConversations/feedback?subject=Help", body="It broke"
        ).new_uid
        tom.post(f"/messageConversations/{ticket}?internal=true", body="Secret")

        reply = api.as_user(user).get(f"/messageConversations/{ticket}{path}")

        assert reply.json() == {"messages": [{"text": text} for text in texts]}


class TestProperty:
    """One property by itself."""

    def test_messages_come_in_full(self, api: Api) -> None:
        """Messages show text, sender and the sender's program (4.3, case 49)."""
        created = api.as_user("sam").post(
            "/messageConversations",
            json={"subject": "Hi", "text": "x", "users": [{"id": "MiaPlainU01"}]},
            headers={"User-Agent": "curl/8.5.0"},
        )

        reply = api.as_user("mia").get(
            f"/messageConversations/{created.new_uid}/messages"
        )

        message = reply.json()["messages"][0]
        assert reply.status == 200
        assert list(reply.json()) == ["messages"]
        assert message["text"] == "x"
        assert message["sender"] == {"id": "SamPlainU01"}
        assert message["metaData"] == "User-agent: curl/8.5.0"
        assert message["internal"] is False
        assert message["attachments"] == []

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("subject", {"subject": "Hi"}),
            ("messageCount", {"messageCount": 1}),
            ("nope", {}),
        ],
    )
    def test_property_stands_alone(
        self, api: Api, name: str, expected: dict[str, object]
    ) -> None:
        """The answer holds that property, or nothing if there is none (4.3)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(f"/messageConversations/{uid}/{name}")

        assert reply.status == 200
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert reply.json() == expected

    def test_unknown_conversation_is_refused(self, api: Api) -> None:
        """Here an unknown conversation is a WebMessage with code (4.3)."""
        reply = api.as_user("mia").get("/messageConversations/Unknown0000/subject")

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "MessageConversation with id Unknown0000 could not be found.",
            "errorCode": "E1005",
        }


class TestRefused:
    """Who gets nothing, and what is nothing."""

    @pytest.mark.parametrize("path", ["", "?markRead=true", "/messages"])
    def test_non_participant_is_forbidden(self, api: Api, path: str) -> None:
        """Only participants and superusers may read (4.2, 4.3, case 42, D2)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = api.as_user("sam").get(f"/messageConversations/{uid}").json()

        reply = api.as_user("fay").get(f"/messageConversations/{uid}{path}")

        after = api.as_user("sam").get(f"/messageConversations/{uid}").json()
        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to access this conversation.",
            "errorCode": "E1006",
        }
        assert after == before

    def test_manager_without_row_is_forbidden(self, api: Api) -> None:
        """Managing tickets is not enough to read one (1.2, case 43)."""
        tom = api.as_user("tom")
        ticket = (
            api.as_user("sam")
            .post("/messageConversations/feedback?subject=Help", body="It broke")
            .new_uid
        )
        tom.delete(f"/messageConversations/{ticket}/TomFeedbk01")

        reply = tom.get(f"/messageConversations/{ticket}")

        assert reply.status == 403
        assert reply.json()["message"] == "Not authorized to access this conversation."

    def test_unknown_uid_is_not_found(self, api: Api) -> None:
        """An unknown conversation is a 404 with a bare message (4.2, case 44)."""
        reply = api.as_user("mia").get("/messageConversations/Unknown0000")

        assert reply.status == 404
        assert reply.json() == {
            "message": "No MessageConversation found with UID: Unknown0000"
        }

    def test_unknown_uid_in_xml(self, api: Api) -> None:
        """In XML that message stands in `reply` (1.6, case 44)."""
        reply = api.as_user("mia").get(
            "/messageConversations/Unknown0000", accept="application/xml"
        )

        assert reply.status == 404
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?><reply><message>"
            "No MessageConversation found with UID: Unknown0000</message></reply>"
        )

    @pytest.mark.parametrize("uid", ["abc", "feedback", "read", "Abcdefghijkl"])
    def test_no_uid_is_no_path_to_get(self, api: Api, uid: str) -> None:
        """What is no uid has only other methods (1.1, 4.2, case 45)."""
        reply = api.as_user("mia").get(f"/messageConversations/{uid}")

        assert reply.status == 405
        assert reply.json() == {
            "httpStatus": "Method Not Allowed",
            "httpStatusCode": 405,
            "status": "ERROR",
            "message": "Request method 'GET' is not supported",
        }
