"""
What the shell of a DHIS2 app asks for beside data: pages, menu, pictures, languages.

Most of it lies outside `/api` (resources-system.md 1.2, 1.9-1.13).
"""

from base64 import b64decode
from html import escape

from werkzeug.exceptions import NotFound

from mock_server.api import context
from mock_server.api.auth import user_with_password
from mock_server.api.blueprint import page, route
from mock_server.domain.errors import NoCustomFileError, NoSuchContentError
from mock_server.services import system
from mock_server.wire.answers import FileBody, PlainBody, Redirect, TextBody

_HTML = "text/html;charset=UTF-8"
_PAGE = """<!DOCTYPE html>
<title>DHIS2 mock</title>
<h1>DHIS2 mock</h1>
<p>The API is at <a href="{path}/api/resources">{path}/api</a>.</p>
"""
_PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAA"
    "AASUVORK5CYII="
)
_PICTURES = {
    "logo_banner": "/dhis-web-commons/css/light_blue/logo_banner.png",
    "logo_front": "/dhis-web-commons/security/logo_front.png",
}


@page("/", "GET", "shell.home")
@page("/login/", "GET", "shell.login")
@page("/apps/", "GET", "shell.apps")
@page("/dhis-web-login/", "GET", "shell.oldLogin")
@page("/dhis-web-dashboard/", "GET", "shell.dashboard")
@page("/dhis-web-messaging/", "GET", "shell.messaging")
@page("/dhis-web-<any(dashboard, messaging):_app>/index.html", "GET", "shell.app")
@page("/dhis-web-commons/security/login.action", "GET", "shell.oldestLogin")
def show_page(_app: str = "") -> TextBody:
    """GET /: a page that needs no login and leads nowhere else. DEVIATION D12."""
    path = escape(context.context_path())
    return TextBody(_PAGE.format(path=path), content_type=_HTML)


@page("/dhis-web-commons-security/login.action", "POST", "shell.formLogin")
def log_in_by_form() -> Redirect:
    """POST login.action: the form of servers up to 2.41 (1.9)."""
    profile, root = context.profile(), context.root_url()
    if not profile.form_login:
        raise NotFound
    username = context.form_field("j_username")
    password = context.form_field("j_password")
    user = user_with_password(context.state().directory, username, password)
    if user is None or user.disabled:
        return Redirect(f"{root}{profile.login_redirect or '/login/'}?failed=true")
    context.open_session(user)
    return Redirect(f"{root}{profile.login_target}")


@page("/dhis-web-commons-security/logout.action", "GET", "shell.logout")
@page("/dhis-web-commons-security/logout.action", "POST", "shell.logoutByForm")
def log_out() -> Redirect:
    """GET or POST logout.action: the session ends, if there is one (1.9)."""
    context.close_session()
    return Redirect(f"{context.root_url()}/")


@page("/dhis-web-commons/menu/getModules.action", "GET", "shell.menu", is_open=False)
@route("/apps/menu", "GET", "apps.menu")
def get_menu() -> PlainBody:
    """GET getModules.action: the apps that the caller may open (1.10)."""
    modules = system.menu(
        context.state(), context.acting_user(), context.profile(), context.root_url()
    )
    return PlainBody({"modules": modules})


@route("/apps", "GET", "apps.list")
def list_apps() -> PlainBody:
    """GET /apps: none is installed (resources.md 14)."""
    return PlainBody([])


@route(
    "/staticContent/<key>",
    "GET",
    "staticContent.get",
    exchange=context.lenient_exchange,
    is_open=True,
)
def get_static_content(key: str) -> Redirect:
    """GET /staticContent/{key}: the built-in picture, for those who show it (1.12)."""
    picture = _PICTURES.get(key.removesuffix(".png"))
    if picture is None:
        raise NoSuchContentError
    if context.prefers_json():
        raise NoCustomFileError
    return Redirect(f"{context.root_url()}{picture}")


@page(_PICTURES["logo_banner"], "GET", "shell.banner")
@page(_PICTURES["logo_front"], "GET", "shell.front")
@page("/dhis-web-<any(dashboard, messaging):_app>/icons/<_name>", "GET", "shell.icon")
def show_picture(_app: str = "", _name: str = "") -> FileBody:
    """GET a picture of the shell: one transparent pixel (1.12)."""
    return FileBody("picture.png", "image/png", _PIXEL)


@route("/locales/ui", "GET", "locales.ui", is_open=True)
@route("/locales/db", "GET", "locales.db")
def list_locales() -> PlainBody:
    """GET /locales/ui: languages, by name (1.13)."""
    return PlainBody(list(system.LOCALES))
