"""Priority, status and assignee of a conversation (4.8-4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

FEEDBACK = "/messageConversations/feedback?subject=Help"


class TestPriority:
    """A priority given to a conversation of any type."""

    @pytest.mark.parametrize(
        ("word", "value"),
        [
            ("HIGH", "HIGH"),
            ("high", "HIGH"),
            ("Medium", "MEDIUM"),
            ("LOW", "LOW"),
            ("NONE", "NONE"),
        ],
    )
    def test_priority_in_any_case_is_set(self, api: Api, word: str, value: str) -> None:
        """The answer's key is the canonical value (4.8, case 69)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(
            f"/messageConversations/{uid}/priority?messageConversationPriority={word}"
        )

        found = sam.get(f"/messageConversations/{uid}?fields=priority")
        assert reply.status == 200
        assert reply.json() == {value: [uid]}
        assert found.json() == {"priority": value}

    def test_form_body_sets_priority(self, api: Api) -> None:
        """The value may come form-encoded in the body (4.8)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(
            f"/messageConversations/{uid}/priority",
            body="messageConversationPriority=HIGH",
            content_type="application/x-www-form-urlencoded",
        )

        assert (reply.status, reply.json()) == (200, {"HIGH": [uid]})

    def test_priority_touches_nothing_else(self, api: Api) -> None:
        """Only lastUpdated moves along; no message is added (4.8)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        before = sam.get(f"/messageConversations/{uid}").json()

        sam.post(
            f"/messageConversations/{uid}/priority?messageConversationPriority=LOW"
        )

        after = sam.get(f"/messageConversations/{uid}").json()
        assert after["lastUpdated"] > before["lastUpdated"]
        assert after == before | {
            "priority": "LOW",
            "lastUpdated": after["lastUpdated"],
        }

    def test_priority_in_xml_lists_uid(self, api: Api) -> None:
        """In XML the list does not show its name (1.6)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(
            f"/messageConversations/{uid}/priority?messageConversationPriority=HIGH",
            accept="application/xml",
        )

        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            f"<response><uid>{uid}</uid></response>"
        )


class TestStatus:
    """A status given to a conversation of any type."""

    @pytest.mark.parametrize("value", ["NONE", "OPEN", "PENDING", "INVALID", "SOLVED"])
    def test_status_of_private_is_set(self, api: Api, value: str) -> None:
        """Private conversations have a status like tickets (4.9, case 70)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(
            f"/messageConversations/{uid}/status?messageConversationStatus={value}"
        )

        found = sam.get(f"/messageConversations/{uid}?fields=status")
        assert (reply.status, reply.json()) == (200, {value: [uid]})
        assert found.json() == {"status": value}

    def test_manager_without_row_sets_status(self, api: Api) -> None:
        """Ticket managers may work on a ticket they left (1.2)."""
        sam, tom = api.as_user("sam"), api.as_user("tom")
        ticket = sam.post(FEEDBACK, body="It broke").new_uid
        tom.delete(f"/messageConversations/{ticket}/TomFeedbk01")

        reply = tom.post(
            f"/messageConversations/{ticket}/status?messageConversationStatus=solved"
        )

        found = sam.get(f"/messageConversations/{ticket}?fields=status")
        assert (reply.status, reply.json()) == (200, {"SOLVED": [ticket]})
        assert found.json() == {"status": "SOLVED"}


class TestLabelRefused:
    """Priorities and statuses that are not set."""

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            (
                "priority?messageConversationPriority=FOO",
                (
                    "Value 'FOO' is not valid for parameter "
                    "messageConversationPriority. "
                    "Valid values are: [NONE, LOW, MEDIUM, HIGH]"
                ),
            ),
            (
                "priority?messageConversationPriority=",
                (
                    "messageConversationPriority cannot be empty. "
                    "Valid values are: [NONE, LOW, MEDIUM, HIGH]"
                ),
            ),
            (
                "priority",
                "Required parameter 'messageConversationPriority' is not present.",
            ),
            (
                "status?messageConversationStatus=DONE",
                (
                    "Value 'DONE' is not valid for parameter "
                    "messageConversationStatus. "
                    "Valid values are: [NONE, OPEN, PENDING, INVALID, SOLVED]"
                ),
            ),
            (
                "status",
                "Required parameter 'messageConversationStatus' is not present.",
            ),
        ],
        ids=["priority", "empty", "no-priority", "status", "no-status"],
    )
    def test_bad_value_is_refused(self, api: Api, path: str, message: str) -> None:
        """Bad and missing values are a 400 without code (5, cases 69, 72)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        before = sam.get(f"/messageConversations/{uid}").json()

        reply = sam.post(f"/messageConversations/{uid}/{path}")

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": message,
        }
        assert sam.get(f"/messageConversations/{uid}").json() == before

    @pytest.mark.parametrize(
        "path",
        [
            "priority?messageConversationPriority=HIGH",
            "status?messageConversationStatus=OPEN",
            "assign?userId=SamPlainU01",
        ],
    )
    def test_unknown_conversation_is_not_found(self, api: Api, path: str) -> None:
        """An unknown conversation is a bare 404 (4.8, case 71)."""
        reply = api.as_user("sam").post(f"/messageConversations/Unknown0000/{path}")

        assert reply.status == 404
        assert reply.json() == {
            "message": "No MessageConversation found for the given ID."
        }

    @pytest.mark.parametrize(
        ("method", "path", "message"),
        [
            (
                "POST",
                "priority?messageConversationPriority=HIGH",
                "Not authorized to change priority in this conversation.",
            ),
            (
                "POST",
                "status?messageConversationStatus=OPEN",
                "Not authorized to change status in this conversation.",
            ),
            (
                "POST",
                "assign?userId=FayTicket01",
                "Not authorized to assign a user to this conversation.",
            ),
            (
                "DELETE",
                "assign",
                "Not authorized to remove the assigned user to this conversation.",
            ),
        ],
        ids=["priority", "status", "assign", "unassign"],
    )
    def test_non_participant_is_forbidden(
        self, api: Api, method: str, path: str, message: str
    ) -> None:
        """Who has no access is told what he may not do (4.8-4.11, case 71)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        sam.post(f"/messageConversations/{uid}/assign?userId=MiaPlainU01")
        before = sam.get(f"/messageConversations/{uid}").json()

        reply = api.as_user("fay").call(method, f"/messageConversations/{uid}/{path}")

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": message,
            "errorCode": "E1006",
        }
        assert sam.get(f"/messageConversations/{uid}").json() == before


class TestAssign:
    """A user made responsible."""

    def test_manager_is_assigned_to_ticket(self, api: Api) -> None:
        """The answer names the user; GET shows his id (4.10, case 73)."""
        sam = api.as_user("sam")
        ticket = sam.post(FEEDBACK, body="It broke").new_uid

        reply = sam.post(f"/messageConversations/{ticket}/assign?userId=TomFeedbk01")

        found = sam.get(f"/messageConversations/{ticket}?fields=assignee")
        assert reply.status == 200
        assert reply.json() == {"message": "User Tom Holm was assigned successfully"}
        assert found.json() == {"assignee": {"id": "TomFeedbk01"}}

    def test_assignee_does_not_join(self, api: Api) -> None:
        """Being assigned makes nobody a participant (4.10, case 73)."""
        sam, tom = api.as_user("sam"), api.as_user("tom")
        ticket = sam.post(FEEDBACK, body="It broke").new_uid
        tom.delete(f"/messageConversations/{ticket}/TomFeedbk01")

        sam.post(f"/messageConversations/{ticket}/assign?userId=TomFeedbk01")

        found = sam.get(f"/messageConversations/{ticket}?fields=userMessages[user]")
        users = [row["user"]["username"] for row in found.json()["userMessages"]]
        assert users == ["sam"]
        assert tom.get(f"/messageConversations/{ticket}").status == 403

    def test_anybody_is_assigned_to_private(self, api: Api) -> None:
        """Only tickets ask for the feedback group (4.10, case 74)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        first = sam.post(f"/messageConversations/{uid}/assign?userId=FayTicket01")
        again = sam.post(f"/messageConversations/{uid}/assign?userId=SamPlainU01")

        found = sam.get(f"/messageConversations/{uid}?fields=assignee")
        assert first.json() == {"message": "User Fay Nilsen was assigned successfully"}
        assert again.json() == {"message": "User Sam Conteh was assigned successfully"}
        assert found.json() == {"assignee": {"id": "SamPlainU01"}}

    def test_unassign_twice_answers_alike(self, api: Api) -> None:
        """Taking the assignee away repeats without error (4.11, case 76)."""
        sam = api.as_user("sam")
        ticket = sam.post(FEEDBACK, body="It broke").new_uid
        sam.post(f"/messageConversations/{ticket}/assign?userId=TomFeedbk01")

        replies = [
            sam.delete(f"/messageConversations/{ticket}/assign") for _ in range(2)
        ]

        found = sam.get(f"/messageConversations/{ticket}")
        assert [each.status for each in replies] == [200, 200]
        assert [each.json() for each in replies] == [
            {"message": "Message is no longer assigned to user"},
            {"message": "Message is no longer assigned to user"},
        ]
        assert "assignee" not in found.json()


class TestAssignRefused:
    """Users who do not become responsible."""

    @pytest.mark.parametrize("user", ["SamPlainU01", "AdminUser01"])
    def test_no_manager_is_assigned_to_ticket(self, api: Api, user: str) -> None:
        """A ticket wants a group member, superuser or not (4.10, case 74)."""
        sam = api.as_user("sam")
        ticket = sam.post(FEEDBACK, body="It broke").new_uid
        before = sam.get(f"/messageConversations/{ticket}").json()

        reply = sam.post(f"/messageConversations/{ticket}/assign?userId={user}")

        assert reply.status == 409
        assert reply.json() == {
            "message": (
                "User provided is not a member of the system's feedback recipient group"
            )
        }
        assert sam.get(f"/messageConversations/{ticket}").json() == before

    @pytest.mark.parametrize(
        "query", ["", "?userId=", "?userId=Nobody00000"], ids=["none", "empty", "bad"]
    )
    def test_unknown_user_is_not_found(self, api: Api, query: str) -> None:
        """Without a user to find it is a bare 404 (4.10, case 75)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        before = sam.get(f"/messageConversations/{uid}").json()

        reply = sam.post(f"/messageConversations/{uid}/assign{query}")

        assert reply.status == 404
        assert reply.json() == {"message": "Could not find user to assign"}
        assert sam.get(f"/messageConversations/{uid}").json() == before

    def test_unassign_unknown_is_not_found(self, api: Api) -> None:
        """There is nobody to take off an unknown conversation (4.11)."""
        reply = api.as_user("sam").delete("/messageConversations/Unknown0000/assign")

        assert reply.status == 404
        assert reply.json() == {
            "message": "No MessageConversation found for the given ID."
        }
