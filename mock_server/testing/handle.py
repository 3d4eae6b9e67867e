"""A server as a test holds it: its default world, and new worlds beside that."""

import json
from functools import partial
from pathlib import Path
from typing import Any, Unpack
from urllib.parse import quote

from mock_server.testing.clock import instant
from mock_server.testing.control import ControlPlane
from mock_server.testing.options import SeedChoice, WorldOptions, check_names
from mock_server.testing.transport import HttpTransport, Transport, http_parts
from mock_server.testing.world import MockWorld


class ServerHandle:
    """What can be asked of any running server."""

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
        check_names(options, WorldOptions, "a world")
        document = _world_document(options)
        if name is None:
            made = self._control.call("POST", "/worlds", document)
        else:
            made = self._control.call("PUT", _path_of(name), document)
        path = f"/{made['name']}"
        leave = partial(self._control.call, "DELETE", _path_of(made["name"]))
        world = MockWorld(self._control.at(path), self._wire, leave)
        begin(world, options)
        return world


class RemoteServer(ServerHandle):
    """A server that somebody else runs, reached over HTTP."""

    def __init__(self, url: str, token: str | None = None) -> None:
        """
        Speak to the server at `url`; `token` opens its control plane.

        Raises:
            ControlPlaneError: what is there is no mock.
            OSError: nobody listens there.
        """
        self._transport = HttpTransport(url)
        self._root = ControlPlane(self._transport, token=token)
        self._root.call("GET", "/health")

    @property
    def _control(self) -> ControlPlane:
        return self._root

    @property
    def _wire(self) -> HttpTransport:
        return self._transport


def connect(url: str, token: str | None = None) -> MockWorld:
    """
    Return the world at `url`, such as `http://localhost:8080/w1`.

    Raises:
        ControlPlaneError: what is there is no mock, or has no such world.
        OSError: nobody listens there.
    """
    parts = http_parts(url)
    wire = HttpTransport(f"{parts.scheme}://{parts.netloc}")
    control = ControlPlane(wire, parts.path.rstrip("/"), token)
    control.call("GET", "/health")
    return MockWorld(control, wire)


def seed_document(seed: SeedChoice) -> str | dict[str, Any]:
    """Return a seed as the control plane takes it: its name, or all of it."""
    if isinstance(seed, str) and not Path(seed).exists():
        return seed
    if isinstance(seed, str | Path):
        return _read(Path(seed))
    return dict(seed)


def _read(path: Path) -> dict[str, Any]:
    """Return the document in a file, or that of the files in a folder."""
    if path.is_dir():
        files = sorted(path.glob("*.json"))
        return {file.stem: json.loads(file.read_text("utf-8-sig")) for file in files}
    document: dict[str, Any] = json.loads(path.read_text("utf-8-sig"))
    return document


def _world_document(options: WorldOptions) -> dict[str, object]:
    document: dict[str, object] = {}
    seed, profile = options.get("seed"), options.get("profile")
    if seed is not None:
        document["seed"] = seed_document(seed)
    if profile is not None:
        document["profile"] = profile
    return document


def begin(world: MockWorld, options: WorldOptions) -> None:
    """Set what a world is made with beside seed and profile."""
    settings = {"random_seed": options.get("random_seed")}
    settings["strict"] = options.get("strict")
    given = {name: value for name, value in settings.items() if value is not None}
    if given:
        world.configure(**given)
    now = options.get("now")
    if now is not None:
        world.clock.freeze(instant(now))


def _path_of(name: str) -> str:
    return f"/worlds/{quote(name, safe='')}"
