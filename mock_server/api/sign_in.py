"""Logging in by session (resources.md 13)."""

from mock_server.api import context
from mock_server.api.auth import user_with_password
from mock_server.services.system import login_config
from mock_server.wire.answers import PlainBody
from mock_server.wire.body import read_json
from mock_server.wire.errors import NotAuthenticatedError, UnreadableBodyError


def log_in() -> PlainBody:
    """POST /auth/login: a session for username and password."""
    given = read_json(context.body())
    if not isinstance(given, dict):
        raise UnreadableBodyError(reason="an object is expected")
    username, password = str(given.get("username")), str(given.get("password"))
    user = user_with_password(context.state().directory, username, password)
    if user is None:
        raise NotAuthenticatedError(reason="Bad credentials")
    if user.disabled:
        return PlainBody({"loginStatus": "ACCOUNT_DISABLED"})
    context.open_session(user)
    target = f"{context.context_path()}{context.profile().login_target}"
    return PlainBody({"loginStatus": "SUCCESS", "redirectUrl": target})


def get_login_config() -> PlainBody:
    """GET /loginConfig: what the login page shows."""
    return PlainBody(login_config(context.state(), context.profile()))
