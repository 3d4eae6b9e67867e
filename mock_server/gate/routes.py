"""The routes of a blueprint, as people read them."""

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any, NamedTuple

from werkzeug.routing import AnyConverter, Map, Rule

from mock_server.wire.rule import operation_of

_SOURCE = re.compile(r" \([^()]*\)$")
"""Where a docstring says which section it follows."""


class Route(NamedTuple):
    """One method of one path."""

    method: str
    path: str
    operation: str


def routes_of(url_map: Map) -> list[Route]:
    """Return every route of the mocked API, by path."""
    return [route for route, _ in rules_of(url_map, "api")]


def rules_of(url_map: Map, blueprint: str) -> list[tuple[Route, Rule]]:
    """Return every route of a blueprint with the rule it comes from, by path."""
    found = (
        (route, rule)
        for rule in url_map.iter_rules()
        if (operation := operation_of(rule.endpoint, blueprint)) is not None
        for route in _routes(rule, operation)
    )
    return sorted(found, key=lambda each: (each[0].path, each[0].method))


def _routes(rule: Rule, operation: str) -> Iterator[Route]:
    path = "".join(
        f"{{{text.lstrip('_')}}}" if is_part else text
        for is_part, text in rule._trace  # noqa: SLF001 - Rule has no public form of it
    ).removeprefix("|")
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield Route(method, path, operation)


def parts_of(rule: Rule) -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each part of the path that a client fills in."""
    parts = {}
    for name, converter in rule._converters.items():  # noqa: SLF001 - as above
        shape: dict[str, Any] = {"type": "string"}
        if isinstance(converter, AnyConverter):
            shape["enum"] = sorted(converter.items)
        elif not converter.part_isolating or converter.regex != "[^/]+":
            shape["pattern"] = f"^{converter.regex}$"
        parts[name.lstrip("_")] = shape
    return parts


def promise(view: object) -> str:
    """Return what the docstring of a view says after the route, without its source."""
    first, _, _ = cleandoc(view.__doc__ or "").partition("\n")
    _, _, said = first.partition(": ")
    said, _, _ = said.partition(" DEVIATION ")
    return _SOURCE.sub("", said.removesuffix("."))
