"""
The fixtures of the plugin; what they hand out is made in `lending`.

What every test with a world needs asks for no `request` and no `pytestconfig`: pytest
makes the two anew for each fixture on the way, for each test, and takes longer to do so
than a fresh world takes. Whose turn it is tells `in_turn`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest

from mock_server import testing

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from mock_server.testing.handle import ServerHandle
    from mock_server.testing.options import SeedChoice, ServerOptions, WorldOptions
    from mock_server.testing.watching import Watch
    from mock_server.testing.world import MockWorld

MARKER = "dhis2_mock"
KEYWORDS = ("seed", "profile", "now", "random_seed", "strict")
"""What the marker takes."""
PROFILE = "_dhis2_mock_profile"
"""The fixture whose parameters are the profiles that take turns."""
WATCHES: "pytest.StashKey[list[Watch]]" = pytest.StashKey()
"""What watches the worlds lent to a test, a module or the session."""

_turns: list[pytest.Item] = []
"""The test in turn, after those in whose course it is run."""


@contextmanager
def in_turn(test: pytest.Item) -> Iterator[None]:
    """Let it be the turn of `test`, which may be in a run that another one began."""
    _turns.append(test)
    try:
        yield
    finally:
        _turns.pop()


@pytest.fixture(scope="session")
def dhis2_mock_options() -> "ServerOptions":
    """Return what the server begins with: override to choose, `{"port": 8080}`."""
    return {}


@pytest.fixture(scope="session")
def dhis2_mock_seed() -> "SeedChoice | None":
    """Return what the worlds of tests begin at: override to choose a file's seed."""
    return _ini_seed(_turns[-1].config)


@pytest.fixture(scope="session")
def dhis2_mock_server(dhis2_mock_options: "ServerOptions") -> "Iterator[ServerHandle]":
    """Return the server of this run: its own, or the one of --dhis2-mock-url."""
    config = _turns[-1].config
    port = config.getoption("--dhis2-mock-port")
    options = {"port": port, **dhis2_mock_options} if port else dhis2_mock_options
    with testing.lending.server(
        config.getoption("--dhis2-mock-url"), options
    ) as running:
        yield running


@pytest.fixture
def dhis2_mock(
    dhis2_mock_server: "ServerHandle",
    dhis2_mock_options: "ServerOptions",
    dhis2_mock_seed: "SeedChoice | None",
) -> "Iterator[MockWorld]":
    """Return a fresh world that is this test's alone."""
    test = _turns[-1]
    options = _options(test, dhis2_mock_options, _first_profile(test.config))
    options.setdefault("seed", dhis2_mock_seed)
    with _lent(test, dhis2_mock_server, options) as lent:
        yield lent


@pytest.fixture(scope="module")
def dhis2_mock_module(
    request: pytest.FixtureRequest,
    dhis2_mock_server: "ServerHandle",
    dhis2_mock_options: "ServerOptions",
    _dhis2_mock_profile: str | None,
) -> "Iterator[MockWorld]":
    """Return a world that the tests of a module share."""
    options = _options(request.node, dhis2_mock_options, _dhis2_mock_profile)
    yield from _shared(request, dhis2_mock_server, options)


@pytest.fixture(scope="session")
def dhis2_mock_session(
    request: pytest.FixtureRequest,
    dhis2_mock_server: "ServerHandle",
    dhis2_mock_options: "ServerOptions",
    _dhis2_mock_profile: str | None,
) -> "Iterator[MockWorld]":
    """Return a world that all tests of a run share."""
    options = _options(request.node, dhis2_mock_options, _dhis2_mock_profile)
    yield from _shared(request, dhis2_mock_server, options)


@pytest.fixture(scope="session", name=PROFILE)
def _profile_in_turn(request: pytest.FixtureRequest) -> str | None:
    """Return the profile whose turn it is; without any it is up to the seed."""
    profile: str | None = getattr(request, "param", _first_profile(request.config))
    return profile


def marked(node: pytest.Item | pytest.Collector) -> dict[str, Any]:
    """Return the keywords of the markers around `node`, or refuse an unknown one."""
    options: dict[str, Any] = {}
    for marker in node.iter_markers(MARKER):
        unknown = [repr(each) for each in marker.args]
        unknown += [name for name in marker.kwargs if name not in KEYWORDS]
        if unknown:
            message = (
                f"the marker {MARKER} takes no {unknown[0]}; it takes the keywords"
                f" {', '.join(KEYWORDS)} ({node.nodeid})"
            )
            raise pytest.Collector.CollectError(message)
        for name, value in marker.kwargs.items():
            options.setdefault(name, value)
    return options


def profiles_of(config: pytest.Config) -> list[str]:
    """Return the profiles that the tests of a run are to pass with, in their order."""
    named = config.getoption("--dhis2-mock-profile") or config.getini(
        "dhis2_mock_profile"
    )
    return [name for each in named.split(",") if (name := each.strip())]


def _first_profile(config: pytest.Config) -> str | None:
    return next(iter(profiles_of(config)), None)


def _shared(
    request: pytest.FixtureRequest, server: "ServerHandle", options: "WorldOptions"
) -> "Iterator[MockWorld]":
    """Lend a world to several tests, from the seed of the ini file."""
    options.setdefault("seed", _ini_seed(request.config))
    with _lent(request.node, server, options) as lent:
        yield lent


def _lent(
    node: pytest.Item | pytest.Collector,
    server: "ServerHandle",
    options: "WorldOptions",
) -> "AbstractContextManager[MockWorld]":
    watches = node.stash.setdefault(WATCHES, [])
    return testing.lending.world(server, options, watches)


def _options(
    node: pytest.Item | pytest.Collector, given: "ServerOptions", profile: str | None
) -> "WorldOptions":
    """Return how a world begins: what is closest to the test decides."""
    options: dict[str, Any] = {}
    if node.config.getini("dhis2_mock_strict"):
        options["strict"] = True
    if profile is not None:
        options["profile"] = profile
    options |= {name: value for name, value in given.items() if name in KEYWORDS}
    options |= marked(node)
    return cast("WorldOptions", options)


def _ini_seed(config: pytest.Config) -> "SeedChoice | None":
    """Return the seed of the ini file: a path from the rootdir, or a name."""
    named: str = config.getini("dhis2_mock_seed")
    path = config.rootpath / named
    return path if named and path.exists() else named or None
