"""`dhis2-mock openapi`: what is served, for programs that make clients of it."""

import click
import orjson

from mock_server.api.description import api_document
from mock_server.control.description import control_document
from mock_server.factory import create_app


def _print(*, api: bool) -> None:
    document = api_document(create_app()) if api else control_document()
    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())


COMMAND = click.Command(
    "openapi",
    callback=_print,
    params=[
        click.Option(["--api"], is_flag=True, help="Describe the mocked API instead.")
    ],
    help="Print the OpenAPI 3.1 document of the control plane.",
)
