"""Asking a running mock for something, for commands that are its clients."""

from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click
import orjson

from mock_server.settings import is_web_address

_SECONDS = 60


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
        reason = f"{error.code} {HTTPStatus(error.code).phrase}"
        raise click.ClickException(f"{place}: {reason}") from error
    except (URLError, OSError) as error:
        reason = str(getattr(error, "reason", error))
        raise click.ClickException(f"{place}: {reason}") from error
    except orjson.JSONDecodeError as error:
        raise click.ClickException(f"{place}: answers no seed") from error
    if not isinstance(found, dict) or "format" not in found:
        raise click.ClickException(f"{place}: answers no seed")
    return found
