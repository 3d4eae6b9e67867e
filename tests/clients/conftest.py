"""The people, the libraries and the servers of the client tests."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
import requests
from flask import request as flask_request
from flask import request_finished

from mock_server.profiles import PROFILES
from tests.clients.drivers.curl import Curl
from tests.clients.drivers.data_engine import AppServiceData, DataEngine
from tests.clients.drivers.dhis2_client import Dhis2Client
from tests.clients.drivers.dhis2_py import Dhis2Py
from tests.clients.people import ADMIN, MOBILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask, Response

    from tests.clients.client import Client, Person
    from tests.conftest import LiveServer

DRIVERS: list[type[Client]] = [Curl, Dhis2Py, Dhis2Client, DataEngine, AppServiceData]
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


@pytest.fixture
def server(
    profile: str, live_servers: dict[tuple[str, None], LiveServer]
) -> Iterator[LiveServer]:
    """
    Serve the profile, fresh from the default seed.

    No request may end where no route is, nor in a fault of the mock.
    """
    served = live_servers[profile, None]
    unhandled: list[str] = []

    def note(_: Flask, response: Response) -> None:
        if flask_request.routing_exception or response.status_code >= 500:
            unhandled.append(f"{flask_request.method} {flask_request.full_path}")

    served.app.test_client().post("/__mock/reset")
    with request_finished.connected_to(note, served.app):
        yield served
    assert unhandled == []


@pytest.fixture
def world(server: LiveServer) -> Iterator[str]:
    """Return the address of a second world, which lies below a path."""
    worlds = f"{server.url}/__mock/worlds"
    made = requests.post(worlds, timeout=10).json()
    yield made["url"]
    requests.delete(f"{worlds}/{made['name']}", timeout=10)


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.__name__)
def driver(request: pytest.FixtureRequest) -> type[Client]:
    """Name each library."""
    library: type[Client] = request.param
    return library


@pytest.fixture
def sign_in(
    driver: type[Client], server: LiveServer
) -> Iterator[Callable[[Person], Client]]:
    """Sign people in with each library."""
    clients: list[Client] = []

    def connect(person: Person) -> Client:
        clients.append(driver(server.url, person))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def admin(sign_in: Callable[[Person], Client]) -> Client:
    """Sign in the administrator, who works on tickets and deletes for everybody."""
    return sign_in(ADMIN)


@pytest.fixture
def app(server: LiveServer) -> Iterator[Client]:
    """Sign the administrator in to a DHIS2 app, whose engine keeps his session."""
    client = AppServiceData(server.url, ADMIN)
    yield client
    client.close()


@pytest.fixture
def mobile(sign_in: Callable[[Person], Client]) -> Client:
    """Sign in a user without any rights but to messages."""
    return sign_in(MOBILE)
