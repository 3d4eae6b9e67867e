"""
Answers that a DHIS2 client meets in the field, ready-made.

DHIS2 itself sends no 429 and no Retry-After; these come from the proxy in front of
it and are HTML, whatever the client accepts (control-plane 0.7). The rest are its own.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from mock_server.injection.effect import Scene
from mock_server.traffic import Outgoing, reason_phrase
from mock_server.wire.answers import Answer, Redirect, WebMessage, respond

Preset: TypeAlias = Callable[[Scene], Outgoing]

_HTML = ("Content-Type", "text/html; charset=utf-8")
_RETRY = ("Retry-After", "30")

_LOGIN_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title></head>
<body>
<form method="post" action="/sso/login">
<label>User <input name="user"></label>
<label>Password <input name="password" type="password"></label>
<button>Sign in</button>
</form>
</body>
</html>
"""


def outgoing(answer: Answer, scene: Scene) -> Outgoing:
    """Return `answer` as the mocked API would send it to this client."""
    response = respond(answer, scene.exchange)
    status = response.status_code
    headers = tuple(response.headers)
    return Outgoing(status, reason_phrase(status), headers, response.get_data())


def _page(status: int, text: str, *headers: tuple[str, str]) -> Preset:
    """Return the preset of an error page, as small as proxies make them."""
    title = f"{status} {reason_phrase(status).title()}"
    page = (
        f"<html>\n<head><title>{title}</title></head>\n"
        f"<body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body>\n</html>\n"
    )
    answer = Outgoing(status, reason_phrase(status), (_HTML, *headers), page.encode())
    return lambda _scene: answer


def _login_page(_scene: Scene) -> Outgoing:
    return Outgoing(200, reason_phrase(200), (_HTML,), _LOGIN_PAGE.encode())


def _server_error(scene: Scene) -> Outgoing:
    return outgoing(WebMessage(500, "Something went wrong inside"), scene)


def _unauthorized(scene: Scene) -> Outgoing:
    """Refuse as DHIS2 does: it names a scheme to users of tokens only (query.md 15)."""
    given = scene.incoming.header("Authorization") or ""
    is_token = given.lower().startswith("apitoken")
    headers = {"WWW-Authenticate": "ApiToken"} if is_token else {}
    return outgoing(WebMessage(401, "Unauthorized", headers=headers), scene)


def _session_expired(scene: Scene) -> Outgoing:
    """Send to the login page, or refuse, as the profile does (query.md 15)."""
    page = scene.profile.login_redirect
    if page is None or scene.incoming.header("X-Requested-With") == "XMLHttpRequest":
        return outgoing(WebMessage(401, "Unauthorized"), scene)
    return outgoing(Redirect(f"{scene.root_url}{page}"), scene)


def _read_only(scene: Scene) -> Outgoing:
    message = WebMessage(409, "The server is in read-only mode")
    return outgoing(message, scene)


PRESETS: Mapping[str, Preset] = {
    "rate_limited": _page(429, "Too many requests; come back later.", _RETRY),
    "bad_gateway": _page(502, "No sound answer from the server behind."),
    "gateway_timeout": _page(504, "No answer in time from the server behind."),
    "maintenance": _page(503, "Closed for maintenance.", _RETRY),
    "server_error": _server_error,
    "unauthorized": _unauthorized,
    "session_expired": _session_expired,
    "login_page": _login_page,
    "read_only": _read_only,
}
