"""The absolute URLs in answers, as the client sees this server (messaging.md 1.4)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from mock_server.wire.environ import API_VERSION

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_AUTHORITY = re.compile(
    r"([\w.~%!$&'()*+;=-]+|\[[0-9a-f:.]+\])(?::(\d*))?", re.ASCII | re.IGNORECASE
)
_PORTS = 65_536
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_SAID = (
    "wsgi.url_scheme",
    "SERVER_NAME",
    "SERVER_PORT",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
)
"""What server, client and proxies say of where the server is."""


def root_url(environ: "WSGIEnvironment") -> str:
    """Return scheme, host, port and context path, with no slash at the end."""
    server = _server_url(tuple([environ.get(key, "") for key in _SAID]))
    return f"{server}{environ.get('SCRIPT_NAME', '')}".rstrip("/")


@lru_cache(maxsize=256)
def _server_url(values: tuple[str, ...]) -> str:
    """Return the address by what is `_SAID`, which is the same in most requests."""
    said = dict(zip(_SAID, values, strict=True))
    scheme = _first(said, "HTTP_X_FORWARDED_PROTO") or said["wsgi.url_scheme"]
    host, port = _host_and_port(said)
    if port is None or port == _DEFAULT_PORTS.get(scheme):
        return f"{scheme}://{host}"
    return f"{scheme}://{host}:{port}"


def api_url(root: str, environ: "WSGIEnvironment", *, versioned: bool) -> str:
    """Return the address of the API, with the request's version if links keep it."""
    version = environ.get(API_VERSION)
    return f"{root}/api/{version}" if versioned and version else f"{root}/api"


def _host_and_port(said: Mapping[str, str]) -> tuple[str, str | None]:
    """Return what the client called; what cannot stand in a link is passed over."""
    host, port = said["SERVER_NAME"], said["SERVER_PORT"]
    for key in ("HTTP_X_FORWARDED_HOST", "HTTP_HOST"):
        authority = _AUTHORITY.fullmatch(_first(said, key))
        if authority:
            host, port = authority.groups()
            break
    return host, _port(_first(said, "HTTP_X_FORWARDED_PORT")) or _port(port)


def _port(text: str | None) -> str | None:
    is_port = text and text.isascii() and text.isdigit() and int(text[:6]) < _PORTS
    return text if is_port else None


def _first(said: Mapping[str, str], key: str) -> str:
    """Return the first entry of a comma list that proxies may have written."""
    return said[key].partition(",")[0].strip()
