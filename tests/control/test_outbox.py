"""The e-mails and SMS of a server: who gets which, and why not (resources.md 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_server.settings import Settings
from tests.control.conftest import contract_seed, default_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

ADMIN, MOBILE, BOATENG = "xE7jOejl9FI", "PhzytPW3g2J", "OYLGMiazHtW"
ANDROID, KEITA = "DXyJmlo9rge", "Onf73mPD6sL"


@pytest.fixture
def mailing(world_of: Callable[[dict[str, Any]], Api]) -> Api:
    """Return the default server with an SMTP host and an SMS gateway."""
    seed = default_seed()
    seed["system"] |= {"emailConfigured": True, "smsGateway": True}
    return world_of(seed)


@pytest.fixture
def trio(world_of: Callable[[dict[str, Any]], Api]) -> Api:
    """Return a server where Mia and Tom are mailed, and Sam is not."""
    seed = contract_seed()
    seed["system"] |= {"emailConfigured": True}
    for user in seed["users"]:
        user["email"] = f"{user['username']}@example.org"
        if user["username"] in {"mia", "tom"}:
            user["settings"] = {"keyMessageEmailNotification": True}
    return world_of(seed)


def outbox(api: Api, query: str = "") -> list[dict[str, Any]]:
    """Return what the outbox holds."""
    found: list[dict[str, Any]] = api.get(f"/__mock/outbox{query}").json()
    return found


def left_out(entry: dict[str, Any]) -> dict[str, str]:
    """Return who was skipped, and why."""
    return {each["user"]: each["reason"] for each in entry["skipped"]}


class TestEmail:
    """Cases 47 to 51 of resources.md 21, 15 to 18 of resources-system.md 3."""

    def test_nothing_is_mailed_unconfigured(self, default_api: Api) -> None:
        """Case 47: without an SMTP host each message leaves its reason (15.4)."""
        admin = default_api.as_user("admin")
        uid = admin.send(MOBILE)

        found = outbox(default_api, "?channel=EMAIL")

        assert [(each["status"], each["reason"]) for each in found] == [
            ("SKIPPED", "not-configured")
        ]
        assert found[0]["conversation"] == uid
        assert admin.get("/system/info").json()["emailConfigured"] is False

    def test_mail_goes_to_who_wants_it(self, mailing: Api) -> None:
        """Case 48: one mail with blind copies; the others stand with reasons (15.2)."""
        admin = mailing.as_user("admin")
        uid = admin.send(MOBILE, BOATENG, ANDROID, subject="Data", text="Hi\nyou")

        (mail,) = outbox(mailing, "?channel=EMAIL")

        root = mail["html"].partition("Host: ")[2].partition("\n")[0]
        assert root.endswith("/own")
        shown = admin.get(f"/messageConversations/{uid}?fields=messages[id,created]")
        (message,) = shown.json()["messages"]
        assert mail == {
            "id": "o1",
            "time": message["created"],
            "channel": "EMAIL",
            "status": "SENT",
            "reason": None,
            "skipped": [
                {"user": "boateng", "reason": "setting-off"},
                {"user": "android", "reason": "invalid-address"},
            ],
            "conversation": uid,
            "message": message["id"],
            "to": [],
            "cc": [],
            "bcc": ["mobile@example.org"],
            "from": "noreply@example.org",
            "fromName": "DHIS 2 message [No reply]",
            "subject": "[DHIS 2] Data",
            "text": "Hi\nyou\n\nJohn Traore\nSierra Leone\njohn.traore@example.org\n"
            "+23276000001",
            "html": '<!DOCTYPE html>\n<html dir="ltr">\n<body>\n'
            "Hi<br>\nyou<br>\n<br>\nJohn Traore<br>\nSierra Leone<br>\n"
            "john.traore@example.org<br>\n+23276000001<br>\n<br>\n"
            f'<a href="{root}/dhis-web-messaging/#/PRIVATE/{uid}" target="_top">'
            f"Respond to this message</a><br>\nHost: {root}\n</body>\n</html>\n",
        }

    def test_reply_is_mailed_to_its_sender_too(self, mailing: Api) -> None:
        """Case 49: a reply goes to all participants, without the link (15.1)."""
        mailing.as_user("mobile").post(
            "/messageConversations/ZjHHSjyyeJ2", body="Yes", content_type="text/plain"
        )

        (mail,) = outbox(mailing, "?channel=EMAIL")

        assert mail["bcc"] == ["john.traore@example.org", "mobile@example.org"]
        assert mail["subject"] == "[DHIS 2] Mortality data reporting"
        assert mail["text"].startswith("Yes\n\nUser Mobile\nNgelehun CHC\n")
        assert "Respond to this message" not in mail["html"]

    def test_internal_reply_is_mailed_to_managers(self, mailing: Api) -> None:
        """Case 50: of a ticket's participants only its managers are mailed (15.1)."""
        mailing.as_user("boateng").post(
            "/messageConversations/Gc03smoTm6q?internal=true", body="Psst"
        )

        (mail,) = outbox(mailing, "?channel=EMAIL")

        assert mail["bcc"] == ["john.traore@example.org"]
        assert left_out(mail) == {
            "android": "not-feedback-manager",
            "boateng": "setting-off",
            "system": "setting-off",
        }

    def test_internal_reply_elsewhere_reaches_all(self, mailing: Api) -> None:
        """An internal message of another type is mailed to everybody (15.1)."""
        mailing.as_user("admin").post(
            "/messageConversations/ZjHHSjyyeJ2?internal=true", body="Psst"
        )

        (mail,) = outbox(mailing, "?channel=EMAIL")

        assert mail["bcc"] == ["john.traore@example.org", "mobile@example.org"]

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "/ZrKML5WiyFm/status?messageConversationStatus=SOLVED", None),
            ("POST", "/ZrKML5WiyFm/priority?messageConversationPriority=LOW", None),
            ("POST", f"/ZrKML5WiyFm/assign?userId={BOATENG}", None),
            ("DELETE", "/ZrKML5WiyFm/assign", None),
            ("POST", "/ZjHHSjyyeJ2/recipients", {"users": [{"id": MOBILE}]}),
            ("POST", "/read", ["ZjHHSjyyeJ2"]),
            ("POST", "/followup", ["ZjHHSjyyeJ2"]),
            ("DELETE", f"/ZjHHSjyyeJ2/{ADMIN}", None),
        ],
    )
    def test_other_writes_send_nothing(
        self, mailing: Api, method: str, path: str, body: object
    ) -> None:
        """Case 51: only new messages are mailed (15.1)."""
        reply = mailing.as_user("admin").call(
            method, f"/messageConversations{path}", json=body
        )

        assert reply.status in {200, 204}
        assert outbox(mailing) == []

    def test_feedback_is_mailed_to_its_group(self, mailing: Api) -> None:
        """A ticket goes to the feedback group, not to who opened it (15.1)."""
        mailing.as_user("mobile").post(
            "/messageConversations/feedback?subject=Help", body="Please"
        )

        (mail,) = outbox(mailing, "?channel=EMAIL")

        assert mail["bcc"] == ["john.traore@example.org"]
        assert left_out(mail) == {"system": "setting-off", "boateng": "setting-off"}
        assert "/dhis-web-messaging/#/TICKET/" in mail["html"]

    def test_sender_gets_a_copy_if_addressed(self, mailing: Api) -> None:
        """Who writes to himself is mailed like everybody else (15.1)."""
        mailing.as_user("mobile").send(MOBILE, ADMIN)

        (mail,) = outbox(mailing, "?channel=EMAIL")

        assert mail["bcc"] == ["mobile@example.org", "john.traore@example.org"]

    @pytest.mark.parametrize(
        ("recipient", "reason"),
        [(BOATENG, "setting-off"), (ANDROID, "invalid-address")],
    )
    def test_mail_to_nobody_says_why(
        self, mailing: Api, recipient: str, reason: str
    ) -> None:
        """An entry that reaches nobody gives the reason that all share (15.4)."""
        mailing.as_user("admin").send(recipient)

        (mail,) = outbox(mailing, "?channel=EMAIL")

        assert (mail["status"], mail["reason"], mail["bcc"]) == ("SKIPPED", reason, [])

    def test_mixed_reasons_are_no_recipients(self, mailing: Api) -> None:
        """Where the reasons differ, each stands by its user (15.4)."""
        mailing.as_user("admin").send(BOATENG, ANDROID)

        (mail,) = outbox(mailing, "?channel=EMAIL")

        assert (mail["status"], mail["reason"]) == ("SKIPPED", "no-recipients")

    def test_user_without_address_is_skipped(self, mailing: Api) -> None:
        """The setting alone gives nobody an address (15.2)."""
        mailing.as_user("keita").post(
            "/userSettings/keyMessageEmailNotification?value=true"
        )

        mailing.as_user("admin").send(KEITA)

        (mail,) = outbox(mailing, "?channel=EMAIL")
        assert (mail["status"], mail["reason"]) == ("SKIPPED", "no-address")

    def test_mia_and_tom_are_mailed(self, trio: Api) -> None:
        """System cases 15 and 16: the setting decides; replies go to all (2.1)."""
        uid = trio.as_user("admin").send("MiaPlainU01", "TomFeedbk01", "SamPlainU01")
        trio.as_user("mia").post(f"/messageConversations/{uid}", body="Thanks")

        first, reply = outbox(trio, "?channel=EMAIL")

        assert first["bcc"] == ["mia@example.org", "tom@example.org"]
        assert left_out(first) == {"sam": "setting-off"}
        assert first["to"] == []
        assert first["text"] == "x\n\nAda Berg\nadmin@example.org"
        assert sorted(reply["bcc"]) == ["mia@example.org", "tom@example.org"]
        assert reply["subject"] == first["subject"] == "[DHIS 2] Hi"

    def test_host_set_to_nothing_stops_mail(self, trio: Api) -> None:
        """System case 18: without a host the answer stays 201, nothing goes (2.2)."""
        admin = trio.as_user("admin")
        admin.post("/systemSettings/keyEmailHostName?value= ")
        uid = admin.send("MiaPlainU01")

        (mail,) = outbox(trio, "?channel=EMAIL")

        assert (mail["reason"], mail["conversation"]) == ("not-configured", uid)

    def test_host_alone_starts_mail(self, default_api: Api) -> None:
        """One setting makes the default server send (15.4)."""
        admin = default_api.as_user("admin")
        admin.post("/systemSettings/keyEmailHostName?value=smtp.example.org")

        admin.send(MOBILE)

        (mail,) = outbox(default_api, "?channel=EMAIL")
        assert mail["status"] == "SENT"

    def test_title_and_sender_are_the_settings(self, mailing: Api) -> None:
        """System case 10: the title stands in subject and name of the sender (2.2)."""
        admin = mailing.as_user("admin")
        admin.post("/systemSettings/applicationTitle?value=Mock")
        admin.post("/systemSettings/keyEmailSender?value=his@example.org")

        admin.send(MOBILE, subject="Hey")

        (mail,) = outbox(mailing, "?channel=EMAIL")
        assert mail["subject"] == "[Mock] Hey"
        assert mail["fromName"] == "Mock message [No reply]"
        assert mail["from"] == "his@example.org"

    def test_setting_of_the_system_holds_for_all(
        self, world_of: Callable[[dict[str, Any]], Api]
    ) -> None:
        """A system setting of the same name speaks for who chose nothing (12.1)."""
        seed = default_seed()
        seed["system"] |= {"emailConfigured": True}
        seed["system"]["settings"] = {"keyMessageEmailNotification": True}
        api = world_of(seed)

        api.as_user("admin").send(BOATENG)

        (mail,) = outbox(api, "?channel=EMAIL")
        assert mail["bcc"] == ["kevin.boateng@example.org"]

    def test_refused_message_sends_nothing(self, mailing: Api) -> None:
        """What is not stored is not sent either (4.4)."""
        reply = mailing.as_user("admin").post(
            "/messageConversations",
            json={"text": "x", "users": [{"id": MOBILE}]},
        )

        assert reply.status == 409
        assert outbox(mailing) == []


class TestSms:
    """Case 52 of resources.md 21, 19 of resources-system.md 3."""

    def test_text_alone_is_sent(self, mailing: Api) -> None:
        """Case 52: the number is bare, the text has no subject and no author (15.3)."""
        uid = mailing.as_user("admin").send(MOBILE, BOATENG, text="Hi")

        (sms,) = outbox(mailing, "?channel=SMS")

        message = sms.pop("message")
        assert len(message) == 11
        assert sms.pop("time")
        assert sms == {
            "id": "o2",
            "channel": "SMS",
            "status": "SENT",
            "reason": None,
            "skipped": [{"user": "boateng", "reason": "setting-off"}],
            "conversation": uid,
            "to": ["23276000002"],
            "text": "Hi",
        }

    @pytest.mark.parametrize(
        ("text", "status", "reason"),
        [
            ("a" * 1071, "SENT", None),
            ("a" * 1072, "SKIPPED", "too-long"),
            ("😀" * 535 + "a", "SENT", None),
            ("😀" * 536, "SKIPPED", "too-long"),
        ],
        ids=["1071", "1072", "1071-in-pairs", "1072-in-pairs"],
    )
    def test_long_text_is_not_sent(
        self, mailing: Api, text: str, status: str, reason: str | None
    ) -> None:
        """System case 19: 1071 UTF-16 units go, one more is rejected whole (2.3)."""
        uid = mailing.as_user("admin").send(ANDROID, text=text)

        (sms,) = outbox(mailing, "?channel=SMS")

        assert (sms["status"], sms["reason"]) == (status, reason)
        assert sms["to"] == (["23276000004"] if status == "SENT" else [])
        stored = mailing.as_user("admin").get(
            f"/messageConversations/{uid}?fields=messages[text]"
        )
        assert stored.json() == {"messages": [{"text": text}]}

    def test_limit_is_a_setting(self, mailing: Api) -> None:
        """`keySmsMaxLength` says what is too long (15.3)."""
        admin = mailing.as_user("admin")
        admin.post("/systemSettings/keySmsMaxLength?value=5")

        admin.send(MOBILE, text="123456")

        (sms,) = outbox(mailing, "?channel=SMS")
        assert sms["reason"] == "too-long"

    @pytest.mark.parametrize(
        "text",
        [
            "Violations: High 1, medium 0, low 2\n\nMore",
            "Violations: High 1, medium 0, low 2\r\nMore",
            "Violations: High1,medium 0 ,low2\n\nMore",
            "Violations: High 1, medium 0, low 2",
        ],
    )
    def test_summary_is_its_first_line(self, mailing: Api, text: str) -> None:
        """A text with the counts of a summary keeps its first line only (15.3)."""
        mailing.as_user("admin").send(MOBILE, text=text)

        (sms,) = outbox(mailing, "?channel=SMS")

        assert sms["text"] == text.splitlines()[0]

    def test_no_gateway_sends_nothing(self, default_api: Api) -> None:
        """Case 52: without a gateway the entry says so (15.4)."""
        default_api.as_user("admin").send(MOBILE)

        (sms,) = outbox(default_api, "?channel=SMS")

        assert (sms["status"], sms["reason"]) == ("SKIPPED", "not-configured")

    def test_user_without_telephone_is_skipped(self, mailing: Api) -> None:
        """The setting alone gives nobody a telephone (15.3)."""
        mailing.as_user("keita").post(
            "/userSettings/keyMessageSmsNotification?value=true"
        )

        mailing.as_user("admin").send(KEITA)

        (sms,) = outbox(mailing, "?channel=SMS")
        assert (sms["status"], sms["reason"]) == ("SKIPPED", "no-phone")


class TestOutbox:
    """GET and DELETE /__mock/outbox (control-plane 3.2, 3.6)."""

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["o1", "o2", "o3", "o4"]),
            ("?channel=EMAIL", ["o1", "o3"]),
            ("?status=SENT", ["o1", "o2"]),
            ("?to=MOBILE@example.org", ["o1"]),
            ("?to=23276000002", ["o2"]),
            ("?to=mobile", []),
            ("?subject=first", ["o1"]),
            ("?subject=%5Bdhis", ["o1", "o3"]),
            ("?channel=EMAIL&status=SKIPPED", ["o3"]),
        ],
    )
    def test_query_picks_entries(
        self, mailing: Api, query: str, expected: list[str]
    ) -> None:
        """All that a query names must hold (3.6)."""
        admin = mailing.as_user("admin")
        admin.send(MOBILE, subject="First")
        admin.send(BOATENG, subject="Second")

        found = mailing.transport("GET", f"/__mock/outbox{query}", {}, b"").json()

        assert [each["id"] for each in found] == expected

    def test_wrong_query_is_refused(self, default_api: Api) -> None:
        """An unknown parameter or value is named, with what was meant (3.1)."""
        reply = default_api.get("/__mock/outbox?chanel=SMS&status=SEND")

        assert reply.status == 422
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json() == {
            "type": "about:blank",
            "title": "Invalid query",
            "status": 422,
            "errors": [
                {
                    "pointer": "/status",
                    "message": "'SEND' is unknown; did you mean 'SENT'?",
                },
                {
                    "pointer": "/chanel",
                    "message": "unknown key 'chanel'; did you mean 'channel'?",
                },
            ],
        }

    def test_entry_is_found_by_its_id(self, mailing: Api) -> None:
        """GET /__mock/outbox/{id} gives one entry (3.2)."""
        mailing.as_user("admin").send(MOBILE)

        reply = mailing.get("/__mock/outbox/o2")

        assert reply.json() == outbox(mailing)[1]

    @pytest.mark.parametrize("uid", ["o1", "o0", "x", "1"])
    def test_unknown_entry_is_a_problem(self, default_api: Api, uid: str) -> None:
        """An id that the outbox does not hold is a 404 problem (3.1)."""
        reply = default_api.get(f"/__mock/outbox/{uid}")

        assert reply.status == 404
        assert reply.json() == {
            "type": "about:blank",
            "title": "Not Found",
            "status": 404,
            "detail": f"The outbox holds no '{uid}';"
            " GET /__mock/outbox lists what it does.",
        }

    def test_delete_empties_it(self, mailing: Api) -> None:
        """DELETE forgets the entries; the next one has a new id (3.2)."""
        admin = mailing.as_user("admin")
        uid = admin.send(MOBILE)

        reply = mailing.delete("/__mock/outbox")

        assert (reply.status, reply.body) == (204, b"")
        assert outbox(mailing) == []
        assert admin.get(f"/messageConversations/{uid}").status == 200
        admin.send(MOBILE)
        assert [each["id"] for each in outbox(mailing)] == ["o3", "o4"]

    def test_reset_empties_it(self, mailing: Api) -> None:
        """After a reset ids begin again at o1 (3.2)."""
        mailing.as_user("admin").send(MOBILE)

        mailing.post("/__mock/reset")

        assert outbox(mailing) == []
        mailing.as_user("admin").send(MOBILE)
        assert [each["id"] for each in outbox(mailing)] == ["o1", "o2"]


class TestSize:
    """The outbox is bounded as the journal is (3.5, 3.6)."""

    def test_oldest_entries_go(self, api_with: Callable[[Settings], Api]) -> None:
        """The newest are kept, and ids tell how many there were."""
        api = api_with(Settings(outbox_size=3))
        for _ in range(3):
            api.as_user("admin").send(MOBILE)

        assert [each["id"] for each in outbox(api)] == ["o4", "o5", "o6"]

    def test_size_can_be_changed(self, default_api: Api) -> None:
        """A smaller outbox lets go at once, and a reset brings back its size."""
        admin = default_api.as_user("admin")
        admin.send(MOBILE)
        admin.send(MOBILE)

        default_api.call("PATCH", "/__mock/settings", json={"outbox": {"size": 1}})
        small = [each["id"] for each in outbox(default_api)]
        admin.send(MOBILE)
        later = [each["id"] for each in outbox(default_api)]
        default_api.post("/__mock/reset")
        admin.send(MOBILE)

        assert (small, later) == (["o4"], ["o6"])
        assert [each["id"] for each in outbox(default_api)] == ["o1", "o2"]

    def test_no_outbox_at_all(self, api_with: Callable[[Settings], Api]) -> None:
        """With a size of 0 nothing is kept, and messages are stored as ever."""
        api = api_with(Settings(outbox_size=0))

        uid = api.as_user("admin").send(MOBILE)

        assert outbox(api) == []
        assert api.as_user("mobile").get(f"/messageConversations/{uid}").status == 200
