"""
What surrounds every DHIS2 app: its first requests, the header bar, the sign-in dialog.

The shell itself is opened in Node. Beside it stand the single requests of its older
versions, sent as a browser sends them (clients.md 1; resources.md 1.1, 13, 14).
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.clients.client import Client, File

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.clients

SCRIPT = Path(__file__).parent / "js" / "app-shell.cjs"
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


def open_app(url: str, *person: str) -> Any:
    """Open an app in its shell and return what a person sees."""
    done = subprocess.run(
        ["node", str(SCRIPT), url, *person],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestShell:
    """The shell as apps are built with it."""

    def test_stranger_is_asked_to_sign_in(self, url: str) -> None:
        """Who has no session sees the dialog (resources.md 1.1, rows 1 and 2)."""
        seen = open_app(url)

        assert seen == {"dialog": "Please sign inUsernamePasswordSign in"}

    def test_wrong_password_is_shown(self, url: str) -> None:
        """The dialog shows the message of the refusal (resources.md 1.1, row 14)."""
        seen = open_app(url, "admin", "wrong")

        assert "Could not log inBad credentials" in seen["refusal"]

    def test_app_opens_under_its_header(self, url: str) -> None:
        """Who signs in sees the app, its title, his mail and the other apps."""
        seen = open_app(url, "admin", "district")["page"]

        assert seen["app"] == "The app itself"
        assert seen["title"] == "DHIS 2 - app"
        assert seen["notifications"] == "2"
        assert "Messaging" in seen["menu"]

    def test_mail_is_counted_for_the_user(self, url: str) -> None:
        """Another user opens the app with mail of his own (resources.md 4)."""
        seen = open_app(url, "boateng", "district")["page"]

        assert seen["notifications"] == "1"

    def test_app_opens_below_a_path(self, below: str) -> None:
        """A server may lie below a path, as `https://host/dhis` does."""
        seen = open_app(below, "admin", "district")["page"]

        assert (seen["app"], seen["notifications"]) == ("The app itself", "2")


class TestSignIn:
    """The dialog that an app shows to nobody in particular."""

    def test_dialog_opens_without_session(
        self, browser: requests.Session, url: str
    ) -> None:
        """Anything but 200 opens the dialog; the browser's own must stay shut."""
        answer = browser.get(f"{url}/api/system/info", headers=XHR, timeout=10)

        assert answer.status_code == 401
        assert answer.json()["message"] == "Unauthorized"
        assert "WWW-Authenticate" not in answer.headers

    def test_session_opens_the_app(self, browser: requests.Session, url: str) -> None:
        """The dialog asks how to log in, logs in, and the cookie does the rest."""
        config = browser.get(f"{url}/api/loginConfig", headers=XHR, timeout=10)

        logged_in = log_in(browser, url, "district")

        info = browser.get(f"{url}/api/system/info", headers=XHR, timeout=10)
        me = browser.get(f"{url}/api/me", headers=XHR, timeout=10)
        assert config.status_code == 200
        assert logged_in.json()["loginStatus"] == "SUCCESS"
        assert "JSESSIONID" in browser.cookies
        assert info.json()["version"].startswith("2.4")
        assert me.json()["username"] == "admin"

    def test_wrong_password_is_told(self, browser: requests.Session, url: str) -> None:
        """The dialog shows the message of the refusal."""
        answer = log_in(browser, url, "wrong")

        assert answer.status_code == 401
        assert answer.json()["message"] == "Bad credentials"
        assert "JSESSIONID" not in browser.cookies

    def test_logout_ends_the_session(self, browser: requests.Session, url: str) -> None:
        """The link in the profile menu leaves nobody signed in."""
        log_in(browser, url, "district")

        link = "dhis-web-commons-security/logout.action"
        browser.get(f"{url}/{link}", allow_redirects=False, timeout=10)

        info = browser.get(f"{url}/api/system/info", headers=XHR, timeout=10)
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
