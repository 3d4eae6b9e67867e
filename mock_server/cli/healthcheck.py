"""
`dhis2-mock healthcheck`: whether a server of the same configuration is ready.

It imports nothing of the server, since a container runs it every few seconds.
"""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import click

from mock_server.cli import address, configuration, numbers
from mock_server.cli.environment import Command

_SECONDS = 2
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to ask instead
_QUESTIONS = ("/__mock/health", "/api/ping")
"""The second where the server has no control plane."""


def complaint(host: str, port: int) -> str | None:
    """Return what is wrong with the server that listens there: nothing if it serves."""
    here = _HERE.get(host, host)
    shown = f"[{here}]" if ":" in here else here
    told = ""
    for path in _QUESTIONS:
        url = f"http://{shown}:{port}{path}"
        try:
            status = _status(here, port, path)
        except (OSError, HTTPException) as error:
            return f"{url}: no answer: {error or type(error).__name__}"
        if status == HTTPStatus.OK:
            return None
        told = f"{url}: answers {status}"
        if status != HTTPStatus.NOT_FOUND:
            break
    return told


def _status(host: str, port: int, path: str) -> int:
    connection = HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _check(host: str, port: int) -> int:
    """Tell in a line, and by the exit code."""
    wrong = complaint(host, port)
    if wrong is None:
        click.echo("healthy")
        return 0
    click.echo(f"unhealthy: {wrong}", err=True)
    return 1


CONFIG = click.Option(
    ["--config"],
    metavar="FILE",
    is_eager=True,
    expose_value=False,
    callback=configuration.take_part,
    help="TOML file that the server reads its options from.",
)
HOST = click.Option(
    ["--host"],
    metavar="HOST",
    default=address.HOST.default,
    help="Address that the server listens on.",
)
PORT = click.Option(
    ["--port"],
    type=numbers.port,
    default=address.PORT.default,
    help="Port that the server listens on.",
)

COMMAND = Command(
    "healthcheck",
    callback=_check,
    params=[CONFIG, HOST, PORT],
    help="Exit with 0 if the server with this address is ready, and with 1 if nobody"
    " answers there or it is not ready; which it is, is told on standard error.",
    context_settings={"show_default": True},
)
