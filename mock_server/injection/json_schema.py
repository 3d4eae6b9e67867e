"""
The JSON Schema of a fault, made of the schemas that read one.

A kind of value that is ours alone carries its own `shape`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from mock_server.injection.effect import effects
from mock_server.injection.fault import AnyEffect, FaultSchema
from mock_server.injection.kinds import OneKind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, object]:
    """Return the schema of one fault (draft 2020-12)."""
    return {"$schema": _DIALECT, "title": "Fault", **_object(FaultSchema())}


def _object(schema: Schema) -> dict[str, object]:
    """Return the schema of an object; nothing else is allowed in it."""
    parts = schema.fields.values()
    required = [str(each.data_key) for each in parts if each.required]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {str(each.data_key): _value(each) for each in parts},
        **({"required": required} if required else {}),
    }


def _value(field: fields.Field[Any]) -> Mapping[str, object]:
    shape = getattr(field, "shape", None)
    if shape is not None:
        return dict(shape)
    for kind, make in _KINDS.items():
        if isinstance(field, kind):
            return {**make(field), **_limits(field)}
    return {}


def _one_of(kinds: Mapping[str, Schema]) -> dict[str, object]:
    return {"oneOf": [_named(name, schema) for name, schema in kinds.items()]}


def _named(name: str, schema: Schema) -> dict[str, object]:
    """Return the schema of an object whose `type` is this name."""
    shape: dict[str, Any] = _object(schema)
    return {
        **shape,
        "properties": {**shape["properties"], "type": {"const": name}},
    }


def _limits(field: fields.Field[Any]) -> dict[str, object]:
    """Return what the validators of `field` want that a schema can say."""
    limits: dict[str, object] = {}
    for each in field.validators:
        if isinstance(each, validate.Range):
            least = "minimum" if each.min_inclusive else "exclusiveMinimum"
            limits |= {least: each.min, "maximum": each.max}
        elif isinstance(each, validate.Regexp) and isinstance(each.regex.pattern, str):
            limits["pattern"] = f"^{each.regex.pattern}".replace(r"\Z", "$")
    return {key: limit for key, limit in limits.items() if limit is not None}


_KINDS: Mapping[type, Callable[[Any], Mapping[str, object]]] = {
    fields.Nested: lambda field: _object(field.schema),
    AnyEffect: lambda _: _one_of({key: each.schema for key, each in effects().items()}),
    OneKind: lambda field: _one_of({key: each[0] for key, each in field.kinds.items()}),
    fields.List: lambda field: {"type": "array", "items": _value(field.inner)},
    fields.Dict: lambda _: {"type": "object"},
    fields.Integer: lambda _: {"type": "integer"},
    fields.Float: lambda _: {"type": "number"},
    fields.Boolean: lambda _: {"type": "boolean"},
    fields.String: lambda _: {"type": "string"},
}
"""The first that a field is an instance of says its type."""
