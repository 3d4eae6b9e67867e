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
from mock_server.testing.options import ServerOptions, WorldOptions
from mock_server.testing.server import MockServer
from mock_server.testing.watching import Watch
from mock_server.testing.world import MockWorld

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
    """Return a server that runs, or tell why not without our own frames above it."""
    made = MockServer(**options)
    try:
        made.start()
    except (CannotListenError, SeedError) as error:
        pytest.fail(f"no server for these tests: {error}", pytrace=False)
    return made


def _made(owner: ServerHandle, options: WorldOptions) -> MockWorld:
    """Return a fresh world, or tell the refusal without our own frames above it."""
    try:
        return owner.world(**options)
    except (ControlPlaneError, SeedError) as error:
        pytest.fail(f"no world for this test: {error}", pytrace=False)


def _remote(url: str) -> RemoteServer:
    try:
        return RemoteServer(url, os.environ.get(_TOKEN))
    except (OSError, ValueError, ControlPlaneError) as error:
        message = f"--dhis2-mock-url: no mock answers at {url}: {error}"
        if url.rstrip("/").endswith("/api"):
            message += "; the address of a server does not end with /api"
        pytest.fail(message, pytrace=False)
