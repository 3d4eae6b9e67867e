"""A list read from beginning to end: candidates, filters, order, page, fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mock_server.domain.enums import Defaults
from mock_server.domain.errors import UnreadableParameterError
from mock_server.domain.parameters import to_enum
from mock_server.profiles import Profile
from mock_server.query.filters import (
    Predicate,
    compile_filter,
    cut_filters,
    read_filter,
)
from mock_server.query.order import Order, read_orders, sort
from mock_server.query.paging import (
    Pager,
    Paging,
    make_pager,
    page_bounds,
    read_paging,
)
from mock_server.query.projection import compile_fields, narrow
from mock_server.query.search import search_conversations, search_objects
from mock_server.query.sources import Backwards, Source
from mock_server.schemas.catalogue import Schema, View

Parameters = Sequence[tuple[str, str]]

LIST_FIELDS = "id,displayName"
OBJECT_FIELDS = "*"
PROPERTY_FIELDS = ":all"

_NEWEST = (Order("lastMessage", descending=True),)
_OLDEST = (Order("lastMessage"),)
_BY_ID = (Order("id"),)
_BY_ID_DOWN = (Order("id", descending=True),)


@dataclass(frozen=True)
class Page:
    """What is shown of a list; no pager where paging is off."""

    items: list[dict[str, Any]]
    pager: Pager | None


def list_page(
    schema: Schema, source: Source[Any], parameters: Parameters, view: View, link: str
) -> Page:
    """
    Return the page of `source` that `parameters` ask for (query.md 3).

    Raises:
        MockServerError: one of the families of query.md 13, in the server's words.
    """
    first = dict(reversed(parameters))
    profile = view.profile
    check_defaults(first)
    paging = read_paging(parameters, profile)
    is_or = _is_or(first.get("rootJunction"), profile)
    show = compile_fields(schema, _fields(parameters, LIST_FIELDS, profile))(view)
    candidates, tests = _candidates(schema, source, parameters, view, is_or=is_or)
    for test in tests:
        candidates = [each for each in candidates if test(each, view)]
    # QUIRK 7: of conversations, because memory holds them; others page in SQL.
    is_inbox = source.newest_first is not None
    beyond_end = is_inbox and profile.last_item_beyond_end
    shown = _slice(candidates, paging, beyond_end=beyond_end)
    items = [show(each) for each in shown]
    if not paging.is_on:
        return Page(items, None)
    return Page(items, make_pager(paging, len(candidates), link, parameters))


def check_defaults(first: Mapping[str, str]) -> None:
    """Refuse `defaults` that are neither word; both say the same here (4.1, 4.2)."""
    text = first.get("defaults")
    if text:
        to_enum("defaults", text, Defaults)


def read_object(
    schema: Schema, record: object, parameters: Parameters, view: View
) -> dict[str, Any]:
    """Return one record as `fields` asks, by default whole (query.md 9)."""
    text = _fields(parameters, OBJECT_FIELDS, view.profile)
    return compile_fields(schema, text)(view)(record)


def read_plain(
    data: Mapping[str, object], parameters: Parameters, profile: Profile
) -> dict[str, object]:
    """Return what `fields` asks for of ready JSON, by default all of it (8)."""
    return narrow(data, _fields(parameters, OBJECT_FIELDS, profile))


def read_property(
    schema: Schema, record: object, name: str, parameters: Parameters, view: View
) -> dict[str, Any]:
    """Return what `name` selects, with `fields` below it; nothing is unknown (4.3)."""
    # QUIRK query.md 1: the path is the head of a text like any other of `fields`.
    below = _fields(parameters, PROPERTY_FIELDS, view.profile)
    return compile_fields(schema, f"{name}[{below}]")(view)(record)


def _fields(parameters: Parameters, default: str, profile: Profile) -> str:
    """Return what `fields` asks for, repeated parameters joined (8.1)."""
    values = _all(parameters, "fields")
    if values and profile.empty_fields_show_nothing:
        return ",".join(values)
    return ",".join(values).strip(",") or default


def _candidates(
    schema: Schema,
    source: Source[Any],
    parameters: Parameters,
    view: View,
    *,
    is_or: bool,
) -> tuple[Sequence[Any], list[Predicate]]:
    """Return the records in order, and the tests that they still have to pass."""
    first = dict(reversed(parameters))
    is_inbox = source.newest_first is not None
    searches = [search_objects(schema, first, view)]
    if is_inbox:
        words = search_conversations(schema, first, view)
        searches.append(words)
        may_skip = view.profile.empty_inbox_unfiltered and not is_or
        if may_skip and searches[0] is None and _is_empty(source, words, view):
            # QUIRK query.md 3.3: nothing to filter, so the filters are not even read.
            return [], []
    filters = _filters(schema, _all(parameters, "filter"), view, is_or=is_or)
    orders = read_orders(_all(parameters, "order"), schema, view)
    tests = [each for each in searches if each is not None] + filters
    return _ordered(schema, source, orders, view), tests


def _is_empty(source: Source[Any], words: Predicate | None, view: View) -> bool:
    """Say whether an inbox has nothing that `queryString` finds (query.md 3.2)."""
    if words is None:
        return not source.by_id
    return not any(words(each, view) for each in source.by_id)


def _filters(
    schema: Schema, values: Sequence[str], view: View, *, is_or: bool
) -> list[Predicate]:
    """Return the filters as tests, or one test of any; both narrow. DEVIATION D5."""
    texts = cut_filters(values, at_commas=view.profile.filter_commas_split)
    tests = [compile_filter(schema, read_filter(text), view) for text in texts]
    if is_or and len(tests) > 1:
        return [lambda record, view: any(test(record, view) for test in tests)]
    return tests


def _ordered(
    schema: Schema, source: Source[Any], orders: tuple[Order, ...], view: View
) -> Sequence[Any]:
    """Return the source in the order asked for, without sorting where it is kept."""
    newest = source.newest_first
    if orders == _BY_ID:
        return source.by_id
    if orders == _BY_ID_DOWN:
        return Backwards(source.by_id)
    if newest is not None and orders == _NEWEST:
        return newest
    if newest is not None and orders == _OLDEST:
        return Backwards(newest)
    if orders:
        return sort(source.by_id, orders, schema, view)
    if newest is not None:
        return newest if view.profile.newest_first else source.by_id
    return source.by_name if source.by_name is not None else source.by_id


def _slice(
    candidates: Sequence[Any], paging: Paging, *, beyond_end: bool
) -> Sequence[Any]:
    if not paging.is_on:
        return candidates
    _, start, end = page_bounds(paging, len(candidates))
    if beyond_end and candidates and start >= len(candidates):
        return candidates[-1:]
    return candidates[start:end]


def _is_or(text: str | None, profile: Profile) -> bool:
    if not text:
        return False
    if not profile.junction_any_case:
        return text == "OR"
    if text.upper() not in {"AND", "OR"}:
        raise UnreadableParameterError(
            parameter="rootJunction", value=text, hint="Valid values are: [AND, OR]"
        )
    return text.upper() == "OR"


def _all(parameters: Parameters, name: str) -> list[str]:
    return [value for key, value in parameters if key == name]
