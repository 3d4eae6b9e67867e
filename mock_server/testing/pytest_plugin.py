"""
The pytest plugin: its options and hooks, and nothing that costs a run without them.

Nothing of the mock is imported before a test asks for one of the `fixtures`.
"""

import os
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

from mock_server import testing
from mock_server.testing import fixtures
from mock_server.testing.fixtures import (
    KEYWORDS,
    MARKER,
    PROFILE,
    WATCHES,
    in_turn,
    marked,
    profiles_of,
)

if TYPE_CHECKING:
    from mock_server.testing.watching import Watch

_WORLDS = frozenset({"dhis2_mock", "dhis2_mock_module", "dhis2_mock_session"})


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
    """Declare the marker, offer the fixtures; refuse a profile that there is not."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}({', '.join(f'{each}=' for each in KEYWORDS)}): how the worlds of"
        " the dhis2_mock fixtures begin; the closest marker decides each keyword",
    )
    for name in profiles_of(config):
        testing.lending.check_profile(name)
    if config.getoption("--dhis2-mock-port") and config.getoption("numprocesses", 0):
        message = "--dhis2-mock-port is one port, and -n wants one for each worker"
        raise pytest.UsageError(message)
    config.pluginmanager.register(fixtures)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse wrong markers; run a test once for each of several profiles."""
    profiles = profiles_of(metafunc.config)
    is_settled = "profile" in marked(metafunc.definition)
    is_user = not _WORLDS.isdisjoint(metafunc.fixturenames)
    if is_user and len(profiles) > 1 and not is_settled:
        metafunc.fixturenames.append(PROFILE)
        begin = getattr(pytest.mark, MARKER)
        turns = [
            pytest.param(each, id=each, marks=begin(profile=each)) for each in profiles
        ]
        metafunc.parametrize(PROFILE, turns, indirect=True, scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Tell the fixtures whose turn it is."""
    with in_turn(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that ran into a bug of the mock, or a strict one's loose ends."""
    result = yield
    own = item.stash.get(WATCHES, [])
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
    own = item.stash.get(WATCHES, [])
    if not report.passed:
        for watch in own:
            watch.strict = False
    if report.failed:
        for watch in own:
            watch.is_kept = item.config.getoption("--dhis2-mock-keep")
        told = [watch.report() for watch in _watches(item)]
        report.sections += [("dhis2-mock requests", each) for each in told]
    return report


def _watches(item: pytest.Item) -> "list[Watch]":
    """Return what watches the worlds that the test may have used."""
    return [watch for node in item.listchain() for watch in node.stash.get(WATCHES, ())]
