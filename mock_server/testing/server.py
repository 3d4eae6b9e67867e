"""A mock server that runs in a thread of this process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLContext
from traceback import format_exception
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from mock_server.domain.clock import parse_instant
from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from mock_server.httpd.pool import Pool
from mock_server.profiles import profile_named
from mock_server.seed import chosen_seed
from mock_server.serving import Address, bind, reserve, url_of
from mock_server.settings import Settings
from mock_server.testing.calls import check_names, with_hints
from mock_server.testing.clock import instant
from mock_server.testing.control import ControlPlane
from mock_server.testing.handle import ServerHandle
from mock_server.testing.options import OptionError, ServerOptions
from mock_server.testing.transport import HttpTransport, WsgiTransport
from mock_server.testing.world import MockWorld
from mock_server.world import DEFAULT
from mock_server.worlds import Wish, Worlds

if TYPE_CHECKING:
    from flask import Flask


class MockServer(ServerHandle):
    """
    A server in a thread, on a free port of 127.0.0.1 unless told otherwise.

    Clients reach it through a socket. It is steered without one, which costs less.
    """

    @with_hints
    def __init__(self, **options: Unpack[ServerOptions]) -> None:
        """
        Prepare a server; nothing runs before `start`, or the `with` block.

        Raises:
            TypeError: there is no such option.
        """
        __tracebackhide__ = True
        check_names(options, ServerOptions, "MockServer")
        self._options = options
        self._running: _Running | None = None
        self._was_running: list[bool] = []

    def __repr__(self) -> str:
        """Return where it is, if it runs."""
        if self._running is None:
            return "<MockServer that does not run>"
        return super().__repr__()

    def __enter__(self) -> Self:
        """Start, unless it runs already."""
        self._was_running.append(self._running is not None)
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, unless it ran before the block."""
        if not self._was_running.pop():
            self.stop()

    def start(self) -> None:
        """
        Begin at the seed, and answer from now on.

        Raises:
            SeedError: the seed is not sound; the error lists every fault.
            CannotListenError: the port is taken, or the address not ours.
            ValueError: there is no such profile, or `now` is no moment.
        """
        if self._running is None:
            given = self._options
            address = Address(given.get("host", "127.0.0.1"), given.get("port", 0))
            app = _app(given)
            self._running = _Running(app, address, given.get("ssl_context"))

    def stop(self) -> None:
        """Cut all connections and forget everything; a stopped server may start."""
        if self._running is not None:
            self._running.end()
            self._running = None

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let nobody listen at the port for a while; the state stays."""
        running = self._alive
        running.close()
        held = reserve(running.address)
        try:
            yield
        finally:
            held.close()
            running.listen()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._alive.address.port

    @property
    def app(self) -> "Flask":
        """The application, for clients that need no socket."""
        return self._alive.app

    def failures(self, world: MockWorld) -> list[str]:
        """Return the tracebacks of bugs; the errors themselves are at hand here."""
        found = self._alive.worlds.find(world.name)
        errors = () if found is None else tuple(found.errors)
        return ["".join(format_exception(each)) for each in errors]

    def _make(self, name: str | None, wanted: Mapping[str, object]) -> str:
        """Make a world; most tests want a plain one, which needs no document."""
        __tracebackhide__ = True
        if name is not None or wanted:
            return super()._make(name, wanted)
        worlds = self._alive.worlds
        made = worlds.make(worlds.fresh_name())
        worlds.add(made)
        return made.name

    def _drop(self, name: str) -> None:
        self._alive.worlds.remove(name)

    @property
    def _control(self) -> ControlPlane:
        return self._alive.control

    @property
    def _wire(self) -> HttpTransport:
        return self._alive.wire

    @property
    def _alive(self) -> "_Running":
        if self._running is None:
            message = "the server does not run: call start(), or use it in `with`"
            raise RuntimeError(message)
        return self._running


class _Running:
    """A server between its start and its stop."""

    def __init__(self, app: "Flask", address: Address, tls: SSLContext | None) -> None:
        self.app = app
        self._tls = tls
        self.worlds: Worlds = app.extensions[EXTENSION]
        self.address = address
        self.listen()
        self.wire = HttpTransport(self._url, None if tls is None else _unchecked())
        self._inside = WsgiTransport(app, self._url)
        self.control = ControlPlane(self._inside)

    def listen(self) -> None:
        """Open the port, the same one each time."""
        listener = bind(self.address)
        self.address = Address(self.address.host, listener.getsockname()[1])
        scheme = "https" if self._tls else "http"
        self._url = url_of(listener, scheme).partition(" ")[0]
        self._pool = Pool(self.app, listener, self._tls)

    def close(self) -> None:
        """Close the port, and every connection that came through it."""
        self._pool.stop()

    def end(self) -> None:
        """Close the port for good, letting go of whoever still waits for something."""
        for world in self.worlds:
            world.end()
        self.close()
        self._inside.close()


def _unchecked() -> SSLContext:
    """Return how to speak to a server of our own, whoever signed its certificate."""
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = CERT_NONE
    return context


def _app(options: ServerOptions) -> "Flask":
    """Return the application whose default world begins with `options`."""
    seed, profile, now = options.get("seed"), options.get("profile"), options.get("now")
    settings = Settings(
        profile=None if profile is None else profile_named(profile),
        strict=bool(options.get("strict")),
    )
    wish = Wish(
        now=None if now is None else _moment(now),
        random_seed=options.get("random_seed"),
    )
    begin = chosen_seed(DEFAULT if seed is None else seed)
    return create_app(settings, seed=wish.begin(begin))


def _moment(now: date | str) -> datetime:
    """Return when the clock of the default world stands."""
    try:
        return parse_instant(instant(now))
    except ValueError:
        message = f"now: {now!r} is no moment; write it like 2026-01-05T10:00:00"
        raise OptionError(message) from None
