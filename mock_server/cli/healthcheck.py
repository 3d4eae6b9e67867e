"""
`dhis2-mock healthcheck`: whether a server of the same configuration is ready.

It imports nothing of the server, since a container runs it every few seconds.
"""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLContext

import click

from mock_server.cli import address, configuration, numbers
from mock_server.cli.environment import Command

_SECONDS = 2
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to ask instead
_QUESTIONS = ("/__mock/health", "/api/ping")
"""The second where the server has no control plane."""


def complaint(host: str, port: int, *, is_tls: bool = False) -> str | None:
    """Return what is wrong with the server that listens there: nothing if it serves."""
    here = _HERE.get(host, host)
    scheme = "https" if is_tls else "http"
    connection = (_over_tls if is_tls else _in_the_clear)(here, port)
    shown = f"[{here}]" if ":" in here else here
    told = ""
    for path in _QUESTIONS:
        url = f"{scheme}://{shown}:{port}{path}"
        try:
            status = _status(connection, path)
        except (OSError, HTTPException) as error:
            return f"{url}: no answer: {error or type(error).__name__}"
        if status == HTTPStatus.OK:
            return None
        told = f"{url}: answers {status}"
        if status != HTTPStatus.NOT_FOUND:
            break
    return told


def _in_the_clear(host: str, port: int) -> HTTPConnection:
    return HTTPConnection(host, port, timeout=_SECONDS)


def _over_tls(host: str, port: int) -> HTTPSConnection:
    """
    Return a connection to whoever has a certificate, valid or not.

    It is the machine's own server that is asked, which is told nothing; whether clients
    trust it is not for this check to say.
    """
    anybody = SSLContext(PROTOCOL_TLS_CLIENT)
    anybody.check_hostname = False
    anybody.verify_mode = CERT_NONE
    return HTTPSConnection(host, port, timeout=_SECONDS, context=anybody)


def _status(connection: HTTPConnection, path: str) -> int:
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _check(host: str, port: int, tls_cert: str | None) -> int:
    """Tell in a line, and by the exit code."""
    wrong = complaint(host, port, is_tls=tls_cert is not None)
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
    type=numbers.port_of_a_server,
    default=address.PORT.default,
    help="Port that the server listens on.",
)
TLS_CERT = click.Option(
    ["--tls-cert"],
    metavar="FILE",
    help="The server's certificate, if it has one; then it is asked over HTTPS.",
)

COMMAND = Command(
    "healthcheck",
    callback=_check,
    params=[CONFIG, HOST, PORT, TLS_CERT],
    help="Exit with 0 if the server with this address is ready, and with 1 if nobody"
    " answers there or it is not ready; which it is, is told on standard error.",
    context_settings={"show_default": True},
)
