"""
Puts an app on a socket: binding, serving, the first line, logging and signals.

What the options are called and what a refusal exits with is the business of `cli`.
"""

import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from errno import EADDRINUSE
from threading import Event
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import orjson
from waitress.server import create_server
from waitress.wasyncore import close_all

from mock_server.domain.errors import MockServerError
from mock_server.later import later
from mock_server.threads import Threads
from mock_server.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from ssl import SSLContext
    from typing import TypeAlias
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mock_server.domain.model import User

    Headers: TypeAlias = list[tuple[str, str]]
    Write: TypeAlias = Callable[[bytes], object]
    ExcInfo: TypeAlias = (
        tuple[type[BaseException], BaseException, TracebackType]
        | tuple[None, None, None]
    )

_CONNECTIONS = 900
_PORTS = range(2**16)
"""More than these the system would cut to their last 16 bits, and take that."""

LOG = logging.getLogger("dhis2_mock")

_NAMES_SHOWN = 5
_LAST_ANSWERS = 1.0
"""Seconds that a stopping server waits for answers that are being made."""
_ALL_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - shown only

_pool = later("mock_server.httpd.pool", "Pool")


class Address(NamedTuple):
    """Where to listen; port 0 is a free one."""

    host: str = "127.0.0.1"
    port: int = 8080


class CannotListenError(MockServerError):
    """The address to serve on is taken, unknown or not ours."""

    def __init__(
        self, address: Address, reason: str, *, is_taken: bool = False
    ) -> None:
        """Keep the address, what is wrong with it, and whether somebody has it."""
        super().__init__(address=address, reason=reason)
        self.address = address
        self.reason = reason
        self.is_taken = is_taken

    def __str__(self) -> str:
        """Return both in one line."""
        host, port = self.address.host, self.address.port
        return f"cannot listen on host {host!r}, port {port}: {self.reason}"


class Server:
    """A waitress server, run in one thread and stopped from any other."""

    def __init__(
        self, app: "WSGIApplication", listener: socket.socket, threads: int = 8
    ) -> None:
        """
        Accept on `listener` from now on.

        Waitress takes bodies up to 1 GiB, so that the app itself answers an upload
        that is too large.
        """
        self._sockets: dict[int, Any] = {}
        # Any: types-waitress calls the trigger an int.
        workers = Threads(threads)
        self._server: Any = create_server(
            workers.serving(app),
            _dispatcher=workers,
            map=self._sockets,
            sockets=[listener],
            # Those that hang are to leave room for others; select() has none so high.
            connection_limit=_CONNECTIONS,
            asyncore_use_poll=True,
            ident=None,  # Tomcat, too, does not say what it is
            server_name=listener.getsockname()[0],
            # DHIS2 builds its links from X-Forwarded-*, whoever sends it.
            clear_untrusted_proxy_headers=False,
        )

    def run(self) -> None:
        """Answer requests until `stop`, in whatever thread this is called."""
        self._server.run()

    def stop(self) -> None:
        """Cut all connections, and let `run` return."""
        workers = self._server.task_dispatcher
        workers.shutdown(timeout=_LAST_ANSWERS)
        trigger = self._server.trigger
        # The lock keeps `run`, which another thread may just have woken, from closing
        # the trigger before it is pulled.
        with trigger.lock:
            trigger.thunks.append(self._close)
            trigger.pull_trigger()

    def _close(self) -> None:
        """Close every socket; only the thread in `run` may, for it waits on them."""
        trigger = self._server.trigger
        if self._server.task_dispatcher.threads:
            # A worker that hangs will write to the trigger once it is done, and
            # must not find a stranger's file at that descriptor.
            self._sockets.pop(trigger.fileno())
            trigger.close = lambda: None
        close_all(self._sockets)


def bind(address: Address) -> socket.socket:
    """Return a socket bound to `address`, IPv4 first where a name has both."""
    if address.port not in _PORTS:
        raise CannotListenError(address, f"a port is from 0 to {_PORTS[-1]}")
    try:
        found = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, _, _, _, name = min(found, key=lambda each: each[0] != socket.AF_INET)
        return socket.create_server(name[:2], family=family)
    except socket.gaierror as error:
        raise CannotListenError(address, str(error.strerror)) from error
    except OSError as error:
        reason, is_taken = os.strerror(error.errno or 0), error.errno == EADDRINUSE
        raise CannotListenError(address, reason, is_taken=is_taken) from error
    except UnicodeError as error:
        raise CannotListenError(address, str(error)) from error


def reserve(address: Address) -> socket.socket:
    """Return a socket that keeps others from the port, and listens to nobody."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    held = socket.socket(family)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((address.host, address.port))
    return held


def serve(
    app: "WSGIApplication",
    address: Address,
    announce: "Callable[[str], None]",
    threads: int = 8,
) -> None:
    """
    Serve `app` on `address` until the process ends.

    `announce` gets the URL as soon as connections are accepted.

    Raises:
        CannotListenError: The address is taken, unknown or not ours.
    """
    listener = bind(address)
    server = Server(app, listener, threads)
    announce(url_of(listener))
    server.run()


def serve_tls(
    app: "WSGIApplication",
    address: Address,
    announce: "Callable[[str], None]",
    tls: "SSLContext",
) -> None:
    """
    Serve as `serve` does, but over TLS, which waitress does not speak.

    Raises:
        CannotListenError: The address is taken, unknown or not ours.
    """
    listener = bind(address)
    _pool(app, listener, tls)
    announce(url_of(listener, "https"))
    Event().wait()


def url_of(listener: socket.socket, scheme: str = "http") -> str:
    """Return the URL that a client on this machine reaches `listener` by."""
    host, port = listener.getsockname()[:2]
    if host in _ALL_ADDRESSES:
        return f"{scheme}://{_ALL_ADDRESSES[host]}:{port} (all addresses)"
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{port}"


def who_can_log_in(users: "Iterable[User]") -> str:
    """Name the first enabled users, and their password if they all share it."""
    enabled = [user for user in users if not user.disabled]
    if not enabled:
        return "nobody can log in"
    names = [user.username for user in enabled[:_NAMES_SHOWN]]
    more = len(enabled) - len(names)
    passwords = {user.password for user in enabled}
    hint = (
        f"password {passwords.pop()}"
        if len(passwords) == 1
        else "passwords in the seed"
    )
    listed = ", ".join(names) + (f" and {more} more" if more else "")
    return f"log in as {listed} ({hint})"


def first_line(profile: str, url: str, users: "Iterable[User]") -> str:
    """Return the line that says that the server is ready, where and for whom."""
    return f"dhis2-mock {__version__} ({profile}) on {url} - {who_can_log_in(users)}"


def first_object(profile: str, url: str, users: "Iterable[User]") -> str:  # noqa: ARG001 - as `first_line`
    """Return the same for a program, as JSON."""
    ready = {"url": url.partition(" ")[0], "version": __version__, "profile": profile}
    return orjson.dumps(ready).decode()


class JsonLines(logging.Formatter):
    """Writes each record as an object of JSON, in a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record with what was raised, if anything was."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()


def log_to_stderr(level: str, *, as_json: bool = False) -> None:
    """Log this package, waitress and werkzeug to stderr from `level` upwards."""
    handler = logging.StreamHandler()
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if as_json else text)
    logging.basicConfig(level=level.upper(), handlers=[handler])
    # It warns whenever a request waits for a thread, which is nothing to act on.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def with_access_log(app: "WSGIApplication") -> "WSGIApplication":
    """
    Log one line for every answer of `app`, at info: method, path and status.

    Headers, bodies and the query stay out, and what follows a semicolon in the path,
    for any of them may hold a secret.
    """
    if not LOG.isEnabledFor(logging.INFO):
        return app

    def logged(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        method = environ["REQUEST_METHOD"]
        path, _, _ = environ["PATH_INFO"].partition(";")
        path = quote(path.encode("latin-1"))

        def start(
            status: str, headers: "Headers", exc_info: "ExcInfo | None" = None, /
        ) -> "Write":
            LOG.info("%s %s %.3s", method, path, status)
            return start_response(status, headers, exc_info)

        return app(environ, start)

    return logged


def exit_at_once(_number: int, _frame: FrameType | None) -> None:
    """End the process, whatever its threads are doing."""
    with suppress(OSError, RuntimeError, ValueError):
        sys.stdout.flush()
    os._exit(0)


def exit_on_signals() -> None:
    """
    Make Ctrl-C and SIGTERM end this process at once.

    As PID 1 of a container a process without a handler never sees SIGTERM.
    """
    signal.signal(signal.SIGINT, exit_at_once)
    signal.signal(signal.SIGTERM, exit_at_once)
