"""
Views described for OpenAPI: by their routes, their declarations and what they return.

A view returns one type of answer or one of several. What `Annotated` adds to one is a
media type, if it is a text, or else the shape of what is in it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from inspect import unwrap
from types import UnionType
from typing import (
    Annotated,
    Any,
    NoReturn,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from marshmallow import Schema
from werkzeug.routing import Rule

from mock_server.declarations import declared
from mock_server.gate.routes import Route, parts_of, promise
from mock_server.openapi import Body, Operation
from mock_server.schemas.json_schema import Describer, key_of

Content: TypeAlias = Mapping[str, object]
"""The shape of a body, of whatever a `Describer` takes, by its media type."""

_TEXT = {"type": "string"}


@dataclass(frozen=True)
class Answered:
    """What one type of answer brings with it."""

    content: Content = field(default_factory=dict)
    status: int | None = None
    """Its own status; `None` is any that the view declares."""


Reader: TypeAlias = Callable[[Any, Sequence[object]], Answered]
"""Tells of a type of answer and what is annotated to it."""


@dataclass(frozen=True)
class Declaration:
    """What a view takes and answers."""

    body: object = None
    """What a `Describer` takes; `None` is that it takes no body."""
    examples: tuple[object, ...] = ()
    types: Collection[str] = ()
    is_body_required: bool = True
    query: Schema | None = None
    statuses: tuple[int, ...] = (HTTPStatus.OK,)


def described(
    route: Route,
    rule: Rule,
    view: Callable[..., Any],
    describer: Describer,
    read: Reader,
) -> Operation:
    """Return what `view` does, served at `route`; `read` knows its answers."""
    view = unwrap(view)
    said = Declaration(**declared(view))
    return Operation(
        *route,
        promise(view),
        parts_of(rule),
        tuple(_parameters(said.query, describer)) if said.query else (),
        _body(said, describer),
        _answers(view, said.statuses, describer, read),
    )


def _body(said: Declaration, describer: Describer) -> Body | None:
    if said.body is None:
        return None
    content = dict.fromkeys(sorted(said.types), said.body)
    return Body(_content(content, describer), said.examples, said.is_body_required)


def _content(content: Content, describer: Describer) -> Mapping[str, Any]:
    return {
        media_type: describer.described(shape) for media_type, shape in content.items()
    }


def _answers(
    view: Callable[..., Any],
    statuses: Sequence[int],
    describer: Describer,
    read: Reader,
) -> Mapping[int, Mapping[str, Any]]:
    """Return all that `view` may answer; one that only refuses answers nothing."""
    found: dict[int, dict[str, Any]] = {}
    for kind, notes in _returned(view):
        answered = read(kind, notes)
        for status in (answered.status,) if answered.status else statuses:
            content = found.setdefault(status, {})
            for media_type, shape in _content(answered.content, describer).items():
                known = content.get(media_type, shape)
                content[media_type] = _either(known, shape)
    return found


def _either(one: Any, other: Any) -> Any:
    return one if one == other else {"anyOf": [one, other]}


def _returned(view: Callable[..., Any]) -> Iterator[tuple[Any, Sequence[object]]]:
    hint = get_type_hints(view, include_extras=True)["return"]
    is_choice = get_origin(hint) in {Union, UnionType}
    for each in get_args(hint) if is_choice else (hint,):
        if each is NoReturn:
            continue
        if get_origin(each) is Annotated:
            kind, *notes = get_args(each)
            yield kind, notes
        else:
            yield each, ()


def _parameters(query: Schema, describer: Describer) -> Iterator[Mapping[str, Any]]:
    for each in query.fields.values():
        name = key_of(each)
        shape = describer.described(each)
        yield {"name": name, "required": each.required, **_in_query(name, shape)}
        for test in shape.get("properties", ()):
            yield {"name": f"{name}.{test}", "required": False, "schema": _TEXT}


def _in_query(name: str, shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return how a value of `shape` is written in a query.

    A list has commas, an object one parameter `NAME.KEY` for each of its keys. Where
    the keys are known, as the tests of a body, a plain `NAME` is the first of them.
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
