"""The transformers of `fields`, which work on what is selected (query.md 8.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

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


def transform(transformer: Transformer, value: Any) -> Any:
    """Return `value` changed; a missing value stays missing."""
    change = _CHANGES.get(transformer.name)
    if change is None or value is None:
        return value
    return change(value, (*transformer.arguments, "id")[0])


def _size(value: Any, _key: str) -> Any:
    return len(value) if isinstance(value, list | str) else value


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
        if not isinstance(each, Mapping) or key not in each:
            continue
        found = each[key]
        name = str(found).lower() if isinstance(found, bool) else str(found)
        if name not in keyed:
            keyed[name] = each
        elif isinstance(keyed[name], list):
            keyed[name].append(each)
        else:
            keyed[name] = [keyed[name], each]
    return keyed


_CHANGES: Mapping[str, _Change] = {
    "size": _size,
    "isEmpty": _is_empty,
    "isNotEmpty": _is_not_empty,
    "pluck": _pluck,
    "keyBy": _key_by,
}

TRANSFORMER_NAMES = frozenset(_CHANGES) | {"rename"}
