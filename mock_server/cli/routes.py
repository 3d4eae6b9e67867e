"""`dhis2-mock routes`: what is served, and what faults and the journal call it."""

from collections.abc import Iterator

import click
from werkzeug.routing import Rule

from mock_server.factory import create_app

_HEADINGS = ("METHOD", "PATH", "OPERATION")


def routes() -> list[tuple[str, str, str]]:
    """Return method, path and operation of every route of the mocked API."""
    app = create_app()
    found = (row for rule in app.url_map.iter_rules() for row in _rows(rule))
    return sorted(found, key=lambda row: (row[1], row[0]))


def _rows(rule: Rule) -> Iterator[tuple[str, str, str]]:
    blueprint, _, name = rule.endpoint.partition(".")
    if blueprint != "api":
        return
    path = "".join(
        f"{{{text.lstrip('_')}}}" if is_part else text
        for is_part, text in rule._trace  # noqa: SLF001 - Rule has no public form of it
    ).removeprefix("|")
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield method, path, name.replace(":", ".")


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
