"""GET /api/openapi.json: the mock's own document (resources.md 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from mock_server.api.description import api_document
from mock_server.cli.routes import routes
from mock_server.factory import create_app

if TYPE_CHECKING:
    from tests.conftest import Api

DOCUMENT = api_document(create_app())
OPERATIONS = {
    each["operationId"]: (method.upper(), path, each)
    for path, methods in DOCUMENT["paths"].items()
    for method, each in methods.items()
}


def test_document_is_openapi() -> None:
    """It is what OpenAPI 3.1 wants; no two paths differ in names alone."""
    errors = [each.message for each in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()]

    assert errors == []


def test_every_operation_is_there() -> None:
    """Each operation of `dhis2-mock routes` is one, by its name (control-plane 3.4)."""
    listed = {operation for _, _, operation in routes()}

    assert listed - OPERATIONS.keys() == set()
    assert {name for name in OPERATIONS if name not in listed} == {
        "closed.deletePart.sharing",
        "closed.deletePart.subscriber",
        "closed.deletePart.translations",
    }


def test_every_operation_says_what_it_does() -> None:
    """None goes without a summary."""
    assert [
        name for name, (*_, each) in OPERATIONS.items() if not each["summary"]
    ] == []


@pytest.mark.parametrize("path", ["/openapi.json", "/openapi/openapi.json"])
def test_document_is_served(api: Api, path: str) -> None:
    """Both of the server's addresses give it, and it says whose it is."""
    reply = api.as_user("admin").get(path)

    served = reply.json()
    assert reply.status == 200
    assert served["info"]["title"] == "DHIS2 messaging as dhis2-mock mocks it"
    assert served["servers"][0]["url"].startswith("http://")
    assert {**served, "servers": 0} == {**DOCUMENT, "servers": 0}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "messageConversations.list",
            (
                "fields filter rootJunction order query paging page pageSize"
                " queryString queryOperator"
            ),
        ),
        ("messageConversations.get", "uid fields markRead"),
        ("userLookup.list", "query orgUnitBoundary"),
        ("system.id", "limit"),
    ],
)
def test_parameters_are_named(name: str, wanted: str) -> None:
    """What a path or a query can say is listed as far as it is known."""
    *_, operation = OPERATIONS[name]

    assert [each["name"] for each in operation["parameters"]] == wanted.split()
