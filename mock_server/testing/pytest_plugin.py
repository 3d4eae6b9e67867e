"""
The pytest plugin: hooks and fixtures, and nothing that costs a run without them.

Nothing of the mock is imported before a test asks for a fixture; what the fixtures
hand out is made in `lending`.
"""

import os
from collections.abc import Generator, Iterator
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

_KEYWORDS = ("seed", "profile", "now", "random_seed", "strict")
_WORLDS = frozenset({"dhis2_mock", "dhis2_mock_module", "dhis2_mock_session"})
_PROFILE = "_dhis2_mock_profile"
_WATCHES: "pytest.StashKey[list[Watch]]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare options and ini keys, all named after the plugin."""
    group = parser.getgroup("dhis2-mock", "a mock of the DHIS2 messaging Web API")
    group.addoption(
        "--dhis2-mock-url",
        metavar="URL",
        default=os.environ.get("DHIS2_MOCK_URL"),
        help="Use the mock that runs there, one world a test; [env: DHIS2_MOCK_URL].",
    )
    group.addoption(
        "--dhis2-mock-profile",
        metavar="A,B",
        help="Behave like this version; with several, run each test once for each.",
    )
    group.addoption(
        "--dhis2-mock-port",
        metavar="PORT",
        type=int,
        default=0,
        help="Listen on this port; a free one by default.",
    )
    group.addoption(
        "--dhis2-mock-keep",
        action="store_true",
        help="Keep the world of a failed test, and tell where it is.",
    )
    parser.addini("dhis2_mock_profile", "As --dhis2-mock-profile.")
    parser.addini("dhis2_mock_seed", "A seed's name, or its path from the rootdir.")
    parser.addini(
        "dhis2_mock_strict",
        "Fail tests for requests that nothing takes, for parameters that nobody reads"
        " and for faults that never fired.",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker; refuse a profile that there is not."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}({', '.join(f'{each}=' for each in _KEYWORDS)}): how the worlds of"
        " the dhis2_mock fixtures begin; the closest marker decides each keyword",
    )
    for name in _profiles(config):
        testing.lending.check_profile(name)
    if config.getoption("--dhis2-mock-port") and config.getoption("numprocesses", 0):
        message = "--dhis2-mock-port is one port, and -n wants one for each worker"
        raise pytest.UsageError(message)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse wrong markers; run a test once for each of several profiles."""
    marked = _marked(metafunc.definition)
    profiles = _profiles(metafunc.config)
    is_user = not _WORLDS.isdisjoint(metafunc.fixturenames)
    if is_user and len(profiles) > 1 and "profile" not in marked:
        metafunc.parametrize(_PROFILE, profiles, indirect=True, scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that ran into a bug of the mock, or a strict one's loose ends."""
    result = yield
    own = item.stash.get(_WATCHES, [])
    found = [watch.bugs() for watch in _watches(item)]
    found += [watch.loose_ends() for watch in own]
    if any(found):
        pytest.fail("\n".join(filter(None, found)), pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what was asked of the worlds at hand."""
    report = yield
    own = item.stash.get(_WATCHES, [])
    if not report.passed:
        for watch in own:
            watch.strict = False
    if report.failed:
        for watch in own:
            watch.is_kept = item.config.getoption("--dhis2-mock-keep")
        told = [watch.report() for watch in _watches(item)]
        report.sections += [("dhis2-mock requests", each) for each in told]
    return report


@pytest.fixture(scope="session")
def dhis2_mock_options() -> "ServerOptions":
    """Return what the server begins with: override to choose, `{"port": 8080}`."""
    return {}


@pytest.fixture(scope="session")
def dhis2_mock_seed(pytestconfig: pytest.Config) -> "SeedChoice | None":
    """Return what the worlds of tests begin at: override to choose a file's seed."""
    return _ini_seed(pytestconfig)


@pytest.fixture(scope="session")
def dhis2_mock_server(
    pytestconfig: pytest.Config, dhis2_mock_options: "ServerOptions"
) -> "Iterator[ServerHandle]":
    """Return the server of this run: its own, or the one of --dhis2-mock-url."""
    port = pytestconfig.getoption("--dhis2-mock-port")
    options = {"port": port, **dhis2_mock_options} if port else dhis2_mock_options
    with testing.lending.server(
        pytestconfig.getoption("--dhis2-mock-url"), options
    ) as running:
        yield running


@pytest.fixture
def dhis2_mock(
    request: pytest.FixtureRequest,
    dhis2_mock_server: "ServerHandle",
    dhis2_mock_options: "ServerOptions",
    dhis2_mock_seed: "SeedChoice | None",
    _dhis2_mock_profile: str | None,
) -> "Iterator[MockWorld]":
    """Return a fresh world that is this test's alone."""
    options = _options(request, dhis2_mock_options, _dhis2_mock_profile)
    options.setdefault("seed", dhis2_mock_seed)
    with _lent(request, dhis2_mock_server, options) as lent:
        yield lent


@pytest.fixture(scope="module")
def dhis2_mock_module(
    request: pytest.FixtureRequest,
    dhis2_mock_server: "ServerHandle",
    dhis2_mock_options: "ServerOptions",
    _dhis2_mock_profile: str | None,
) -> "Iterator[MockWorld]":
    """Return a world that the tests of a module share."""
    options = _options(request, dhis2_mock_options, _dhis2_mock_profile)
    yield from _shared(request, dhis2_mock_server, options)


@pytest.fixture(scope="session")
def dhis2_mock_session(
    request: pytest.FixtureRequest,
    dhis2_mock_server: "ServerHandle",
    dhis2_mock_options: "ServerOptions",
    _dhis2_mock_profile: str | None,
) -> "Iterator[MockWorld]":
    """Return a world that all tests of a run share."""
    options = _options(request, dhis2_mock_options, _dhis2_mock_profile)
    yield from _shared(request, dhis2_mock_server, options)


def _shared(
    request: pytest.FixtureRequest, server: "ServerHandle", options: "WorldOptions"
) -> "Iterator[MockWorld]":
    """Lend a world to several tests, from the seed of the ini file."""
    options.setdefault("seed", _ini_seed(request.config))
    with _lent(request, server, options) as lent:
        yield lent


@pytest.fixture(scope="session", name=_PROFILE)
def _profile_in_turn(request: pytest.FixtureRequest) -> str | None:
    """Return the profile whose turn it is; without any it is up to the seed."""
    profiles = _profiles(request.config)
    default = profiles[0] if profiles else None
    profile: str | None = getattr(request, "param", default)
    return profile


def _lent(
    request: pytest.FixtureRequest, server: "ServerHandle", options: "WorldOptions"
) -> "AbstractContextManager[MockWorld]":
    watches = request.node.stash.setdefault(_WATCHES, [])
    return testing.lending.world(server, options, watches)


def _watches(item: pytest.Item) -> "list[Watch]":
    """Return what watches the worlds that the test may have used."""
    return [
        watch for node in item.listchain() for watch in node.stash.get(_WATCHES, ())
    ]


def _options(
    request: pytest.FixtureRequest, given: "ServerOptions", profile: str | None
) -> "WorldOptions":
    """Return how a world begins: what is closest to the test decides."""
    options: dict[str, Any] = {}
    if request.config.getini("dhis2_mock_strict"):
        options["strict"] = True
    if profile is not None:
        options["profile"] = profile
    options |= {name: value for name, value in given.items() if name in _KEYWORDS}
    options |= _marked(request.node)
    return cast("WorldOptions", options)


def _marked(node: pytest.Item | pytest.Collector) -> dict[str, Any]:
    """Return the keywords of the markers around `node`, or refuse an unknown one."""
    options: dict[str, Any] = {}
    for marker in node.iter_markers(MARKER):
        unknown = [repr(each) for each in marker.args]
        unknown += [name for name in marker.kwargs if name not in _KEYWORDS]
        if unknown:
            message = (
                f"the marker {MARKER} takes no {unknown[0]}; it takes the keywords"
                f" {', '.join(_KEYWORDS)} ({node.nodeid})"
            )
            raise pytest.Collector.CollectError(message)
        for name, value in marker.kwargs.items():
            options.setdefault(name, value)
    return options


def _profiles(config: pytest.Config) -> list[str]:
    named = config.getoption("--dhis2-mock-profile") or config.getini(_PROFILE[1:])
    return [name for each in named.split(",") if (name := each.strip())]


def _ini_seed(config: pytest.Config) -> "SeedChoice | None":
    """Return the seed of the ini file: a path from the rootdir, or a name."""
    named: str = config.getini("dhis2_mock_seed")
    path = config.rootpath / named
    return path if named and path.exists() else named or None
