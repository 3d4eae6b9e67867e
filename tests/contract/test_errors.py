"""What every path has in common: methods, forms, versions, refusals (1, 4.20, 5)."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


class TestMethod:
    """Methods that a path does not have."""

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("PUT", "/messageConversations", {"DELETE", "GET", "POST"}),
            ("PUT", "/messageConversations/{uid}", {"DELETE", "GET", "POST"}),
            ("PATCH", "/messageConversations/{uid}", {"DELETE", "GET", "POST"}),
            ("GET", "/messageConversations/abc", {"DELETE", "POST"}),
            ("PUT", "/messageConversations/{uid}/translations", {"DELETE", "GET"}),
            ("PUT", "/messageConversations/{uid}/sharing", {"DELETE", "GET"}),
            ("PATCH", "/messageConversations/{uid}/sharing", {"DELETE", "GET"}),
            ("POST", "/messageConversations/{uid}/favorite", {"DELETE", "GET"}),
            ("POST", "/messageConversations/{uid}/subscriber", {"DELETE", "GET"}),
            ("POST", "/messageConversations/{uid}/messages", {"DELETE", "GET"}),
            ("POST", "/users", {"GET"}),
            ("DELETE", "/userGroups/GroupPair01", {"GET"}),
            ("PUT", "/organisationUnits/UnitParent1", {"GET"}),
            ("PUT", "/me", {"GET"}),
        ],
    )
    def test_other_method_is_refused(
        self, api: Api, method: str, path: str, allowed: set[str]
    ) -> None:
        """Inherited writes are closed; Allow says what is open (4.20, case 103)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        before = sam.get(f"/messageConversations/{uid}").json()

        reply = sam.call(method, path.format(uid=uid), json={"subject": "Changed"})

        assert reply.status == 405
        assert reply.json() == {
            "httpStatus": "Method Not Allowed",
            "httpStatusCode": 405,
            "status": "ERROR",
            "message": f"Request method '{method}' is not supported",
        }
        named = set(reply.headers["Allow"].split(", "))
        assert named - {"HEAD", "OPTIONS"} == allowed
        assert sam.get(f"/messageConversations/{uid}").json() == before


class TestUnknownPath:
    """Paths where nothing is."""

    @pytest.mark.parametrize(
        "path",
        [
            "/api/nothing",
            "/api/messageConversation",
            "/api/messageConversations.foo",
            "/api/27/messageConversations",
            "/api/99/messageConversations",
            "/api/333/messageConversations",
            "/api/messageConversations//",
            "/api/messageConversations/{uid}/messages/gist",
            "/api/messageConversations/{uid}/gist",
            "/api/messageConversations/gist",
        ],
    )
    def test_unknown_path_is_not_found(self, api: Api, path: str) -> None:
        """A path that is not served is a 404 WebMessage (4.20, 5, D6)."""
        sam = api.as_user("sam")
        path = path.format(uid=sam.send("MiaPlainU01"))

        reply = sam.get(path)

        envelope = reply.json()
        assert reply.status == 404
        assert envelope.pop("message").startswith("Nothing is served at /api/")
        assert envelope == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
        }

    def test_unknown_path_in_xml(self, api: Api) -> None:
        """In XML the facts of a WebMessage are attributes (1.6)."""
        reply = api.as_user("sam").get("/nothing", accept="application/xml")

        assert reply.status == 404
        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        assert reply.text == (
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" '
            'httpStatus="Not Found" httpStatusCode="404" status="ERROR">'
            "<message>Nothing is served at /api/nothing</message></webMessage>"
        )


class TestHost:
    """What a client says of host and connection, which chooses no route."""

    @pytest.mark.parametrize(
        "said",
        [
            {"Host": "a..b"},
            {"Host": "a" * 64},
            {"Connection": "Upgrade", "Upgrade": "websocket"},
        ],
        ids=["empty label", "long label", "another protocol"],
    )
    def test_odd_host_is_served(self, api: Api, said: dict[str, str]) -> None:
        """Names that no resolver takes, and offers to change the protocol."""
        reply = api.as_user("sam").get("/api/me?fields=username", headers=said)

        assert reply.status == 200
        assert reply.json() == {"username": "sam"}


class TestVersion:
    """The version in front of a path."""

    @pytest.mark.parametrize("version", ["28", "33", "42"])
    def test_known_version_is_the_same(self, api: Api, version: str) -> None:
        """`/api/NN` is the same resource (1.1, case 24)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.get(
            f"/api/{version}/messageConversations/{uid}?fields=href",
            headers={"Host": "mock.example"},
        )

        assert reply.status == 200
        assert reply.json() == {
            "href": f"http://mock.example/api/{version}/messageConversations/{uid}"
        }

    def test_location_keeps_the_version(self, api: Api) -> None:
        """Location is absolute and repeats the version (1.4)."""
        reply = api.as_user("sam").post(
            "/api/33/messageConversations",
            json={"subject": "Hi", "users": [{"id": "MiaPlainU01"}]},
            headers={"Host": "mock.example"},
        )

        assert reply.status == 201
        assert reply.headers["Location"] == (
            f"http://mock.example/api/33/messageConversations/{reply.new_uid}"
        )


class TestSlashAndSuffix:
    """What may stand at the end of a path."""

    @pytest.mark.parametrize(
        "path", ["messageConversations/", "33/messageConversations/", "users/"]
    )
    def test_trailing_slash_is_ignored(self, api: Api, path: str) -> None:
        """One trailing slash says nothing (1.1)."""
        reply = api.as_user("admin").get(f"/api/{path}")

        assert reply.status == 200

    def test_trailing_slash_after_uid(self, api: Api) -> None:
        """The slash is ignored on writes as well (1.1)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.post(f"/messageConversations/{uid}/unread/")

        assert (reply.status, reply.json()) == (200, {"markedUnread": [uid]})

    @pytest.mark.parametrize(
        "path", ["/api//me", "/api/me//", "/api/messageConversations//read"]
    )
    def test_double_slash_leads_nowhere(self, api: Api, path: str) -> None:
        """A server redirects nobody below /api; the path is simply another (1)."""
        reply = api.as_user("sam").get(path)

        assert reply.status == 404
        assert "Location" not in reply.headers
        assert reply.json()["httpStatusCode"] == 404

    @pytest.mark.parametrize(
        ("suffix", "accept", "content_type"),
        [
            (".json", "application/xml", "application/json;charset=UTF-8"),
            (".xml", "application/json", "application/xml;charset=UTF-8"),
            (".xml", None, "application/xml;charset=UTF-8"),
            (".json", "image/png", "application/json;charset=UTF-8"),
        ],
    )
    def test_suffix_beats_accept(
        self, api: Api, suffix: str, accept: str | None, content_type: str
    ) -> None:
        """The suffix decides the form, whatever Accept says (1.1, 1.5)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        paths = (
            f"/messageConversations{suffix}",
            f"/messageConversations/{uid}{suffix}",
        )
        replies = [sam.get(path, accept=accept) for path in paths]

        assert [each.status for each in replies] == [200, 200]
        assert [each.headers["Content-Type"] for each in replies] == [
            content_type,
            content_type,
        ]


class TestHead:
    """GET without the body."""

    @pytest.mark.parametrize(
        "path", ["/messageConversations", "/messageConversations/{uid}", "/me"]
    )
    def test_head_has_headers_of_get(self, api: Api, path: str) -> None:
        """HEAD answers like GET without a body (query.md 13.5)."""
        sam = api.as_user("sam")
        path = path.format(uid=sam.send("MiaPlainU01"))

        reply = sam.call("HEAD", path)

        same = sam.get(path)
        assert (reply.status, reply.body) == (200, b"")
        assert [
            reply.headers[name] for name in ("ETag", "Content-Type", "Content-Length")
        ] == [same.headers[name] for name in ("ETag", "Content-Type", "Content-Length")]


class TestTag:
    """ETag, and asking again by it."""

    @pytest.mark.parametrize(
        "path",
        [
            "/messageConversations",
            "/messageConversations/{uid}",
            "/messageConversations/{uid}/subject",
            "/messageConversations/{uid}.xml",
            "/me",
            "/users",
            "/userGroups.json",
            "/organisationUnits?fields=id",
        ],
    )
    def test_reads_are_tagged(self, api: Api, path: str) -> None:
        """Every read has the tag of its bytes, and answers 304 to it (1.4)."""
        admin = api.as_user("admin")
        path = path.format(uid=admin.send("MiaPlainU01"))

        reply = admin.get(path)

        tag = f'"0{md5(reply.body, usedforsecurity=False).hexdigest()}"'
        assert reply.headers["ETag"] == tag
        for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = admin.get(path, headers={"If-None-Match": asked})
            assert (again.status, again.body) == (304, b"")
            assert again.headers["ETag"] == tag
            assert "Content-Type" not in again.headers
            assert "Content-Length" not in again.headers
        assert admin.get(path, headers={"If-None-Match": '"0"'}).body == reply.body

    @pytest.mark.parametrize(
        "path", ["/fileResources/FreeFile001", "/fileResources/FreeFile001/data"]
    )
    def test_file_resources_are_not_tagged(self, api: Api, path: str) -> None:
        """Answers below fileResources never carry an ETag (1.4)."""
        reply = api.as_user("sam").get(path, headers={"If-None-Match": "*"})

        assert reply.status == 200
        assert "ETag" not in reply.headers

    def test_attachment_is_tagged(self, api: Api) -> None:
        """The bytes of an attachment carry an ETag (4.18)."""
        sam = api.as_user("sam")
        body = {
            "subject": "Hi",
            "users": [{"id": "MiaPlainU01"}],
            "attachments": [{"id": "FreeFile001"}],
        }
        uid = sam.post("/messageConversations", json=body).new_uid
        shown = sam.get(f"/messageConversations/{uid}/messages").json()
        path = f"/messageConversations/{uid}/{shown['messages'][0]['id']}/attachments"

        reply = sam.get(f"{path}/FreeFile001")
        again = sam.get(
            f"{path}/FreeFile001", headers={"If-None-Match": reply.headers["ETag"]}
        )

        assert (reply.status, reply.body) == (200, b"free\n")
        assert (again.status, again.body) == (304, b"")

    @pytest.mark.parametrize("path", ["/messageConversations/ConvNone999", "/nothing"])
    def test_refusals_are_not_tagged(self, api: Api, path: str) -> None:
        """Only what was read has a tag (1.4)."""
        reply = api.as_user("sam").get(path, headers={"If-None-Match": "*"})

        assert reply.status == 404
        assert "ETag" not in reply.headers

    def test_writes_are_not_tagged(self, api: Api) -> None:
        """A write has no tag, even one that changed nothing (1.4)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post("/messageConversations/read", json=[uid])

        assert reply.status == 200
        assert "ETag" not in reply.headers


class TestAccept:
    """What the client can read."""

    @pytest.mark.parametrize(
        ("accept", "content_type"),
        [
            ("*/*", "application/json;charset=UTF-8"),
            ("application/*", "application/json;charset=UTF-8"),
            ("application/json, text/plain, */*", "application/json;charset=UTF-8"),
            ("application/json;charset=UTF-8", "application/json;charset=UTF-8"),
            ("text/html, */*;q=0.8", "application/json;charset=UTF-8"),
            ("text/xml", "application/xml;charset=UTF-8"),
            ("application/xml;charset=utf-8", "application/xml;charset=UTF-8"),
            (
                "application/xml, application/json;q=0.5",
                "application/xml;charset=UTF-8",
            ),
            (
                "application/xml;q=0.5, application/json",
                "application/json;charset=UTF-8",
            ),
        ],
    )
    def test_accept_chooses_the_form(
        self, api: Api, accept: str, content_type: str
    ) -> None:
        """The best-liked form that can be written is written (1.5)."""
        reply = api.as_user("sam").get("/messageConversations", accept=accept)

        assert reply.status == 200
        assert reply.headers["Content-Type"] == content_type

    @pytest.mark.parametrize("accept", ["text/html", "image/png", "text/csv"])
    def test_nothing_acceptable_is_refused(self, api: Api, accept: str) -> None:
        """Forms that cannot be written are a 406 (1.5, 4.20, D6)."""
        reply = api.as_user("sam").get("/messageConversations", accept=accept)

        assert reply.status == 406
        assert reply.json() == {
            "httpStatus": "Not Acceptable",
            "httpStatusCode": 406,
            "status": "ERROR",
            "message": "No acceptable representation",
        }

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/messageConversations/{uid}"),
            ("POST", "/messageConversations/{uid}/read"),
            ("DELETE", "/messageConversations/{uid}/MiaPlainU01"),
        ],
    )
    def test_nothing_acceptable_changes_nothing(
        self, api: Api, method: str, path: str
    ) -> None:
        """What cannot be answered is not done either (1.5, D10)."""
        mia = api.as_user("mia")
        uid = api.as_user("sam").send("MiaPlainU01")
        before = mia.get(f"/messageConversations/{uid}").json()

        reply = mia.call(method, path.format(uid=uid), body="More", accept="image/png")

        assert reply.status == 406
        assert mia.get(f"/messageConversations/{uid}").json() == before


class TestContentType:
    """Bodies of a type that is not taken."""

    @pytest.mark.parametrize(
        ("path", "content_type"),
        [
            ("/messageConversations", "application/x-www-form-urlencoded"),
            ("/messageConversations", "text/plain"),
            ("/messageConversations/read", "application/x-www-form-urlencoded"),
            ("/messageConversations/followup", "application/xml"),
            ("/messageConversations/{uid}/recipients", "text/plain"),
        ],
    )
    def test_wrong_type_is_named(self, api: Api, path: str, content_type: str) -> None:
        """The refusal names the type (4.4, cases 19, 65, 83)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        before = sam.get("/messageConversations?fields=*").json()

        reply = sam.post(path.format(uid=uid), body="{}", content_type=content_type)

        assert reply.status == 415
        assert reply.json() == {
            "httpStatus": "Unsupported Media Type",
            "httpStatusCode": 415,
            "status": "ERROR",
            "message": f"Content-Type '{content_type}' is not supported",
        }
        assert sam.get("/messageConversations?fields=*").json() == before

    def test_missing_type_is_any_bytes(self, api: Api) -> None:
        """A body that names no type counts as bytes (5)."""
        reply = api.as_user("sam").post("/messageConversations/read", body="[]")

        assert reply.status == 415
        assert reply.json()["message"] == (
            "Content-Type 'application/octet-stream' is not supported"
        )

    @pytest.mark.parametrize(
        "path", ["read", "unfollowup", "{uid}/recipients"], ids=["4.12", "4.14", "4.6"]
    )
    def test_nothing_at_all_lacks_body(self, api: Api, path: str) -> None:
        """With neither type nor body it is the body that is missed (4.12)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post(f"/messageConversations/{path.format(uid=uid)}")

        assert reply.status == 400
        message = reply.json()["message"]
        assert message.startswith("Required request body is missing: ")

    @pytest.mark.parametrize("path", ["read", "{uid}/recipients"], ids=["4.12", "4.6"])
    def test_null_is_no_body(self, api: Api, path: str) -> None:
        """A JSON null is nothing to work on (4.12)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        path = f"/messageConversations/{path.format(uid=uid)}"

        reply = api.as_user("sam").post(
            path, body="null", content_type="application/json"
        )

        assert reply.status == 400
        message = reply.json()["message"]
        assert message.startswith("Required request body is missing: ")

    @pytest.mark.parametrize(
        ("message", "body"),
        [
            pytest.param(
                "Content-Type is not supported",
                body,
                marks=pytest.mark.profile("2.42"),
            )
            for body in ("", "{}")
        ]
        + [
            pytest.param(
                "Content type '' not supported", "{}", marks=pytest.mark.profile("2.41")
            )
        ],
    )
    def test_create_finds_no_route_without_type(
        self, api: Api, message: str, body: str
    ) -> None:
        """The type chooses among ways to create, so one must be named (4.4, 8)."""
        reply = api.as_user("sam").post("/messageConversations", body=body)

        assert reply.status == 415
        assert reply.json() == {
            "httpStatus": "Unsupported Media Type",
            "httpStatusCode": 415,
            "status": "ERROR",
            "message": message,
        }

    def test_charset_is_accepted(self, api: Api) -> None:
        """Parameters of the type do not matter (4.4)."""
        reply = api.as_user("sam").post(
            "/messageConversations",
            body='{"subject": "Hi", "users": [{"id": "MiaPlainU01"}]}',
            content_type="Application/JSON; charset=utf-8",
        )

        assert reply.status == 201


class TestCacheControl:
    """Which answers may not be kept."""

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("POST", "/messageConversations/feedback", 400),
            ("GET", "/users", 403),
            ("GET", "/users/Unknown0000/", 403),
            ("GET", "/userGroups/Unknown0000", 404),
            ("GET", "/nothing", 404),
            ("PUT", "/messageConversations", 405),
            ("POST", "/messageConversations/xyz", 404),
            ("POST", "/messageConversations", 415),
        ],
    )
    def test_refusals_are_private(
        self, api: Api, method: str, path: str, status: int
    ) -> None:
        """Every refused WebMessage says so (1.4, case 105)."""
        reply = api.as_user("sam").call(method, path, body="x")

        assert reply.status == status
        assert reply.headers["Cache-Control"] == "no-cache, private"

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/messageConversations/{uid}"),
            ("POST", "/messageConversations/feedback?subject=Help"),
            ("POST", "/messageConversations/{uid}/read"),
            ("POST", "/messageConversations/{uid}/assign?userId=MiaPlainU01"),
            (
                "POST",
                "/messageConversations/{uid}/status?messageConversationStatus=OPEN",
            ),
            ("DELETE", "/messageConversations/{uid}/MiaPlainU01"),
            ("DELETE", "/messageConversations?mc={uid}"),
        ],
    )
    def test_successful_writes_say_nothing(
        self, api: Api, method: str, path: str
    ) -> None:
        """Successful writes carry no Cache-Control (1.4, case 105)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.call(method, path.format(uid=uid), body="x")

        assert reply.status in {200, 201}
        assert "Cache-Control" not in reply.headers

    @pytest.mark.parametrize("path", ["/messageConversations", "/nothing", "/me"])
    def test_every_answer_forbids_sniffing(self, api: Api, path: str) -> None:
        """The security headers stand on every answer (1.4)."""
        reply = api.as_user("sam").get(path)

        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "X-XSS-Protection" in reply.headers
