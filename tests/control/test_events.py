"""What only the server can cause: POST /__mock/events (control-plane 5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.control.conftest import default_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

ADMIN, MOBILE, SYSTEM = "xE7jOejl9FI", "PhzytPW3g2J", "GOLswS44mh8"
BOATENG, DISTRICT, KEITA = "OYLGMiazHtW", "N3PZBUlN8vq", "Onf73mPD6sL"
ANDROID, KONAN = "DXyJmlo9rge", "I9fMsY4pRKk"
BO_OFFICERS, ADMINISTRATORS = "ZoHNWQajIoe", "wl5cDMuUhmF"
NOW = "2026-01-05T10:00:00"
SHOWN = (
    "subject,messageType,status,priority,extMessageId,created,lastMessage,messageCount,"
    "createdBy[username],lastSender[username],"
    "messages[text,sender[username],metaData],userMessages[read,user[username]]"
)


@pytest.fixture
def frozen(world_of: Callable[[dict[str, Any]], Api]) -> Api:
    """Return the default server with mail and SMS, its clock standing still."""
    seed = default_seed()
    seed["system"] |= {"emailConfigured": True, "smsGateway": True}
    api = world_of(seed)
    api.call("PUT", "/__mock/clock", json={"mode": "frozen", "now": NOW})
    return api


def happen(api: Api, **event: Any) -> list[str]:
    """Let an event happen and return the uids it made."""
    reply = api.post("/__mock/events", json=event)
    assert reply.status == 201, reply.text
    made: list[str] = reply.json()["created"]
    return made


def conversation(api: Api, uid: str) -> dict[str, Any]:
    """Return a conversation as a superuser sees it, with rows by username."""
    reply = api.as_user("admin").get(f"/messageConversations/{uid}?fields={SHOWN}")
    found: dict[str, Any] = reply.json()
    for each in (found, *found["messages"]):
        for key in ("createdBy", "lastSender", "sender"):
            if key in each:
                each[key] = each[key]["username"]
    rows = found.pop("userMessages")
    found["rows"] = {each["user"]["username"]: each["read"] for each in rows}
    return found


def inbox(api: Api, user: str) -> list[tuple[str, bool]]:
    """Return subject and read flag of what `user` finds."""
    reply = api.as_user(user).get("/messageConversations?fields=subject,read")
    return [
        (each["subject"], each["read"]) for each in reply.json()["messageConversations"]
    ]


class TestValidationResults:
    """Case 53 of resources.md 21, cases 20 to 22 of resources-system.md 3."""

    def test_summary_is_sent_to_a_group(self, frozen: Api) -> None:
        """Case 53: one conversation, OPEN and HIGH, without any sender (17)."""
        (uid,) = happen(
            frozen,
            type="validationResults",
            organisationUnit="DiszpKrYNg8",
            period="202401",
            recipients={"userGroups": [BO_OFFICERS]},
            results=[
                {"ruleName": "Malaria < total", "importance": "HIGH"},
                {"ruleName": "ANC 1 >= ANC 2", "importance": "LOW"},
            ],
        )

        assert conversation(frozen, uid) == {
            "subject": "Validation violations as of 2026-01-05T10:00:00",
            "messageType": "VALIDATION_RESULT",
            "status": "OPEN",
            "priority": "HIGH",
            "created": "2026-01-05T10:00:00.000",
            "lastMessage": "2026-01-05T10:00:00.000",
            "messageCount": 1,
            "messages": [
                {
                    "text": "Violations: High 1, medium 0, low 1\n\n"
                    "LOW: ANC 1 >= ANC 2\n"
                    "ANC 1 >= ANC 2 was violated in Ngelehun CHC, period 202401.\n\n"
                    "HIGH: Malaria < total\n"
                    "Malaria < total was violated in Ngelehun CHC, period 202401."
                }
            ],
            "rows": {"district": False, "keita": False},
        }
        assert inbox(frozen, "keita") == [
            ("Validation violations as of 2026-01-05T10:00:00", False)
        ]

    def test_sms_of_a_summary_is_its_first_line(self, frozen: Api) -> None:
        """Case 53 and check 20: the SMS has the counts, the mail all of it (15.3)."""
        happen(
            frozen,
            type="validationResults",
            ruleName="R",
            importance="HIGH",
            recipients={"users": ["mobile"]},
        )

        mail, sms = frozen.get("/__mock/outbox").json()

        assert sms["text"] == "Violations: High 1, medium 0, low 0"
        assert sms["to"] == ["23276000002"]
        assert mail["subject"] == (
            "[DHIS 2] Validation violations as of 2026-01-05T10:00:00"
        )
        assert mail["text"] == (
            "Violations: High 1, medium 0, low 0\n\nHIGH: R\n"
            "R was violated in , period ."
        )
        assert "/dhis-web-messaging/#/VALIDATION_RESULT/" in mail["html"]

    def test_users_with_the_same_results_share(self, frozen: Api) -> None:
        """System case 20: one conversation for each set of results (2.5)."""
        first, second = happen(
            frozen,
            type="validationResults",
            strategy="COLLECTIVE_SUMMARY",
            results=[
                {
                    "ruleName": "A",
                    "importance": "HIGH",
                    "recipients": {"users": ["mobile", "boateng", "keita"]},
                },
                {
                    "ruleName": "B",
                    "importance": "LOW",
                    "recipients": {"users": [MOBILE, BOATENG]},
                },
            ],
        )

        shared, alone = conversation(frozen, first), conversation(frozen, second)
        assert shared["rows"] == {"mobile": False, "boateng": False}
        assert alone["rows"] == {"keita": False}
        assert shared["priority"] == alone["priority"] == "HIGH"
        assert shared["status"] == alone["status"] == "OPEN"
        assert shared["messages"][0]["text"].startswith(
            "Violations: High 1, medium 0, low 1\n\nHIGH: A\n"
        )
        assert alone["messages"][0]["text"].startswith(
            "Violations: High 1, medium 0, low 0\n\nHIGH: A\n"
        )

    def test_single_notifications_are_conversations(self, frozen: Api) -> None:
        """System case 21: each result and template is one, rendered and cut (2.5)."""
        made = happen(
            frozen,
            type="validationResults",
            strategy="SINGLE_NOTIFICATION",
            importance="LOW",
            operator="<=",
            leftValue=10,
            rightValue=12345678,
            recipients={"users": ["mobile"]},
            results=[{"ruleName": "B"}, {"ruleName": "a"}],
            templates=[
                {
                    "subject": "V{rule_name}" + "s" * 120,
                    "message": "V{left_side_value} V{operator} V{right_side_value}"
                    " V{nope}#{abcdefghijk}V{}A{abcdefghijk} V{current_date}"
                    + "m"
                    * 700,
                }
            ],
        )

        a, b = (conversation(frozen, uid) for uid in made)
        assert a["subject"] == "a" + "s" * 99
        assert b["subject"] == "B" + "s" * 99
        (message,) = a["messages"]
        start = "10.0 <= 1.2345678E7 [N/A][N/A][N/A] 2026-01-05"
        assert message == {"text": start + "m" * (640 - len(start))}
        assert (a["messageType"], a["status"], a["priority"]) == (
            "VALIDATION_RESULT",
            "OPEN",
            "LOW",
        )
        assert a["rows"] == {"mobile": False}

    def test_count_repeats_a_result(self, frozen: Api) -> None:
        """`count` is how many results there are of one kind (5.2)."""
        (uid,) = happen(
            frozen,
            type="validationResults",
            ruleName="R",
            importance="MEDIUM",
            count=3,
            recipients={"users": ["mobile"]},
        )

        found = conversation(frozen, uid)
        assert found["priority"] == "MEDIUM"
        assert found["messages"][0]["text"].startswith(
            "Violations: High 0, medium 3, low 0\n\n"
        )

    @pytest.mark.parametrize(
        ("restriction", "expected"),
        [
            ({}, ["admin", "android", "district", "konan", "mobile"]),
            ({"hierarchyOnly": True}, ["admin", "district"]),
            ({"parentOnly": True}, ["admin", "system"]),
            ({"hierarchyOnly": True, "parentOnly": True}, ["admin", "district"]),
        ],
        ids=["all", "hierarchy", "parent", "both"],
    )
    def test_recipients_follow_the_units(
        self, frozen: Api, restriction: dict[str, bool], expected: list[str]
    ) -> None:
        """System case 22: units at or above the result's, or parents (17)."""
        (uid,) = happen(
            frozen,
            type="validationResults",
            ruleName="R",
            organisationUnit="YuQRtpLP10I",
            recipients={"users": ["admin", "district", "mobile", "android", "konan"]},
            **restriction,
        )

        assert sorted(conversation(frozen, uid)["rows"]) == expected

    def test_nobody_left_makes_a_single_all_the_same(self, frozen: Api) -> None:
        """SINGLE stores what nobody sees, COLLECTIVE does not (2.5)."""
        event = {
            "type": "validationResults",
            "ruleName": "R",
            "organisationUnit": "ImspTQPwCqd",
            "hierarchyOnly": True,
            "recipients": {"users": ["mobile"]},
        }

        (single,) = happen(frozen, **event, strategy="SINGLE_NOTIFICATION")

        assert conversation(frozen, single)["rows"] == {}
        assert happen(frozen, **event) == []


class TestSystemMessage:
    """What nobody wrote (resources-system.md 2.4, 2.6)."""

    def test_message_has_no_sender(self, frozen: Api) -> None:
        """A system message is unread for all and names no user (2.4)."""
        (uid,) = happen(
            frozen,
            type="systemMessage",
            to=["admin", MOBILE, "admin"],
            subject="Job failed",
            text="Sorry",
        )

        assert conversation(frozen, uid) == {
            "subject": "Job failed",
            "messageType": "SYSTEM",
            "status": "NONE",
            "priority": "NONE",
            "created": "2026-01-05T10:00:00.000",
            "lastMessage": "2026-01-05T10:00:00.000",
            "messageCount": 1,
            "messages": [{"text": "Sorry"}],
            "rows": {"admin": False, "mobile": False},
        }
        mail = frozen.get("/__mock/outbox").json()[0]
        assert mail["text"] == "Sorry"
        assert mail["bcc"] == ["john.traore@example.org", "mobile@example.org"]

    def test_creator_is_no_participant(self, frozen: Api) -> None:
        """In whose request it was made stands in createdBy alone (2.4)."""
        (uid,) = happen(
            frozen,
            type="systemMessage",
            to=["admin"],
            subject="S",
            text="T",
            createdBy="mobile",
        )

        found = conversation(frozen, uid)
        assert found["createdBy"] == "mobile"
        assert "lastSender" not in found
        assert found["rows"] == {"admin": False}

    def test_recipient_replies(self, frozen: Api) -> None:
        """A reply sets the last sender from then on (17)."""
        (uid,) = happen(
            frozen, type="systemMessage", to=["admin", "mobile"], subject="S", text="T"
        )

        frozen.as_user("mobile").post(f"/messageConversations/{uid}", body="Thanks")

        found = conversation(frozen, uid)
        assert found["lastSender"] == "mobile"
        assert "createdBy" not in found


class TestReply:
    """An answer that somebody writes."""

    def test_reply_is_as_a_request(self, frozen: Api) -> None:
        """It turns the others' rows unread, counts and is mailed (6.3)."""
        (message,) = happen(
            frozen,
            type="reply",
            conversation="ZjHHSjyyeJ2",
            text="Done",
            **{"as": "mobile"},
        )

        found = conversation(frozen, "ZjHHSjyyeJ2")
        assert found["messageCount"] == 2
        assert found["lastMessage"] == "2026-01-05T10:00:00.000"
        assert found["lastSender"] == "mobile"
        assert found["messages"][1] == {
            "text": "Done",
            "sender": "mobile",
        }
        assert found["rows"] == {"admin": False, "mobile": False}
        mail = frozen.get("/__mock/outbox").json()[0]
        assert (mail["status"], mail["message"]) == ("SENT", message)

    def test_internal_reply_is_not_counted(self, frozen: Api) -> None:
        """An internal reply is one (6.4)."""
        happen(
            frozen,
            type="reply",
            conversation="ZrKML5WiyFm",
            text="Psst",
            internal=True,
            **{"as": "boateng"},
        )

        assert conversation(frozen, "ZrKML5WiyFm")["messageCount"] == 1

    @pytest.mark.parametrize(
        ("event", "pointer", "message"),
        [
            (
                {"as": "keita", "conversation": "ZjHHSjyyeJ2"},
                "/as",
                "'keita' may not write to 'ZjHHSjyyeJ2'",
            ),
            (
                {"as": "mobile", "conversation": "ZjHHSjyyeJ2", "internal": True},
                "/internal",
                "'mobile' may not send internal messages",
            ),
        ],
    )
    def test_refused_reply_changes_nothing(
        self, frozen: Api, event: dict[str, object], pointer: str, message: str
    ) -> None:
        """What a request could not do, an event cannot either (4.5)."""
        reply = frozen.post(
            "/__mock/events", json={"type": "reply", "text": "x", **event}
        )

        assert reply.status == 422
        assert reply.json()["errors"] == [{"pointer": pointer, "message": message}]
        assert frozen.get("/__mock/events").json() == []
        assert frozen.get("/__mock/outbox").json() == []
        assert conversation(frozen, "ZjHHSjyyeJ2")["messageCount"] == 1


class TestVersionUpdate:
    """Case 55 of resources.md 21, 23 of resources-system.md 3."""

    def test_superusers_are_told_once(self, frozen: Api) -> None:
        """Case 55: one conversation each, and none the second time (17, 2.7)."""
        made = happen(frozen, type="versionUpdate", version="2.42.1")
        again = frozen.post(
            "/__mock/events", json={"type": "versionUpdate", "version": "2.42.1"}
        ).json()

        found = [conversation(frozen, uid) for uid in made]
        assert [each["rows"] for each in found] == [{"admin": False}, {"system": False}]
        assert found[0] == {
            "subject": "System update available",
            "messageType": "SYSTEM",
            "status": "NONE",
            "priority": "NONE",
            "extMessageId": "2.42.1",
            "created": "2026-01-05T10:00:00.000",
            "lastMessage": "2026-01-05T10:00:00.000",
            "messageCount": 1,
            "messages": [
                {
                    "text": "A new version 2.42.1 of DHIS 2 is now available for"
                    " download from the link below. New releases contain bug and"
                    " security fixes, and upgrading is recommended. \n\n"
                    "Version: 2.42.1\n"
                    "Release data: 2026-01-05\n"
                    "Download URL: https://dhis2.org/downloads\n"
                }
            ],
            "rows": {"admin": False},
        }
        assert (again["status"], again["created"], again["reason"]) == (
            "SKIPPED",
            [],
            "version 2.42.1 was announced already",
        )

    def test_disabled_superuser_is_not_told(
        self, world_of: Callable[[dict[str, Any]], Api]
    ) -> None:
        """System case 23: disabled users are left out (2.7)."""
        seed = default_seed()
        for user in seed["users"]:
            user["disabled"] = user["username"] == "system"
        api = world_of(seed)

        made = happen(api, type="versionUpdate", version="2.43.0")

        assert [conversation(api, uid)["rows"] for uid in made] == [{"admin": False}]

    def test_group_is_told_instead(self, frozen: Api) -> None:
        """A configured group takes the place of the superusers (2.7)."""
        made = happen(
            frozen,
            type="versionUpdate",
            version="2.43.0",
            releaseDate="2025-12-24",
            recipients={"userGroups": [BO_OFFICERS]},
        )

        found = [conversation(frozen, uid) for uid in made]
        assert [each["rows"] for each in found] == [
            {"district": False},
            {"keita": False},
        ]
        assert "Release data: 2025-12-24\n" in found[0]["messages"][0]["text"]


class TestErrorNotice:
    """The notice of an error (resources-system.md 2.6)."""

    def test_feedback_group_is_told(self, frozen: Api) -> None:
        """It is a system message without a sender, unread for the group (2.6)."""
        (uid,) = happen(
            frozen,
            type="errorNotice",
            subject="Job failed: 'Analytics'",
            message="No space left",
            cause="java.io.IOException: No space left\n\tat Main.main",
        )

        assert conversation(frozen, uid) == {
            "subject": "Job failed: 'Analytics'",
            "messageType": "SYSTEM",
            "status": "NONE",
            "priority": "NONE",
            "created": "2026-01-05T10:00:00.000",
            "lastMessage": "2026-01-05T10:00:00.000",
            "messageCount": 1,
            "messages": [
                {
                    "text": "Job failed: 'Analytics'\n\n"
                    "System title: DHIS 2\n"
                    "Time: 2026-01-05T10:00:00.000Z\n"
                    "Message: No space left\n\n"
                    "Cause: java.io.IOException: No space left\n\tat Main.main"
                }
            ],
            "rows": {"admin": False, "system": False, "boateng": False},
        }

    def test_without_group_nobody_is_told(self, frozen: Api) -> None:
        """The conversation is there all the same; no cause is the message (2.6)."""
        admin = frozen.as_user("admin")
        admin.delete("/configuration/feedbackRecipients")

        (uid,) = happen(frozen, type="errorNotice", subject="S", message="M")

        found = conversation(frozen, uid)
        assert found["rows"] == {}
        assert found["messages"][0]["text"].endswith("Message: M\n\nCause: M")


class TestDataSetCompleted:
    """Case 54 of resources.md 21, 24 of resources-system.md 3."""

    def test_completing_user_finds_it_unread(self, frozen: Api) -> None:
        """Case 54: he is the sender, and his own row is unread (17)."""
        before = frozen.as_user("mobile").get("/me/dashboard").json()
        (uid,) = happen(
            frozen,
            type="dataSetCompleted",
            dataSet="Mortality",
            period="January 2014",
            notifyCompletingUser=True,
            recipients={"userGroups": [BO_OFFICERS]},
            **{"as": "mobile"},
        )

        assert conversation(frozen, uid) == {
            "subject": "Form registered as complete",
            "messageType": "SYSTEM",
            "status": "NONE",
            "priority": "NONE",
            "created": "2026-01-05T10:00:00.000",
            "lastMessage": "2026-01-05T10:00:00.000",
            "messageCount": 1,
            "createdBy": "mobile",
            "lastSender": "mobile",
            "messages": [
                {
                    "text": "The form 'Mortality' was registered as complete for period"
                    " 'January 2014'  and organisation unit 'Ngelehun CHC'.",
                    "sender": "mobile",
                }
            ],
            "rows": {"district": False, "keita": False, "mobile": False},
        }
        after = frozen.as_user("mobile").get("/me/dashboard").json()
        unread = "unreadMessageConversations"
        assert after[unread] == before[unread] + 1
        mail = frozen.get("/__mock/outbox").json()[0]
        assert mail["text"].endswith(
            "\n\nUser Mobile\nNgelehun CHC\nmobile@example.org\n0023276000002"
        )
        assert "Respond to this message" not in mail["html"]

    def test_without_the_flag_nothing_happens(self, frozen: Api) -> None:
        """System case 24: the data set has to say that it tells (2.6)."""
        reply = frozen.post(
            "/__mock/events",
            json={"type": "dataSetCompleted", "dataSet": "Mortality", "as": "mobile"},
        )

        assert reply.status == 201
        assert reply.json()["created"] == []
        assert reply.json()["reason"] == "notifyCompletingUser is false"
        assert frozen.get("/__mock/outbox").json() == []

    def test_defaults_are_the_users_unit_and_this_month(self, frozen: Api) -> None:
        """Who completes does so for his own unit; a combo stands after the period."""
        (uid,) = happen(
            frozen,
            type="dataSetCompleted",
            dataSet="D",
            attributeOptionCombo="Male",
            notifyCompletingUser=True,
            **{"as": "konan"},
        )

        assert conversation(frozen, uid)["messages"][0]["text"] == (
            "The form 'D' was registered as complete for period '202601', 'Male' and"
            " organisation unit ''."
        )


REPLY = {"type": "reply", "conversation": "ZjHHSjyyeJ2", "as": "mobile", "text": "x"}
RESULT = {
    "type": "validationResults",
    "ruleName": "R",
    "recipients": {"users": ["mobile"]},
}


class TestRefusal:
    """Bodies that tell of no event (3.1)."""

    @pytest.mark.parametrize(
        ("body", "errors"),
        [
            ({}, {"/type": "is required"}),
            ({"type": 1}, {"/type": "is not a string"}),
            (
                {"type": "replly"},
                {"/type": "is unknown; did you mean 'reply'?"},
            ),
            (
                {"type": "x"},
                {
                    "/type": "is unknown; there are: validationResults, systemMessage,"
                    " reply, versionUpdate, dataSetCompleted, errorNotice"
                },
            ),
            ([], {"": "is not an array of 1 to 100 events"}),
            ([REPLY, 3], {"/1": "is not an object"}),
            (3, {"": "is not an object"}),
            (
                {**REPLY, "texxt": "x"},
                {"/texxt": "is not a key here; did you mean 'text'?"},
            ),
            ({**REPLY, "text": 1}, {"/text": "is not a string of at most"}),
            ({**REPLY, "as": None}, {"/as": "is not allowed here"}),
            (
                {**REPLY, "conversation": "ZjHHSjyyeJX", "as": "mobil"},
                {
                    "/conversation": "'ZjHHSjyyeJX' is not the id of a conversation;"
                    " did you mean 'ZjHHSjyyeJ2'?",
                    "/as": "'mobil' is not the id or the username of a user;"
                    " did you mean 'mobile'?",
                },
            ),
            (
                {
                    "type": "systemMessage",
                    "to": ["nobody"],
                    "subject": "S",
                    "text": "T",
                },
                {"/to/0": "'nobody' is not the id or the username of a user"},
            ),
            (
                {"type": "systemMessage", "to": [], "subject": " ", "text": "T"},
                {
                    "/to": "names nobody",
                    "/subject": "is not a string of 1 to 255 characters",
                },
            ),
            (
                {**RESULT, "importance": "HIHG", "leftValue": True, "count": 0},
                {
                    "/importance": "is unknown; did you mean 'HIGH'?",
                    "/leftValue": "is not a number",
                    "/count": "is not a whole number from 1 to 100",
                },
            ),
            ({**RESULT, "recipients": {}}, {"/recipients": "names neither users nor"}),
            (
                {**RESULT, "recipients": {"usrs": []}},
                {"/recipients/usrs": "is not a key here; did you mean 'users'?"},
            ),
            ({**RESULT, "hierarchyOnly": True}, {"/organisationUnit": "is required"}),
            ({**RESULT, "templates": []}, {"/templates": "is an array without"}),
            ({**RESULT, "results": []}, {"/results": "is not an array of 1 to 100"}),
            (
                {"type": "validationResults", "results": [{"rulName": "R"}]},
                {"/results/0/rulName": "is not a key here; did you mean 'ruleName'?"},
            ),
            (
                {"type": "validationResults", "results": [{"ruleName": "R"}]},
                {"/results/0/recipients": "is required"},
            ),
            (
                {
                    **RESULT,
                    "results": [
                        {"organisationUnit": "Nowhere0001"},
                        {"recipients": {"userGroups": ["NoGroup0001"]}},
                    ],
                },
                {
                    "/results/0/organisationUnit": "'Nowhere0001' is not the id of an",
                    "/results/1/recipients/userGroups/0": "'NoGroup0001' is not the id",
                },
            ),
            ({"event": REPLY}, {"": "needs one of after, at and every"}),
            (
                {"after": "5 minutes", "event": {"type": "reply"}},
                {
                    "/after": "is not a duration; write it like PT5M",
                    "/event/conversation": "is required",
                    "/event/as": "is required",
                    "/event/text": "is required",
                },
            ),
            ({"after": "PT1M", "at": NOW, "event": REPLY}, {"/at": "stands beside"}),
            ({"every": "PT0S", "times": 2, "event": REPLY}, {"/every": "is not a dur"}),
            ({"every": "PT1M", "event": REPLY}, {"/times": "is required beside every"}),
            ({"at": NOW, "times": 2, "event": REPLY}, {"/every": "is required beside"}),
            ({"at": "noon", "event": REPLY}, {"/at": "is not a moment; write it like"}),
            (
                {"at": NOW, "fired": {}, "event": REPLY},
                {"/fired": "is not a key here; there are: after, at, every, times,"},
            ),
            (
                {"after": "PT1M", "event": {**REPLY, "as": "nobody"}},
                {"/event/as": "'nobody' is not the id or the username of a user"},
            ),
        ],
    )
    def test_wrong_event_is_refused(
        self, default_api: Api, body: object, errors: dict[str, str]
    ) -> None:
        """Every fault has its place and remedy, and nothing happens (3.1)."""
        reply = default_api.post("/__mock/events", json=body)

        assert reply.status == 422
        problem = reply.json()
        assert problem["title"] == "Invalid event"
        found = {each["pointer"]: each["message"] for each in problem["errors"]}
        assert found.keys() == errors.keys()
        for pointer, start in errors.items():
            assert found[pointer].startswith(start)
        assert default_api.get("/__mock/events").json() == []

    def test_one_wrong_event_stops_all(self, default_api: Api) -> None:
        """Of an array all happen or none (3.2)."""
        wrong = {**REPLY, "as": "konan"}

        reply = default_api.post("/__mock/events", json=[REPLY, wrong])

        assert reply.status == 422
        assert reply.json()["errors"] == [
            {"pointer": "/1/as", "message": "'konan' may not write to 'ZjHHSjyyeJ2'"}
        ]
        assert conversation(default_api, "ZjHHSjyyeJ2")["messageCount"] == 1

    @pytest.mark.parametrize(
        ("body", "content_type", "status"),
        [("{", "application/json", 400), ("{}", "text/plain", 415)],
    )
    def test_unreadable_body_is_refused(
        self, default_api: Api, body: str, content_type: str, status: int
    ) -> None:
        """Broken JSON and other types are problems too (3.1)."""
        reply = default_api.post("/__mock/events", body=body, content_type=content_type)

        assert reply.status == status
        assert reply.headers["Content-Type"] == "application/problem+json"


class TestEvents:
    """GET and DELETE /__mock/events."""

    def test_event_is_told_of(self, frozen: Api) -> None:
        """What happened stands in the list, and alone at its Location (3.2)."""
        reply = frozen.post("/__mock/events", json=REPLY)

        shown = {
            "id": "e1",
            "status": "FIRED",
            "due": "2026-01-05T10:00:00.000",
            "scheduled": None,
            "event": REPLY,
            "created": reply.json()["created"],
            "reason": None,
        }
        assert reply.json() == shown
        assert reply.headers["Location"].endswith("/own/__mock/events/e1")
        assert frozen.get("/__mock/events").json() == [shown]
        assert frozen.get("/__mock/events/e1").json() == shown

    def test_several_happen_in_order(self, frozen: Api) -> None:
        """An array gives an array of what came of each (3.2)."""
        reply = frozen.post(
            "/__mock/events", json=[{**REPLY, "text": "1"}, {**REPLY, "text": "2"}]
        )

        texts = [
            each["text"] for each in conversation(frozen, "ZjHHSjyyeJ2")["messages"]
        ]
        assert [each["id"] for each in reply.json()] == ["e1", "e2"]
        assert texts[1:] == ["1", "2"]

    def test_unknown_event_is_a_problem(self, default_api: Api) -> None:
        """An id that nothing has is a 404 problem (3.1)."""
        reply = default_api.get("/__mock/events/e1")

        assert reply.status == 404
        assert reply.json()["detail"] == (
            "There is no event 'e1'; GET /__mock/events lists all."
        )

    def test_delete_forgets_all(self, frozen: Api) -> None:
        """DELETE on the collection empties it; what happened stays done (3.1)."""
        frozen.post("/__mock/events", json=[REPLY, {"after": "PT1M", "event": REPLY}])

        reply = frozen.delete("/__mock/events")

        assert reply.status == 204
        assert frozen.get("/__mock/events").json() == []
        assert conversation(frozen, "ZjHHSjyyeJ2")["messageCount"] == 2
