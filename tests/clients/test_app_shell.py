"""
What surrounds every DHIS2 app: its first requests, the header bar, the sign-in dialog.

Requests outside `/api/NN` are sent as a browser sends them, by a session with cookies
(clients.md 1; resources.md 1.1, 13, 14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.clients.client import Client, File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import LiveServer

pytestmark = pytest.mark.clients

XHR = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
MOBILE = "PhzytPW3g2J"


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    """Keep cookies and nothing else, as a browser does."""
    with requests.Session() as session:
        yield session


def log_in(browser: requests.Session, url: str, password: str) -> requests.Response:
    """Send the form of the sign-in dialog."""
    form = {"username": "admin", "password": password}
    return browser.post(f"{url}/api/auth/login", json=form, headers=XHR, timeout=10)


class TestSignIn:
    """The dialog that an app shows to nobody in particular."""

    def test_dialog_opens_without_session(
        self, browser: requests.Session, server: LiveServer
    ) -> None:
        """Anything but 200 opens the dialog; the browser's own must stay shut."""
        answer = browser.get(f"{server.url}/api/system/info", headers=XHR, timeout=10)

        assert answer.status_code == 401
        assert answer.json()["message"] == "Unauthorized"
        assert "WWW-Authenticate" not in answer.headers

    def test_session_opens_the_app(
        self, browser: requests.Session, server: LiveServer
    ) -> None:
        """The dialog asks how to log in, logs in, and the cookie does the rest."""
        config = browser.get(f"{server.url}/api/loginConfig", headers=XHR, timeout=10)

        logged_in = log_in(browser, server.url, "district")

        info = browser.get(f"{server.url}/api/system/info", headers=XHR, timeout=10)
        me = browser.get(f"{server.url}/api/me", headers=XHR, timeout=10)
        assert config.status_code == 200
        assert logged_in.json()["loginStatus"] == "SUCCESS"
        assert "JSESSIONID" in browser.cookies
        assert info.json()["version"].startswith("2.4")
        assert me.json()["username"] == "admin"

    def test_wrong_password_is_told(
        self, browser: requests.Session, server: LiveServer
    ) -> None:
        """The dialog shows the message of the refusal."""
        answer = log_in(browser, server.url, "wrong")

        assert answer.status_code == 401
        assert answer.json()["message"] == "Bad credentials"
        assert "JSESSIONID" not in browser.cookies

    def test_logout_ends_the_session(
        self, browser: requests.Session, server: LiveServer
    ) -> None:
        """The link in the profile menu leaves nobody signed in."""
        log_in(browser, server.url, "district")

        link = "dhis-web-commons-security/logout.action"
        browser.get(f"{server.url}/{link}", allow_redirects=False, timeout=10)

        info = browser.get(f"{server.url}/api/system/info", headers=XHR, timeout=10)
        assert info.status_code == 401


class TestHeaderBar:
    """The bar above every app: five requests that fail or succeed together."""

    def test_titles_are_read(self, app: Client) -> None:
        """The settings come as objects with the key asked for."""
        title = app.get("systemSettings/applicationTitle")
        help_page = app.get("systemSettings/helpPageLink")

        assert title == {"applicationTitle": "DHIS 2"}
        assert help_page["helpPageLink"].startswith("http")

    def test_user_has_name_and_settings(self, app: Client) -> None:
        """A user without `name` or `settings` is a fatal page."""
        fields = ["authorities", "avatar", "email", "name", "settings"]
        me = app.get("me", [("fields", each) for each in fields])

        assert me["name"] == "John Traore"
        assert me["email"] == "john.traore@example.org"
        assert me["authorities"] == ["ALL"]
        assert isinstance(me["settings"], dict)

    def test_modules_are_an_array(self, app: Client) -> None:
        """The app menu lives outside `/api`; a page of HTML there is fatal."""
        answer = app.get("action::menu/getModules")

        names = [module["name"] for module in answer["modules"]]
        assert "dhis-web-messaging" in names

    def test_unread_messages_are_counted(self, app: Client) -> None:
        """The mail icon shows how much is unread."""
        answer = app.get("me/dashboard")

        assert answer["unreadMessageConversations"] == 2
        assert answer["unreadInterpretations"] == 0

    def test_missing_logo_is_a_404(self, app: Client) -> None:
        """Without a logo of its own a server has none to give; the bar has one."""
        with pytest.raises(app.refusal) as refused:
            app.get("staticContent/logo_banner")

        assert "(404)" in app.words(refused.value)

    def test_server_is_reachable(self, app: Client) -> None:
        """An app that works offline asks `ping` whether it is online."""
        answer = app.get("ping")

        assert answer in ("", {"base64": ""})


class TestDownload:
    """An attachment is a link: the browser sends the cookie and nothing else."""

    @pytest.fixture
    def link(self, app: Client) -> str:
        """Return where the attachment of a new message is."""
        picture = app.upload(File("chart.png", b"\x89PNG\x00\xff", "image/png"))
        uid = app.create("Chart", "See the picture", [MOBILE], [picture])
        (message,) = app.read(uid)["messages"]
        path = f"messageConversations/{uid}/{message['id']}/attachments"
        return f"{app.url}/api/{path}/{picture}"

    def test_cookie_is_enough(self, browser: requests.Session, link: str) -> None:
        """Who is signed in gets the bytes under their type."""
        log_in(browser, link.partition("/api")[0], "district")

        answer = browser.get(link, timeout=10)

        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.content == b"\x89PNG\x00\xff"

    def test_stranger_gets_no_bytes(
        self, browser: requests.Session, link: str, profile: str
    ) -> None:
        """Who is not is refused, or led to the login page (query.md 15)."""
        answer = browser.get(link, allow_redirects=False, timeout=10)

        assert answer.status_code == (401 if profile == "documented" else 302)
        assert b"PNG" not in answer.content
