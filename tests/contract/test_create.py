"""POST /messageConversations: who is written to, and what is refused (4.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

CONVERSATIONS = "/messageConversations"


def rows(api: Api, uid: str) -> dict[str, tuple[bool, bool]]:
    """Return username -> (read, followUp) of a conversation's participants."""
    shown = api.as_user("admin").get(f"{CONVERSATIONS}/{uid}").json()
    return {
        row["user"]["username"]: (row["read"], row["followUp"])
        for row in shown["userMessages"]
    }


def inboxes(api: Api) -> list[object]:
    """Return what each user finds in the list."""
    users = ("admin", "sam", "mia", "tom", "ops", "fay")
    return [api.as_user(user).get(CONVERSATIONS).json() for user in users]


class TestStored:
    """A conversation that is started: the answer, and what is kept."""

    def test_message_to_user_is_created(self, api: Api) -> None:
        """A message to a user is answered 201 with exactly four keys (4.4, case 1)."""
        body = {"subject": "Hi", "text": "x", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 201
        assert reply.json() == {
            "httpStatus": "Created",
            "httpStatusCode": 201,
            "status": "OK",
            "message": "Message conversation created",
        }
        assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
        assert re.fullmatch(
            r"http://[^/]+/api/messageConversations/[A-Za-z][A-Za-z0-9]{10}",
            reply.headers["Location"],
        )
        assert "Cache-Control" not in reply.headers

    def test_recipient_reads_what_was_sent(self, api: Api) -> None:
        """The recipient finds a private conversation of one message (6.1, case 1)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi", text="x")

        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{uid}").json()

        assert shown["subject"] == "Hi"
        assert shown["messageCount"] == 1
        assert shown["messageType"] == "PRIVATE"
        assert shown["status"] == "NONE"
        assert shown["priority"] == "NONE"
        assert shown["createdBy"]["username"] == "sam"
        assert shown["user"]["username"] == "sam"
        assert shown["lastSender"]["id"] == "SamPlainU01"
        assert shown["created"] == shown["lastMessage"] == shown["lastUpdated"]
        assert "assignee" not in shown

    def test_first_message_names_sender(self, api: Api) -> None:
        """The first message carries text, sender and the sender's program (2.3)."""
        body = {"subject": "Hi", "text": "x", "users": [{"id": "MiaPlainU01"}]}
        created = api.as_user("sam").post(
            CONVERSATIONS, json=body, headers={"User-Agent": "curl/8.5.0"}
        )

        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{created.new_uid}/messages")

        (message,) = shown.json()["messages"]
        assert message["text"] == "x"
        assert message["sender"]["id"] == "SamPlainU01"
        assert message["internal"] is False
        assert message["metaData"] == "User-agent: curl/8.5.0"
        assert message["attachments"] == []

    def test_sender_starts_as_reader(self, api: Api) -> None:
        """The recipient's row starts unread, the sender's read (6.1, case 2)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        assert rows(api, uid) == {"mia": (False, False), "sam": (True, False)}

    def test_message_to_oneself_has_one_row(self, api: Api) -> None:
        """Who writes to himself has a single row, and has read it (6.1, case 3)."""
        uid = api.as_user("sam").send("SamPlainU01")

        assert rows(api, uid) == {"sam": (True, False)}

    def test_new_conversation_enters_inboxes(self, api: Api) -> None:
        """Sender and recipients list the conversation, nobody else (6.1, case 26)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        listed = [
            api.as_user(user).get(CONVERSATIONS).json()["messageConversations"]
            for user in ("sam", "mia", "admin", "tom")
        ]

        item = {"displayName": "Hi", "id": uid}
        assert listed == [[item], [item], [], []]

    @pytest.mark.parametrize(
        ("lists", "expected"),
        [
            pytest.param(
                {
                    "users": [{"id": "MiaPlainU01"}],
                    "userGroups": [{"id": "GroupPair01"}],
                    "organisationUnits": [{"id": "UnitParent1"}],
                },
                {"sam", "mia"},
                id="user, group and unit overlap: case 4",
            ),
            pytest.param(
                {"organisationUnits": [{"id": "UnitParent1"}]},
                {"sam", "mia"},
                id="unit without its descendants: case 5",
            ),
            pytest.param(
                {"organisationUnits": [{"id": "UnitParent1"}, {"id": "UnitChild02"}]},
                {"sam", "mia"},
                id="two units",
            ),
            pytest.param(
                {"userGroups": [{"id": "GroupPair01"}, {"id": "GroupEmpty0"}]},
                {"sam", "mia"},
                id="an empty group beside a full one",
            ),
            pytest.param(
                {"users": [{"id": "TomFeedbk01"}, {"id": "TomFeedbk01"}]},
                {"sam", "tom"},
                id="the same user twice",
            ),
        ],
    )
    def test_recipient_lists_become_union(
        self, api: Api, lists: dict[str, object], expected: set[str]
    ) -> None:
        """Users, groups and units add up, each user once (6.1, cases 4 and 5)."""
        body = {"subject": "Hi", "text": "x", **lists}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 201
        assert rows(api, reply.new_uid) == {
            user: (user == "sam", False) for user in expected
        }

    def test_unit_reaches_only_its_own(self, api: Api) -> None:
        """Users of a child unit are not addressed by its parent (4.4, case 5)."""
        body = {"subject": "Hi", "organisationUnits": [{"id": "UnitParent1"}]}

        reply = api.as_user("tom").post(CONVERSATIONS, json=body)

        assert rows(api, reply.new_uid).keys() == {"mia", "tom"}

    def test_missing_text_is_accepted(self, api: Api) -> None:
        """A message may have no text, and is shown without one (4.4, case 17)."""
        body = {"subject": "Hi", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 201
        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{reply.new_uid}/messages")
        assert "text" not in shown.json()["messages"][0]

    @pytest.mark.parametrize(
        "subject",
        [pytest.param("H", id="one character"), pytest.param("H" * 255, id="255")],
    )
    def test_subject_length_is_accepted(self, api: Api, subject: str) -> None:
        """A subject has from one to 255 characters (4.4, case 18)."""
        body = {"subject": subject, "text": "x", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 201
        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{reply.new_uid}").json()
        assert shown["subject"] == subject

    @pytest.mark.parametrize(
        ("path", "location"),
        [
            pytest.param("/messageConversations/", "/api/", id="slash: case 23"),
            pytest.param(
                "/api/33/messageConversations", "/api/33/", id="version: case 24"
            ),
            pytest.param("/messageConversations.json", "/api/", id="suffix"),
            pytest.param("/messageConversations?subject=No", "/api/", id="parameter"),
        ],
    )
    def test_path_variant_is_same_resource(
        self, api: Api, path: str, location: str
    ) -> None:
        """Slash, version, suffix and parameters do not matter (1.1, 1.4)."""
        body = {"subject": "Hi", "text": "x", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(path, json=body)

        assert reply.status == 201
        folder = f"{location}messageConversations/"
        assert reply.headers["Location"].endswith(folder + reply.new_uid)
        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{reply.new_uid}").json()
        assert shown["subject"] == "Hi"

    def test_unknown_keys_are_ignored(self, api: Api) -> None:
        """Keys that the server does not know are passed over (1.7, case 25)."""
        body = {
            "subject": "Hi",
            "text": "x",
            "users": [{"id": "MiaPlainU01", "displayName": "Mia", "x": {"y": [1]}}],
            "messageType": "TICKET",
            "colour": "red",
        }

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 201
        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{reply.new_uid}").json()
        assert shown["messageType"] == "PRIVATE"

    def test_charset_of_json_is_accepted(self, api: Api) -> None:
        """The JSON type may carry a charset (4.4)."""
        body = '{"subject":"Hé","text":"x","users":[{"id":"MiaPlainU01"}]}'

        reply = api.as_user("sam").post(
            CONVERSATIONS, body=body, content_type="application/json; charset=utf-8"
        )

        assert reply.status == 201
        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{reply.new_uid}").json()
        assert shown["subject"] == "Hé"

    @pytest.mark.parametrize(
        ("sent", "stored"),
        [
            pytest.param(12, "12", id="number"),
            pytest.param(1.5, "1.5", id="fraction"),
            pytest.param(True, "true", id="boolean"),
        ],
    )
    def test_scalar_is_read_as_text(self, api: Api, sent: object, stored: str) -> None:
        """A number or boolean where a text belongs is read as one (4.4)."""
        body = {"subject": sent, "text": sent, "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 201
        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{reply.new_uid}").json()
        assert shown["subject"] == stored

    def test_later_message_is_listed_first(self, api: Api) -> None:
        """The documented profile lists the newest conversation first (4.1)."""
        first = api.as_user("sam").send("MiaPlainU01")
        second = api.as_user("sam").send("MiaPlainU01")

        listed = api.as_user("mia").get(CONVERSATIONS).json()["messageConversations"]

        assert [each["id"] for each in listed] == [second, first]


class TestNoRecipients:
    """A message that would reach nobody."""

    @pytest.mark.parametrize(
        "lists",
        [
            pytest.param({}, id="no list: case 6"),
            pytest.param(
                {"users": [], "userGroups": [], "organisationUnits": []},
                id="empty lists",
            ),
            pytest.param({"users": None}, id="null list"),
            pytest.param({"userGroups": [{"id": "GroupEmpty0"}]}, id="group: case 7"),
        ],
    )
    def test_nobody_addressed_is_refused(
        self, api: Api, lists: dict[str, object]
    ) -> None:
        """A message that reaches nobody is a 409 E1004 (4.4, cases 6 and 7)."""
        before = inboxes(api)

        reply = api.as_user("sam").post(
            CONVERSATIONS, json={"subject": "Hi", "text": "x", **lists}
        )

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "No recipients selected.",
            "errorCode": "E1004",
        }
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert "Location" not in reply.headers
        assert inboxes(api) == before


class TestUnknownRecipients:
    """A message to somebody who is not there."""

    @pytest.mark.parametrize(
        ("lists", "text"),
        [
            pytest.param(
                {"users": [{"id": "Xxxxxxxxxxx"}]},
                "User does not exist: Xxxxxxxxxxx",
                id="user: case 8",
            ),
            pytest.param(
                {"users": [{"id": "MiaPlainU01"}, {"id": "Xxxxxxxxxxx"}]},
                "User does not exist: Xxxxxxxxxxx",
                id="user after a known one",
            ),
            pytest.param(
                {"users": [{}]}, "User does not exist: null", id="user without id"
            ),
            pytest.param(
                {"users": [{"id": ""}]}, "User does not exist: null", id="empty id"
            ),
            pytest.param(
                {
                    "users": [{"id": "Xxxxxxxxxxx"}],
                    "organisationUnits": [{"id": "Yyyyyyyyyyy"}],
                },
                "Organisation Unit does not exist: Yyyyyyyyyyy",
                id="unit before user: case 10",
            ),
            pytest.param(
                {
                    "users": [{"id": "Xxxxxxxxxxx"}],
                    "userGroups": [{"id": "Yyyyyyyyyyy"}],
                },
                "User does not exist: Xxxxxxxxxxx",
                id="user before group",
            ),
        ],
    )
    def test_unknown_recipient_is_conflict(
        self, api: Api, lists: dict[str, object], text: str
    ) -> None:
        """An unknown unit or user is a 409, units first (4.4, cases 8 and 10)."""
        before = inboxes(api)

        reply = api.as_user("sam").post(
            CONVERSATIONS, json={"subject": "Hi", "text": "x", **lists}
        )

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": text,
            "errorCode": "E1004",
        }
        assert inboxes(api) == before

    def test_unknown_group_is_not_found(self, api: Api) -> None:
        """An unknown user group is a 404 E1005, not a 409 (4.4, case 9)."""
        before = inboxes(api)
        body = {
            "subject": "Hi",
            "users": [{"id": "MiaPlainU01"}],
            "userGroups": [{"id": "Xxxxxxxxxxx"}],
        }

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "UserGroup with id Xxxxxxxxxxx could not be found.",
            "errorCode": "E1005",
        }
        assert inboxes(api) == before


class TestUnreadable:
    """A body that cannot be made into a message."""

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param("{bad json", id="malformed: case 16"),
            pytest.param("", id="empty"),
            pytest.param("[]", id="array"),
            pytest.param('"Hi"', id="text"),
            pytest.param("null", id="null"),
        ],
    )
    def test_malformed_json_is_conflict(self, api: Api, body: str) -> None:
        """JSON that is no message is a 409 without code, not a 400 (4.4, case 16)."""
        before = inboxes(api)

        reply = api.as_user("sam").post(
            CONVERSATIONS, body=body, content_type="application/json"
        )

        assert reply.status == 409
        refusal = reply.json()
        assert refusal.pop("message")
        assert refusal == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
        }
        assert inboxes(api) == before

    @pytest.mark.parametrize(
        ("body", "klass"),
        [
            pytest.param(
                {"users": "x"}, "org.hisp.dhis.user.User", id="a text for a list"
            ),
            pytest.param(
                {"users": ["x"]}, "org.hisp.dhis.user.User", id="user as text"
            ),
            pytest.param(
                {"userGroups": ["x"]},
                "org.hisp.dhis.user.UserGroup",
                id="group as text",
            ),
            pytest.param(
                {"organisationUnits": ["x"]},
                "org.hisp.dhis.organisationunit.OrganisationUnit",
                id="unit as text",
            ),
        ],
    )
    def test_wrong_type_is_conflict(
        self, api: Api, body: dict[str, object], klass: str
    ) -> None:
        """A value of the wrong type is a 409 in the parser's words (4.4)."""
        before = inboxes(api)

        reply = api.as_user("sam").post(CONVERSATIONS, json={"subject": "Hi", **body})

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": f"Cannot construct instance of `{klass}` (although at least one "
            "Creator exists): no String-argument constructor/factory method to "
            "deserialize from String value ('x')",
        }
        assert inboxes(api) == before

    @pytest.mark.parametrize(
        ("body", "beginning", "end"),
        [
            (
                "[]",
                "Cannot deserialize value of type `org.hisp.dhis.webapi.webdomain.",
                "from Array value (token `JsonToken.START_ARRAY`)",
            ),
            (
                '{"subject": {"a": 1}}',
                "Cannot deserialize value of type `java.lang.String` ",
                "from Object value (token `JsonToken.START_OBJECT`)",
            ),
            (
                '{"subject": ["a"]}',
                "Cannot deserialize value of type `java.lang.String` ",
                "from Array value (token `JsonToken.START_ARRAY`)",
            ),
            (
                '{"users": {"id": "MiaPlainU01"}}',
                "Cannot deserialize value of type `java.util.HashSet<",
                "User>` from Object value (token `JsonToken.START_OBJECT`)",
            ),
            (
                '{"users": [{"id": ["MiaPlainU01"]}]}',
                "Cannot deserialize value of type `java.lang.String` ",
                "from Array value (token `JsonToken.START_ARRAY`)",
            ),
            (
                '{"users": [5]}',
                "Cannot construct instance of `org.hisp.dhis.user.User` ",
                "to deserialize from Number value (5)",
            ),
            (
                '{"users": [true]}',
                "Cannot construct instance of `org.hisp.dhis.user.User` ",
                "to deserialize from boolean value (true)",
            ),
        ],
        ids=[
            *("array", "object", "array for text", "object for list"),
            *("array for id", "number", "boolean"),
        ],
    )
    def test_wrong_json_is_named(
        self, api: Api, body: str, beginning: str, end: str
    ) -> None:
        """What the value is of is said as the parser says it (4.4)."""
        reply = api.as_user("sam").post(
            CONVERSATIONS, body=body, content_type="application/json"
        )

        assert reply.status == 409
        assert reply.json()["message"].startswith(beginning)
        assert reply.json()["message"].endswith(end)

    @pytest.mark.parametrize(
        "subject",
        [
            pytest.param({"subject": ""}, id="empty"),
            pytest.param({"subject": None}, id="null"),
            pytest.param({}, id="missing"),
        ],
    )
    def test_no_subject_is_conflict(
        self, api: Api, subject: dict[str, str | None]
    ) -> None:
        """A missing or empty subject is a 409 (4.4, case 17)."""
        before = inboxes(api)
        body = {**subject, "text": "x", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "not-null property references a null or transient value: "
            "org.hisp.dhis.message.MessageConversation.subject",
        }
        assert inboxes(api) == before

    def test_overlong_subject_is_conflict(self, api: Api) -> None:
        """A subject of 256 characters is a 409 in the database's words (4.4)."""
        before = inboxes(api)
        body = {"subject": "H" * 256, "text": "x", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "ERROR: value too long for type character varying(255)",
        }
        assert inboxes(api) == before


class TestUnsupportedType:
    """A body of a type that create does not take."""

    @pytest.mark.parametrize(
        "content_type",
        [
            pytest.param("application/x-www-form-urlencoded", id="curl -d: case 19"),
            pytest.param("text/plain", id="plain text"),
            pytest.param("multipart/form-data; boundary=x", id="multipart"),
        ],
    )
    def test_other_type_is_unsupported(self, api: Api, content_type: str) -> None:
        """A type that is neither JSON nor XML is a 415 that names it (4.4, case 19)."""
        before = inboxes(api)
        body = '{"subject":"Hi","text":"x","users":[{"id":"MiaPlainU01"}]}'

        reply = api.as_user("sam").post(
            CONVERSATIONS, body=body, content_type=content_type
        )

        assert reply.status == 415
        assert reply.json() == {
            "httpStatus": "Unsupported Media Type",
            "httpStatusCode": 415,
            "status": "ERROR",
            "message": f"Content-Type '{content_type}' is not supported",
        }
        assert inboxes(api) == before

    @pytest.mark.profile("2.42")
    def test_xml_on_server_is_unsupported(self, api: Api) -> None:
        """From 2.42 on a server takes no XML message (4.4, case 20)."""
        before = inboxes(api)
        body = (
            "<message><subject>Hi</subject><text>x</text>"
            '<users><user id="MiaPlainU01"/></users></message>'
        )

        reply = api.as_user("sam").post(
            CONVERSATIONS, body=body, content_type="application/xml"
        )

        assert reply.status == 415
        assert reply.json() == {
            "httpStatus": "Unsupported Media Type",
            "httpStatusCode": 415,
            "status": "ERROR",
            "message": "Content-Type 'application/xml' is not supported",
        }
        assert inboxes(api) == before
