"""
Calls from web pages of other origins (query.md 15).

A preflight is answered before anybody logs in, and an origin that is not on the
list gets nothing at all, as on the server.
"""

import re
from functools import lru_cache
from http import HTTPStatus

from flask import request
from werkzeug.wrappers import Response

from mock_server.api import context

_OPEN_PATH = "/api/ping"
"""Any origin may call it: the server says so by annotation."""
_MAX_AGE = "3600"


def refuse_or_preflight() -> Response | None:
    """Answer for good what goes no further: preflights, and origins not listed."""
    origin = request.environ.get("HTTP_ORIGIN")
    if not origin or not _is_ours():
        return None
    if not _is_allowed(origin):
        # QUIRK query.md 15: the request is not done, and not refused either.
        return Response(b"", HTTPStatus.OK, content_type=None)
    method = _preflight_method()
    if not method:
        return None
    response = Response(b"", HTTPStatus.NO_CONTENT)
    del response.headers["Content-Type"]
    response.headers["Access-Control-Allow-Methods"] = method
    response.headers["Access-Control-Max-Age"] = _MAX_AGE
    asked = request.headers.get("Access-Control-Request-Headers")
    if asked is not None:
        response.headers["Access-Control-Allow-Headers"] = asked
    return response


def allow_origin(response: Response) -> Response:
    """Let the page read the answer, if its origin is on the list."""
    origin = request.environ.get("HTTP_ORIGIN")
    if origin and _is_ours() and _is_allowed(origin):
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Origin"] = origin
        if not _preflight_method():
            response.headers["Access-Control-Expose-Headers"] = "ETag, Location"
        response.headers.add("Vary", "Origin")
    return response


def _preflight_method() -> str:
    """Return the method that a preflight asks for, nothing for other requests."""
    if request.method != "OPTIONS":
        return ""
    return request.headers.get("Access-Control-Request-Method", "")


def _is_ours() -> bool:
    """Say whether the list counts: the control plane has rules of its own."""
    return request.path != _OPEN_PATH and not request.path.startswith("/__mock")


def _is_allowed(origin: str) -> bool:
    own = context.root_url().removesuffix(context.context_path())
    return origin == own or _matches(origin, context.settings().cors_allowlist)


@lru_cache(maxsize=256)
def _matches(origin: str, allowed: tuple[str, ...]) -> bool:
    return any(re.fullmatch(_pattern(each), origin, re.ASCII) for each in allowed)


def _pattern(allowed: str) -> str:
    """Return the expression for an origin in which `*` is any port or host."""
    host = allowed.removesuffix(":*")
    port = r"(?::\d+)?" if host != allowed else ""
    return re.escape(host).replace(r"\*", r"[^\s]*") + port
