"""
What the path says besides naming a resource: version, suffix, trailing slash.

A WSGI wrapper takes them off, so that routes see one plain form (query.md 1).
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mock_server.gate.world import world_of
from mock_server.wire.environ import API_VERSION, SUFFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OLDEST_API_VERSION = 28

_VERSIONED = re.compile(r"/api/(\d\d)(?=/|$)", re.ASCII)
_SUFFIXED = re.compile(r"\.(json|xml)$", re.ASCII)


class PlainPath:
    """Normalise paths below `/api` on their way into `application`."""

    def __init__(self, application: "WSGIApplication") -> None:
        """Wrap `application`; which versions exist is up to the request's world."""
        self.application = application

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on with the plain path; the WSGI protocol."""
        path = environ.get("PATH_INFO", "")
        if path.startswith("/api/"):
            environ["PATH_INFO"] = plain_path(path, environ)
        return self.application(environ, start_response)


def plain_path(path: str, environ: "WSGIEnvironment") -> str:
    """Return `path` below `/api` as routes see it; the rest goes into `environ`."""
    version = _VERSIONED.match(path)
    newest = world_of(environ).profile.max_api_version
    if version and OLDEST_API_VERSION <= int(version[1]) <= newest:
        environ[API_VERSION] = int(version[1])
        path = "/api" + path[version.end() :]
    path = path.removesuffix("/")
    suffix = _SUFFIXED.search(path)
    if suffix:
        environ[SUFFIX] = suffix[1]
        path = path[: suffix.start()]
    return path
