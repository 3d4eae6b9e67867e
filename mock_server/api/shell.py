"""
What the shell of a DHIS2 app asks for beside data: pages, menu, pictures, languages.

Most of it lies outside `/api` (resources-system.md 1.2, 1.9-1.13).
"""

from base64 import b64decode
from collections.abc import Sequence
from html import escape
from typing import Annotated, TypedDict

from werkzeug.exceptions import NotFound

from mock_server.api import bodies, context
from mock_server.api.auth import user_with_password
from mock_server.declarations import takes
from mock_server.domain.errors import NoCustomFileError, NoSuchContentError
from mock_server.services import system
from mock_server.services.system import Locale, MenuRow
from mock_server.wire.answers import (
    FileBody,
    NoContent,
    PlainBody,
    Redirect,
    TextBody,
)
from mock_server.wire.body import FORM, read_json
from mock_server.wire.errors import UnreadableBodyError

_HTML = "text/html"
_PNG = "image/png"
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

_USERNAME, _PASSWORD = "j_username", "j_password"
_LOGIN_FORM = {
    "type": "object",
    "properties": {key: {"type": "string"} for key in (_USERNAME, _PASSWORD)},
}


class Menu(TypedDict):
    """What the header bar offers."""

    modules: Sequence[MenuRow]


def show_page(_app: str = "") -> Annotated[TextBody, _HTML]:
    """GET /: a page that needs no login and leads nowhere else. DEVIATION D12."""
    path = escape(context.context_path())
    return TextBody(_PAGE.format(path=path), content_type=f"{_HTML};charset=UTF-8")


@takes(_LOGIN_FORM, types=[FORM])
def log_in_by_form() -> Redirect:
    """
    POST /dhis-web-commons-security/login.action: a session for who fills in the form.

    Servers have that form up to 2.41 (1.9).
    """
    profile, root = context.profile(), context.root_url()
    if not profile.form_login:
        raise NotFound
    username = context.form_field(_USERNAME)
    password = context.form_field(_PASSWORD)
    user = user_with_password(context.state().directory, username, password)
    if user is None or user.disabled:
        return Redirect(f"{root}{profile.login_redirect or '/login/'}?failed=true")
    context.open_session(user)
    return Redirect(f"{root}{profile.login_target}")


def log_out() -> Redirect:
    """
    GET /dhis-web-commons-security/logout.action: the session ends, if there is one.

    POST does the same (1.9).
    """
    context.close_session()
    return Redirect(f"{context.root_url()}/")


def get_menu() -> Annotated[PlainBody, Menu]:
    """GET /apps/menu: the apps that the caller may open (1.10)."""
    modules = system.menu(
        context.state(), context.acting_user(), context.profile(), context.root_url()
    )
    return PlainBody(Menu(modules=modules))


@takes(list[str], ["dhis-web-messaging"])
def order_menu() -> NoContent:
    """POST /menu: the caller's own order of apps, an array of their names (1.10)."""
    names = read_json(bodies.body())
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise UnreadableBodyError(reason="an array of names is expected")
    system.order_menu(context.store(), context.acting_user(), names)
    return NoContent()


def list_apps() -> Annotated[PlainBody, list[object]] | Annotated[TextBody, None]:
    """GET /apps: none is installed, so that no `key` is one's (resources.md 14)."""
    return PlainBody([]) if context.parameter("key") is None else TextBody(status=404)


def get_static_content(key: str) -> Redirect:
    """GET /staticContent/{key}: the built-in picture, for those who show it (1.12)."""
    picture = _PICTURES.get(key.removesuffix(".png"))
    if picture is None:
        raise NoSuchContentError
    if context.prefers_json():
        raise NoCustomFileError
    return Redirect(f"{context.root_url()}{picture}")


def show_picture(_app: str = "", _name: str = "") -> Annotated[FileBody, _PNG]:
    """GET /dhis-web-commons/security/logo_front.png: one transparent pixel (1.12)."""
    return FileBody("picture.png", _PNG, _PIXEL)


def list_locales() -> Annotated[PlainBody, list[Locale]]:
    """GET /locales/ui: languages, by name (1.13)."""
    return PlainBody(list(system.locales(context.profile())))
