"""What of DHIS2 is mocked, as OpenAPI 3.1: never what a server says of itself (14)."""

from collections.abc import Iterator, Mapping
from inspect import unwrap
from re import findall
from typing import Any, get_args

from flask import Flask

from mock_server import openapi
from mock_server.api.blueprint import api
from mock_server.gate.routes import parts_of, promise, rules_of
from mock_server.version import __version__
from mock_server.wire.answers import ListBody, ObjectBody

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
_TEXTS = {"type": "array", "items": _TEXT}
_NUMBER = {"type": "integer"}
_OF_OBJECTS: Mapping[str, Mapping[str, Any]] = {"fields": _TEXT}
_OF_LISTS: Mapping[str, Mapping[str, Any]] = {
    **_OF_OBJECTS,
    "filter": _TEXTS,
    "rootJunction": {"enum": ["AND", "OR"]},
    "order": _TEXT,
    "query": _TEXT,
    "paging": {"type": "boolean"},
    "page": _NUMBER,
    "pageSize": _NUMBER,
}


def api_document(app: Flask) -> openapi.Json:
    """Return the document of the API that `app` mocks."""
    return openapi.document(_INFO, _operations(app), {}, _WEB_MESSAGE, _LOGINS)


def _operations(app: Flask) -> Iterator[openapi.Operation]:
    for served, rule in rules_of(app.url_map, api.name):
        view = unwrap(app.view_functions[rule.endpoint])
        yield openapi.Operation(
            *served,
            promise(view),
            parts_of(rule),
            [{"name": name, "schema": shape} for name, shape in _query(view).items()],
        )


def _query(view: Any) -> Mapping[str, Mapping[str, Any]]:
    """Return the parameters of a view: those of its answer, and those its name has."""
    answer = view.__annotations__["return"]
    kinds = get_args(answer) or (answer,)
    named = findall(r"[?&](\w+)=", (view.__doc__ or "").strip().partition(": ")[0])
    of_answer = _OF_LISTS if ListBody in kinds else {}
    of_answer = of_answer or (_OF_OBJECTS if ObjectBody in kinds else {})
    return {**of_answer, **dict.fromkeys(named, _TEXT)}
