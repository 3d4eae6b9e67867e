"""
Who is asking: HTTP Basic, personal access tokens, session cookies (query.md 15).

Passwords are compared in constant time and never hashed: this is a mock, and a hash
would cost a hundred milliseconds a request.
"""

from base64 import b64decode
from hmac import compare_digest

from mock_server.domain.errors import MockServerError
from mock_server.domain.model import User
from mock_server.domain.state import Directory
from mock_server.domain.tokens import flaw
from mock_server.sessions import Sessions
from mock_server.wire.errors import (
    AnonymousError,
    MalformedTokenError,
    NotAuthenticatedError,
    TokenRefusedError,
)

SESSION_COOKIE = "JSESSIONID"
UNAUTHORIZED = "Unauthorized"
DISABLED = "Account disabled"


def authenticated_user(directory: Directory, authorization: str) -> User:
    """
    Return the user whom an `Authorization` header names.

    Raises:
        AnonymousError: the header is empty, missing, or of a scheme not known.
        NotAuthenticatedError: the credentials are wrong, or their owner disabled.
    """
    if not authorization:
        raise AnonymousError(reason=UNAUTHORIZED)
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "apitoken":
        return _token_owner(directory, credentials.strip())
    if scheme.lower() != "basic":
        # No filter of the server knows such a scheme, so nobody has logged in (15).
        raise AnonymousError(reason=UNAUTHORIZED)
    user = user_with_password(directory, *_basic_credentials(credentials))
    if user is None:
        raise NotAuthenticatedError(reason=UNAUTHORIZED)
    if user.disabled:
        raise NotAuthenticatedError(reason=DISABLED)
    return user


def user_with_password(
    directory: Directory, username: str, password: str
) -> User | None:
    """Return the user of that name if the password is his, or if he is disabled."""
    user = directory.by_username.get(username)
    known = user.password if user is not None else ""
    is_right = compare_digest(known.encode(), password.encode("utf-8", "replace"))
    # QUIRK query.md 15: an account is looked at before its password is.
    is_disabled = user is not None and user.disabled
    return user if is_right or is_disabled else None


def session_user(directory: Directory, sessions: Sessions, token: str) -> User:
    """Return the user whose session `token` is; an ended one is nobody's."""
    user = directory.users.get(sessions.user(token) or "")
    if user is None:
        raise AnonymousError(reason=UNAUTHORIZED)
    if user.disabled:
        raise NotAuthenticatedError(reason=DISABLED)
    return user


def _basic_credentials(encoded: str) -> tuple[str, str]:
    try:
        username, _, password = b64decode(encoded).decode().partition(":")
    except ValueError as err:
        raise NotAuthenticatedError(reason=UNAUTHORIZED) from err
    return username, password


def _token_owner(directory: Directory, token: str) -> User:
    user = directory.by_token.get(token)
    if user is None:
        raise _unknown_token(token)
    if user.disabled:
        reason = "The API token is disabled, locked or 2FA is enabled."
        raise TokenRefusedError(reason=reason)
    return user


def _unknown_token(token: str) -> MockServerError:
    """Say what is wrong with a token that nobody has."""
    reason = flaw(token)
    if reason is not None:
        return MalformedTokenError(reason=reason)
    return TokenRefusedError(reason="The API token does not exists")
