"""POST /__mock/reset: back to the seed (control-plane 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mock_server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

GETS = [
    "/api/resources",
    "/api/me",
    "/api/users?fields=*",
    "/api/users/PhzytPW3g2J",
    "/api/userGroups?fields=*",
    "/api/userGroups/ZoHNWQajIoe",
    "/api/organisationUnits?fields=*",
    "/api/organisationUnits/DiszpKrYNg8",
    "/api/fileResources/fTpI4GOmujz",
    "/api/fileResources/fTpI4GOmujz/data",
    "/api/messageConversations?fields=*,messages[*],userMessages[*]",
    "/api/messageConversations/ZjHHSjyyeJ2",
    "/api/messageConversations/ZjHHSjyyeJ2/messages",
    "/api/messageConversations/ZrKML5WiyFm",
    "/api/messageConversations/jMe43trzrdi/jMe4Messag1/attachments/UsedAttach1",
    "/__mock/settings",
    "/__mock/visibility?conversation=ZrKML5WiyFm&user=boateng",
]


def write_everything(api: Api) -> list[str]:
    """Make one write of every kind and return the uids it made."""
    admin, mobile = api.as_user("admin"), api.as_user("mobile")
    made = [
        admin.post(
            "/messageConversations",
            json={
                "subject": "New",
                "text": "x",
                "users": [{"id": "PhzytPW3g2J"}],
                "attachments": [{"id": "fTpI4GOmujz"}],
            },
        ).new_uid,
        mobile.post("/messageConversations/feedback?subject=Help", body="x").new_uid,
        admin.post(
            "/fileResources?domain=DOCUMENT",
            body=(
                "--b\r\nContent-Disposition: form-data; "
                'name="file"; filename="a.txt"\r\n\r\na\r\n--b--\r\n'
            ),
            content_type="multipart/form-data; boundary=b",
        ).json()["response"]["fileResource"]["id"],
    ]
    seeded = "/messageConversations/ZjHHSjyyeJ2"
    ticket = "/messageConversations/ZrKML5WiyFm"
    replies = [
        mobile.post(seeded, body="Yes"),
        mobile.post("/messageConversations/read", json=["ZjHHSjyyeJ2"]),
        mobile.post("/messageConversations/followup", json=["ZjHHSjyyeJ2"]),
        admin.post(f"{seeded}/recipients", json={"users": [{"id": "OYLGMiazHtW"}]}),
        admin.post(f"{ticket}/status?messageConversationStatus=SOLVED"),
        admin.post(f"{ticket}/priority?messageConversationPriority=LOW"),
        admin.post(f"{ticket}/assign?userId=OYLGMiazHtW"),
        admin.delete("/messageConversations?mc=WzMRrCosqc0"),
        admin.delete("/messageConversations/jMe43trzrdi"),
    ]
    assert {each.status for each in replies} <= {200, 204}
    return made


class TestReset:
    """What a reset brings back."""

    @pytest.mark.parametrize("path", GETS)
    def test_reset_restores_every_byte(self, default_api: Api, path: str) -> None:
        """After a reset every GET answers as on the fresh server (3.2)."""
        admin = default_api.as_user("admin")
        before = admin.get(path)
        write_everything(default_api)

        reply = default_api.post("/__mock/reset")

        after = admin.get(path)
        assert (reply.status, reply.body) == (204, b"")
        assert before.status == 200
        assert (after.status, after.body) == (200, before.body)
        assert after.headers.get("ETag") == before.headers.get("ETag")

    def test_reset_repeats_the_uids(self, default_api: Api) -> None:
        """The same writes after a reset make the same uids (3.2)."""
        first = write_everything(default_api)

        default_api.post("/__mock/reset")

        assert write_everything(default_api) == first

    def test_reset_needs_no_login(self, default_api: Api) -> None:
        """The control plane asks nobody who he is (3.1)."""
        uid = default_api.as_user("admin").send("PhzytPW3g2J")

        reply = default_api.as_user(None).post("/__mock/reset")

        found = default_api.as_user("admin").get(f"/messageConversations/{uid}")
        assert reply.status == 204
        assert found.status == 404


class TestNothingToSay:
    """A reset reads neither parameters nor a body."""

    @pytest.mark.parametrize(
        ("query", "body", "pointer"),
        [("?seed=nope", None, "/seed"), ("", {"sed": 1}, "/sed")],
        ids=["parameter", "body"],
    )
    def test_what_is_not_read_is_refused(
        self, default_api: Api, query: str, body: object, pointer: str
    ) -> None:
        """A wish that the reset would not grant is a 422, and nothing is reset."""
        uid = default_api.as_user("admin").send("PhzytPW3g2J")

        reply = default_api.post(f"/__mock/reset{query}", json=body)

        assert reply.status == 422
        assert reply.json()["errors"] == [
            {
                "pointer": pointer,
                "message": f"unknown key {pointer[1:]!r}; there are none",
            }
        ]
        found = default_api.as_user("admin").get(f"/messageConversations/{uid}")
        assert found.status == 200

    def test_empty_document_says_nothing(self, default_api: Api) -> None:
        """A client that always sends a body may send an empty one."""
        reply = default_api.post("/__mock/reset", json={})

        assert reply.status == 204


class TestForeignOrigin:
    """Web pages that try to steer the mock."""

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8080"])
    @pytest.mark.parametrize("path", ["snapshots/current", "requests", "health"])
    def test_foreign_name_reads_nothing(
        self, default_api: Api, host: str, path: str
    ) -> None:
        """
        A name that a foreign name server pointed at this machine is a 403 (3.1).

        To such a page a browser gives no origin when it only reads.
        """
        reply = default_api.get(f"/__mock/{path}", headers={"Host": host})

        assert reply.status == 403
        assert reply.json()["detail"] == (
            f"The control plane is not at {host.removesuffix(':8080')!r};"
            " --external-url says if it is."
        )

    @pytest.mark.parametrize(
        "host", ["localhost:1", "mock.localhost", "127.0.0.2", "[::1]:80", "mock", "["]
    )
    def test_own_names_read(self, default_api: Api, host: str) -> None:
        """Addresses, `localhost` and names without a dot are no foreign ones."""
        reply = default_api.get("/__mock/health", headers={"Host": host})

        assert reply.status == 200

    def test_external_name_reads(self, api_with: Callable[[Settings], Api]) -> None:
        """What `--external-url` names is where the control plane is."""
        api = api_with(Settings(external_url="https://mock.example/dhis"))

        reply = api.get("/__mock/health", headers={"Host": "mock.example"})

        assert reply.status == 200

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "http://mock.example:81",
            "http://mock.example",
            "null",
        ],
    )
    def test_foreign_origin_is_refused(self, default_api: Api, origin: str) -> None:
        """
        Another origin is a 403 problem, and nothing is reset (3.1).

        So is a name that a foreign name server may have pointed at this machine.
        """
        admin = default_api.as_user("admin")
        uid = admin.send("PhzytPW3g2J")

        reply = default_api.post(
            "/__mock/reset", headers={"Host": "mock.example", "Origin": origin}
        )

        assert reply.status == 403
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json() == {
            "type": "about:blank",
            "title": "Forbidden",
            "status": 403,
            "detail": "The control plane answers no other origin.",
        }
        assert admin.get(f"/messageConversations/{uid}").status == 200

    def test_own_origin_is_served(self, default_api: Api) -> None:
        """A page that the mock itself serves may steer it (3.1)."""
        reply = default_api.post(
            "/__mock/reset",
            headers={"Host": "localhost:8080", "Origin": "http://localhost:8080"},
        )

        assert reply.status == 204


class TestOtherMethod:
    """What the control plane does not have."""

    @pytest.mark.parametrize(
        ("path", "status", "title", "detail"),
        [
            (
                "/__mock/reset",
                405,
                "Method Not Allowed",
                "/__mock/reset takes OPTIONS, POST, and no GET.",
            ),
            (
                "/__mock/nothing",
                404,
                "Not Found",
                "There is no /__mock/nothing; GET /__mock lists what there is.",
            ),
        ],
    )
    def test_unknown_route_is_a_problem(
        self, default_api: Api, path: str, status: int, title: str, detail: str
    ) -> None:
        """Its errors are problems, never WebMessages, without a login (3.1)."""
        reply = default_api.get(path)

        problem = reply.json()
        assert reply.status == status
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert problem == {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
        }

    def test_refused_method_names_the_others(self, default_api: Api) -> None:
        """Allow says how a reset is asked for (3.1)."""
        reply = default_api.get("/__mock/reset")

        assert reply.headers["Allow"] == "OPTIONS, POST"
