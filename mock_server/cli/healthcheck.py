"""
`dhis2-mock healthcheck`: whether a server of the same configuration is ready.

It imports nothing of the server, since a container runs it every few seconds.
"""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import click

from mock_server.cli.address import HOST, PORT
from mock_server.cli.environment import Command

_SECONDS = 2
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to ask instead
_QUESTIONS = ("/__mock/health", "/api/ping")
"""The second where the server has no control plane."""


def is_healthy(host: str, port: int) -> bool:
    """Say whether the server that listens there is ready."""
    statuses = (_status(host, port, path) for path in _QUESTIONS)
    told = next((each for each in statuses if each != HTTPStatus.NOT_FOUND), None)
    return told == HTTPStatus.OK


def _status(host: str, port: int, path: str) -> int | None:
    connection = HTTPConnection(_HERE.get(host, host), port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def _check(host: str, port: int) -> int:
    """Tell in a word, and by the exit code."""
    healthy = is_healthy(host, port)
    click.echo("healthy" if healthy else "unhealthy", err=not healthy)
    return 0 if healthy else 1


COMMAND = Command(
    "healthcheck",
    callback=_check,
    params=[HOST, PORT],
    help="Exit with 0 if the server with this address is ready, with 1 if not.",
    context_settings={"show_default": True},
)
