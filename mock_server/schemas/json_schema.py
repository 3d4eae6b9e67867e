"""
JSON Schema (2020-12), made of the schemas that read the same documents.

A field of ours says its `shape()`; those of marshmallow are in a table. A shape may
hold schemas of marshmallow or of the catalogue, and type hints, in place of their
JSON Schema.
"""

from collections.abc import Callable, Iterable, Mapping
from inspect import cleandoc
from typing import Any, TypeAlias, is_typeddict

from marshmallow import RAISE, Schema, fields, validate

from mock_server.schemas import catalogue
from mock_server.schemas.catalogued import object_shape
from mock_server.schemas.hints import shape_of, typed_dict_shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Shape: TypeAlias = dict[str, Any]
"""A JSON Schema, or a part of one."""


class Kind:
    """An object whose `type` is `name`, and whose other keys are those of `schema`."""

    def __init__(self, name: str, schema: Schema) -> None:
        """Keep both."""
        self.name = name
        self.schema = schema


def one_of_kinds(kinds: Mapping[str, Schema]) -> Shape:
    """Return the shape of an object whose `type` says which schema reads it."""
    return {"oneOf": [Kind(str(name), schema) for name, schema in kinds.items()]}


def published(schema: Schema, title: str) -> Shape:
    """Return what an editor checks a whole document with."""
    describer = Describer("#/$defs/")
    whole = {"$schema": DIALECT, "title": title, **describer.object_of(schema)}
    return whole | ({"$defs": describer.parts} if describer.parts else {})


class Describer:
    """Describes shapes; each schema in them once, as one of its `parts`."""

    def __init__(self, prefix: str) -> None:
        """Refer to a part by `prefix` and its name."""
        self.parts: dict[str, Shape] = {}
        self._sources: dict[str, object] = {}
        self._prefix = prefix

    def described(self, shape: Any) -> Any:
        """Return `shape` with what stands in it for a JSON Schema described."""
        match shape:
            case Schema():
                return self._reference(shape)
            case Kind():
                return self._kind(shape)
            case fields.Field():
                return self._value(shape)
            case dict():
                return {key: self.described(part) for key, part in shape.items()}
            case list():
                return [self.described(part) for part in shape]
            case str() | int() | float() | None:
                return shape
            case _:
                return self._of_python(shape)

    def object_of(self, schema: Schema) -> Shape:
        """Return the JSON Schema of an object, in whose place none may be referred."""
        parts = schema.fields.values()
        required = [key_of(each) for each in parts if each.required]
        more = self.described(getattr(schema, "more_shape", {}))
        properties = {key_of(each): self._value(each) for each in parts}
        return {
            **_promised(schema),
            "type": "object",
            **({"additionalProperties": False} if schema.unknown == RAISE else {}),
            **more,
            "properties": {**more.get("properties", {}), **properties},
            **({"required": required} if required else {}),
        }

    def _of_python(self, shape: Any) -> Shape:
        """Describe what is no part of a JSON Schema: an object's type, or a hint."""
        if isinstance(shape, catalogue.Schema):
            return self._catalogued(shape)
        if is_typeddict(shape):
            return self._typed_dict(shape)
        found: Shape = self.described(shape_of(shape))
        return found

    def _reference(self, schema: Schema) -> Shape:
        name = type(schema).__name__.removesuffix("Schema")
        return self._part(name, type(schema), lambda: self.object_of(schema))

    def _typed_dict(self, kind: Any) -> Shape:
        def make() -> Shape:
            return {**_promised(kind), **self.described(typed_dict_shape(kind))}

        return self._part(kind.__name__, kind, make)

    def _catalogued(self, schema: catalogue.Schema) -> Shape:
        """Refer to a type of object by its class, as whoever shows most of it does."""
        name = schema.simple_class
        known = self._sources.get(name)
        if isinstance(known, catalogue.Schema):
            if schema.properties.keys() <= known.properties.keys():
                schema = known
            elif known.properties.keys() < schema.properties.keys():
                del self._sources[name], self.parts[name]
        return self._part(name, schema, lambda: self.described(object_shape(schema)))

    def _part(self, name: str, source: object, make: Callable[[], Shape]) -> Shape:
        """Refer to a part, which is made where it is first referred to."""
        if self._sources.setdefault(name, source) is not source:
            raise ValueError(f"two parts are called {name!r}")
        if name not in self.parts:
            self.parts[name] = {}
            self.parts[name] = make()
        return {"$ref": self._prefix + name}

    def _kind(self, kind: Kind) -> Shape:
        shape = self.object_of(kind.schema)
        required = [each for each in shape.get("required", ()) if each != "type"]
        properties = {**shape["properties"], "type": {"const": kind.name}}
        return {**shape, "properties": properties, "required": ["type", *required]}

    def _value(self, field: fields.Field[Any]) -> Shape:
        own: Callable[[], Any] | None = getattr(field, "shape", None)
        stated = self.described(own() if own else _stock(field))
        shape: Shape = {**stated, **_limits(field)}
        is_open = shape and field.allow_none
        return {"anyOf": [shape, {"type": "null"}]} if is_open else shape


def key_of(field: fields.Field[Any]) -> str:
    """Return what `field` is called in JSON."""
    return str(field.data_key or field.name)


def _promised(described: object) -> Shape:
    """Return the first line of what the docstring says, if there is one."""
    first, _, _ = cleandoc(described.__doc__ or "").partition("\n")
    return {"description": first} if first else {}


def _stock(field: fields.Field[Any]) -> Any:
    """Return the shape of a field of marshmallow; the first kind it is decides."""
    return next((make(field) for kind, make in _STOCK if isinstance(field, kind)), {})


def _dictionary(field: fields.Dict) -> Shape:
    values = field.value_field
    return {
        "type": "object",
        **({} if values is None else {"additionalProperties": values}),
    }


_STOCK: Iterable[tuple[type[fields.Field[Any]], Callable[[Any], Any]]] = (
    (fields.Nested, lambda field: field.schema),
    (fields.List, lambda field: {"type": "array", "items": field.inner}),
    (fields.Dict, _dictionary),
    (fields.Integer, lambda _: {"type": "integer"}),
    (fields.Float, lambda _: {"type": "number"}),
    (fields.Boolean, lambda _: {"type": "boolean"}),
    (fields.String, lambda _: {"type": "string"}),
)


def _limits(field: fields.Field[Any]) -> Shape:
    """Return what the validators of `field` want that a JSON Schema can say."""
    limits: Shape = {}
    for each in field.validators:
        match each:
            case validate.Range():
                least = "minimum" if each.min_inclusive else "exclusiveMinimum"
                limits |= {least: each.min, "maximum": each.max}
            case validate.Length():
                unit = "Items" if isinstance(field, fields.List) else "Length"
                limits |= {f"min{unit}": each.min, f"max{unit}": each.max}
            case validate.Regexp(regex=regex) if isinstance(regex.pattern, str):
                limits["pattern"] = f"^{regex.pattern}".replace(r"\Z", "$")
            case validate.OneOf():
                limits["enum"] = list(each.choices)
            case _:
                pass
    return {key: limit for key, limit in limits.items() if limit is not None}
