"""Bodies of the control plane, read strictly (control-plane 3.1)."""

from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from mock_server.control.blueprint import RefusedError
from mock_server.nesting import TOO_DEEP, is_too_deep
from mock_server.schemas.control import (
    ControlSchema,
    InvalidDocumentError,
    load_document,
)
from mock_server.wire.answers import Problem
from mock_server.wire.body import media_type_of, read_json
from mock_server.wire.errors import UnreadableBodyError

_JSON = "application/json"
_LARGEST = 256 * 1024 * 1024
"""Bytes; a snapshot with attachments of many conversations fits."""


def document(schema: ControlSchema, **path: str) -> Any:
    """
    Return the body as `schema` reads it; no body is an empty document.

    What the `path` says is taken as if the body said so.

    Raises:
        RefusedError: it is too large, of another type, or no JSON.
        InvalidDocumentError: it is not what the schema wants, or not what `path` says.
    """
    return load_document(schema, completed(json_body(), schema.title, **path))


def completed(body: Any, title: str, **path: str) -> Any:
    """
    Return `body` with what the `path` says, which is its place.

    Raises:
        InvalidDocumentError: it says something else.
    """
    if not isinstance(body, dict):
        return body
    errors = [
        {"pointer": f"/{key}", "message": f"{body[key]!r} is not {said!r}, as the path"}
        for key, said in path.items()
        if body.get(key, said) != said
    ]
    if errors:
        raise InvalidDocumentError(title, errors)
    return {**body, **path}


def query(schema: ControlSchema) -> Any:
    """Return the parameters as `schema` reads them, or raise `InvalidDocumentError`."""
    return load_document(schema, request.args.to_dict())


def json_body() -> Any:
    """Return the body as plain data, `{}` without one, or raise `RefusedError`."""
    request.max_content_length = _LARGEST
    try:
        content = request.get_data()
    except RequestEntityTooLarge as error:
        detail = f"At most {_LARGEST} bytes are taken."
        raise RefusedError(Problem(413, detail)) from error
    if not content:
        return {}
    if media_type_of(request.content_type or "") != _JSON:
        detail = f"A body needs `Content-Type: {_JSON}`."
        raise RefusedError(Problem(415, detail))
    try:
        body = read_json(content)
    except UnreadableBodyError as error:
        detail = f"The body is not valid JSON: {error.facts['reason']}"
        raise RefusedError(Problem(400, detail)) from error
    if is_too_deep(body):
        raise RefusedError(Problem(400, f"The body {TOO_DEEP}."))
    return body
