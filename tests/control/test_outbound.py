"""SMS and e-mails sent by hand, views of the outbox (resources.md 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.control.conftest import default_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

MOBILE = "PhzytPW3g2J"
NOBODY = "AbcdefGhij1"


@pytest.fixture
def mailing(world_of: Callable[[dict[str, Any]], Api]) -> Api:
    """Return the default server with an SMTP host and an SMS gateway."""
    seed = default_seed()
    seed["system"] |= {"emailConfigured": True, "smsGateway": True}
    return world_of(seed)


def records(api: Api, query: str = "fields=*") -> list[dict[str, Any]]:
    """Return what GET /sms/outbound lists."""
    reply = api.as_user("android").get(f"/sms/outbound?{query}")
    assert reply.status == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["outboundsmss"]
    return found


class TestOutboundSms:
    """/api/sms/outbound."""

    def test_authority_is_wanted(self, default_api: Api) -> None:
        """Case 56: the list is for who may send SMS; without a gateway it is empty."""
        default_api.as_user("admin").send(MOBILE)

        refused = default_api.as_user("mobile").get("/sms/outbound")

        assert refused.status == 403
        assert refused.json()["message"] == (
            "Access is denied, requires one Authority from [F_MOBILE_SENDSMS]"
        )
        assert records(default_api) == []

    def test_sms_of_a_message_is_listed(self, mailing: Api) -> None:
        """Case 52: what went out has a record, what was skipped has none (15.3)."""
        admin = mailing.as_user("admin")
        admin.send(MOBILE, text="Hi")
        admin.send(MOBILE, text="a" * 1072)

        (record,) = records(mailing)

        time = mailing.get("/__mock/outbox/o2").json()["time"]
        assert len(record.pop("id")) == 11
        assert record == {
            "recipients": ["23276000002"],
            "date": time,
            "message": "Hi",
            "status": "SENT",
        }
        assert [list(each) for each in records(mailing, "")] == [["id"]]

    @pytest.mark.parametrize(
        ("query", "sent"),
        [
            ("?recipient=%2B4798,004799&message=Hi", {}),
            ("", {"json": {"message": "Hi", "recipients": ["+4798", "004799"]}}),
        ],
        ids=["query", "json"],
    )
    def test_sms_is_sent_by_hand(
        self, mailing: Api, query: str, sent: dict[str, Any]
    ) -> None:
        """Parameters or JSON say to whom and what (16)."""
        reply = mailing.as_user("android").post(f"/sms/outbound{query}", **sent)

        assert (reply.status, reply.json()["message"]) == (200, "SMS sent")
        (record,) = records(mailing)
        assert record["message"] == "Hi"
        assert record["recipients"] == ["4798", "4799"]
        (entry,) = mailing.get("/__mock/outbox?channel=SMS").json()
        assert (entry["conversation"], entry["message"]) == (None, None)

    @pytest.mark.parametrize(
        ("query", "status", "message"),
        [
            ("recipient=&message=x", 409, "Recipient must be specified"),
            ("message=x", 400, "Required parameter 'recipient' is not present."),
            ("recipient=4798", 400, "Required parameter 'message' is not present."),
            ("recipient=4798&message=", 409, "Message must be specified"),
            (f"recipient=4798&message={'a' * 1072}", 500, "Text is longer than 1071"),
        ],
    )
    def test_incomplete_sms_is_refused(
        self, mailing: Api, query: str, status: int, message: str
    ) -> None:
        """Case 56: an SMS needs a recipient and a text of some length (16)."""
        reply = mailing.as_user("android").post(f"/sms/outbound?{query}")

        assert reply.status == status
        assert reply.json()["message"].startswith(message)
        assert mailing.get("/__mock/outbox").json() == []

    @pytest.mark.parametrize("body", ["[]", "{}", '{"recipients": 3, "message": 4}'])
    def test_json_of_another_shape_names_nobody(self, mailing: Api, body: str) -> None:
        """What is no list of numbers is nobody (16)."""
        reply = mailing.as_user("android").post(
            "/sms/outbound", body=body, content_type="application/json"
        )

        assert reply.json()["message"] == "Recipient must be specified"

    def test_no_gateway_is_an_error(self, default_api: Api) -> None:
        """Without a gateway the server fails (16)."""
        reply = default_api.as_user("android").post(
            "/sms/outbound?recipient=4798&message=x"
        )

        assert reply.status == 500
        assert reply.json()["message"] == "No default gateway configured"

    def test_record_is_deleted(self, mailing: Api) -> None:
        """Who may change the gateway may delete records, one or many (16)."""
        admin = mailing.as_user("admin")
        for _ in range(3):
            admin.send(MOBILE)
        first, second, third = (each["id"] for each in records(mailing, "order=date"))

        one = admin.delete(f"/sms/outbound/{first}")
        wrong = admin.delete(f"/sms/outbound?ids={second},{NOBODY}")
        many = admin.delete(f"/sms/outbound?ids={second},{third}")

        assert one.json()["message"] == f"OutboundSms with {first} deleted"
        assert wrong.status == 404
        assert (
            wrong.json()["message"] == f"No OutboundSms with id '{NOBODY}' was found."
        )
        assert many.json()["message"] == "Objects deleted"
        assert records(mailing) == []
        assert mailing.as_user("android").delete("/sms/outbound?ids=x").status == 403

    def test_what_to_delete_is_named(self, mailing: Api) -> None:
        """Without `ids` nothing is deleted (16, query.md 13.3)."""
        reply = mailing.as_user("admin").delete("/sms/outbound")

        assert reply.status == 400
        assert reply.json()["message"] == "Required parameter 'ids' is not present."


class TestEmail:
    """/api/email."""

    @pytest.mark.parametrize(
        ("user", "path", "sent"),
        [
            ("mobile", "/email/test", {}),
            ("admin", "/email/notification?recipients=a@b.org&message=x", {}),
            ("mobile", "/email/notification", {"json": {"text": "x"}}),
        ],
    )
    def test_unconfigured_server_sends_none(
        self, default_api: Api, user: str, path: str, sent: dict[str, Any]
    ) -> None:
        """Case 56: without a mail server each is a 409 (16)."""
        reply = default_api.as_user(user).post(path, **sent)

        assert reply.status == 409
        assert reply.json()["message"] == "SMTP server not configured"
        assert reply.json()["errorCode"] == "E1004"

    def test_test_goes_to_the_caller(self, mailing: Api) -> None:
        """Anybody may have himself sent an e-mail (16)."""
        reply = mailing.as_user("mobile").post("/email/test")

        (entry,) = mailing.get("/__mock/outbox").json()
        assert (reply.status, reply.json()["message"]) == (200, "Email sent")
        assert entry["bcc"] == ["mobile@example.org"]
        assert entry["subject"] == "[DHIS 2] Test email from DHIS 2"
        assert entry["text"] == "This is an automatically generated email from DHIS 2"

    def test_test_wants_an_address(self, mailing: Api) -> None:
        """Who has no address cannot be sent one (16)."""
        reply = mailing.as_user("keita").post("/email/test")

        assert reply.status == 409
        assert reply.json()["message"] == (
            "Could not send test email, no email configured for current user"
        )

    def test_email_goes_to_addresses(self, mailing: Api) -> None:
        """An e-mail to anybody needs an authority; the subject has a default (16)."""
        path = "/email/notification?recipients=a@b.org,x,c@d.org&message=Hi"

        refused = mailing.as_user("mobile").post(path)
        reply = mailing.as_user("admin").post(path)

        (entry,) = mailing.get("/__mock/outbox").json()
        assert refused.status == 403
        assert reply.json()["message"] == "Email sent"
        assert entry["bcc"] == ["a@b.org", "c@d.org"]
        assert (entry["subject"], entry["text"]) == ("[DHIS 2] DHIS 2", "Hi")

    @pytest.mark.parametrize("missing", ["recipients", "message"])
    def test_email_is_whole(self, mailing: Api, missing: str) -> None:
        """Recipients and message have no default (16, query.md 13.3)."""
        given = {"recipients": "a@b.org", "message": "Hi"}
        ((name, value),) = ((k, v) for k, v in given.items() if k != missing)

        reply = mailing.as_user("admin").post(f"/email/notification?{name}={value}")

        text = f"Required parameter '{missing}' is not present."
        assert (reply.status, reply.json()["message"]) == (400, text)

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/email/notification"),
            ("POST", "/sms/outbound"),
            ("DELETE", "/sms/outbound"),
        ],
    )
    def test_authority_is_asked_first(
        self, mailing: Api, method: str, path: str
    ) -> None:
        """Who may not is not told what is missing (resources.md 2)."""
        assert mailing.as_user("mobile").call(method, path).status == 403

    def test_email_to_no_address_fails(self, mailing: Api) -> None:
        """None of the recipients can be written to (resources-system.md 2.2)."""
        path = "/email/notification?recipients=x&message=Hi"

        reply = mailing.as_user("admin").post(path)

        assert reply.status == 500
        assert reply.json()["message"] == "No recipient found"

    def test_json_goes_to_the_systems_address(self, mailing: Api) -> None:
        """
        Anybody may write to the address for notifications, if there is one (16).

        Its author is the application, whose surname is that address.
        """
        sent = {"json": {"subject": "Disk", "text": "Full"}}

        before = mailing.as_user("mobile").post("/email/notification", **sent)
        key = "/systemSettings/keySystemNotificationsEmail"
        mailing.as_user("admin").post(f"{key}?value=ops@example.org")
        after = mailing.as_user("mobile").post("/email/notification", **sent)

        (entry,) = mailing.get("/__mock/outbox").json()
        assert before.status == 409
        assert before.json()["message"] == (
            "Could not send email, system notification email address not set or not"
            " valid"
        )
        assert after.status == 200
        assert entry["bcc"] == ["ops@example.org"]
        assert entry["subject"] == "[DHIS 2] Disk"
        assert entry["text"] == "Full\n\nDHIS 2 ops@example.org"
