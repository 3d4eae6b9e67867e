"""What a running mock says of itself, for commands that are its clients."""

from http import HTTPStatus
from typing import Any

from mock_server.cli.asking import RefusedError, ask

_UNKNOWN_WORLD = "Unknown world"
"""The title of a mock's refusal of a world that it does not have."""


def is_mock(url: str) -> bool:
    """
    Say whether a mock answers at `url`, which is its own address or a world's.

    Raises:
        NoAnswerError: nobody answers there.
        RefusedError: a mock does, and has no such world; it names those it has.
    """
    return mock_profile(url) is not None


def mock_profile(url: str) -> str | None:
    """
    Return the profile of the mock that answers at `url`, if it is one.

    Raises:
        NoAnswerError: nobody answers there.
        RefusedError: a mock does, and has no such world; it names those it has.
    """
    try:
        found = ask(f"{url}/__mock/health", {})
    except RefusedError as error:
        if error.problem.get("title") == _UNKNOWN_WORLD:
            told = str(error.problem.get("detail"))
            raise RefusedError(url, told, error.status) from error
        return None
    is_health = isinstance(found, dict) and {"status", "profile"} <= found.keys()
    return str(found["profile"]) if is_health else None


def fetch_snapshot(url: str, token: str | None) -> dict[str, Any]:
    """
    Return the present state of the mock, or of its world, at `url`, as a seed.

    Raises:
        click.ClickException: nobody answers there, or not with a seed.
    """
    place = f"{url}/__mock/snapshots/current"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        found = ask(place, headers)
    except RefusedError as error:
        if error.status != HTTPStatus.UNAUTHORIZED:
            raise
        reason = f"{error.reason}; --admin-token says the token that it wants"
        raise RefusedError(place, reason, error.status) from error
    if not isinstance(found, dict) or "format" not in found:
        raise RefusedError(place, "answers no seed")
    return found
