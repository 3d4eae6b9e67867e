"""
Asking a server for JSON, for commands that are clients of one.

Redirects are not followed: an address that moves could take a password with it.
"""

import ssl
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import click
import orjson

_SECONDS = 60
_PROBLEM = "application/problem+json"
_LONGEST_PROBLEM = 100_000
_SHOWN = 200
"""How many letters of an address that a server names are shown."""


class NoAnswerError(click.ClickException):
    """Nobody answers at a place."""


class RefusedError(click.ClickException):
    """A server answers, but not with what was asked for."""

    def __init__(
        self,
        place: str,
        reason: str,
        status: int = HTTPStatus.OK,
        problem: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep the reason, the status it came with, and the problem if it told one."""
        super().__init__(f"{place}: {reason}")
        self.reason = reason
        self.status = status
        self.problem = problem or {}


class _Staying(HTTPRedirectHandler):
    """Follows nobody to another place."""

    def redirect_request(self, *_: object) -> None:
        """Return no request, so that the redirect itself is the answer."""


def ask(place: str, headers: Mapping[str, str]) -> Any:
    """
    Return the JSON that a server answers at `place`; of an empty answer, `None`.

    Raises:
        NoAnswerError: there is no such host, or no server, or none that is trusted.
        RefusedError: it answers with something else, and what that is.
    """
    request = Request(  # noqa: S310 - who calls has looked that it is http or https
        place, headers={"Accept": "application/json", **headers}
    )
    shown = place.partition("?")[0]
    try:
        with build_opener(_Staying).open(request, timeout=_SECONDS) as answer:
            return _json(shown, answer.headers.get_content_type(), answer.read())
    except HTTPError as error:
        with error:
            reason = _told(error.code, error.headers.get("Location"))
            problem = _problem(error)
        raise RefusedError(shown, reason, error.code, problem) from error
    except (URLError, OSError) as error:
        reason = _failure(getattr(error, "reason", error))
        raise NoAnswerError(f"{shown}: {reason}") from error
    except HTTPException as error:
        raise NoAnswerError(f"{shown}: answers no HTTP ({error!r})") from error


def _json(place: str, kind: str, body: bytes) -> Any:
    try:
        return orjson.loads(body) if body.strip() else None
    except orjson.JSONDecodeError as error:
        what = "a web page" if kind == "text/html" else f"{kind}"
        raise RefusedError(place, f"answers {what}, and no JSON") from error


def _problem(error: HTTPError) -> Mapping[str, Any]:
    """Return the problem document that a server refuses with, if it is one."""
    if error.headers.get_content_type() != _PROBLEM:
        return {}
    try:
        found = orjson.loads(error.read(_LONGEST_PROBLEM))
    except (orjson.JSONDecodeError, OSError, HTTPException):
        return {}
    return found if isinstance(found, dict) else {}


def _told(status: int, location: str | None) -> str:
    """Say how a server refuses, and where it would have sent us."""
    known = {each.value: f" {each.phrase}" for each in HTTPStatus}
    reason = f"{status}{known.get(status, '')}"
    target = (location or "").partition("?")[0][:_SHOWN]
    return f"{reason} to {target!r}" if target else reason


def _failure(reason: object) -> str:
    """Say why there is no connection."""
    if isinstance(reason, ssl.SSLCertVerificationError):
        remedy = "SSL_CERT_FILE names those to trust"
        return f"its certificate is not trusted: {reason.verify_message}; {remedy}"
    if isinstance(reason, ssl.SSLError):
        return f"no TLS there: {reason.reason or reason}"
    return str(getattr(reason, "strerror", None) or reason)
