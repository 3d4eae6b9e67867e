"""The absolute URLs in answers, as the client sees this server (messaging.md 1.4)."""

from typing import TYPE_CHECKING

from mock_server.wire.environ import API_VERSION

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_DEFAULT_PORTS = {"http": "80", "https": "443"}


def root_url(environ: "WSGIEnvironment") -> str:
    """Return scheme, host, port and context path, with no slash at the end."""
    scheme = _first(environ, "HTTP_X_FORWARDED_PROTO") or environ["wsgi.url_scheme"]
    host, port = _host_and_port(environ)
    if port is None or port == _DEFAULT_PORTS.get(scheme):
        authority = host
    else:
        authority = f"{host}:{port}"
    return f"{scheme}://{authority}{environ.get('SCRIPT_NAME', '')}".rstrip("/")


def api_url(root: str, environ: "WSGIEnvironment", *, versioned: bool) -> str:
    """Return the address of the API, with the request's version if links keep it."""
    version = environ.get(API_VERSION)
    return f"{root}/api/{version}" if versioned and version else f"{root}/api"


def _host_and_port(environ: "WSGIEnvironment") -> tuple[str, str | None]:
    forwarded = _first(environ, "HTTP_X_FORWARDED_HOST")
    default = f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    authority = forwarded or environ.get("HTTP_HOST") or default
    host, colon, port = authority.rpartition(":")
    if not colon or port.endswith("]"):
        host, port = authority, ""
    return host, _first(environ, "HTTP_X_FORWARDED_PORT") or port or None


def _first(environ: "WSGIEnvironment", key: str) -> str:
    """Return the first entry of a comma list that proxies may have written."""
    return str(environ.get(key, "")).partition(",")[0].strip()
