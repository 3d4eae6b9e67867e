"""What types of objects there are, and of which custom attributes (resources.md 14)."""

from typing import Annotated, TypedDict

from mock_server.api import context
from mock_server.api.viewing import collection_link, view_of
from mock_server.domain.errors import NoSuchPropertyError, NoSuchTypeError
from mock_server.query import Source, list_page, read_plain
from mock_server.schemas.catalogue import Schema
from mock_server.schemas.describing import describe, describe_property
from mock_server.schemas.objects import ATTRIBUTE, SERVED
from mock_server.wire.answers import ListBody, PlainBody


class ServedTypes(TypedDict):
    """The types of objects that are served."""

    schemas: list[dict[str, object]]


def list_schemas() -> Annotated[PlainBody, ServedTypes]:
    """GET /schemas: every type that is served (resources.md 14)."""
    return PlainBody({"schemas": [_shown(each) for each in SERVED]}, root="schemas")


def get_schema(name: str) -> Annotated[PlainBody, dict[str, object]]:
    """GET /schemas/{type}: one type, by the name of one object (resources.md 14)."""
    return PlainBody(_shown(_schema(name)), root="schema")


def get_schema_property(name: str, of: str) -> Annotated[PlainBody, dict[str, object]]:
    """GET /schemas/{type}/{property}: one property of a type (resources.md 14)."""
    prop = _schema(name).properties.get(of)
    view = view_of(context.state())
    if prop is None or not prop.is_known(view):
        raise NoSuchPropertyError(property=of, type=name)
    return PlainBody(describe_property(prop, SERVED, view), root="property")


def list_attributes() -> Annotated[ListBody, ATTRIBUTE]:
    """GET /attributes: nobody defined any (resources.md 1.4)."""
    view = view_of(context.state())
    link = collection_link(view, "attributes")
    none: Source[object] = Source(by_id=())
    page = list_page(ATTRIBUTE, none, context.query_parameters(), view, link)
    return ListBody(ATTRIBUTE, page.items, page.pager, link)


def _schema(name: str) -> Schema:
    for each in SERVED:
        if each.singular == name:
            return each
    raise NoSuchTypeError(type=name)


def _shown(schema: Schema) -> dict[str, object]:
    described = describe(schema, SERVED, view_of(context.state()))
    return read_plain(described, context.query_parameters(), context.profile())
