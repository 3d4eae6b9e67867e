"""Asking a running mock for something, for commands that are its clients."""

import re
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click
import orjson

from mock_server.settings import is_web_address

_SECONDS = 60
_API = re.compile(r"(https?://[^/]+.*?)/api(?:/|$)")
"""The address of an API below that of its server."""


def fetch_snapshot(url: str, token: str | None) -> dict[str, Any]:
    """
    Return the present state of the mock, or of its world, at `url`, as a seed.

    Raises:
        click.ClickException: nobody answers there, or not with a seed.
    """
    if not is_web_address(url):
        raise click.BadParameter(f"{url!r} is no web address.", param_hint="--from")
    place = f"{url.rstrip('/')}/__mock/snapshots/current"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = Request(place, headers=headers)  # noqa: S310 - http or https
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
            found = orjson.loads(answer.read())
    except HTTPError as error:
        raise click.ClickException(f"{place}: {_refusal(url, error.code)}") from error
    except (URLError, OSError) as error:
        reason = str(getattr(error, "reason", error))
        raise click.ClickException(f"{place}: {reason}") from error
    except orjson.JSONDecodeError as error:
        raise click.ClickException(f"{place}: answers no seed") from error
    if not isinstance(found, dict) or "format" not in found:
        raise click.ClickException(f"{place}: answers no seed")
    return found


def _refusal(url: str, status: int) -> str:
    """Say how a server refuses, and what helps where that is known."""
    reason = f"{status} {HTTPStatus(status).phrase}"
    api = _API.match(url)
    if api:
        return f"{reason}; a mock is at its address without /api: --from {api[1]}"
    if status == HTTPStatus.UNAUTHORIZED:
        return f"{reason}; --admin-token says the token that it wants"
    return reason
