"""What differs from profile to profile (messaging.md 7 and 8, query.md 18)."""

from __future__ import annotations

import pytest

from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.settings import Settings
from tests.conftest import CONTRACT_SEED, Api, in_process

MIA = "MiaPlainU01"
PRIORITY, STATUS = "MessageConversationPriority", "MessageConversationStatus"


def api_with(profile: str, user: str = "sam", **switches: object) -> Api:
    """Return a client of a server of its own, with switches set."""
    chosen = PROFILES[profile].with_switches(switches)
    app = create_app(Settings(profile=chosen, seed=CONTRACT_SEED))
    return Api(in_process(app), user)


@pytest.mark.parametrize("profile", PROFILES)
class TestTypedUids:
    """From 2.43 on, a path whose uid is malformed is refused."""

    def test_malformed_uid_is_refused_where_typed(self, profile: str) -> None:
        """Eleven characters that start with a digit are a 400 in 2.43 (4.2, 8)."""
        reply = api_with(profile).get("/messageConversations/1bcdefghijk")

        assert reply.status == (400 if profile == "2.43" else 404)
        assert reply.json()["message"] == (
            "Value '1bcdefghijk' is not valid for path parameter uid. UID must be an"
            " alphanumeric string of 11 characters starting with a letter, but was:"
            " 1bcdefghijk"
            if profile == "2.43"
            else "No MessageConversation found with UID: 1bcdefghijk"
        )

    def test_malformed_file_uid_is_unknown_elsewhere(self, profile: str) -> None:
        """Any text is a file's uid before 2.43 (resources.md 21 case 30)."""
        reply = api_with(profile).get("/fileResources/abc")

        assert reply.status == (400 if profile == "2.43" else 404)


class TestSwitches:
    """Each switch alone, on top of a profile."""

    def test_attachments_route_off_is_a_reply(self) -> None:
        """Without its route the document's upload is a reply to nothing (D16)."""
        api = api_with("2.42", attachments_route="false")

        reply = api.post("/messageConversations/attachments", body="x")

        assert reply.status == 404
        assert reply.json()["message"] == (
            "Message conversation does not exist: attachments"
        )
        assert api.post("/messageConversations/attachments").status == 400

    def test_attachments_may_be_shared(self) -> None:
        """Files in use are taken again, those of other domains never (20)."""
        api = api_with("2.42", allow_attachment_reuse="true")
        body = {"subject": "Hi", "users": [{"id": MIA}]}

        answers = [
            api.post("/messageConversations", json={**body, "attachments": [{"id": f}]})
            for f in ("FreeFile001", "FreeFile001", "DocumentF01")
        ]

        assert [each.status for each in answers] == [201, 201, 409]
        file = api.get("/fileResources/FreeFile001?fields=assigned").json()
        assert file == {"assigned": True}

    @pytest.mark.parametrize(
        ("profile", "value", "read"),
        [
            ("2.42", "true", True),
            ("2.42", "True", False),
            ("2.41", "True", True),
            ("2.41", "1", False),
        ],
    )
    def test_mark_read_takes_word(
        self, profile: str, value: str, *, read: bool
    ) -> None:
        """Up to 2.41 the case of `markRead=true` is of no matter (4.2)."""
        api = api_with(profile)
        uid = api.send(MIA)

        api.as_user("mia").get(f"/messageConversations/{uid}?markRead={value}")

        again = api.as_user("mia").get(f"/messageConversations/{uid}?fields=read")
        assert again.json() == {"read": read}

    @pytest.mark.parametrize(
        ("method", "path", "parameter", "kind"),
        [
            ("DELETE", "", "mc", "List"),
            ("POST", "/feedback", "subject", "String"),
            ("POST", "/x/status", "messageConversationStatus", STATUS),
            ("POST", "/x/priority", "messageConversationPriority", PRIORITY),
        ],
    )
    def test_missing_parameter_has_a_type_up_to_2_41(
        self, method: str, path: str, parameter: str, kind: str
    ) -> None:
        """Its refusal names the Java type, from 2.42 on only itself (query.md 13.3)."""
        old, new = (
            api_with(profile).call(method, f"/messageConversations{path}")
            for profile in ("2.41", "2.42")
        )

        assert (old.status, new.status) == (400, 400)
        assert old.json()["message"] == (
            f"Required request parameter '{parameter}' for method parameter type"
            f" {kind} is not present"
        )
        assert new.json()["message"] == (
            f"Required parameter '{parameter}' is not present."
        )

    @pytest.mark.parametrize(
        ("profile", "status"),
        [("documented", 201), ("2.41", 201), ("2.42", 415), ("2.43", 415)],
    )
    def test_xml_create_ends_with_2_41(self, profile: str, status: int) -> None:
        """Up to 2.41 a conversation is created from XML, answered in JSON (1.5)."""
        body = f'<m><subject>S</subject><users><user id="{MIA}"/></users></m>'

        reply = api_with(profile).post(
            "/messageConversations", body=body, content_type="application/xml"
        )

        assert reply.status == status
        assert reply.headers["Content-Type"].startswith("application/json")

    @pytest.mark.parametrize(
        ("profile", "status"),
        [("documented", 201), ("2.41", 409)],
    )
    def test_bare_recipients_are_the_documents(self, profile: str, status: int) -> None:
        """To a server recipients without wrappers are unknown and so none (7 D1)."""
        body = f'<m><subject>S</subject><user id="{MIA}"/></m>'

        reply = api_with(profile).post(
            "/messageConversations", body=body, content_type="application/xml"
        )

        assert reply.status == status
        if status == 409:
            assert reply.json()["message"] == "No recipients selected."

    @pytest.mark.parametrize(
        ("profile", "code"), [("2.41", None), ("2.42", "E1006"), ("2.43", "E1006")]
    )
    @pytest.mark.parametrize("path", ["", "/subject", "/x/attachments/y"])
    def test_refused_reads_have_a_code_since_2_42(
        self, profile: str, code: str | None, path: str
    ) -> None:
        """Up to 2.41 no code goes with who may not read, nor open a file (4.18, 8)."""
        api = api_with(profile)
        uid = api.send(MIA)

        reply = api.as_user("tom").get(f"/messageConversations/{uid}{path}")

        assert reply.status == 403
        assert reply.json()["message"] == "Not authorized to access this conversation."
        assert reply.json().get("errorCode") == code

    @pytest.mark.parametrize("accept", ["application/xml", "text/html"])
    def test_recipients_are_added_whatever_is_accepted(self, accept: str) -> None:
        """An answer without a body can always be written (4.6, 1.5)."""
        api = api_with("2.42")
        path = f"/messageConversations/{api.send(MIA)}/recipients"

        added = api.post(path, json={"users": [{"id": "TomFeedbk01"}]}, accept=accept)
        refused = api.post(path, json={"users": [{"id": "x"}]}, accept=accept)

        assert (added.status, added.body) == (204, b"")
        assert refused.status == 409
        assert refused.json()["message"] == "User does not exist: x"

    @pytest.mark.parametrize(
        ("switches", "status", "code"),
        [
            ({}, 400, "E1003"),
            ({"conversation_filter_status": "409"}, 409, "E1003"),
            ({"conversation_filter_code": "false"}, 400, None),
        ],
    )
    def test_filter_error_has_two_switches(
        self, switches: dict[str, str], status: int, code: str | None
    ) -> None:
        """Status and code of a filter error are set one by one (query.md 18)."""
        api = api_with("2.42", **switches)
        api.send(MIA)

        reply = api.get("/messageConversations?filter=foo:eq:1")

        assert reply.status == status
        assert reply.json().get("errorCode") == code


@pytest.mark.parametrize("profile", PROFILES)
def test_ping_is_open_at_one_path(profile: str) -> None:
    """On servers a ping with a version needs a login (resources-system.md 1.5)."""
    api = api_with(profile)
    is_open = profile == "documented"

    anybody = api.as_user(None)

    assert anybody.get("/api/ping").status == 200
    assert anybody.get("/api/42/ping").status == (200 if is_open else 302)
    assert api.get("/api/42/ping").status == 200
