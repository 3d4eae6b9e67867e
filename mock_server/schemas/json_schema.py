"""The JSON Schema (2020-12) of seeds, which follows from the fields that read them."""

from inspect import cleandoc
from typing import Any

from marshmallow import Schema, fields

from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.events import SCHEMAS
from mock_server.schemas.seed import SeedSchema
from mock_server.schemas.timeline import EventField

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def seed_schema() -> dict[str, Any]:
    """Return the schema that editors check a whole seed with."""
    parts: dict[str, Any] = {}
    whole = _object(SeedSchema(), parts)
    whole["properties"] = {"$schema": {"type": "string"}, **whole["properties"]}
    return {"$schema": _DIALECT, "title": "Seed of dhis2-mock", **whole, "$defs": parts}


def _object(schema: Schema, parts: dict[str, Any]) -> dict[str, Any]:
    described = {
        "description": cleandoc(schema.__doc__ or "").partition("\n")[0],
        "type": "object",
        "additionalProperties": False,
        "properties": {
            str(each.data_key): _value(each, parts) for each in schema.fields.values()
        },
        **getattr(schema, "more_shape", {}),
    }
    required = [str(each.data_key) for each in schema.fields.values() if each.required]
    return described | ({"required": required} if required else {})


def _event(kind: str, schema: Schema, parts: dict[str, Any]) -> dict[str, Any]:
    """Return an event of one type, which stands among its keys."""
    part = _object(schema, parts)
    part["properties"] = {"type": {"const": str(kind)}, **part["properties"]}
    return part | {"required": ["type", *part.get("required", ())]}


def _value(field: fields.Field[Any], parts: dict[str, Any]) -> dict[str, Any]:
    shape = _shape(field, parts)
    return {"anyOf": [shape, {"type": "null"}]} if field.allow_none else shape


def _shape(field: fields.Field[Any], parts: dict[str, Any]) -> dict[str, Any]:
    if isinstance(field, kinds.Rows):
        return {"type": "array", "items": _value(field.inner, parts)}
    if isinstance(field, kinds.Part):
        schema: Any = field.schema
        name = type(schema).__name__.removesuffix("Schema")
        if name not in parts:
            parts[name] = {}
            parts[name] = _object(schema, parts)
        return {"$ref": f"#/$defs/{name}"}
    if isinstance(field, EventField):
        return {"anyOf": [_event(*each, parts) for each in SCHEMAS.items()]}
    kind: Any = field
    return dict(kind.shape())
