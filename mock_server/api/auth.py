"""Who is asking: HTTP Basic against the plain passwords of the seed (1.2)."""

from base64 import b64decode
from hmac import compare_digest

from mock_server.domain.model import User
from mock_server.domain.state import Directory
from mock_server.wire.errors import NotAuthenticatedError

UNAUTHORIZED = "Unauthorized"
DISABLED = "Account disabled"


def authenticated_user(directory: Directory, authorization: str) -> User:
    """
    Return the user whom an `Authorization` header names.

    Passwords are compared in constant time and never hashed: this is a mock, and
    a hash would cost a hundred milliseconds a request.

    Raises:
        NotAuthenticatedError: without credentials, with wrong ones, or disabled.
    """
    username, password = _basic_credentials(authorization)
    user = directory.by_username.get(username)
    known = user.password if user is not None else ""
    is_right = compare_digest(known.encode(), password.encode())
    if user is None or not is_right:
        raise NotAuthenticatedError(reason=UNAUTHORIZED)
    if user.disabled:
        raise NotAuthenticatedError(reason=DISABLED)
    return user


def _basic_credentials(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.strip().partition(" ")
    if scheme.lower() != "basic":
        raise NotAuthenticatedError(reason=UNAUTHORIZED)
    try:
        username, _, password = b64decode(encoded).decode().partition(":")
    except ValueError as err:
        raise NotAuthenticatedError(reason=UNAUTHORIZED) from err
    return username, password
