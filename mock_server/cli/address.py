"""The options that say where the server is to listen."""

import click

from mock_server.cli import numbers

HOST = click.Option(
    ["--host"], metavar="HOST", default="127.0.0.1", help="Address to listen on."
)
PORT = click.Option(
    ["--port"],
    type=numbers.port,
    default=8080,
    help="Port to listen on; 0 picks a free one.",
)
