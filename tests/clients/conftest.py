"""The people, the libraries and the servers of the client tests."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mock_server import RemoteServer, connect
from mock_server.profiles import PROFILES
from tests.clients.drivers.curl import Curl
from tests.clients.drivers.data_engine import AppServiceData, DataEngine
from tests.clients.drivers.dhis2_client import Dhis2Client
from tests.clients.drivers.dhis2_py import Dhis2Py
from tests.clients.journal import assert_no_request_went_astray
from tests.clients.people import ADMIN, MOBILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.clients.client import Client, Person

DRIVERS: list[type[Client]] = [Curl, Dhis2Py, Dhis2Client, DataEngine, AppServiceData]
COMMAND = Path(sys.executable).with_name("dhis2-mock")

collect_ignore: list[str] = []
if sys.version_info < (3, 13):
    collect_ignore += ["test_d2w_command.py", "test_dhis2w.py"]
else:
    from tests.clients.drivers.dhis2w import Dhis2w

    DRIVERS.append(Dhis2w)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which libraries took part, and which could not."""
    names = ", ".join(driver.__name__ for driver in DRIVERS)
    left_out = (
        "" if sys.version_info >= (3, 13) else "; Dhis2w and d2w need Python 3.13"
    )
    terminalreporter.write_line(f"clients: {names}{left_out}")


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    """Name each profile."""
    return str(request.param)


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[str], str]]:
    """Start the command once for each profile, and end them all."""
    with ExitStack() as running:

        @cache
        def start(profile: str) -> str:
            command = ["serve", "--port", "0", "--profile", profile]
            process = running.enter_context(
                subprocess.Popen([COMMAND, *command], stdout=subprocess.PIPE, text=True)
            )
            running.callback(process.terminate)
            assert process.stdout is not None
            return process.stdout.readline().split(" on ")[1].split()[0]

        yield start


@pytest.fixture
def url(profile: str, servers: Callable[[str], str]) -> Iterator[str]:
    """
    Serve the profile, fresh from the default seed, and return where.

    No request may go where nothing is, nor end in a fault of the mock.
    """
    address = servers(profile)
    world = connect(address)
    world.reset()
    yield address
    assert_no_request_went_astray(world)


@pytest.fixture
def below(url: str) -> Iterator[str]:
    """Return the address of a second world, which lies below a path."""
    with RemoteServer(url).world() as world:
        yield world.url
        assert_no_request_went_astray(world)


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.__name__)
def driver(request: pytest.FixtureRequest) -> type[Client]:
    """Name each library."""
    library: type[Client] = request.param
    return library


@pytest.fixture
def sign_in(driver: type[Client], url: str) -> Iterator[Callable[[Person], Client]]:
    """Sign people in with each library."""
    clients: list[Client] = []

    def join(person: Person) -> Client:
        clients.append(driver(url, person))
        return clients[-1]

    yield join
    for client in clients:
        client.close()


@pytest.fixture
def admin(sign_in: Callable[[Person], Client]) -> Client:
    """Sign in the administrator, who works on tickets and deletes for everybody."""
    return sign_in(ADMIN)


@pytest.fixture
def app(url: str) -> Iterator[Client]:
    """Sign the administrator in to a DHIS2 app, whose engine keeps his session."""
    client = AppServiceData(url, ADMIN)
    yield client
    client.close()


@pytest.fixture
def mobile(sign_in: Callable[[Person], Client]) -> Client:
    """Sign in a user without any rights but to messages."""
    return sign_in(MOBILE)
