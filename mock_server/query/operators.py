"""The operators of filters: what each means on a value (query.md 4.4)."""

from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from mock_server.domain.errors import UnreadableFilterError
from mock_server.query.tokens import begins_words, contains_all, words_of
from mock_server.query.values import (
    as_java,
    converter_for,
    item_converter_for,
    java_type,
)
from mock_server.schemas.catalogue import COLLECTIONS, Kind, Property

Test: TypeAlias = Callable[[Any], bool]
"""Decides about one value, which is a number where the property is a collection."""

_Maker: TypeAlias = Callable[[Any], Test]

_ID = "id"
_SHORTEST_OF_ID = 4
"""The database passes over shorter words where it looks for tokens in ids."""

_COMPARED = frozenset({Kind.TEXT, Kind.BOOLEAN, Kind.INTEGER, Kind.DATE})


@dataclass(frozen=True)
class _Operator:
    make: _Maker
    kinds: frozenset[Kind]
    """Types it knows; where an integer is one, so are collections by their size."""


def _equal(argument: Any) -> Test:
    return lambda value: bool(value == argument)


def _unequal(argument: Any) -> Test:
    return lambda value: bool(value != argument)


def _ordered(compare: Callable[[Any, Any], bool]) -> _Maker:
    return lambda argument: lambda value: value is not None and compare(value, argument)


def _like(
    matches: Callable[[str, str], bool], *, ignore_case: bool, negate: bool
) -> _Maker:
    """Return an operator on texts that is false on null, negated or not."""

    def make(argument: str) -> Test:
        needle = argument.lower() if ignore_case else argument

        def test(value: str | None) -> bool:
            if value is None:
                return False
            return matches(value.lower() if ignore_case else value, needle) != negate

        return test

    return make


def _token(argument: str, prop: Property, *, negate: bool, direct: bool) -> Test:
    anywhere = direct and prop.persisted
    match = contains_all if anywhere else begins_words
    needles = words_of(argument)
    if anywhere and prop.name == _ID:
        needles = tuple(each for each in needles if len(each) >= _SHORTEST_OF_ID)

    def test(value: str | None) -> bool:
        return (value is not None and match(needles, value)) != negate

    return test


_TEXT = frozenset({Kind.TEXT})
_ALL_SIMPLE = _COMPARED | {Kind.ENUM}


def _likes() -> dict[str, _Operator]:
    """Return the family of like: contains, begins, ends, in both cases, negated."""
    shapes: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
        ("{}", lambda value, needle: needle in value),
        ("${}", str.startswith),
        ("{}$", str.endswith),
    )
    family = {}
    for word, ignore_case in (("like", False), ("ilike", True)):
        for shape, matches in shapes:
            for sign, negate in (("", False), ("!", True)):
                make = _like(matches, ignore_case=ignore_case, negate=negate)
                name = sign + shape.format(word)
                family[name] = _Operator(make, _TEXT)
    family["startsWith"] = family["$ilike"]
    family["endsWith"] = family["ilike$"]
    return family


_OPERATORS: Mapping[str, _Operator] = {
    "eq": _Operator(_equal, _ALL_SIMPLE),
    "ieq": _Operator(_like(str.__eq__, ignore_case=True, negate=False), _TEXT),
    **dict.fromkeys(("!eq", "neq", "ne"), _Operator(_unequal, _ALL_SIMPLE)),
    "gt": _Operator(_ordered(gt), _COMPARED),
    **dict.fromkeys(("ge", "gte"), _Operator(_ordered(ge), _COMPARED)),
    "lt": _Operator(_ordered(lt), _COMPARED),
    **dict.fromkeys(("le", "lte"), _Operator(_ordered(le), _COMPARED)),
    **_likes(),
}
LISTS = frozenset({"in", "!in"})
"""They look at what is in a collection, where others look at its size."""
_WITHOUT_VALUE = frozenset({"null", "!null", "empty", "!empty"})
_TOKENS = frozenset({"token", "!token"})


OPERATOR_NAMES = frozenset(_OPERATORS) | LISTS | _WITHOUT_VALUE | _TOKENS


def is_operator(name: str, *, not_empty: bool = True) -> bool:
    """Say whether `name` is one, where `not_empty` says that `!empty` is known."""
    if name == "!empty":
        return not_empty
    return name in OPERATOR_NAMES


def is_passed_over(name: str, argument: str | None, prop: Property) -> bool:
    """Say whether the database does not even look for so short a token there (6)."""
    is_short = argument is not None and len(argument) < _SHORTEST_OF_ID
    return is_short and name in _TOKENS and prop.name == _ID


def make_test(
    name: str, argument: str | None, prop: Property, *, direct: bool = False
) -> Test:
    """
    Return the test that operator `name` with `argument` puts to values of `prop`.

    `direct` says that the property is the record's own and kept in its table, where
    the server's database looks for tokens anywhere in the text.

    Raises:
        UnreadableFilterError: the argument does not fit, in the server's words.
    """
    if name in _WITHOUT_VALUE:
        return _presence(name, prop)
    if name in LISTS:
        return _membership(name, argument, prop)
    if not argument:
        raise UnreadableFilterError(text=f"Filter operator `{name}` needs a value.")
    converted = converter_for(prop)(argument)
    if name in _TOKENS:
        _require_kind(_TEXT, prop, converted)
        return _token(argument, prop, negate=name == "!token", direct=direct)
    operator = _OPERATORS[name]
    _require_kind(operator.kinds, prop, converted)
    return operator.make(converted)


def _presence(name: str, prop: Property) -> Test:
    if name == "null":
        return lambda value: value is None
    if name == "!null":
        return lambda value: value is not None
    if prop.kind in COLLECTIONS:
        # Collections arrive as their size.
        return (lambda value: value == 0) if name == "empty" else (lambda v: v != 0)
    if name == "empty":
        return lambda value: isinstance(value, Sized) and len(value) == 0
    return lambda value: not isinstance(value, Sized) or len(value) > 0


def _membership(name: str, argument: str | None, prop: Property) -> Test:
    items = _items(argument)
    if not items:
        raise UnreadableFilterError(
            text=f"Invalid argument `{argument or 'null'}` for in operator."
        )
    convert = item_converter_for(prop)
    members = [convert(each) for each in items]
    negate = name == "!in"
    if prop.kind in COLLECTIONS:
        return lambda value: any(each in members for each in value) != negate
    return lambda value: (value in members) != negate


def _items(argument: str | None) -> list[str]:
    """Return the items of a list in brackets, as Java cuts it (4.3)."""
    if not argument:
        return []
    if not (argument.startswith("[") and argument.endswith("]")):
        raise UnreadableFilterError(
            text=f"Collection size must be integer `{argument}`"
        )
    inner = argument[1:-1]
    # QUIRK 4.3: empty items at the end do not count, unless there is nothing else.
    return inner.rstrip(",").split(",") if inner.strip(",") or not inner else []


def _require_kind(kinds: frozenset[Kind], prop: Property, converted: Any) -> None:
    kind = Kind.INTEGER if prop.kind in COLLECTIONS else prop.kind
    if kind not in kinds:
        raise UnreadableFilterError(
            text=f"Value `{as_java(converted)}` of type `{java_type(prop)}` is not "
            "supported by this operator."
        )
