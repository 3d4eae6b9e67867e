"""A server as a test holds it: its default world, and new worlds beside that."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack
from urllib.parse import quote

from mock_server.seed import read_document
from mock_server.testing.calls import check_names
from mock_server.testing.clock import instant
from mock_server.testing.control import ControlPlane, ControlPlaneError
from mock_server.testing.matching import wire_key
from mock_server.testing.options import SeedChoice, WorldOptions
from mock_server.testing.transport import (
    HttpTransport,
    Transport,
    WsgiTransport,
    http_parts,
)
from mock_server.testing.world import MockWorld

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


class ServerHandle:
    """What can be asked of any running server."""

    def __repr__(self) -> str:
        """Return where it is."""
        return f"<{type(self).__name__} {self.url}>"

    @property
    def _control(self) -> ControlPlane:
        """What the default world is steered by."""
        raise NotImplementedError

    @property
    def _wire(self) -> Transport:
        """What clients reach the server through."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where the default world is."""
        return self._wire.url

    @property
    def default(self) -> MockWorld:
        """The world that lies at the root."""
        return MockWorld(self._control, self._wire)

    def world(
        self, name: str | None = None, **options: Unpack[WorldOptions]
    ) -> MockWorld:
        """
        Make a fresh world, and in place of the one that has the name.

        It goes when it is closed, or used as a context manager.

        Args:
            name: how its path begins; without one it is drawn.
            options: what it begins with, where that is not as in the default world.

        """
        __tracebackhide__ = True
        check_names(options, WorldOptions, "a world")
        made = self._make(name, _world_document(options))
        leave = partial(self._drop, made)
        return MockWorld(self._control.at(f"/{made}"), self._wire, leave)

    def paused(self) -> AbstractContextManager[None]:
        """
        Let nobody listen at the port for a while; the state stays.

        Raises:
            NotImplementedError: the server is somebody else's.
        """
        message = f"only a server of this process can be paused, not {self.url}"
        raise NotImplementedError(message)

    def failures(self, world: MockWorld) -> list[str]:
        """
        Return the bugs of the mock that requests ran into.

        Of a server elsewhere it is a line each: the traceback is in that one's log.
        """
        return [each.error for each in world.requests if each.error is not None]

    def _make(self, name: str | None, wanted: Mapping[str, object]) -> str:
        """Make a world and return its name."""
        __tracebackhide__ = True
        if name is None:
            made = self._control.call("POST", "/worlds", wanted)
        else:
            made = self._control.call("PUT", _path_of(name), wanted)
        return str(made["name"])

    def _drop(self, name: str) -> None:
        """Delete a world, if it is still there."""
        self._control.call("DELETE", _path_of(name))


class RemoteServer(ServerHandle):
    """A server that somebody else runs, reached over HTTP."""

    def __init__(self, url: str, token: str | None = None) -> None:
        """
        Speak to the server at `url`; `token` opens its control plane.

        Raises:
            ControlPlaneError: what is there refuses to be steered.
            ConnectionError: nobody answers there, or no mock.
            ValueError: it is no http:// or https:// address.
        """
        __tracebackhide__ = True
        self._transport = HttpTransport(url)
        self._root = ControlPlane(self._transport, token=token)
        _greet(self._root)

    @property
    def _control(self) -> ControlPlane:
        return self._root

    @property
    def _wire(self) -> HttpTransport:
        return self._transport


def connect(place: "str | WSGIApplication", token: str | None = None) -> MockWorld:
    """
    Return the world at `place`, such as `http://localhost:8080/w1`.

    An application, as `create_app` returns it, is spoken to without a socket.

    Raises:
        ControlPlaneError: what is there has no such world, or refuses to be steered.
        ConnectionError: nobody answers there, or no mock.
        ValueError: it is no http:// or https:// address.
    """
    __tracebackhide__ = True
    wire: Transport
    if isinstance(place, str):
        parts = http_parts(place)
        wire = HttpTransport(f"{parts.scheme}://{parts.netloc}")
        path = parts.path.rstrip("/")
    else:
        wire, path = WsgiTransport(place, "http://localhost"), ""
    control = ControlPlane(wire, path, token)
    _greet(control)
    return MockWorld(control, wire)


def _greet(control: ControlPlane) -> None:
    """Ask for what only those get who may steer, and say where no mock is."""
    __tracebackhide__ = True
    try:
        clock = control.call("GET", "/clock")
    except (HTTPException, ConnectionResetError, TimeoutError) as error:
        reason = repr(error)
    except ControlPlaneError as error:
        if not control.url.endswith("/api"):
            raise
        hint = "the address of a server does not end with /api"
        raise ControlPlaneError(error.request, error.reply, hint) from None
    else:
        if isinstance(clock, Mapping) and "mode" in clock:
            return
        reason = "what answers is something else"
    message = f"no mock answers at {control.url}: {reason}"
    raise ConnectionError(message)


def seed_document(seed: SeedChoice) -> str | dict[str, Any]:
    """
    Return a seed as the control plane takes it: its name, or all of it.

    Raises:
        SeedError: a file of it cannot be read.
    """
    if isinstance(seed, Mapping):
        return dict(seed)
    if isinstance(seed, str) and not Path(seed).exists():
        return seed
    return read_document(Path(seed))


def _world_document(options: WorldOptions) -> dict[str, object]:
    wanted: dict[str, object] = {
        wire_key(name): value for name, value in options.items() if value is not None
    }
    seed, now = options.get("seed"), options.get("now")
    if seed is not None:
        wanted["seed"] = seed_document(seed)
    if now is not None:
        wanted["now"] = instant(now)
    return wanted


def _path_of(name: str) -> str:
    return f"/worlds/{quote(name, safe='')}"
