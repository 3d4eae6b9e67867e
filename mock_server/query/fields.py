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
_OPENING, _CLOSING = frozenset("[("), frozenset("])")
_ENDS = _OPENING | _CLOSING | {","}
_ALL = "all"
_NO_NAME = re.compile(r"[^\w{}]+|_+")
"""Characters that are passed over wherever a name is read (8.2)."""


@dataclass
class Node:
    """One selection: what is named, excluded, and selected below what is named."""

    presets: list[str] = field(default_factory=list)
    children: dict[str, Node] = field(default_factory=dict)
    excluded: list[str] = field(default_factory=list)
    transformers: list[Transformer] = field(default_factory=list)
    is_detailed: bool = False
    """Whether brackets followed the name."""

    @property
    def has_transformers(self) -> bool:
        """Say whether there are transformers at anything that is named below."""
        return any(
            each.transformers or each.has_transformers
            for each in self.children.values()
        )


def parse_fields(text: str) -> Node:
    """Return the tree that `text` stands for; nothing in it is ever refused (8.2)."""
    tree = _Tree()
    tokens = _Tokens(text)
    item = _Item()
    for part in tokens:
        if part not in _ENDS:
            item.read(part, tokens)
            continue
        named = tree.add(item)
        item = _Item()
        if part in _OPENING:
            tree.open(named)
        elif part in _CLOSING and not tree.close():
            return tree.root
    tree.add(item)
    return tree.root


class _Tree:
    """A tree that grows where the last bracket opened it."""

    def __init__(self) -> None:
        self.root = Node(is_detailed=True)
        self._stack = [self.root]
        self._too_deep = 0

    def add(self, item: _Item) -> Node:
        """Add an item where it still can be seen; return what brackets would detail."""
        return Node() if self._too_deep else item.add_to(self._stack[-1])

    def open(self, node: Node) -> None:
        """Go on below `node`."""
        if self._too_deep or len(self._stack) >= MAX_DEPTH:
            self._too_deep += 1
            return
        node.is_detailed = True
        self._stack.append(node)

    def close(self) -> bool:
        """Go on above; false says that no bracket was open."""
        if self._too_deep:
            self._too_deep -= 1
            return True
        if len(self._stack) > 1:
            self._stack.pop()
            return True
        return False


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

    def take_name(self) -> str:
        """Return the name that follows, or nothing where another token does."""
        name = _NO_NAME.sub("", self.peek())
        if name:
            self._at += 1
        return name


@dataclass
class _Item:
    """What stands between two commas or brackets, as far as it is read."""

    name: str = ""
    is_preset: bool = False
    is_excluded: bool = False
    transformers: list[Transformer] = field(default_factory=list)

    def read(self, part: str, tokens: _Tokens) -> None:
        """Take in a token; signs count for the whole item, wherever they stand."""
        if part in _MARKERS:
            self._add_transformer(tokens)
        elif part == "*":
            self.name, self.is_preset = self.name + _ALL, True
        elif part == ":":
            self.is_preset = True
        elif part == "!":
            self.is_excluded = True
        else:
            self.name += _NO_NAME.sub("", part)

    def add_to(self, node: Node) -> Node:
        """Add the item to `node`; return what brackets would detail."""
        if not self.name:
            return Node()
        if self.is_preset:
            node.presets.append(self.name)
            return Node()
        if self.is_excluded:
            # With all below it: what brackets name is gone as well (8.3).
            node.excluded.append(self.name)
            return Node()
        child = node.children.setdefault(self.name, Node())
        more = MAX_TRANSFORMERS - len(child.transformers)
        child.transformers += self.transformers[:more]
        return child

    def _add_transformer(self, tokens: _Tokens) -> None:
        name = tokens.take_name()
        arguments: list[str] = []
        if name and tokens.peek() == "(":
            tokens.take()
            while tokens.peek() not in {")", ""}:
                token = tokens.take()
                if token not in {";", ","}:
                    arguments.append(_NO_NAME.sub("", token))
            tokens.take()
        if name:
            self.transformers.append(Transformer(name, tuple(arguments)))


def print_fields(node: Node) -> str:
    """Return a text that parses to the same tree."""
    items = [f":{each}" for each in node.presets]
    items += [f"!{each}" for each in node.excluded]
    for name, child in node.children.items():
        markers = "".join(f"~{each}" for each in child.transformers)
        below = f"[{print_fields(child)}]" if child.is_detailed else ""
        items.append(f"{name}{markers}{below}")
    return ",".join(items)
