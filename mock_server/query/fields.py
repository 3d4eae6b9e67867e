"""
The grammar of `fields`, and its compilation into a projection (query.md 8).

A text is parsed once into a tree and compiled once a schema into closures; both are
kept in a bounded cache, because clients repeat a handful of texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias

from mock_server.query.transformers import Transformer, transform
from mock_server.schemas.catalogue import (
    COLLECTIONS,
    Kind,
    Property,
    Schema,
    View,
    instant,
)

Projection: TypeAlias = Callable[[Any, View], dict[str, Any]]
_Shape: TypeAlias = Callable[[Any, View], Any]

MAX_DEPTH = 16
"""Nesting below this is not looked at: no object is that deep, and cycles end."""

_TOKEN = re.compile(r"::|[~|:@]|[*!,\[\]();]|[^\s~|:@*!,\[\]();]+")
_MARKERS = frozenset({"::", "~", "|", "@"})
_NAME = re.compile(r"[^A-Za-z0-9_.]+")


@dataclass
class Node:
    """One selection: what is named, excluded, and selected below what is named."""

    presets: list[str] = field(default_factory=list)
    children: dict[str, Node] = field(default_factory=dict)
    excluded: list[str] = field(default_factory=list)
    """Names, with dots where only something below a name is excluded."""
    transformers: list[Transformer] = field(default_factory=list)
    is_detailed: bool = False
    """Whether brackets followed the name."""


def parse_fields(text: str) -> Node:
    """Return the tree that `text` stands for; nothing in it is ever refused (8.2)."""
    root = Node(is_detailed=True)
    stack = [root]
    too_deep = 0
    tokens = _Tokens(text)
    last: Node | None = None
    for part in tokens:
        if part in {"[", "("}:
            if too_deep or len(stack) >= MAX_DEPTH:
                too_deep += 1
            else:
                stack.append(last if last is not None else Node())
                stack[-1].is_detailed = True
                last = None
        elif part in {"]", ")"}:
            if too_deep:
                too_deep -= 1
                continue
            if len(stack) == 1:
                break
            stack.pop()
            last = None
        elif not too_deep:
            last = _item(part, tokens, stack[-1], last)
    return root


class _Tokens:
    """The tokens of a text, one by one, with a look at the next."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall("".join(text.split()))
        self._at = 0

    def __iter__(self) -> Iterator[str]:
        while self._at < len(self._tokens):
            self._at += 1
            yield self._tokens[self._at - 1]

    def peek(self) -> str:
        """Return the next token without taking it, or nothing at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        """Return the next token and go on."""
        token = self.peek()
        self._at += 1
        return token


def _item(part: str, tokens: _Tokens, into: Node, last: Node | None) -> Node | None:
    """Add what `part` begins to `into`; return the node that brackets would detail."""
    if part == "*":
        into.presets.append("all")
    elif part == "!":
        into.excluded += _excluded(tokens)
    elif part in _MARKERS and last is not None:
        last.transformers.append(_transformer(tokens))
        return last
    elif part == ":":
        into.presets.append(tokens.take())
    elif name := _NAME.sub("", part):
        return _named(name, into)
    return None


def _excluded(tokens: _Tokens) -> list[str]:
    """Return what one exclusion takes away: a name, or only what is below it (8.3)."""
    path = [_NAME.sub("", tokens.take())]
    if tokens.peek() not in {"[", "("}:
        return path
    names: list[str] = []
    depth = 0
    while token := tokens.take():
        if token in {"[", "("}:
            depth += 1
        elif token in {"]", ")"}:
            depth -= 1
            path = path[: max(1, depth)]
            if not depth:
                break
        elif (name := _NAME.sub("", token)) and depth < MAX_DEPTH:
            path = [*path[:depth], name]
            if tokens.peek() not in {"[", "("}:
                names.append(".".join(path))
    return names


def _named(path: str, into: Node) -> Node:
    node = into
    *parents, name = path.split(".")
    for parent in parents[:MAX_DEPTH]:
        node = node.children.setdefault(parent, Node())
        node.is_detailed = True
    return node.children.setdefault(name, Node())


def _transformer(tokens: _Tokens) -> Transformer:
    name = tokens.take()
    arguments: list[str] = []
    if tokens.peek() == "(":
        tokens.take()
        while tokens.peek() not in {")", ""}:
            token = tokens.take()
            if token not in {";", ","}:
                arguments.append(token)
        tokens.take()
    return Transformer(name, tuple(arguments))


def print_fields(node: Node) -> str:
    """Return a text that parses to the same tree."""
    items = [f":{each}" for each in node.presets]
    items += [f"!{each}" for each in node.excluded]
    for name, child in node.children.items():
        markers = "".join(f"~{each}" for each in child.transformers)
        below = f"[{print_fields(child)}]" if child.is_detailed else ""
        items.append(f"{name}{markers}{below}")
    return ",".join(items)


@lru_cache(maxsize=512)
def compile_fields(schema: Schema, text: str) -> Projection:
    """Return the function that shows a record of `schema` as `text` asks."""
    return _projection(schema, parse_fields(text), depth=0)


@lru_cache(maxsize=512)
def compile_property(schema: Schema, name: str, text: str) -> Projection:
    """Return the function that shows one property, with `text` selecting below it."""
    return _projection(schema, Node(children={name: parse_fields(text)}), depth=0)


def _projection(schema: Schema, node: Node, depth: int) -> Projection:
    parts = [
        (_key(name, child), _shape(prop, child, depth), prop.exists)
        for name, prop, child in _selected(schema, node)
    ]

    def project(record: Any, view: View) -> dict[str, Any]:
        shown = {}
        for key, shape, exists in parts:
            if exists is not None and not exists(view):
                continue
            value = shape(record, view)
            if value is not None:
                shown[key] = value
        return shown

    return project


def _selected(schema: Schema, node: Node) -> Iterator[tuple[str, Property, Node]]:
    """Yield what is to be shown: presets and names less exclusions (8.3)."""
    names: dict[str, None] = {}
    for preset in node.presets:
        names |= dict.fromkeys(schema.presets.get(preset, ()))
    names |= dict.fromkeys(node.children)
    for excluded in node.excluded:
        names.pop(excluded, None)
    for name in names:
        prop = schema.properties.get(name)
        if prop is None:
            continue
        child = node.children.get(name, Node())
        below = [
            each.partition(".")[2]
            for each in node.excluded
            if each.startswith(f"{name}.")
        ]
        if below:
            child = _excluding(_default(prop, child), below)
        yield name, prop, child


def _excluding(node: Node, names: list[str]) -> Node:
    return replace(node, excluded=[*node.excluded, *names], is_detailed=True)


def _key(name: str, node: Node) -> str:
    """Return the key that an object is shown under: renaming comes last (8.4)."""
    for transformer in node.transformers:
        if transformer.name == "rename" and transformer.arguments:
            name = transformer.arguments[0]
    return name


def _shape(prop: Property, node: Node, depth: int) -> _Shape:
    """Return the function that turns a property of a record into JSON."""
    shape = _plain_shape(prop, node, depth)
    active = [each for each in node.transformers if each.name != "rename"]
    if not active:
        return shape

    def transformed(record: Any, view: View) -> Any:
        value = shape(record, view)
        for each in active:
            value = transform(each, value)
        return value

    return transformed


def _plain_shape(prop: Property, node: Node, depth: int) -> _Shape:
    get = prop.get
    match prop.kind:
        case Kind.DATE:
            return lambda record, view: (
                None if (value := get(record, view)) is None else instant(value)
            )
        case Kind.STUB:
            return lambda record, view: (
                None if (user := get(record, view)) is None else user_stub(user)
            )
        case Kind.STUBS:
            return lambda record, view: [user_stub(u) for u in get(record, view)]
        case Kind.REFERENCE | Kind.REFERENCES | Kind.COMPLEX:
            return _object_shape(prop, node, depth)
    return get


def _object_shape(prop: Property, node: Node, depth: int) -> _Shape:
    if prop.target is None or depth >= MAX_DEPTH:
        return lambda _record, _view: None
    project = _projection(prop.target, _default(prop, node), depth + 1)
    get = prop.get
    if prop.kind in COLLECTIONS:
        return lambda record, view: [project(each, view) for each in get(record, view)]
    return lambda record, view: (
        None if (value := get(record, view)) is None else project(value, view)
    )


def _default(prop: Property, node: Node) -> Node:
    """Return what is selected below a property: `id` unless more is named (8.3)."""
    if node.is_detailed:
        return node
    if prop.kind is Kind.COMPLEX:
        return replace(node, presets=["all"])
    return replace(node, children={"id": Node()})


def user_stub(user: Any) -> dict[str, Any]:
    """Return the five keys that a user is always shown by (query.md 2)."""
    return {
        "id": user.uid,
        "code": user.code,
        "name": user.name,
        "displayName": user.name,
        "username": user.username,
    }


def joined(values: Sequence[str], default: str) -> str:
    """Return repeated parameters as the one text they mean (8.1)."""
    return ",".join(values).strip(",") or default


def selected_names(schema: Schema, text: str) -> Mapping[str, Property]:
    """Return the properties that `text` selects on the top level."""
    tree = parse_fields(text)
    return {name: prop for name, prop, _ in _selected(schema, tree)}
