"""`dhis2-mock routes`: what is served, and what faults and the journal call it."""

import click

from mock_server.factory import create_app
from mock_server.gate.routes import Route, routes_of

_HEADINGS = ("METHOD", "PATH", "OPERATION")


def routes() -> list[Route]:
    """Return every route of the mocked API."""
    return routes_of(create_app().url_map)


def _list() -> None:
    rows = [_HEADINGS, *routes()]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for method, path, operation in rows:
        click.echo(f"{method:{widths[0]}}  {path:{widths[1]}}  {operation}")


COMMAND = click.Command(
    "routes",
    callback=_list,
    help="List every route of the mocked API with the name of its operation.",
)
