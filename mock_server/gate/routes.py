"""The routes of the mocked API, as people read them."""

from collections.abc import Iterator
from typing import NamedTuple

from werkzeug.routing import Map, Rule


class Route(NamedTuple):
    """One method of one path."""

    method: str
    path: str
    operation: str


def routes_of(url_map: Map) -> list[Route]:
    """Return every route of the mocked API, by path."""
    found = (route for rule in url_map.iter_rules() for route in _routes(rule))
    return sorted(found, key=lambda route: (route.path, route.method))


def _routes(rule: Rule) -> Iterator[Route]:
    blueprint, _, name = rule.endpoint.partition(".")
    if blueprint != "api":
        return
    path = "".join(
        f"{{{text.lstrip('_')}}}" if is_part else text
        for is_part, text in rule._trace  # noqa: SLF001 - Rule has no public form of it
    ).removeprefix("|")
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield Route(method, path, name.replace(":", "."))
