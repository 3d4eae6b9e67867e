"""What of DHIS2 is mocked, as OpenAPI 3.1: never what a server says of itself (14)."""

from collections.abc import Iterator
from inspect import unwrap

from flask import Flask

from mock_server import openapi
from mock_server.api.blueprint import api
from mock_server.api.routes import ROWS, find_view
from mock_server.gate.routes import parts_of, promise, rules_of
from mock_server.parameters import PARAMETERS
from mock_server.version import __version__

_INFO = {
    "title": "DHIS2 messaging as dhis2-mock mocks it",
    "version": __version__,
    "description": "The routes of the mock. A DHIS2 server has its own document.",
}
_TEXT = {"type": "string"}
_WEB_MESSAGE = openapi.Refusal(
    "application/json",
    "WebMessage",
    {
        "description": "The envelope of errors.",
        "type": "object",
        "properties": {
            "httpStatus": _TEXT,
            "httpStatusCode": {"type": "integer"},
            "status": {"enum": ["OK", "WARNING", "ERROR"]},
            "message": _TEXT,
            "errorCode": _TEXT,
            "response": {"type": "object"},
        },
    },
)
_LOGINS = {
    "password": {"type": "http", "scheme": "basic"},
    "session": {"type": "apiKey", "in": "cookie", "name": "JSESSIONID"},
    "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
}


def api_document(app: Flask) -> openapi.Json:
    """Return the document of the API that `app` mocks."""
    return openapi.document(_INFO, _operations(app), {}, _WEB_MESSAGE, _LOGINS)


def _operations(app: Flask) -> Iterator[openapi.Operation]:
    rows = {row.operation: row for row in ROWS}
    for served, rule in rules_of(app.url_map, api.name):
        shapes = PARAMETERS.get(served.operation, {})
        view = find_view(rows[served.operation])
        yield openapi.Operation(
            *served,
            promise(unwrap(view)),
            parts_of(rule),
            [{"name": name, "schema": shape} for name, shape in shapes.items()],
        )
