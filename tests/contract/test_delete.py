"""DELETE /messageConversations/{uid}: gone for everybody (4.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


class TestDeleted:
    """Conversations taken away."""

    def test_superuser_deletes_for_all(self, api: Api) -> None:
        """The answer is an object report without message (4.17, case 94)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("admin").delete(f"/messageConversations/{uid}")

        listed = api.as_user("mia").get("/messageConversations")
        assert reply.status == 200
        assert reply.json() == {
            "httpStatus": "OK",
            "httpStatusCode": 200,
            "status": "OK",
            "response": {
                "responseType": "ObjectReport",
                "klass": "org.hisp.dhis.message.MessageConversation",
                "uid": uid,
                "errorReports": [],
            },
        }
        assert "Cache-Control" not in reply.headers
        assert listed.json()["messageConversations"] == []
        assert api.as_user("sam").get(f"/messageConversations/{uid}").status == 404

    def test_importer_deletes_his_own(self, api: Api) -> None:
        """The import authority suffices for a participant (4.17)."""
        uid = api.as_user("sam").send("OpsImport01")

        reply = api.as_user("ops").delete(f"/messageConversations/{uid}")

        assert reply.status == 200
        assert api.as_user("sam").get(f"/messageConversations/{uid}").status == 404

    def test_attachment_stays_in_use(self, api: Api) -> None:
        """Deleting frees no file (6.10)."""
        sam = api.as_user("sam")
        body = {
            "subject": "Hi",
            "users": [{"id": "MiaPlainU01"}],
            "attachments": [{"id": "FreeFile001"}],
        }
        uid = sam.post("/messageConversations", json=body).new_uid
        api.as_user("admin").delete(f"/messageConversations/{uid}")

        again = sam.post("/messageConversations", json=body)

        assert again.status == 409
        assert again.json()["message"] == (
            "Attachment 'FreeFile001' is already used or not a valid attachment."
        )


class TestRefused:
    """Conversations that stay."""

    def test_plain_user_lacks_authority(self, api: Api) -> None:
        """Taking part is not enough to delete (4.17, case 94)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        before = sam.get(f"/messageConversations/{uid}").json()

        reply = sam.delete(f"/messageConversations/{uid}")

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": (
                "Access is denied, requires one Authority from [F_METADATA_IMPORT]"
            ),
        }
        assert sam.get(f"/messageConversations/{uid}").json() == before

    def test_importer_needs_access(self, api: Api) -> None:
        """The authority alone does not open other people's (4.17, case 94)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = api.as_user("ops").delete(f"/messageConversations/{uid}")

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to delete this conversation.",
            "errorCode": "E1006",
        }
        assert sam.get(f"/messageConversations/{uid}").status == 200

    def test_second_delete_is_not_found(self, api: Api) -> None:
        """What is gone cannot go again (4.17, case 94)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        admin = api.as_user("admin")
        admin.delete(f"/messageConversations/{uid}")

        reply = admin.delete(f"/messageConversations/{uid}")

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": f"Message conversation does not exist: {uid}",
        }

    def test_authority_is_asked_first(self, api: Api) -> None:
        """Who may not delete does not learn what exists (4.17)."""
        reply = api.as_user("sam").delete("/messageConversations/Unknown0000")

        assert reply.status == 403

    @pytest.mark.profile("2.43")
    @pytest.mark.parametrize(("user", "status"), [("sam", 403), ("ops", 400)])
    def test_authority_comes_before_malformed_uid(
        self, api: Api, user: str, status: int
    ) -> None:
        """Where uids are typed, the authority is asked for before them (4.17, 8)."""
        reply = api.as_user(user).delete("/messageConversations/abc")

        assert reply.status == status
