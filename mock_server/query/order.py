"""The grammar of `order`, and sorting by it (query.md 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from mock_server.domain.errors import UnknownOrderPropertyError
from mock_server.profiles import Profile
from mock_server.schemas.catalogue import Kind, Property, Schema, View

_DIRECTIONS = frozenset({"asc", "desc", "iasc", "idesc"})
_PARTS = 2

_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Order:
    """One key of a sort."""

    name: str
    descending: bool = False
    ignore_case: bool = False


def read_orders(values: Sequence[str], schema: Schema, view: View) -> tuple[Order, ...]:
    """
    Return the keys that all `order` parameters name, the first of each name.

    Raises:
        UnknownOrderPropertyError: a name is no simple property, where refused.
    """
    texts = values[0].split(",") if len(values) == 1 else values
    orders: dict[str, Order] = {}
    for text in texts:
        order = _read(text, view.profile) if text else None
        if order is None:
            continue
        prop = schema.properties.get(order.name)
        if prop is None or not prop.is_simple or not prop.is_known(view):
            if view.profile.unknown_order_refused:
                raise UnknownOrderPropertyError(name=order.name)
            continue
        orders.setdefault(order.name, order)
    return tuple(orders.values())


def _read(text: str, profile: Profile) -> Order | None:
    name, *more = text.split(":")
    direction = more[0].lower() if len(more) == _PARTS - 1 else "asc"
    if direction not in _DIRECTIONS:
        if not profile.unknown_direction_ascends:
            return None
        direction = "asc"
    return Order(name, direction.endswith("desc"), direction.startswith("i"))


def sort(
    records: Sequence[_Record], orders: Sequence[Order], schema: Schema, view: View
) -> list[_Record]:
    """Return `records` sorted; ties keep the order they came in."""
    result = list(records)
    for order in reversed(orders):
        key = _key(schema.properties[order.name], order, view)
        result.sort(key=key, reverse=order.descending)
    return result


def _key(prop: Property, order: Order, view: View) -> Callable[[Any], Any]:
    get = prop.get
    fold = order.ignore_case and prop.kind is Kind.TEXT

    def key(record: Any) -> tuple[bool, Any]:
        value = get(record, view)
        if value is None:
            # Nulls are the largest: last going up, first going down.
            return True, 0
        return False, value.lower() if fold else value

    return key
