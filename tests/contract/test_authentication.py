"""Who is let in, and who is told no (1.2, query.md 15)."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from mock_server.factory import create_app

if TYPE_CHECKING:
    from tests.conftest import Api

UNAUTHORIZED = {
    "httpStatus": "Unauthorized",
    "httpStatusCode": 401,
    "status": "ERROR",
    "message": "Unauthorized",
}

OPEN = {
    ("GET", "/api/ping"),
    ("GET", "/api/system/ping"),
    ("GET", "/api/loginConfig"),
    ("GET", "/api/locales/ui"),
    ("GET", "/api/staticContent/<key>"),
    ("POST", "/api/auth/login"),
}


def served() -> set[tuple[str, str]]:
    """Return method and rule of every route of the API."""
    return {
        (method, rule.rule)
        for rule in create_app().url_map.iter_rules()
        if rule.rule.startswith("/api")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


CLOSED = sorted(served() - OPEN)


class TestAdmitted:
    """Credentials that fit."""

    def test_right_password_is_admitted(self, api: Api) -> None:
        """Username and password let in by HTTP Basic (1.2)."""
        reply = api.as_user("sam").get("/me?fields=username")

        assert reply.status == 200
        assert reply.json() == {"username": "sam"}

    @pytest.mark.parametrize("scheme", ["basic", "BASIC", "Basic"])
    def test_scheme_in_any_case_is_admitted(self, api: Api, scheme: str) -> None:
        """The name of the scheme has no case (RFC 9110, 11.1)."""
        credentials = b64encode(b"sam:district").decode()

        reply = api.get(
            "/me?fields=username", headers={"Authorization": f"{scheme} {credentials}"}
        )

        assert reply.status == 200


class TestRefused:
    """Requests of nobody, or of nobody known."""

    def test_open_routes_are_served(self) -> None:
        """The routes that need no login are all there (resources.md 2)."""
        assert served() >= OPEN

    @pytest.mark.parametrize(("method", "rule"), CLOSED)
    def test_no_credentials_are_refused(self, api: Api, method: str, rule: str) -> None:
        """No route is open to nobody, and none changes anything (1.2, case 104)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        admin = api.as_user("admin")
        before = admin.get(f"/messageConversations/{uid}").json()
        path = re.sub("<uid[^>]*>", uid, rule).replace("<user>", "MiaPlainU01")
        path = re.sub("<any.*?>", "users", path)

        reply = api.call(method, f"{path}?mc={uid}", body=f'["{uid}"]')

        assert reply.status == 401
        assert reply.json() == UNAUTHORIZED
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert "WWW-Authenticate" not in reply.headers
        assert admin.get(f"/messageConversations/{uid}").json() == before

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/api/nothing"),
            ("PUT", "/api/messageConversations"),
            ("GET", "/api/27/messageConversations"),
        ],
    )
    def test_unrouted_paths_tell_nobody(self, api: Api, method: str, path: str) -> None:
        """Who is not logged in does not learn what exists (query.md 13.6)."""
        reply = api.call(method, path)

        assert reply.status == 401
        assert reply.json() == UNAUTHORIZED

    @pytest.mark.parametrize(
        ("user", "password"),
        [
            ("sam", "wrong"),
            ("sam", ""),
            ("nobody", "district"),
            ("", ""),
            ("SAM", "district"),
            ("sam", "distriçt"),
        ],
        ids=["wrong", "empty", "unknown", "blank", "case", "umlaut"],
    )
    def test_wrong_credentials_are_refused(
        self, api: Api, user: str, password: str
    ) -> None:
        """A wrong password and an unknown user read alike (query.md 15)."""
        reply = api.as_user(user, password).get("/me")

        assert reply.status == 401
        assert reply.json() == UNAUTHORIZED

    @pytest.mark.parametrize("password", ["district", "wrong"])
    def test_disabled_user_is_told(self, api: Api, password: str) -> None:
        """A disabled account says that it is, before the password counts (15)."""
        reply = api.as_user("dag", password).get("/me")

        assert reply.status == 401
        assert reply.json() == {
            "httpStatus": "Unauthorized",
            "httpStatusCode": 401,
            "status": "ERROR",
            "message": "Account disabled",
        }

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "Basic",
            "Basic ",
            "Basic !!!",
            "Basic c2Ft",
            "Basic c2FtOmRpc3RyaWN0x",
            "Basic /////w==",
            "Bearer c2FtOmRpc3RyaWN0",
            "c2FtOmRpc3RyaWN0",
        ],
        ids=[
            "empty",
            "scheme",
            "blank",
            "symbols",
            "no-colon",
            "padding",
            "no-utf8",
            "bearer",
            "bare",
        ],
    )
    def test_malformed_header_is_refused(self, api: Api, header: str) -> None:
        """A header that cannot be read counts as none (query.md 15)."""
        reply = api.get("/me", headers={"Authorization": header})

        assert reply.status == 401
        assert reply.json() == UNAUTHORIZED

    @pytest.mark.profile("2.42")
    @pytest.mark.parametrize("header", ["Bearer c2FtOmRpc3RyaWN0", "Digest x", "x"])
    def test_unknown_scheme_counts_as_none(self, api: Api, header: str) -> None:
        """What no filter of the server reads is no credentials (query.md 15)."""
        asked = {"Authorization": header}
        script = {"X-Requested-With": "XMLHttpRequest"}

        assert api.get("/me", headers=asked).status == 302
        assert api.get("/me", headers=asked | script).json() == UNAUTHORIZED

    @pytest.mark.parametrize("path", ["/loginConfig", "/locales/ui"])
    def test_open_paths_mind_credentials(self, api: Api, path: str) -> None:
        """Nobody needs to log in there, but a wrong password is refused (15)."""
        refused = api.as_user("sam", "wrong").get(path)
        reply = api.as_user("sam").get(path)

        assert api.get(path).status == 200
        assert (refused.status, refused.json()) == (401, UNAUTHORIZED)
        assert reply.status == 200
        assert "JSESSIONID" in reply.headers["Set-Cookie"]

    @pytest.mark.profile("2.42")
    def test_refusal_in_xml_is_for_basic(self, api: Api) -> None:
        """A server writes it in XML to who logs in by Basic, and to no script (15)."""
        script = {"X-Requested-With": "XMLHttpRequest"}
        xml = "application/xml"

        anonymous = api.get("/me", accept=xml, headers=script)
        refused = api.as_user("sam", "wrong").get("/me", accept=xml)

        assert anonymous.json() == UNAUTHORIZED
        assert refused.status == 401
        assert refused.text.startswith("<webMessage ")

    def test_refusal_in_xml(self, api: Api) -> None:
        """Who accepts XML reads the refusal in XML (query.md 15)."""
        reply = api.get("/messageConversations", accept="application/xml")

        assert reply.status == 401
        assert reply.text == (
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" '
            'httpStatus="Unauthorized" httpStatusCode="401" status="ERROR">'
            "<message>Unauthorized</message></webMessage>"
        )
