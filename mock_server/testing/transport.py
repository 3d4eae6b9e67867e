"""
How a request reaches a server: through a socket, or straight into the application.

Both ways answer alike, so nothing above knows which one it has.
"""

import http.client
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ssl import SSLCertVerificationError, SSLContext, SSLError
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit
from wsgiref.util import setup_testing_defaults

from mock_server.testing.options import OptionError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_TIMEOUT = 70.0
"""Seconds; a `verify` may wait for a minute."""
_PATIENCE = 5.0
"""Seconds within which a connection has to be there, its TLS included."""
_SHOWN = 200
"""How many letters of its body stand for an answer."""


class Headers(Mapping[str, str]):
    """Headers by name, in whatever case; of several alike it is the last."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Hold these `pairs` of name and value."""
        self._values = {name.lower(): value for name, value in pairs}

    def __getitem__(self, name: str) -> str:
        """Return the value of a header, or raise `KeyError`."""
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        """Go through the names, in lower case."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self._values)

    def __repr__(self) -> str:
        """Return them as a dictionary is shown."""
        return repr(self._values)


class ReplyError(Exception):
    """An answer that is no success, where one was wanted."""

    def __init__(self, reply: "Reply") -> None:
        """Keep the `reply`, and show it."""
        super().__init__(f"wanted a success, and got {reply!r}")
        self.reply = reply


@dataclass(frozen=True, repr=False)
class Reply:
    """What came back, by the names that clients in Python have for it."""

    status: int
    headers: Headers
    body: bytes

    def __repr__(self) -> str:
        """Return status and type, and how the body begins."""
        kind = self.headers.get("content-type", "")
        text = self.text
        shown = f"{text[:_SHOWN]}..." if len(text) > _SHOWN else text
        return f"<Reply {' '.join(filter(None, (str(self.status), kind, shown)))}>"

    @property
    def status_code(self) -> int:
        """The status, as requests and httpx call it."""
        return self.status

    @property
    def content(self) -> bytes:
        """The body, as requests and httpx call it."""
        return self.body

    @property
    def is_success(self) -> bool:
        """Whether the status is one of those that begin with 2."""
        return 200 <= self.status < 300  # noqa: PLR2004 - as HTTP has it

    def raise_for_status(self) -> Self:
        """Return this if it is a success, or else raise `ReplyError`."""
        __tracebackhide__ = True
        if not self.is_success:
            raise ReplyError(self)
        return self

    def json(self) -> Any:
        """Return the body read as JSON, or raise a `ValueError` that shows it."""
        __tracebackhide__ = True
        try:
            return json.loads(self.body)
        except ValueError:
            pass
        message = f"the body is no JSON: {self!r}"
        raise ValueError(message)

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
            ConnectionError: nobody answers there.
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
        __tracebackhide__ = True
        connection = self._connection()
        try:
            self._connect(connection)
            target = f"{self._parts.path}{path}"
            connection.request(method, target, body or None, dict(headers))
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return Reply(answer.status, Headers(answer.getheaders()), content)

    def _connect(self, connection: http.client.HTTPConnection) -> None:
        """Reach the server at once, or say which one could not be reached."""
        __tracebackhide__ = True
        try:
            connection.connect()
        except OSError as error:
            failed = error
        else:
            connection.sock.settimeout(_TIMEOUT)
            return
        raise self._unreached(failed)

    def _unreached(self, error: OSError) -> ConnectionError:
        is_refused = isinstance(error, ConnectionRefusedError)
        kind = ConnectionRefusedError if is_refused else ConnectionError
        message = f"nobody answers at {self.url}: {error.strerror or error}"
        is_untrusted = isinstance(error, SSLCertVerificationError)
        is_slow_or_strange = isinstance(error, SSLError | TimeoutError)
        is_tls = self._parts.scheme == "https"
        if is_tls and is_slow_or_strange and not is_untrusted:
            message += "; does it speak plain http://?"
        return kind(message)

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(
                host, port, timeout=_PATIENCE, context=self._tls
            )
        return http.client.HTTPConnection(host, port, timeout=_PATIENCE)


class WsgiTransport:
    """Calls a WSGI application, as a server at `url` would."""

    def __init__(self, application: "WSGIApplication", url: str) -> None:
        """Speak to `application`; its links begin with `url`."""
        self.application = application
        self.url = url.rstrip("/")
        self._parts = http_parts(self.url)
        self._is_closed = False

    def close(self) -> None:
        """Answer no more, as a server that has stopped."""
        self._is_closed = True

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Call the application once and read the whole answer."""
        __tracebackhide__ = True
        if self._is_closed:
            message = f"nobody answers at {self.url}: the server is stopped"
            raise ConnectionRefusedError(message)
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
        return Reply(int(status[:3]), Headers(answered), content)

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
    try:
        parts = urlsplit(url)
        is_http = parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:  # brackets that hold no address, or a port beyond them all
        is_http = False
    if is_http and parts.hostname:
        return parts
    message = f"{url!r} is no http:// or https:// address"
    raise OptionError(message)
