"""What the shell of an app asks for: pages, menu, pictures, logout."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from mock_server.profiles import PROFILES
from tests.conftest import Api, app_for, in_process

if TYPE_CHECKING:
    from tests.conftest import Reply

FORM = "application/x-www-form-urlencoded"
LOGIN_FORM = "/dhis-web-commons-security/login.action"
LOGOUT = "/dhis-web-commons-security/logout.action"
MENU = "/dhis-web-commons/menu/getModules.action"
XHR = {"X-Requested-With": "XMLHttpRequest"}


def cookie(reply: Reply) -> dict[str, str]:
    """Return the headers of a browser that keeps the cookie of `reply`."""
    return {"Cookie": reply.headers["Set-Cookie"].partition(";")[0]}


def log_in(api: Api, username: str = "mobile") -> Reply:
    """Log in as the app's dialog does."""
    body = {"username": username, "password": "district"}
    return api.post("/auth/login", json=body)


class TestPages:
    """Pages that need no login and lead nowhere else."""

    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/login/",
            "/dhis-web-login",
            "/dhis-web-login/",
            "/dhis-web-commons/security/login.action",
            "/dhis-web-messaging/index.html",
        ],
    )
    def test_page_is_open(self, default_api: Api, path: str) -> None:
        """A page answers 200 itself, not by a redirect (1.2, DEVIATION D12)."""
        reply = default_api.get(path)

        assert reply.status == 200
        assert reply.headers["Content-Type"] == "text/html;charset=UTF-8"
        assert reply.text.startswith("<!DOCTYPE html>")

    @pytest.mark.parametrize("profile", ["2.41", "2.42", "2.43"])
    def test_login_page_exists(self, profile: str) -> None:
        """Where who has no credentials is sent, there is a page (1.2, case 1)."""
        api = _server(profile)

        sent_to = api.get("/system/info").headers["Location"]

        assert api.get(urlsplit(sent_to).path).status == 200

    @pytest.mark.parametrize("path", ["/dhis-web-commons/x.action", "/dhis-web-x/"])
    def test_unknown_page_is_not_found(self, default_api: Api, path: str) -> None:
        """There is no page for everything (resources.md 21 case 43)."""
        reply = default_api.as_user("admin").get(path)

        assert reply.status == 404
        assert reply.headers["Content-Type"].startswith("application/json")


class TestMenu:
    """The apps of the header bar (1.10)."""

    def test_menu_lists_apps_that_may_be_opened(self, default_api: Api) -> None:
        """A row has name, title, picture and address of an app (case 12)."""
        host = {"Host": "mock.example"}

        reply = default_api.as_user("mobile").get(MENU, headers=host)

        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
        assert reply.json() == {
            "modules": [
                {
                    "name": "dhis-web-messaging",
                    "namespace": "/dhis-web-messaging",
                    "defaultAction": "http://mock.example/dhis-web-messaging/index.html",
                    "displayName": "Messaging",
                    "icon": "http://mock.example/dhis-web-messaging/icons/"
                    "dhis-web-messaging.png",
                    "description": "",
                    "displayDescription": "",
                    "version": "100.0.0",
                    "shortcuts": [],
                }
            ]
        }

    def test_both_addresses_give_the_same(self, default_api: Api) -> None:
        """The old address and the new one answer the same bytes (case 12)."""
        admin = default_api.as_user("admin")

        old, new = admin.get(MENU), admin.get("/api/apps/menu")

        assert old.body == new.body
        assert [each["displayName"] for each in old.json()["modules"]] == [
            "Messaging",
            "Dashboard",
        ]

    def test_menu_is_in_the_user_s_order(self, default_api: Api) -> None:
        """An array of names orders the menu; what it leaves out comes last (1.10)."""
        admin = default_api.as_user("admin")

        reply = admin.post("/menu", json=["none", "dhis-web-dashboard"])

        menu = [each["name"] for each in admin.get(MENU).json()["modules"]]
        others = default_api.as_user("system").get(MENU).json()["modules"]
        assert (reply.status, reply.body) == (204, b"")
        assert menu == ["dhis-web-dashboard", "dhis-web-messaging"]
        assert others[0]["name"] == "dhis-web-messaging"

    def test_name_counts_once_in_menu(self, default_api: Api) -> None:
        """An app that is named twice is where it is named first (1.10)."""
        admin = default_api.as_user("admin")
        names = ["dhis-web-dashboard", "dhis-web-messaging", "dhis-web-dashboard"]

        admin.post("/menu", json=names)

        menu = [each["name"] for each in admin.get(MENU).json()["modules"]]
        assert menu == names[:2]

    @pytest.mark.parametrize("body", ['{"a": 1}', "[1]", "["])
    def test_menu_wants_names(self, default_api: Api, body: str) -> None:
        """What is no array of names orders nothing (1.10)."""
        admin = default_api.as_user("admin")

        reply = admin.post("/menu", body=body, content_type="application/json")

        assert reply.status == 400
        assert reply.json()["message"].startswith("JSON parse error: ")

    def test_pictures_of_menu_are_served(self, default_api: Api) -> None:
        """An icon is a PNG, for a browser that sends but its cookie (1.10)."""
        row = default_api.as_user("mobile").get(MENU).json()["modules"][0]

        reply = default_api.get(urlsplit(row["icon"]).path)

        assert reply.status == 200
        assert reply.headers["Content-Type"] == "image/png"
        assert reply.body.startswith(b"\x89PNG\r\n\x1a\n")

    def test_menu_needs_login(self, default_api: Api) -> None:
        """Nobody is told 401 in JSON, never a page (case 12)."""
        reply = default_api.get(MENU, headers=XHR)

        assert reply.status == 401
        assert reply.headers["Content-Type"].startswith("application/json")


class TestStaticContent:
    """The logos (1.12)."""

    @pytest.mark.parametrize("accept", ["application/json", "*/*", None])
    def test_json_has_no_logo(self, default_api: Api, accept: str | None) -> None:
        """Who wants JSON is told that there is no own picture (case 13)."""
        reply = default_api.get("/staticContent/logo_banner", accept=accept)

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "No custom file found.",
        }

    @pytest.mark.parametrize("key", ["logo_banner", "logo_front", "logo_front.png"])
    def test_browser_is_sent_to_picture(self, default_api: Api, key: str) -> None:
        """Who wants a picture finds the built-in one (case 13)."""
        reply = default_api.get(f"/staticContent/{key}", accept="image/*")

        picture = default_api.get(urlsplit(reply.headers["Location"]).path)
        assert reply.status == 302
        assert picture.status == 200
        assert picture.headers["Content-Type"] == "image/png"

    def test_unknown_key_is_not_found(self, default_api: Api) -> None:
        """There are two keys (resources.md 21 case 44)."""
        reply = default_api.get("/staticContent/logo_x", accept="application/json")

        assert reply.status == 404
        assert reply.json()["message"] == "Key does not exist."
        assert reply.json()["errorCode"] == "E1005"


class TestLocales:
    """Languages (1.13)."""

    def test_languages_are_ordered_by_name(self, default_api: Api) -> None:
        """The list is open and ordered by what it is called (1.13)."""
        reply = default_api.get("/locales/ui")

        assert reply.status == 200
        assert [each["displayName"] for each in reply.json()] == [
            "English",
            "French",
            "Norwegian Bokmål",
        ]
        assert reply.json()[0] == {
            "locale": "en",
            "languageTag": "en",
            "name": "English",
            "displayName": "English",
        }

    def test_2_41_has_no_language_tag(self) -> None:
        """Languages have a tag since 2.42 (1.13)."""
        assert _server("2.41").get("/locales/ui").json()[0] == {
            "locale": "en",
            "name": "English",
            "displayName": "English",
        }


class TestSessions:
    """Cookies: handed out, good for everything, taken back (1.9)."""

    def test_cookie_alone_opens_everything(self, default_api: Api) -> None:
        """A browser that logged in sends nothing but its cookie (1.9, query.md 15)."""
        login = log_in(default_api)

        reply = default_api.get("/me?fields=username", headers=cookie(login))

        assert login.json() == {"loginStatus": "SUCCESS", "redirectUrl": "/"}
        assert login.headers["Set-Cookie"].endswith("; HttpOnly; Path=/; SameSite=Lax")
        assert reply.json() == {"username": "mobile"}

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_logout_ends_session(self, default_api: Api, method: str) -> None:
        """Logout sends home, takes the cookie back, and it opens nothing (case 14)."""
        kept = cookie(log_in(default_api))

        reply = default_api.call(
            method, LOGOUT, headers={**kept, "Host": "mock.example"}
        )

        assert reply.status == 302
        assert reply.headers["Location"] == "http://mock.example/"
        assert reply.headers["Set-Cookie"].startswith(
            "JSESSIONID=; Expires=Thu, 01 Jan"
        )
        assert default_api.get("/me", headers={**kept, **XHR}).status == 401

    def test_logout_leaves_other_browsers(self, default_api: Api) -> None:
        """Each login has a session of its own (1.9)."""
        first, second = cookie(log_in(default_api)), cookie(log_in(default_api))

        default_api.get(LOGOUT, headers=first)

        assert first != second
        assert default_api.get("/me", headers=second).status == 200

    def test_logout_of_nobody_is_the_same(self, default_api: Api) -> None:
        """Without a session logout sends home as well (1.9)."""
        assert default_api.get(LOGOUT).status == 302

    def test_oldest_session_gives_way(self, default_api: Api) -> None:
        """A user has ten sessions at most (query.md 15)."""
        kept = [cookie(log_in(default_api)) for _ in range(11)]

        statuses = [default_api.get("/me", headers=each).status for each in kept]

        assert statuses == [401, *[200] * 10]

    def test_stale_cookie_gets_new_session(self, default_api: Api) -> None:
        """A password beside an ended session opens a new one (query.md 15)."""
        stale = {"Cookie": "JSESSIONID=ENDED"}

        reply = default_api.as_user("mobile").get("/me", headers=stale)

        assert reply.status == 200
        assert default_api.get("/me", headers=cookie(reply)).status == 200

    def test_basic_with_its_cookie_opens_none(self, default_api: Api) -> None:
        """A client that keeps its cookie is given no other (query.md 15)."""
        mobile = default_api.as_user("mobile")
        kept = cookie(mobile.get("/me"))

        reply = mobile.get("/me", headers=kept)

        assert "Set-Cookie" not in reply.headers


class TestFormLogin:
    """The form of 2.41 (1.9)."""

    @pytest.mark.parametrize(
        ("username", "password", "location"),
        [
            ("mobile", "district", "/dhis-web-dashboard"),
            ("mobile", "wrong", "/dhis-web-login?failed=true"),
            ("diawara", "district", "/dhis-web-login?failed=true"),
            ("nobody", "", "/dhis-web-login?failed=true"),
        ],
    )
    def test_form_sends_on(self, username: str, password: str, location: str) -> None:
        """The form sends to the start page, or back to itself (1.9)."""
        api = _server("2.41")

        reply = api.post(
            LOGIN_FORM,
            body=f"j_username={username}&j_password={password}",
            content_type=FORM,
            headers={"Host": "mock.example"},
        )

        assert reply.status == 302
        assert reply.headers["Location"] == f"http://mock.example{location}"
        assert ("Set-Cookie" in reply.headers) is (location == "/dhis-web-dashboard")

    @pytest.mark.parametrize("profile", ["documented", "2.42", "2.43"])
    def test_form_is_gone(self, profile: str) -> None:
        """From 2.42 on there is no such path (1.9)."""
        reply = _server(profile).post(
            LOGIN_FORM, body="j_username=a", content_type=FORM
        )

        assert reply.status == 404

    @pytest.mark.parametrize("profile", PROFILES)
    def test_login_tells_where_to_go(self, profile: str) -> None:
        """Up to 2.41 a login leads to the dashboard (1.9)."""
        reply = log_in(_server(profile))

        assert reply.json() == {
            "loginStatus": "SUCCESS",
            "redirectUrl": "/dhis-web-dashboard" if profile == "2.41" else "/",
        }

    @pytest.mark.parametrize(
        ("profile", "target"),
        [
            ("2.41", "/dhis-web-dashboard"),
            ("2.42", "/dhis-web-user-profile/#/profile"),
        ],
    )
    def test_unverified_address_comes_first(self, profile: str, target: str) -> None:
        """Who has to verify his address is sent there from 2.42 on (1.9)."""
        api = _server(profile)
        api.as_user("admin").post("/systemSettings/enforceVerifiedEmail?value=true")

        assert log_in(api).json()["redirectUrl"] == target

    @pytest.mark.parametrize(
        "body", [{}, {"username": "mobile"}, {"username": "mobile", "password": None}]
    )
    def test_login_needs_both_fields(
        self, default_api: Api, body: dict[str, None]
    ) -> None:
        """A field that is not there is no password, whatever somebody's is (1.9)."""
        reply = default_api.post("/auth/login", json=body)

        assert reply.status == 401
        assert reply.json()["message"] == "Bad credentials"


def _server(profile: str) -> Api:
    """Return a client of the default seed in a profile, fresh from it."""
    api = Api(in_process(app_for(profile, None)))
    api.post("/__mock/reset")
    return api
