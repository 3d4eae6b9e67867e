"""
Projections: a tree of `fields` compiled into what shows a record (query.md 8.3).

A text is parsed once, and compiled once a schema into closures; these are kept in a
bounded cache, because clients repeat a handful of texts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, TypeAlias

from mock_server.query.fields import Node, parse_fields
from mock_server.query.transformers import apply_transformers
from mock_server.schemas.catalogue import (
    COLLECTIONS,
    Getter,
    Kind,
    Property,
    Schema,
    UserStub,
    View,
    instant,
    nothing,
)

Shown: TypeAlias = dict[str, Any]
Projection: TypeAlias = Callable[[View], Callable[[Any], Shown]]
"""Bound to a view once, it shows any number of records."""
_Shape: TypeAlias = Callable[[View], Callable[[Any], Any]]


@dataclass(frozen=True)
class _Place:
    """Where in a record something is shown."""

    path: tuple[Property, ...] = ()
    """The properties that led from the record to here."""
    has_links: bool = False
    """Whether the record's own objects are shown with their addresses (2)."""

    def below(self, prop: Property) -> "_Place":
        """Return the place of what `prop` holds."""
        return replace(self, path=(*self.path, prop))

    def may_link(self) -> bool:
        """Say whether objects may have their address here; further down none has."""
        return not self.path or (self.has_links and len(self.path) == 1)

    def shows(self, prop: Property, view: View) -> bool:
        """Say whether `view` has `prop`; what listed objects refer to is not linked."""
        if prop.name == _HREF and self.path and not view.single:
            return False
        return prop.exists is None or prop.exists(view)


MAX_PATH = 8
"""Objects within objects that a selection goes through; below it shows ids."""

MAX_TURNS = 3
"""How often it may turn round among objects of one type, as to children of parents."""

_LONGEST_KEPT = 4_000
_HREF = "href"
_OBJECTS = {Kind.REFERENCE, Kind.EMBEDDED, Kind.REFERENCES, Kind.COMPLEX}


def compile_fields(schema: Schema, text: str) -> Projection:
    """Return what shows records of `schema` as `text` asks, once bound to a view."""
    # What nobody asks for twice is not worth its memory.
    if len(text) > _LONGEST_KEPT:
        return _compile(schema, text)
    return _kept(schema, text)


def narrow(data: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return what `text` selects of ready JSON, which no schema describes."""
    node = parse_fields(text)
    shown: dict[str, Any] = _narrowed(data, node)
    apply_transformers(node, shown)
    return shown


def _compile(schema: Schema, text: str) -> Projection:
    node = parse_fields(text)
    is_asked = bool(node.presets) or _HREF in text
    place = _Place(has_links=is_asked and _HREF in schema.properties)
    projection = _projection(schema, node, place)
    return _changed(projection, node) if node.has_transformers else projection


def _changed(projection: Projection, node: Node) -> Projection:
    """Return `projection` with the transformers of `node` applied to what it shows."""

    def bound(view: View) -> Callable[[Any], Shown]:
        show = projection(view)

        def changed(record: Any) -> Shown:
            shown = show(record)
            apply_transformers(node, shown)
            return shown

        return changed

    return bound


_kept = lru_cache(maxsize=512)(_compile)


def _projection(schema: Schema, node: Node, place: _Place) -> Projection:
    """Return a projection that reads plain attributes first, all of them at once."""
    plain: list[tuple[str, str]] = []
    shapes: list[tuple[str, Property, _Shape]] = []
    for name, prop, child in _selected(schema, node, place):
        is_bare = prop.exists is None and prop.kind is not Kind.DATE
        if prop.attribute is not None and is_bare:
            plain.append((name, prop.attribute))
        else:
            shapes.append((name, prop, _shape(prop, child, place)))
    keys, read = [key for key, _ in plain], _reading([name for _, name in plain])

    def bound(view: View) -> Callable[[Any], Shown]:
        seen = [
            (key, shape(view)) for key, prop, shape in shapes if place.shows(prop, view)
        ]

        def show(record: Any) -> Shown:
            values = zip(keys, read(record), strict=True)
            shown = {key: value for key, value in values if value is not None}
            for key, get in seen:
                if (value := get(record)) is not None:
                    shown[key] = value
            return shown

        return show

    return bound


def _reading(attributes: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a function that reads so many attributes of a record in one call."""
    if len(attributes) > 1:
        return attrgetter(*attributes)
    getters = [attrgetter(each) for each in attributes]
    return lambda record: tuple(get(record) for get in getters)


def _selected(
    schema: Schema, node: Node, place: _Place
) -> Iterator[tuple[str, Property, Node]]:
    """Yield what is to be shown: presets and names less exclusions (8.3)."""
    names: dict[str, None] = {}
    for preset in node.presets:
        names |= dict.fromkeys(schema.presets.get(preset, ()))
    names |= dict.fromkeys(node.children)
    for excluded in node.excluded if place.may_link() else (*node.excluded, _HREF):
        names.pop(excluded, None)
    for name in names:
        prop = schema.properties.get(name)
        if prop is not None and prop.get is not nothing:
            yield name, prop, node.children.get(name, Node())


def _shape(prop: Property, node: Node, place: _Place) -> _Shape:
    """Return the function that turns a property of a record into JSON."""
    if prop.kind in _OBJECTS:
        return _object_shape(prop, node, place)
    if prop.attribute is not None:
        return _attribute_shape(prop.attribute, prop.kind)
    return _seen(_leaf(prop, node))


def _attribute_shape(attribute: str, kind: Kind) -> _Shape:
    """Return a shape that goes to the attribute itself, which no view changes."""
    read = attrgetter(attribute)
    if kind is Kind.DATE:
        return lambda _view: lambda record: instant(read(record))
    return lambda _view: read


def _seen(get: Getter) -> _Shape:
    """Return `get` as what is bound to a view first."""
    return lambda view: lambda record: get(record, view)


def _leaf(prop: Property, node: Node) -> Getter:
    """Return what gets a value that no further selection goes through."""
    get = prop.get
    match prop.kind:
        case Kind.DATE:
            return lambda record, view: instant(get(record, view))
        case Kind.STUB:
            return lambda record, view: (
                None if (user := get(record, view)) is None else user_stub(user)
            )
        case Kind.STUBS:
            return lambda record, view: [user_stub(u) for u in get(record, view)]
        case Kind.OTHER if node.is_detailed:
            below = _narrowed if _names_anything(node, prop.target) else _below
            named = _spelled_out(node, prop.target)
            return lambda record, view: below(get(record, view), named)
    return get


def _object_shape(prop: Property, node: Node, place: _Place) -> _Shape:
    assert prop.target is not None  # noqa: S101 - objects have a schema
    if _is_far(prop, place.path):
        # DEVIATION D15: without an end, two brackets over and over never finish.
        node = Node()
    projection = _projection(prop.target, _default(prop, node), place.below(prop))
    get, is_list = prop.get, prop.kind in COLLECTIONS

    def bound(view: View) -> Callable[[Any], Any]:
        show = projection(view)
        if is_list:
            return lambda record: [show(each) for each in get(record, view)]
        return lambda record: (
            None if (value := get(record, view)) is None else show(value)
        )

    return bound


def _is_far(prop: Property, path: tuple[Property, ...]) -> bool:
    """Say whether `prop` leads on and on: too deep, or back where it came from."""
    alike = [each for each in (*path, prop) if each.target is prop.target]
    turns = sum(one is not other for one, other in pairwise(alike))
    return len(path) >= MAX_PATH or turns > MAX_TURNS


def _default(prop: Property, node: Node) -> Node:
    """Return what is selected below a property: `id` unless more is named (8.3)."""
    if _names_anything(node, prop.target):
        return node
    if prop.kind in {Kind.COMPLEX, Kind.EMBEDDED, Kind.OTHER}:
        return replace(node, presets=["all"])
    return replace(node, children={"id": Node()})


def _spelled_out(node: Node, schema: Schema | None) -> Node:
    """Return `node` with what its presets stand for, where a schema tells that."""
    presets = schema.presets if schema is not None else {}
    names = [name for each in node.presets for name in presets.get(each, ())]
    return replace(node, children={**{each: Node() for each in names}, **node.children})


def _names_anything(node: Node, schema: Schema | None) -> bool:
    """Say whether brackets name what there is; empty ones count as none."""
    if schema is None:
        return False
    is_named = any(name in schema.properties for name in node.children)
    return is_named or any(schema.presets.get(preset) for preset in node.presets)


def _below(value: Any, node: Node) -> Any:
    """Return ready JSON as brackets select it: whole if they name nothing of it."""
    if isinstance(value, list):
        return [_below(each, node) for each in value]
    if (
        isinstance(value, Mapping)
        and "all" not in node.presets
        and value.keys().isdisjoint(node.children)
    ):
        node = replace(node, presets=["all"])
    return _narrowed(value, node)


def _narrowed(value: Any, node: Node) -> Any:
    """Return ready JSON with the keys that are named."""
    if not isinstance(value, Mapping):
        return value
    names = dict.fromkeys(value if "all" in node.presets else ())
    names |= dict.fromkeys(node.children)
    shown = {}
    for name in names:
        if name not in node.excluded and name in value:
            child = node.children.get(name, Node())
            found = value[name]
            shown[name] = _below(found, child) if child.is_detailed else found
    return shown


def user_stub(user: Any) -> UserStub:
    """Return how a user is always shown in other objects."""
    return {
        "id": user.uid,
        "code": user.code,
        "name": user.name,
        "displayName": user.name,
        "username": user.username,
    }
