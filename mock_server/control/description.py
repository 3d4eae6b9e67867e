"""The control plane described for programs, as OpenAPI 3.1 (control-plane 3.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from typing import Any, Literal, NotRequired, TypedDict, get_args, get_origin

from flask import Flask
from werkzeug.wrappers import Response

from mock_server import openapi
from mock_server.control.blueprint import control
from mock_server.describing import Answered, described
from mock_server.gate.routes import rules_of
from mock_server.schemas.json_schema import Describer
from mock_server.version import __version__

_INFO = {
    "title": "Control plane of dhis2-mock",
    "version": __version__,
    "description": "How tests steer the mock. It is no part of DHIS2.",
}
_TOKEN = {"type": "http", "scheme": "bearer", "description": "If a token is set."}


class Wrong(TypedDict):
    """What is wrong, and where in the document (RFC 6901)."""

    pointer: str
    message: str


class Problem(TypedDict):
    """A refusal (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: NotRequired[str]
    errors: NotRequired[list[Wrong]]


@cache
def control_document() -> openapi.Json:
    """Return the document of the control plane, which all apps have alike."""
    describer = Describer(openapi.SCHEMAS)
    operations = list(control_operations(describer))
    refusal = {"application/problem+json": describer.described(Problem)}
    return openapi.document(
        _INFO, operations, describer.parts, refusal, {"token": _TOKEN}
    )


def control_operations(describer: Describer) -> Iterator[openapi.Operation]:
    """Return what the control plane can do, each schema being described once."""
    app = Flask("described")
    app.register_blueprint(control)
    for route, rule in rules_of(app.url_map, control.name):
        view = app.view_functions[rule.endpoint]
        head, *tail = route.operation.split("_")
        yield replace(
            described(route, rule, view, describer, _answered),
            name=head + "".join(map(str.title, tail)),
        )


def _answered(kind: Any, notes: Sequence[object]) -> Answered:
    """Tell of plain data, alone or before a status, or of a response made by hand."""
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    if kind is str:
        return Answered(status=HTTPStatus.NO_CONTENT)
    types = [each for each in notes if isinstance(each, str)] or [openapi.JSON]
    shapes = [each for each in notes if not isinstance(each, str)]
    shape = next(iter(shapes), str if kind is Response else kind)
    return Answered(dict.fromkeys(types, shape))
