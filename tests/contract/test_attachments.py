"""Attachments: uploaded, used by one message, downloaded again (4.4, 4.18, 4.19)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api, Reply

CONVERSATIONS = "/messageConversations"
UPLOAD = "/fileResources?domain=MESSAGE_ATTACHMENT"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}"

FILE_KEYS = {
    *("id", "name", "displayName", "created", "lastUpdated", "contentType"),
    *("contentLength", "contentMd5", "domain", "storageStatus", "assigned"),
    *("hasMultipleStorageFiles", "createdBy", "lastUpdatedBy", "user", "sharing"),
    *("translations", "attributeValues", "favorite", "favorites"),
}


def upload(
    api: Api,
    path: str = UPLOAD,
    name: str = "note.txt",
    content: bytes = b"hello",
    content_type: str = "text/plain",
) -> Reply:
    """Send one file as the part `file` of a multipart body, as curl -F does."""
    boundary = "------------------------2e3c74727c9efc33"
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {content_type}\r\n\r\n"
    )
    return api.post(
        path,
        body=head.encode() + content + f"\r\n--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def create(api: Api, attachments: list[object]) -> Reply:
    """Send mia a message with attachments, as the user that `api` speaks for."""
    body = {
        "subject": "Hi",
        "text": "x",
        "users": [{"id": "MiaPlainU01"}],
        "attachments": attachments,
    }
    return api.post(CONVERSATIONS, json=body)


def is_assigned(api: Api, file: str) -> bool:
    """Say whether a message uses the file."""
    assigned: bool = api.as_user("sam").get(f"/fileResources/{file}").json()["assigned"]
    return assigned


def messages(api: Api, uid: str) -> list[dict[str, Any]]:
    """Return the messages of a conversation as a superuser sees them."""
    reply = api.as_user("admin").get(f"{CONVERSATIONS}/{uid}/messages")
    listed: list[dict[str, Any]] = reply.json()["messages"]
    return listed


def total(api: Api, user: str = "sam") -> int:
    """Return how many conversations a user has."""
    number: int = api.as_user(user).get(CONVERSATIONS).json()["pager"]["total"]
    return number


def with_attachment(api: Api) -> str:
    """Return the path of FreeFile001 in a message of sam to mia."""
    uid = create(api.as_user("sam"), ["FreeFile001"]).new_uid
    message = messages(api, uid)[0]["id"]
    return f"{CONVERSATIONS}/{uid}/{message}/attachments/FreeFile001"


NOT_MULTIPART = "Current request is not a multipart request"


class TestCreateWithAttachments:
    """A new message that brings files along."""

    @pytest.mark.parametrize(
        "attachments",
        [
            pytest.param([{"id": "FreeFile001"}], id="objects: case 11"),
            pytest.param(["FreeFile001"], id="strings: case 15"),
        ],
    )
    def test_attachment_belongs_to_message(
        self, api: Api, attachments: list[object]
    ) -> None:
        """Ids may be objects or strings; the file is assigned (4.4, D17, case 11)."""
        reply = create(api.as_user("sam"), attachments)

        assert reply.status == 201
        (message,) = messages(api, reply.new_uid)
        assert [each["id"] for each in message["attachments"]] == ["FreeFile001"]
        assert is_assigned(api, "FreeFile001")
        assert not is_assigned(api, "FreeFile002")

    @pytest.mark.parametrize("again", ["FreeFile001", {"id": "FreeFile001"}])
    def test_file_named_twice_counts_once(self, api: Api, again: object) -> None:
        """The server keeps ids in a set, so a second mention says nothing (4.4)."""
        reply = create(api.as_user("sam"), ["FreeFile001", again])

        assert reply.status == 201
        (message,) = messages(api, reply.new_uid)
        assert [each["id"] for each in message["attachments"]] == ["FreeFile001"]

    def test_forms_of_ids_mix(self, api: Api) -> None:
        """Several attachments keep their order, in either form (4.4, D17)."""
        reply = create(api.as_user("sam"), ["FreeFile002", {"id": "FreeFile001"}])

        assert reply.status == 201
        (message,) = messages(api, reply.new_uid)
        assert [each["id"] for each in message["attachments"]] == [
            "FreeFile002",
            "FreeFile001",
        ]

    @pytest.mark.profile("2.42")
    def test_strings_break_server_of_2_42(self, api: Api) -> None:
        """A server of 2.42 fails with 500 on ids as strings (4.4, D17, case 15)."""
        reply = create(api.as_user("sam"), ["FreeFile001"])

        assert reply.status == 500
        assert reply.json()["message"].startswith(
            "Cannot construct instance of `org.hisp.dhis.fileresource.FileResource`"
        )
        assert total(api) == 0
        assert not is_assigned(api, "FreeFile001")

    @pytest.mark.profile("2.43")
    def test_strings_conflict_on_2_43(self, api: Api) -> None:
        """A server of 2.43 answers 409 to ids as strings (4.4, D17, case 15)."""
        reply = create(api.as_user("sam"), ["FreeFile001"])

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "Cannot construct instance of "
            "`org.hisp.dhis.fileresource.FileResource` (although at least one "
            "Creator exists): no String-argument constructor/factory method to "
            "deserialize from String value ('FreeFile001')",
        }
        assert total(api) == 0


class TestCreateRefused:
    """A new message whose files cannot be used."""

    def test_used_attachment_is_conflict(self, api: Api) -> None:
        """A file belongs to one message only (4.4, 6.10, case 12)."""
        create(api.as_user("sam"), ["FreeFile001"])

        reply = create(api.as_user("sam"), ["FreeFile001"])

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "Attachment 'FreeFile001' is already used or not a valid "
            "attachment.",
            "errorCode": "E1004",
        }
        assert total(api) == 1

    def test_document_as_attachment_is_conflict(self, api: Api) -> None:
        """A file uploaded for something else is refused (4.4, case 13)."""
        reply = create(api.as_user("sam"), [{"id": "DocumentF01"}])

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "Attachment 'DocumentF01' is already used or not a valid "
            "attachment.",
            "errorCode": "E1004",
        }
        assert total(api) == 0
        assert not is_assigned(api, "DocumentF01")

    def test_unknown_attachment_leaves_others_free(self, api: Api) -> None:
        """An unknown file is a 409 and claims none (4.4, DEVIATION D1, case 14)."""
        reply = create(api.as_user("sam"), ["FreeFile001", "Xxxxxxxxxxx"])

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "Attachment 'Xxxxxxxxxxx' not found.",
            "errorCode": "E1004",
        }
        assert total(api) == 0
        assert not is_assigned(api, "FreeFile001")

    def test_missing_subject_leaves_attachment_free(self, api: Api) -> None:
        """A message that cannot be saved claims no file (4.4, DEVIATION D1)."""
        body = {"users": [{"id": "MiaPlainU01"}], "attachments": ["FreeFile001"]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 409
        assert not is_assigned(api, "FreeFile001")

    def test_recipients_come_before_attachments(self, api: Api) -> None:
        """Without recipients the files are not looked at (4.4)."""
        body = {"subject": "Hi", "attachments": ["Xxxxxxxxxxx"]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body)

        assert reply.status == 409
        assert reply.json()["message"] == "No recipients selected."


class TestReplyWithAttachments:
    """A reply that names files in the query."""

    @pytest.mark.parametrize(
        "query",
        [
            pytest.param("attachments=FreeFile001,FreeFile002", id="comma: case 57"),
            pytest.param(
                "attachments=FreeFile001&attachments=FreeFile002", id="repeated"
            ),
            pytest.param("attachments=FreeFile001,FreeFile002,FreeFile001", id="a set"),
            pytest.param("attachments=%20FreeFile001, FreeFile002 ", id="blanks"),
        ],
    )
    def test_reply_brings_files(self, api: Api, query: str) -> None:
        """Ids in the query become files of the reply (4.5, D18, case 57)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}?{query}", body="Yes", content_type="text/plain"
        )

        assert reply.status == 200
        first, second = messages(api, uid)
        assert first["attachments"] == []
        assert [each["id"] for each in second["attachments"]] == [
            "FreeFile001",
            "FreeFile002",
        ]
        assert is_assigned(api, "FreeFile001")
        assert is_assigned(api, "FreeFile002")

    def test_posted_form_brings_files(self, api: Api) -> None:
        """A form is posted with parameters as good as the query's (4.5, 4.8)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}",
            body="attachments=FreeFile001",
            content_type="application/x-www-form-urlencoded",
        )

        assert reply.status == 200
        files = [each["id"] for each in messages(api, uid)[1]["attachments"]]
        assert files == ["FreeFile001"]

    @pytest.mark.parametrize(
        ("files", "text"),
        [
            pytest.param("xyz", "Attachment 'xyz' not found.", id="unknown: case 57"),
            pytest.param(
                "FreeFile001,xyz", "Attachment 'xyz' not found.", id="after a good one"
            ),
            pytest.param(
                "FreeFile001,", "Attachment '' not found.", id="nothing after a comma"
            ),
            pytest.param(
                "FreeFile001&attachments=FreeFile002,xyz",
                "Attachment 'FreeFile002,xyz' not found.",
                id="commas do not cut what is repeated",
            ),
            pytest.param(
                "DocumentF01",
                "Attachment 'DocumentF01' is already used or not a valid attachment.",
                id="other domain",
            ),
        ],
    )
    def test_bad_attachment_is_conflict(self, api: Api, files: str, text: str) -> None:
        """A file that cannot be used is a 409, no code (4.5, DEVIATION D1, case 57)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        before = api.as_user("sam").get(f"{CONVERSATIONS}/{uid}").json()

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}?attachments={files}", body="Yes"
        )

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": text,
        }
        assert api.as_user("sam").get(f"{CONVERSATIONS}/{uid}").json() == before
        assert not is_assigned(api, "FreeFile001")

    def test_forbidden_reply_claims_no_file(self, api: Api) -> None:
        """Access is asked before files are claimed (4.5)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("fay").post(
            f"{CONVERSATIONS}/{uid}?attachments=FreeFile001", body="Yes"
        )

        assert reply.status == 403
        assert not is_assigned(api, "FreeFile001")


class TestDownload:
    """The bytes of an attachment."""

    @pytest.mark.parametrize("user", ["sam", "mia", "admin"])
    def test_participant_downloads_bytes(self, api: Api, user: str) -> None:
        """Participants and superusers get the bytes as stored (4.18, case 95)."""
        path = with_attachment(api)

        reply = api.as_user(user).get(path)

        assert reply.status == 200
        assert reply.body == b"free\n"
        assert reply.headers["Content-Type"] == "text/plain"
        assert reply.headers["Content-Length"] == "5"
        assert reply.headers["Content-Disposition"] == "filename=free.txt"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Content-Security-Policy"].startswith("script-src 'none'")

    def test_download_ignores_accept_header(self, api: Api) -> None:
        """A file comes as it is, whatever kind of text is asked for (4.18)."""
        path = with_attachment(api)

        reply = api.as_user("mia").get(path, accept="application/xml")

        assert reply.status == 200
        assert reply.body == b"free\n"

    @pytest.mark.parametrize(
        "accept",
        ["text/plain", "image/avif,image/webp,*/*;q=0.8", "image/png"],
    )
    def test_browser_downloads_file(self, api: Api, accept: str) -> None:
        """What a browser sends for a link or an image gets the file (4.18)."""
        path = with_attachment(api)

        reply = api.as_user("mia").get(path, accept=accept)

        assert reply.status == 200
        assert reply.body == b"free\n"

    def test_unknown_conversation_is_not_found(self, api: Api) -> None:
        """The conversation is looked up first (4.18, case 96)."""
        reply = api.as_user("sam").get(
            f"{CONVERSATIONS}/Xxxxxxxxxxx/Yyyyyyyyyyy/attachments/FreeFile001"
        )

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "No message conversation with uid 'Xxxxxxxxxxx'",
        }

    def test_outsider_download_is_forbidden(self, api: Api) -> None:
        """Who may not read the conversation gets no file (4.18, case 96)."""
        path = with_attachment(api)

        reply = api.as_user("tom").get(path)

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to access this conversation.",
            "errorCode": "E1006",
        }

    def test_unknown_message_is_not_found(self, api: Api) -> None:
        """The text lacks its last quote, as the server's does (4.18, case 96)."""
        uid = create(api.as_user("sam"), ["FreeFile001"]).new_uid

        reply = api.as_user("sam").get(
            f"{CONVERSATIONS}/{uid}/Yyyyyyyyyyy/attachments/FreeFile001"
        )

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "No message with uid 'Yyyyyyyyyyy' in messageConversation "
            f"'{uid}",
        }

    @pytest.mark.parametrize(
        "file",
        [
            pytest.param("Xxxxxxxxxxx", id="unknown"),
            pytest.param("FreeFile002", id="not of this message"),
        ],
    )
    def test_foreign_file_is_not_found(self, api: Api, file: str) -> None:
        """Only files of the message are found there (4.18, case 96)."""
        path = with_attachment(api).replace("FreeFile001", file)

        reply = api.as_user("sam").get(path)

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": f"No messageattachment found with id '{file}'",
        }


class TestInternalDownload:
    """Files of internal messages."""

    def path(self, api: Api) -> str:
        """Return the path of a file in tom's internal note to sam and admin."""
        uid = api.as_user("tom").send("SamPlainU01", "AdminUser01")
        query = "internal=true&attachments=FreeFile001"
        api.as_user("tom").post(f"{CONVERSATIONS}/{uid}?{query}", body="Quiet")
        message = messages(api, uid)[1]["id"]
        return f"{CONVERSATIONS}/{uid}/{message}/attachments/FreeFile001"

    def test_group_member_downloads_internal_file(self, api: Api) -> None:
        """A participant in the feedback group gets it (4.18, case 97)."""
        path = self.path(api)

        reply = api.as_user("tom").get(path)

        assert reply.status == 200
        assert reply.body == b"free\n"

    @pytest.mark.parametrize("user", ["sam", "admin"])
    def test_others_conflict_on_internal_file(self, api: Api, user: str) -> None:
        """Others get a 409, superusers included (4.18, case 97)."""
        path = self.path(api)

        reply = api.as_user(user).get(path)

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "Not authorized to access this message",
        }


class TestUpload:
    """POST /fileResources: the server's way to bring a file in."""

    def test_upload_is_accepted(self, api: Api) -> None:
        """An upload is a 202 that shows the file inside `response` (4.19, case 98)."""
        reply = upload(api.as_user("sam"))

        assert reply.status == 202
        envelope = reply.json()
        response = envelope.pop("response")
        assert envelope == {
            "httpStatus": "Accepted",
            "httpStatusCode": 202,
            "status": "OK",
        }
        assert response["responseType"] == "FileResource"
        file = response["fileResource"]
        assert re.fullmatch("[A-Za-z][A-Za-z0-9]{10}", file["id"])
        assert file["name"] == "note.txt"
        assert file["contentType"] == "text/plain"
        assert file["contentLength"] == 5
        assert file["contentMd5"] == "5d41402abc4b2a76b9719d911017c592"
        assert file["domain"] == "MESSAGE_ATTACHMENT"
        assert file["storageStatus"] == "PENDING"
        assert file["assigned"] is False
        assert file["hasMultipleStorageFiles"] is False
        assert re.fullmatch(MOMENT, file["created"])
        assert "storageKey" not in file
        assert "Location" not in reply.headers

    def test_uploaded_file_is_used(self, api: Api) -> None:
        """The id of an upload serves as attachment (4.19, case 98)."""
        file = upload(api.as_user("sam")).json()["response"]["fileResource"]["id"]

        reply = create(api.as_user("sam"), [{"id": file}])

        assert reply.status == 201
        message = messages(api, reply.new_uid)[0]["id"]
        download = api.as_user("mia").get(
            f"{CONVERSATIONS}/{reply.new_uid}/{message}/attachments/{file}"
        )
        assert download.body == b"hello"

    def test_uploaded_file_is_stored(self, api: Api) -> None:
        """Once stored, the file says so, and any login reads it (4.19)."""
        file = upload(api.as_user("sam")).json()["response"]["fileResource"]["id"]

        shown = api.as_user("mia").get(f"/fileResources/{file}").json()
        content = api.as_user("mia").get(f"/fileResources/{file}/data")

        assert shown["storageStatus"] == "STORED"
        assert shown["name"] == "note.txt"
        assert content.body == b"hello"

    def test_domain_defaults_to_data_value(self, api: Api) -> None:
        """Without a domain the file is no attachment (4.19, case 98)."""
        shown = upload(api.as_user("sam"), "/fileResources").json()["response"]
        file = shown["fileResource"]["id"]

        reply = create(api.as_user("sam"), [{"id": file}])

        assert shown["fileResource"]["domain"] == "DATA_VALUE"
        assert reply.status == 409
        assert reply.json()["message"] == (
            f"Attachment '{file}' is already used or not a valid attachment."
        )
        assert total(api) == 0

    def test_data_value_is_not_given_out(self, api: Api) -> None:
        """The bytes of a data value are for nobody here (resources.md 9)."""
        reply = upload(api.as_user("sam"), "/fileResources")
        file = reply.json()["response"]["fileResource"]["id"]

        content = api.as_user("sam").get(f"/fileResources/{file}/data")

        assert content.status == 403
        assert content.json()["errorCode"] == "E1006"

    def test_domain_is_read_in_any_case(self, api: Api) -> None:
        """Enums are parameters of any letter case (1.7)."""
        reply = upload(api.as_user("sam"), "/fileResources?domain=message_attachment")

        assert reply.status == 202
        file = reply.json()["response"]["fileResource"]
        assert file["domain"] == "MESSAGE_ATTACHMENT"

    @pytest.mark.parametrize(
        ("sent", "stored"),
        [
            pytest.param("C:\\\\temp\\\\note.txt", "note.txt", id="path of Windows"),
            pytest.param("/tmp/note.txt", "note.txt", id="path"),  # noqa: S108
            pytest.param("", "untitled", id="no name"),
        ],
    )
    def test_name_is_last_part(self, api: Api, sent: str, stored: str) -> None:
        """A file is called by the last part of its name, or `untitled` (4.19)."""
        reply = upload(api.as_user("sam"), name=sent)

        assert reply.status == 202
        assert reply.json()["response"]["fileResource"]["name"] == stored

    def test_unparsable_type_is_octet_stream(self, api: Api) -> None:
        """A type that cannot be parsed says nothing (4.19)."""
        reply = upload(api.as_user("sam"), content_type="nonsense")

        assert reply.status == 202
        file = reply.json()["response"]["fileResource"]
        assert file["contentType"] == "application/octet-stream"

    def test_uid_can_be_chosen(self, api: Api) -> None:
        """The client may name the uid (4.19)."""
        reply = upload(api.as_user("sam"), f"{UPLOAD}&uid=ChosenUid01")

        assert reply.status == 202
        assert reply.json()["response"]["fileResource"]["id"] == "ChosenUid01"

    def test_largest_file_is_accepted(self, api: Api) -> None:
        """10 000 000 bytes are allowed (4.19)."""
        reply = upload(api.as_user("sam"), content=b"x" * 10_000_000)

        assert reply.status == 202


class TestUploadRefused:
    """Files that are not taken in."""

    @pytest.mark.parametrize(
        ("name", "content_type"),
        [
            pytest.param("run.sh", "application/x-sh", id="extension: case 99"),
            pytest.param("RUN.SH", "text/plain", id="extension in capitals"),
            pytest.param("page.txt", "text/html", id="type"),
            pytest.param("page.txt", "text/html; charset=utf-8", id="type, charset"),
        ],
    )
    def test_dangerous_file_is_conflict(
        self, api: Api, name: str, content_type: str
    ) -> None:
        """Blocked types and extensions are a 409 E6101 (4.19, case 99)."""
        reply = upload(api.as_user("sam"), name=name, content_type=content_type)

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "File type not allowed",
            "errorCode": "E6101",
        }

    def test_empty_file_is_conflict(self, api: Api) -> None:
        """A file without content is a 409 E1004 (4.19, case 99)."""
        reply = upload(api.as_user("sam"), content=b"")

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "Could not read file or file is empty.",
            "errorCode": "E1004",
        }

    def test_oversized_file_is_conflict(self, api: Api) -> None:
        """10 000 001 bytes are one too many (4.19, case 99)."""
        reply = upload(
            api.as_user("sam"), f"{UPLOAD}&uid=ChosenUid01", content=b"x" * 10_000_001
        )

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "File size can't be bigger than 10000000, "
            "current file size 10000001",
        }
        assert api.as_user("sam").get("/fileResources/ChosenUid01").status == 404

    def test_unknown_domain_is_bad_request(self, api: Api) -> None:
        """A domain that is none is a 400 that names the seven (4.19, case 99)."""
        reply = upload(api.as_user("sam"), "/fileResources?domain=FOO")

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": "Value 'FOO' is not valid for parameter domain. Valid values "
            "are: [DATA_VALUE, DOCUMENT, MESSAGE_ATTACHMENT, USER_AVATAR, ORG_UNIT, "
            "ICON, JOB_DATA]",
        }

    @pytest.mark.profile("2.43")
    @pytest.mark.parametrize(
        ("uid", "said"),
        [
            ("x", "Value 'x' is not valid for parameter uid."),
            ("", "uid cannot be empty."),
        ],
    )
    def test_no_uid_is_bad_request(self, api: Api, uid: str, said: str) -> None:
        """From 2.43 on the uid asked for must be one, and not be empty (5, 8)."""
        reply = upload(api.as_user("sam"), f"{UPLOAD}&uid={uid}")

        assert reply.status == 400
        assert reply.json()["message"] == (
            f"{said} UID must be an alphanumeric string of 11 characters starting "
            f"with a letter, but was: {uid}"
        )

    def test_taken_uid_is_conflict(self, api: Api) -> None:
        """A uid that is taken is a 409 E1119, and the file stays (4.19)."""
        reply = upload(api.as_user("sam"), f"{UPLOAD}&uid=FreeFile001")

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "FileResource already exists: `FreeFile001`",
            "errorCode": "E1119",
        }
        shown = api.as_user("sam").get("/fileResources/FreeFile001").json()
        assert shown["name"] == "free.txt"

    @pytest.mark.parametrize(
        ("body", "content_type", "message"),
        [
            pytest.param(
                '--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--b--',
                "multipart/form-data; boundary=b",
                "Required part 'file' is not present.",
                id="another part",
            ),
            pytest.param("hello", "text/plain", NOT_MULTIPART, id="no multipart"),
            pytest.param("", None, NOT_MULTIPART, id="no body"),
        ],
    )
    def test_missing_part_is_bad_request(
        self, api: Api, body: str, content_type: str | None, message: str
    ) -> None:
        """Without the part `file` an upload is a 400 (4.19, DEVIATION D6, D11)."""
        reply = api.as_user("sam").post(UPLOAD, body=body, content_type=content_type)

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": message,
        }


class TestDocumentedUpload:
    """POST /messageConversations/attachments: the document's way (D16, D19)."""

    def test_upload_returns_bare_object(self, api: Api) -> None:
        """The answer is the attachment itself, keys as printed (4.19, case 100)."""
        reply = upload(api.as_user("sam"), f"{CONVERSATIONS}/attachments")

        assert reply.status == 200
        shown = reply.json()
        assert re.fullmatch(MOMENT, shown.pop("created"))
        assert re.fullmatch(MOMENT, shown.pop("lastUpdated"))
        assert re.fullmatch("[A-Za-z][A-Za-z0-9]{10}", shown.pop("id"))
        owner = shown.pop("user")
        assert re.fullmatch(MOMENT, owner.pop("created"))
        assert re.fullmatch(MOMENT, owner.pop("lastUpdated"))
        assert owner == {
            "name": "Sam Conteh",
            "externalAccess": False,
            "displayName": "Sam Conteh",
            "favorite": False,
            "id": "SamPlainU01",
        }
        assert shown == {
            "externalAccess": False,
            "publicAccess": "--------",
            "lastUpdatedBy": {"id": "SamPlainU01", "name": "Sam Conteh"},
            "favorite": False,
        }
        assert "Cache-Control" not in reply.headers

    def test_upload_serves_create(self, api: Api) -> None:
        """The id works as a plain string in a new message (4.19, case 100)."""
        file = upload(api.as_user("sam"), f"{CONVERSATIONS}/attachments").json()["id"]

        reply = create(api.as_user("sam"), [file])

        assert reply.status == 201
        (message,) = messages(api, reply.new_uid)
        assert [each["id"] for each in message["attachments"]] == [file]

    def test_upload_serves_reply(self, api: Api) -> None:
        """The id works in the query of a reply (4.19, case 100)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        file = upload(api.as_user("mia"), f"{CONVERSATIONS}/attachments").json()["id"]

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}?attachments={file}", body="Yes"
        )

        assert reply.status == 200
        assert [each["id"] for each in messages(api, uid)[1]["attachments"]] == [file]

    def test_upload_is_message_attachment(self, api: Api) -> None:
        """The file is stored for messages, under its own name and type (4.19)."""
        reply = upload(
            api.as_user("sam"),
            f"{CONVERSATIONS}/attachments",
            name="dot.png",
            content=b"\x89PNG\r\n\x1a\n--x",
            content_type="image/png",
        )

        file = reply.json()["id"]
        shown = api.as_user("sam").get(f"/fileResources/{file}").json()
        assert shown["domain"] == "MESSAGE_ATTACHMENT"
        assert shown["name"] == "dot.png"
        assert shown["contentType"] == "image/png"
        content = api.as_user("sam").get(f"/fileResources/{file}/data")
        assert content.body == b"\x89PNG\r\n\x1a\n--x"

    def test_missing_part_is_bad_request(self, api: Api) -> None:
        """What is not multipart is a 400 as well (4.19, DEVIATION D11)."""
        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/attachments", body="hello", content_type="text/plain"
        )

        assert reply.status == 400
        assert reply.json()["message"] == NOT_MULTIPART

    def test_empty_file_is_conflict(self, api: Api) -> None:
        """What the other route refuses is refused here (4.19)."""
        reply = upload(api.as_user("sam"), f"{CONVERSATIONS}/attachments", content=b"")

        assert reply.status == 409
        assert reply.json()["message"] == "Could not read file or file is empty."


class TestKeys:
    """What is told of a file (RA 7.2)."""

    def test_file_is_shown_by_routes_of_its_own(self, api: Api) -> None:
        """`access` and `href` come only where `fields` asks (RA 7.2)."""
        sam = api.as_user("sam")

        stored = upload(sam).json()["response"]["fileResource"]
        shown = sam.get(f"/fileResources/{stored['id']}").json()
        asked = sam.get(
            f"/fileResources/{stored['id']}?fields=href,access[read]"
        ).json()
        whole = sam.get(f"/fileResources/{stored['id']}?fields=*").json()

        assert set(stored) == set(shown) == FILE_KEYS
        assert asked["href"].endswith(f"/api/fileResources/{stored['id']}")
        assert asked["access"] == {"read": True}
        assert set(whole) == FILE_KEYS | {"access", "href"}
