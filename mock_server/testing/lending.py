"""Servers and worlds as the fixtures lend them to tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mock_server.profiles import profile_named
from mock_server.seed import SeedError
from mock_server.serving import CannotListenError
from mock_server.switches import SwitchError
from mock_server.testing.control import ControlPlaneError
from mock_server.testing.handle import RemoteServer, ServerHandle
from mock_server.testing.options import OptionError, ServerOptions, WorldOptions
from mock_server.testing.server import MockServer
from mock_server.testing.watching import Watch
from mock_server.testing.world import MockWorld

_REFUSALS = (
    *(CannotListenError, ControlPlaneError, OptionError, SeedError, SwitchError),
    OSError,
)
"""What comes of options that somebody chose, or of where he looks for a server."""
_TOKEN = "DHIS2_MOCK_ADMIN_TOKEN"  # noqa: S105 - the name of a variable


@contextmanager
def server(url: str | None, options: ServerOptions) -> Iterator[ServerHandle]:
    """Lend the server at `url`, or one of this process that begins with `options`."""
    if url:
        yield _remote(url)
        return
    started = _started(options)
    try:
        yield started
    finally:
        started.stop()


@contextmanager
def world(
    owner: ServerHandle, options: WorldOptions, watches: list[Watch]
) -> Iterator[MockWorld]:
    """
    Lend a fresh world of `owner`, watched among the `watches` of its scope.

    Fails whoever gives it back with bugs or loose ends that nobody was told yet.
    """
    lent = _made(owner, options)
    watch = Watch(owner, lent, strict=bool(options.get("strict")))
    watches.append(watch)
    try:
        yield lent
        left = "\n".join(filter(None, (watch.bugs(), watch.loose_ends())))
    finally:
        watches.remove(watch)
        if not watch.is_kept:
            lent.close()
    if left:
        pytest.fail(left, pytrace=False)


def check_profile(name: str) -> None:
    """Refuse a name that no profile has, before any test runs."""
    try:
        profile_named(name)
    except SwitchError as error:
        raise pytest.UsageError(f"--dhis2-mock-profile: {error.reason}") from error


def _started(options: ServerOptions) -> MockServer:
    """Return a server that runs."""
    with _told("no server for these tests: "):
        made = MockServer(**options)
        made.start()
        return made


def _made(owner: ServerHandle, options: WorldOptions) -> MockWorld:
    """Return a fresh world."""
    with _told("no world for this test: "):
        return owner.world(**options)


def _remote(url: str) -> RemoteServer:
    """Return the server that runs at `url`."""
    with _told("--dhis2-mock-url: "):
        return RemoteServer(url, os.environ.get(_TOKEN))


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Tell why a test cannot be set up, without our own frames above it."""
    try:
        yield
    except _REFUSALS as error:
        raise pytest.fail.Exception(f"{what}{error}", pytrace=False) from None
