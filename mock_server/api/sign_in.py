"""Logging in by session (resources.md 13)."""

from typing import Annotated, NotRequired, TypedDict

from mock_server.api import bodies, context
from mock_server.api.auth import user_with_password
from mock_server.declarations import takes
from mock_server.services.system import login_config, login_target
from mock_server.wire.answers import PlainBody
from mock_server.wire.body import read_json
from mock_server.wire.errors import NotAuthenticatedError, UnreadableBodyError


class Credentials(TypedDict):
    """Who logs in."""

    username: str
    password: str


class LoggedIn(TypedDict):
    """Whether he may, and where he goes from here."""

    loginStatus: str
    redirectUrl: NotRequired[str]


@takes(Credentials, {"username": "admin", "password": "district"})
def log_in() -> Annotated[PlainBody, LoggedIn]:
    """POST /auth/login: a session for username and password."""
    given = read_json(bodies.body())
    if not isinstance(given, dict):
        raise UnreadableBodyError(reason="an object is expected")
    username, password = given.get("username"), given.get("password")
    user = None
    if username is not None and password is not None:
        directory = context.state().directory
        user = user_with_password(directory, str(username), str(password))
    if user is None:
        raise NotAuthenticatedError(reason="Bad credentials")
    if user.disabled:
        return PlainBody({"loginStatus": "ACCOUNT_DISABLED"})
    context.open_session(user)
    target = login_target(context.state(), context.profile())
    url = f"{context.context_path()}{target}"
    return PlainBody({"loginStatus": "SUCCESS", "redirectUrl": url})


def get_login_config() -> Annotated[PlainBody, dict[str, object]]:
    """GET /loginConfig?locale=: what the login page shows, in that language."""
    locale = context.parameter("locale") or "en"
    return PlainBody(login_config(context.state(), context.profile(), locale))
