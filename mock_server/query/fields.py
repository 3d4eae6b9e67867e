"""
The grammar of `fields`: a text, and the tree that it stands for (query.md 8.2).

What a tree selects of a record is the business of `projection`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mock_server.query.transformers import Transformer

MAX_DEPTH = 16
"""Nesting below this is not looked at: no object is that deep, and cycles end."""

MAX_TRANSFORMERS = 16
"""More of them on one property are passed over."""

_TOKEN = re.compile(r"::|[~|:]|[*!,\[\]();]|[^\s~|:*!,\[\]();]+")
_MARKERS = frozenset({"::", "~", "|"})
_NO_NAME = re.compile(r"[\W_]+")
"""Characters that are passed over wherever a name is read (8.2)."""


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
        transformer = _transformer(tokens)
        if len(last.transformers) < MAX_TRANSFORMERS:
            last.transformers.append(transformer)
        return last
    elif part == ":":
        into.presets.append(tokens.take())
    elif name := _NO_NAME.sub("", part):
        return into.children.setdefault(name, Node())
    return None


def _excluded(tokens: _Tokens) -> list[str]:
    """Return what one exclusion takes away: a name, or only what is below it (8.3)."""
    path = [_NO_NAME.sub("", tokens.take())]
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
        elif (name := _NO_NAME.sub("", token)) and depth < MAX_DEPTH:
            path = [*path[:depth], name]
            if tokens.peek() not in {"[", "("}:
                names.append(".".join(path))
    return names


def _transformer(tokens: _Tokens) -> Transformer:
    name = _NO_NAME.sub("", tokens.take())
    arguments: list[str] = []
    if tokens.peek() == "(":
        tokens.take()
        while tokens.peek() not in {")", ""}:
            token = tokens.take()
            if token not in {";", ","}:
                arguments.append(_NO_NAME.sub("", token))
        tokens.take()
    return Transformer(name, tuple(arguments))


def print_fields(node: Node) -> str:
    """Return a text that parses to the same tree."""
    items = [f":{each}" for each in node.presets]
    items += [_print_excluded(each) for each in node.excluded]
    for name, child in node.children.items():
        markers = "".join(f"~{each}" for each in child.transformers)
        below = f"[{print_fields(child)}]" if child.is_detailed else ""
        items.append(f"{name}{markers}{below}")
    return ",".join(items)


def _print_excluded(path: str) -> str:
    return f"!{path.replace('.', '[')}{']' * path.count('.')}"
