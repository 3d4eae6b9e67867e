"""The options that say where the server is to listen, and what it speaks there."""

import click

from mock_server.cli import numbers
from mock_server.cli.configuration import Place

HOST = click.Option(
    ["--host"], metavar="HOST", default="127.0.0.1", help="Address to listen on."
)
PORT = click.Option(
    ["--port"],
    type=numbers.port,
    default=8080,
    help="Port to listen on; 0 picks a free one.",
)
TLS_CERT = Place(
    ["--tls-cert"],
    metavar="FILE",
    help="Certificate in PEM form, with those that vouch for it: to speak HTTPS.",
)
TLS_KEY = Place(
    ["--tls-key"],
    metavar="FILE",
    show_default="in the file of the certificate",
    help="Private key of the certificate, in PEM form and not encrypted.",
)
