"""
The grammar of `filter`: cut apart, read, and made into one test (query.md 4).

Values may be reached through references and collections; a collection satisfies a
test if any of its elements does, whatever the operator.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from mock_server.domain.errors import UnreadableFilterError
from mock_server.domain.uid import is_uid
from mock_server.query.operators import (
    LISTS,
    Test,
    is_operator,
    is_passed_over,
    make_test,
)
from mock_server.schemas.catalogue import COLLECTIONS, Property, Schema, View

Predicate: TypeAlias = Callable[[Any, View], bool]

IDENTIFIABLE = "identifiable"
_MAX_STEPS = 32
# The look-behind keeps a long word from being tried again at each of its letters.
_HEAD = re.compile(r"(?<![a-zA-Z0-9.])[a-zA-Z0-9.]+:[!$a-zA-Z]{2,10}(:?)")
_END_OF_VALUE = re.compile(r"[,\r\n]")


@dataclass(frozen=True)
class Filter:
    """One expression, cut at its first two colons."""

    path: str
    operator: str
    argument: str | None


def cut_filters(values: Sequence[str], *, at_commas: bool) -> list[str]:
    """
    Return the single expressions of all `filter` parameters (4.1).

    From 2.42 on the parameters are joined and cut again by a pattern; what the
    pattern does not match is dropped without a word, and what repeats says nothing.
    """
    if not at_commas:
        return [each for each in dict.fromkeys(values) if each]
    joined = ",".join(values)
    if "," not in joined:
        return [joined] if joined else []
    return list(dict.fromkeys(_expressions(joined)))


def _expressions(text: str) -> Iterator[str]:
    """Find each expression; a value in brackets may hold commas, if they close."""
    at, last_bracket = 0, text.rfind("]")
    while head := _HEAD.search(text, at):
        at = head.end()
        if head[1] and text.startswith("[", at) and at < last_bracket:
            at = text.index("]", at) + 1
        elif head[1]:
            end = _END_OF_VALUE.search(text, at)
            at = end.start() if end else len(text)
        yield text[head.start() : at]


def read_filter(text: str) -> Filter:
    """Return the parts of an expression or raise `UnreadableFilterError` (4.2)."""
    # QUIRK 4.2: Java cuts a text without the empty parts that it ends in.
    path, _, rest = text.rstrip(":").partition(":")
    if not rest:
        raise UnreadableFilterError(text=f"Invalid filter => {text}")
    operator, colon, argument = rest.partition(":")
    return Filter(path, operator, argument if colon else None)


def compile_filter(schema: Schema, one: Filter, view: View) -> Predicate:
    """
    Return the test that `one` puts to records of `schema`.

    The path is looked at before the operator, and that before the value. Where stored
    references are joined in SQL, a record without one falls out whatever the operator
    (4.5).

    Raises:
        UnreadableFilterError: something of it cannot be, in the server's words.
    """
    is_virtual = one.path == IDENTIFIABLE
    steps = [] if is_virtual else _resolve(schema, one.path, view)
    if not is_operator(one.operator, not_empty=view.profile.not_empty_operator):
        raise UnreadableFilterError(text=f"`{one.operator}` is not a valid operator.")
    if is_virtual:
        return _identifiable(schema, one)
    if not steps:
        return lambda _record, _view: False
    test = make_test(one.operator, one.argument, steps[-1], direct=len(steps) == 1)
    measure = list if one.operator in LISTS else len
    is_stored = all(each.persisted for each in steps)
    is_joined = is_stored and view.profile.references_joined
    if is_joined and not any(each.kind in COLLECTIONS for each in steps):
        return _walk(steps, test, measure, when_missing=lambda _value: False)
    return _walk(steps, test, measure, when_missing=test)


def _identifiable(schema: Schema, one: Filter) -> Predicate:
    """Test whatever an object is known by; one hit is enough (4.5)."""
    found = [schema.properties.get(name) for name in ("id", "code", "shortName")]
    known = [prop for prop in found if prop is not None and prop.persisted]
    known += [schema.properties["name"]]
    tests = [
        _walk([prop], test, len, when_missing=test)
        for prop in known
        if not is_passed_over(one.operator, one.argument, prop)
        for test in [make_test(one.operator, one.argument, prop, direct=True)]
    ]
    return lambda record, view: any(test(record, view) for test in tests)


def _resolve(schema: Schema, path: str, view: View) -> list[Property]:
    """
    Return the properties along `path`; none where it names a custom attribute.

    Raises:
        UnreadableFilterError: a step is unknown, or goes on after a simple value.
    """
    steps: list[Property] = []
    here: Schema | None = schema
    names = path.split(".")
    if len(names) > _MAX_STEPS:
        raise UnreadableFilterError(text=f"Unknown path property: {path}")
    for name in names:
        if steps and steps[-1].is_simple:
            raise UnreadableFilterError(
                text="Simple type was found before finished parsing path expression, "
                "please check your path string."
            )
        prop = here.properties.get(name) if here is not None else None
        if prop is None or not prop.is_known(view):
            if is_uid(path.partition(".")[2] or path):
                return []
            raise UnreadableFilterError(text=f"Unknown path property: {path}")
        steps.append(prop)
        here = prop.target
    return steps


def _walk(
    steps: Sequence[Property],
    test: Test,
    measure: Callable[[Any], Any],
    when_missing: Test,
) -> Predicate:
    """Go along `steps`; of a collection at the end, `test` sees what is measured."""
    first, rest = steps[0], steps[1:]
    get = first.tested
    if not rest:
        if first.kind in COLLECTIONS:
            return lambda record, view: test(measure(get(record, view)))
        return lambda record, view: test(get(record, view))
    onward = _walk(rest, test, measure, when_missing)
    if first.kind in COLLECTIONS:
        return lambda record, view: any(onward(e, view) for e in get(record, view))

    def step(record: Any, view: View) -> bool:
        found = get(record, view)
        # A null on the way is a null for the test (4.5).
        return when_missing(None) if found is None else onward(found, view)

    return step
