"""The control plane described for programs, as OpenAPI 3.1 (control-plane 3.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Flask
from marshmallow import Schema

from mock_server import openapi
from mock_server.control.blueprint import control
from mock_server.control.declarations import declared
from mock_server.gate.routes import parts_of, promise, rules_of
from mock_server.schemas.json_schema import Describer
from mock_server.version import __version__

_INFO = {
    "title": "Control plane of dhis2-mock",
    "version": __version__,
    "description": "How tests steer the mock. It is no part of DHIS2.",
}
_TEXT = {"type": "string"}
_PROBLEM = openapi.Refusal(
    "application/problem+json",
    "Problem",
    {
        "description": "A refusal (RFC 9457).",
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"const": "about:blank"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "errors": {
                "description": "All that is wrong, and where (RFC 6901).",
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "message"],
                    "properties": {"pointer": _TEXT, "message": _TEXT},
                },
            },
        },
    },
)
_TOKEN = {"type": "http", "scheme": "bearer", "description": "If a token is set."}


@dataclass(frozen=True)
class Declaration:
    """What a view takes and answers."""

    body: object = None
    """A schema, or a JSON Schema with some in it; `None` is that it takes no body."""
    examples: tuple[object, ...] = ()
    is_body_required: bool = True
    query: Schema | None = None
    statuses: tuple[int, ...] = (HTTPStatus.OK,)


@cache
def control_document() -> openapi.Json:
    """Return the document of the control plane, which all apps have alike."""
    describer = Describer(openapi.SCHEMAS)
    operations = list(control_operations(describer))
    return openapi.document(
        _INFO, operations, describer.parts, _PROBLEM, {"token": _TOKEN}
    )


def control_operations(describer: Describer) -> Iterator[openapi.Operation]:
    """Return what the control plane can do, each schema being described once."""
    app = Flask("described")
    app.register_blueprint(control)
    for route, rule in rules_of(app.url_map, control.name):
        view = app.view_functions[rule.endpoint]
        said = Declaration(**declared(view))
        head, *tail = route.operation.split("_")
        yield openapi.Operation(
            route.method,
            route.path.removesuffix("/"),
            head + "".join(map(str.title, tail)),
            promise(view),
            parts_of(rule),
            _parameters(said.query, describer) if said.query else (),
            _body(said, describer),
            said.statuses,
        )


def _body(said: Declaration, describer: Describer) -> openapi.Body | None:
    if said.body is None:
        return None
    shape = describer.described(said.body)
    return openapi.Body(shape, said.examples, said.is_body_required)


def _parameters(query: Schema, describer: Describer) -> list[Mapping[str, Any]]:
    return [
        {
            "name": str(each.data_key),
            "required": each.required,
            **_in_query(str(each.data_key), describer.described(each)),
        }
        for each in query.fields.values()
    ]


def _in_query(name: str, shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return how a value of `shape` is written in a query.

    A list has commas, an object one parameter `NAME.KEY` for each of its keys, and of
    the tests of a body there is only whether it contains a text.
    """
    lists = [each for each in shape.get("oneOf", ()) if each.get("type") == "array"]
    if lists:
        return {"schema": lists[0], "style": "form", "explode": False}
    if "properties" in shape:
        return {"schema": _TEXT}
    if "additionalProperties" in shape:
        named = {"pattern": rf"^{name}\."}
        spread = {
            "type": "object",
            "propertyNames": named,
            "additionalProperties": _TEXT,
        }
        return {"schema": spread, "style": "form", "explode": True}
    return {"schema": shape}
