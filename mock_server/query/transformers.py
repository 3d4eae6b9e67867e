"""The transformers of `fields`, which work on what is selected (query.md 8.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from mock_server.query.fields import Node

_Change: TypeAlias = Callable[[Any, str], Any]


@dataclass(frozen=True)
class Transformer:
    """A name and its arguments; unknown names do nothing."""

    name: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as clients write it."""
        if not self.arguments:
            return self.name
        return f"{self.name}({';'.join(self.arguments)})"


def apply_transformers(node: Node, shown: Any) -> None:
    """
    Change what was selected, in place: each thing before what is below it (8.4).

    Every transformer of a thing sees it as it was selected, and none what another
    made of it; what was renamed is found no more by its old name.
    """
    if isinstance(shown, list):
        for each in shown:
            apply_transformers(node, each)
    elif isinstance(shown, dict) and node.children:
        for name in list(shown):
            child = node.children.get(name)
            if child is not None:
                found = shown[name]
                for each in sorted(child.transformers, key=_is_rename):
                    _apply(each, name, found, shown)
                apply_transformers(child, found)


def _is_rename(transformer: Transformer) -> bool:
    """Say whether it comes last, wherever it stands."""
    return transformer.name == "rename"


def _apply(
    transformer: Transformer, name: str, value: Any, parent: dict[str, Any]
) -> None:
    if transformer.name == "rename" and transformer.arguments:
        parent[transformer.arguments[0]] = parent.pop(name, None)
    change = _CHANGES.get(transformer.name)
    if change is None or value is None:
        return
    made = change(value, (*transformer.arguments, "id")[0])
    if made is not value:
        parent[name] = made


def _size(value: Any, _key: str) -> Any:
    if isinstance(value, str):
        # Java counts what UTF-16 takes.
        return len(value.encode("utf-16-le", "surrogatepass")) // 2
    return len(value) if isinstance(value, list) else value


def _is_empty(value: Any, _key: str) -> Any:
    return not value if isinstance(value, list) else value


def _is_not_empty(value: Any, _key: str) -> Any:
    return bool(value) if isinstance(value, list) else value


def _pluck(value: Any, key: str) -> Any:
    if not isinstance(value, list):
        return value
    return [
        each[key] if isinstance(each, Mapping) and key in each else each
        for each in value
    ]


def _key_by(value: Any, key: str) -> Any:
    """Index a list by one of its keys; what shares a key becomes a list."""
    if not isinstance(value, list):
        return value
    keyed: dict[str, Any] = {}
    for each in value:
        name = _as_key(each[key]) if isinstance(each, Mapping) and key in each else ""
        if not name.strip():
            continue
        if name not in keyed:
            keyed[name] = each
        elif isinstance(keyed[name], list):
            keyed[name].append(each)
        else:
            keyed[name] = [keyed[name], each]
    return keyed


def _as_key(value: Any) -> str:
    """Return a value as the text that Java makes of it: none of what has parts."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if isinstance(value, list | Mapping) else str(value)


_CHANGES: Mapping[str, _Change] = {
    "size": _size,
    "isEmpty": _is_empty,
    "isNotEmpty": _is_not_empty,
    "pluck": _pluck,
    "keyBy": _key_by,
}

TRANSFORMER_NAMES = frozenset(_CHANGES) | {"rename"}
