"""
How a request reaches a server: through a socket, or straight into the application.

Both ways answer alike, so nothing above knows which one it has.
"""

import http.client
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit
from wsgiref.util import setup_testing_defaults

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_TIMEOUT = 70.0
"""Seconds; a `verify` may wait for a minute."""


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers by lower-case name, bytes."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        """Whether the status is one of those that begin with 2."""
        return 200 <= self.status < 300  # noqa: PLR2004 - as HTTP has it

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")


class Transport(Protocol):
    """Carries single requests to one server."""

    @property
    def url(self) -> str:
        """Where the server is, with no slash at the end."""

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """
        Return what the server answers to `method` on `path`, a target below `url`.

        Raises:
            OSError: the connection failed, or the answer never came.
            http.client.HTTPException: what came is no HTTP.
        """


class HttpTransport:
    """Opens a connection for each request, so that no state is between two."""

    def __init__(self, url: str, tls: SSLContext | None = None) -> None:
        """Speak to the server at `url`, which may end in a context path."""
        self.url = url.rstrip("/")
        self._tls = tls
        self._parts = http_parts(self.url)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Send one request and read the whole answer."""
        connection = self._connection()
        try:
            target = f"{self._parts.path}{path}"
            connection.request(method, target, body or None, dict(headers))
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return Reply(answer.status, _by_name(answer.getheaders()), content)

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(
                host, port, timeout=_TIMEOUT, context=self._tls
            )
        return http.client.HTTPConnection(host, port, timeout=_TIMEOUT)


class WsgiTransport:
    """Calls a WSGI application, as a server at `url` would."""

    def __init__(self, application: "WSGIApplication", url: str) -> None:
        """Speak to `application`; its links begin with `url`."""
        self.application = application
        self.url = url.rstrip("/")
        self._parts = http_parts(self.url)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Call the application once and read the whole answer."""
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, answered: list[tuple[str, str]], *_: object) -> "Any":
            begun[:] = [(status, answered)]

        chunks = self.application(self._environ(method, path, headers, body), start)
        try:
            content = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        status, answered = begun[0]
        return Reply(int(status[:3]), _by_name(answered), content)

    def _environ(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> "WSGIEnvironment":
        target = urlsplit(path)
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": self._parts.path,
            "PATH_INFO": _unquoted(target.path),
            "QUERY_STRING": target.query,
            "HTTP_HOST": self._parts.netloc,
            "SERVER_NAME": self._parts.hostname,
            "SERVER_PORT": str(self._parts.port or 80),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": self._parts.scheme,
            "wsgi.input": io.BytesIO(body),
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        setup_testing_defaults(environ)
        return environ


def _unquoted(path: str) -> str:
    """Return a path as WSGI hands it on: its bytes read as Latin-1 (PEP 3333)."""
    return unquote_to_bytes(path).decode("latin-1")


def http_parts(url: str) -> SplitResult:
    """Return the parts of an address that HTTP can be spoken to, or refuse it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = f"{url!r} is no http:// or https:// address"
        raise ValueError(message)
    return parts


def _by_name(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
