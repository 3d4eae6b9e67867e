"""
JSON Schema of catalogued objects, as they are without transformers (query.md 8).

`fields` decides which keys there are, so none is required. What a property refers to
stays a schema of the catalogue, for who describes it.
"""

from typing import Any

from mock_server.schemas.catalogue import COLLECTIONS, Kind, Property, Schema, UserStub

_TEXT = {"type": "string"}
_SIMPLE = {
    Kind.TEXT: _TEXT,
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.INTEGER: {"type": "integer"},
    Kind.DATE: _TEXT,
    Kind.VALUES: {},
    Kind.OTHER: {},
}


def object_shape(schema: Schema) -> dict[str, Any]:
    """Return the shape of an object of the catalogue."""
    properties = {each.name: _property(each) for each in schema.listed}
    return {"type": "object", "properties": properties}


def _property(prop: Property) -> Any:
    if prop.choices is not None:
        return {"enum": [each.value for each in prop.choices]}
    is_stub = prop.kind in {Kind.STUB, Kind.STUBS}
    shape = _SIMPLE.get(prop.kind, UserStub if is_stub else prop.target or {})
    return {"type": "array", "items": shape} if prop.kind in COLLECTIONS else shape
