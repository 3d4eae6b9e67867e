"""
JSON Schema of what type hints allow.

What `Annotated` adds to a type is its shape; a `TypedDict` stays for who describes it.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

_PLAIN: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    list: {"type": "array"},
    dict: {"type": "object"},
    object: {},
    Any: {},
}


def shape_of(hint: Any) -> Any:
    """Return the shape of the values that `hint` allows, or raise `TypeError`."""
    arguments = get_args(hint)
    match get_origin(hint):
        case None:
            return _simple(hint)
        case origin if origin is Annotated:
            return arguments[1]
        case origin if origin in {Required, NotRequired}:
            return shape_of(arguments[0])
        case origin if origin in {Union, UnionType}:
            return {"anyOf": [shape_of(each) for each in arguments]}
        case origin if origin is Literal:
            return {"enum": list(arguments)}
        case origin if issubclass(origin, Sequence):
            return {"type": "array", "items": shape_of(arguments[0])}
        case origin if issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": shape_of(arguments[1])}
    raise _unknown(hint)


def typed_dict_shape(kind: Any) -> dict[str, Any]:
    """Return the shape of an object of a `TypedDict`."""
    hints = get_type_hints(kind, include_extras=True)
    required = [name for name in hints if name in kind.__required_keys__]
    return {
        "type": "object",
        "properties": {name: shape_of(hint) for name, hint in hints.items()},
        **({"required": required} if required else {}),
    }


def _simple(hint: Any) -> Any:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_typeddict(hint):
        return hint
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [each.value for each in hint]}
    raise _unknown(hint)


def _unknown(hint: Any) -> TypeError:
    return TypeError(f"{hint!r} has no shape in JSON")
