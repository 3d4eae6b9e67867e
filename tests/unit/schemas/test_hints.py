"""Type hints as JSON Schema (schemas/hints.py)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal, NotRequired, Optional, TypedDict

import pytest

from mock_server.schemas.hints import shape_of, typed_dict_shape

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


class Colour(StrEnum):
    """Two words."""

    RED = "red"
    BLUE = "blue"


class Point(TypedDict):
    """A place."""

    x: int
    name: NotRequired[str]


class Marked(Point, total=False):
    """A place with something about it."""

    colour: Annotated[str, {"enum": ["red"]}]


@pytest.mark.parametrize(
    ("hint", "shape"),
    [
        (str, TEXT),
        (int, NUMBER),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (dict, {"type": "object"}),
        (object, {}),
        (Any, {}),
        (Colour, {"enum": ["red", "blue"]}),
        (Literal["a", 1], {"enum": ["a", 1]}),
        (list[str], {"type": "array", "items": TEXT}),
        (Sequence[int], {"type": "array", "items": NUMBER}),
        (dict[str, int], {"type": "object", "additionalProperties": NUMBER}),
        (Mapping[str, Any], {"type": "object", "additionalProperties": {}}),
        (str | None, {"anyOf": [TEXT, {"type": "null"}]}),
        (Optional[Point], {"anyOf": [Point, {"type": "null"}]}),  # noqa: UP045 - read too
        (Annotated[str, NUMBER], NUMBER),
        (list[Point], {"type": "array", "items": Point}),
    ],
)
def test_hint_has_a_shape(hint: object, shape: object) -> None:
    """A hint allows just the values that its shape does."""
    assert shape_of(hint) == shape


@pytest.mark.parametrize("hint", [set[str], bytes, "str", complex])
def test_what_json_has_not_is_refused(hint: object) -> None:
    """A type that nothing in JSON is of has no shape."""
    with pytest.raises(TypeError, match="has no shape in JSON"):
        shape_of(hint)


def test_typed_dict_is_an_object() -> None:
    """Its keys are those of the object, and those that must be there are required."""
    assert typed_dict_shape(Marked) == {
        "type": "object",
        "properties": {"x": NUMBER, "name": TEXT, "colour": {"enum": ["red"]}},
        "required": ["x"],
    }
