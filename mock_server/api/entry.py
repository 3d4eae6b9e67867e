"""The entry point: where a client that knows nothing begins (resources.md 3)."""

from typing import Annotated, TypedDict

from mock_server.api import context
from mock_server.schemas.describing import spaced
from mock_server.schemas.objects import SERVED
from mock_server.wire.answers import PlainBody, Redirect


class Resource(TypedDict):
    """A type of object, and where it is."""

    displayName: str
    singular: str
    plural: str
    href: str


class Resources(TypedDict):
    """Where a client begins."""

    resources: list[Resource]


def get_root() -> Redirect:
    """GET /api: where to find the list of resources (resources.md 3)."""
    return Redirect(f"{context.api_url()}/resources")


def list_resources() -> Annotated[PlainBody, Resources]:
    """GET /resources: the entry point that the document starts from."""
    rows: list[Resource] = [
        {
            "displayName": spaced(schema.plural),
            "singular": schema.singular,
            "plural": schema.plural,
            "href": f"{context.api_url()}/{schema.plural}",
        }
        for schema in SERVED
    ]
    key = "resource" if context.exchange().is_xml else "resources"
    return PlainBody({key: rows}, root="resources")
