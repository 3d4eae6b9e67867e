"""
What of DHIS2 is mocked, as OpenAPI 3.1: never what a server says of itself (14).

It holds for every profile: one may write no XML, or know only some of the statuses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Literal, TypedDict

from flask import Flask

from mock_server import openapi
from mock_server.api import context, error_catalogue
from mock_server.api.blueprint import api
from mock_server.api.routes import ROWS, Row, find_view
from mock_server.describing import Answered, Content, Reader, described
from mock_server.gate.routes import rules_of
from mock_server.parameters import PARAMETERS, Shapes
from mock_server.profiles import PROFILES
from mock_server.query.paging import Pager
from mock_server.schemas.json_schema import Describer
from mock_server.version import __version__
from mock_server.wire import answers
from mock_server.wire.body import FORM

_INFO = {
    "title": "DHIS2 messaging as dhis2-mock mocks it",
    "version": __version__,
    "description": "The routes of the mock. A DHIS2 server has its own document.",
}
_LOGINS = {
    "password": {"type": "http", "scheme": "basic"},
    "session": {"type": "apiKey", "in": "cookie", "name": "JSESSIONID"},
    "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
}
_XML = "application/xml"
_BARE_NODE = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    },
}
_BYTES = {"type": "string", "format": "binary"}


class WebMessage(TypedDict, total=False):
    """The envelope of writes and of errors; some errors are a `message` alone."""

    httpStatus: str
    httpStatusCode: int
    status: Literal["OK", "WARNING", "ERROR"]
    message: str
    response: dict[str, object]
    errorCode: str


def api_document(app: Flask) -> openapi.Json:
    """Return the document of the API that `app` mocks."""
    describer = Describer(openapi.SCHEMAS)
    operations = list(_operations(app, describer))
    refusal = {openapi.JSON: describer.described(WebMessage), _XML: {}}
    return openapi.document(_INFO, operations, describer.parts, refusal, _LOGINS)


def _operations(app: Flask, describer: Describer) -> Iterator[openapi.Operation]:
    rows = {row.operation: row for row in ROWS}
    for served, rule in rules_of(app.url_map, api.name):
        row, shapes = rows[served.operation], PARAMETERS.get(served.operation, {})
        found = described(served, rule, find_view(row), describer, _reader(row))
        yield replace(
            found,
            query=[{"name": name, "schema": shape} for name, shape in shapes.items()],
            body=found.body or _form(row, shapes),
            refusals=_refusals(row),
        )


def _form(row: Row, shapes: Shapes) -> openapi.Body | None:
    """Return the form that may say what the query of a write does (4.8)."""
    if row.method != "POST" or not shapes:
        return None
    form = {"type": "object", "properties": shapes}
    return openapi.Body({FORM: form}, is_required=False)


def _refusals(row: Row) -> set[int]:
    """Return the statuses that the catalogue has for this operation by its name."""
    named = {
        each.status_in(profile)
        for each in error_catalogue.ROWS
        if row.operation in each.operations
        for profile in PROFILES.values()
    }
    return named if row.is_open else {HTTPStatus.UNAUTHORIZED, *named}


def _reader(row: Row) -> Reader:
    """Return what tells of the answers of a route, in the forms that it has."""
    is_json = row.exchange is context.json_exchange

    def in_its_forms(shape: object) -> Content:
        return {openapi.JSON: shape, **({} if is_json else {_XML: {}})}

    def read(kind: Any, notes: Sequence[object]) -> Answered:
        if kind is answers.NoContent:
            return Answered(status=HTTPStatus.NO_CONTENT)
        if kind is answers.Redirect:
            return Answered(status=HTTPStatus.FOUND)
        if kind in _RAW:
            return Answered(_raw(kind, notes))
        return Answered(in_its_forms(_SHAPES[kind](*notes)))

    return read


_RAW: Mapping[Any, tuple[str, object]] = {
    answers.TextBody: ("text/plain", str),
    answers.FileBody: ("*/*", _BYTES),
}
"""What is neither JSON nor XML: its media type and its shape."""


def _raw(kind: Any, notes: Sequence[object]) -> Content:
    """Return the content of bytes, by the types noted; `None` is that there is none."""
    usual, shape = _RAW[kind]
    types = [str(each) for each in notes or [usual] if each is not None]
    return dict.fromkeys(types, shape)


def _enveloped(response: object = None) -> object:
    if response is None:
        return WebMessage
    more = {"type": "object", "properties": {"response": response}}
    return {"allOf": [WebMessage, more]}


def _listed(schema: Any) -> object:
    items = {"type": "array", "items": schema}
    return {"type": "object", "properties": {"pager": Pager, schema.plural: items}}


_SHAPES: Mapping[Any, Any] = {
    answers.WebMessage: _enveloped,
    answers.BareNode: lambda: _BARE_NODE,
    answers.ObjectBody: lambda schema=dict: schema,
    answers.ListBody: _listed,
    answers.PlainBody: lambda shape=object: shape,
}
"""Type of answer -> the shape of its JSON, by what is noted of it."""
