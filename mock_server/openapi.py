"""
OpenAPI 3.1 documents, made of plain data: what is served, and the schemas of bodies.

It knows no framework; who serves an API tells its operations (control-plane 3.2, 3.4).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

SCHEMAS = "#/components/schemas/"
"""What the name of a schema is referred to by."""

JSON = "application/json"

_PART = re.compile(r"\{(\w+)\}")

Content: TypeAlias = Mapping[str, Mapping[str, Any]]
"""The schema of a body by its media type; an empty one says nothing of it."""


@dataclass(frozen=True)
class Body:
    """What an operation takes."""

    content: Content
    examples: Sequence[object] = ()
    """What it may be in JSON."""
    is_required: bool = True


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    name: str
    summary: str
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Each part of the path in braces, and the schema of its values."""
    query: Sequence[Mapping[str, Any]] = ()
    """The parameters of the query, as OpenAPI writes them."""
    body: Body | None = None
    answers: Mapping[int, Content] = field(default_factory=dict)
    """What each status brings with it, of those that refuse nothing."""
    refusals: Collection[int] = ()
    """The statuses of refusals that are its own."""

    @property
    def resource(self) -> str:
        """What it belongs to, as a reader looks for it."""
        prefix = _PART.split(self.path.removeprefix("/__mock").removeprefix("/api"))[0]
        return re.split(r"[/.]", prefix.strip("/"))[0] or "root"


def document(
    info: Mapping[str, str],
    operations: Iterable[Operation],
    schemas: Mapping[str, Any],
    refusal: Content,
    security: Mapping[str, Any],
) -> Json:
    """
    Return the document; nobody needs `security`, but it may be shown.

    All operations refuse with a `refusal`, in one of its forms.
    """
    return {
        "openapi": "3.1.0",
        "info": info,
        "paths": _paths(operations),
        "components": {
            "schemas": schemas,
            "responses": {
                "Refusal": {
                    "description": "It is refused, and nothing was changed.",
                    "content": _content(refusal),
                }
            },
            "securitySchemes": security,
        },
        "security": [{}, *({name: []} for name in security)],
    }


def _paths(operations: Iterable[Operation]) -> Json:
    """
    Return the operations by path and method.

    Paths that differ in the names of their parts alone are one path in OpenAPI: the
    first name stands for all. Where such a path has the method already, the words that
    the other one is for are spelled out.
    """
    names: dict[str, str] = {}
    paths: dict[str, Json] = {}
    waiting = sorted(operations, key=lambda each: bool(_words(each)))
    while waiting:
        operation = waiting.pop(0)
        path = names.setdefault(_PART.sub("{}", operation.path), operation.path)
        methods = paths.setdefault(path, {})
        if operation.method in methods:
            waiting[:0] = _spelled_out(operation)
        else:
            methods[operation.method] = _described(_renamed(operation, path))
    return {
        path: {method.lower(): each for method, each in methods.items()}
        for path, methods in sorted(paths.items())
        if methods
    }


def _words(operation: Operation) -> Json:
    """Return the parts that have only a few values, and these."""
    return {
        name: schema["enum"]
        for name, schema in operation.parts.items()
        if "enum" in schema
    }


def _spelled_out(operation: Operation) -> Iterator[Operation]:
    """Return an operation for each word of its first part that has only a few."""
    name, words = next(iter(_words(operation).items()))
    rest = {key: each for key, each in operation.parts.items() if key != name}
    for position, word in enumerate(words):
        path = operation.path.replace(f"{{{name}}}", word)
        unique = f"{operation.name}.{word}" if position else operation.name
        yield replace(operation, path=path, name=unique, parts=rest)


def _renamed(operation: Operation, path: str) -> Operation:
    """Return the operation with the parts named as in `path`."""
    new = dict(zip(_PART.findall(operation.path), _PART.findall(path), strict=True))
    parts = {new[name]: schema for name, schema in operation.parts.items()}
    return replace(operation, path=path, parts=parts)


def _described(operation: Operation) -> Json:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in operation.parts.items()
    ]
    parameters += [{"in": "query", **each} for each in operation.query]
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.resource],
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": _body(operation.body)} if operation.body else {}),
        "responses": {
            **{
                str(int(status)): _answer(status, content)
                for status, content in operation.answers.items()
            },
            **{
                str(int(status)): _REFUSED
                for status in sorted({*operation.refusals} - operation.answers.keys())
            },
            "default": _REFUSED,
        },
    }


_REFUSED = {"$ref": "#/components/responses/Refusal"}


def _answer(status: int, content: Content) -> Json:
    described = {"description": HTTPStatus(status).phrase}
    return {**described, **({"content": _content(content)} if content else {})}


def _body(body: Body) -> Json:
    content = _content(body.content)
    if body.examples:
        content[JSON]["examples"] = {
            f"example{number}": {"value": value}
            for number, value in enumerate(body.examples, 1)
        }
    return {"required": body.is_required, "content": content}


def _content(content: Content) -> Json:
    return {
        media_type: {"schema": schema} if schema else {}
        for media_type, schema in content.items()
    }
