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
                "fields defaults filter rootJunction order query paging page pageSize"
                " queryString queryOperator"
            ),
        ),
        ("messageConversations.get", "uid fields defaults markRead"),
        ("userLookup.list", "query orgUnitBoundary"),
        ("system.id", "limit"),
    ],
)
def test_parameters_are_named(name: str, wanted: str) -> None:
    """What a path or a query can say is listed as far as it is known."""
    *_, operation = OPERATIONS[name]

    assert [each["name"] for each in operation["parameters"]] == wanted.split()


def test_body_is_what_its_reader_reads() -> None:
    """A message is described by the schema that reads it, in both forms (4.4)."""
    *_, create = OPERATIONS["messageConversations.create"]

    content = create["requestBody"]["content"]
    part = DOCUMENT["components"]["schemas"]["MessageConversationParams"]
    uid = {"type": "object", "properties": {"id": {"type": "string"}}}
    many = {"anyOf": [{"type": "array", "items": uid}, {"type": "null"}]}
    assert content.keys() == {"application/json", "application/xml", "text/xml"}
    assert content["application/json"]["schema"] == {
        "$ref": "#/components/schemas/MessageConversationParams"
    }
    assert part["properties"]["users"] == many
    assert part["properties"]["subject"]["anyOf"][0] == {"type": "string"}
    assert "additionalProperties" not in part


@pytest.mark.parametrize(
    ("name", "types", "required"),
    [
        ("messageConversations.reply", {"text/plain", "*/*"}, True),
        ("messageConversations.markRead", {"application/json"}, True),
        (
            "messageConversations.setStatus",
            {"application/x-www-form-urlencoded"},
            False,
        ),
        ("fileResources.create", {"multipart/form-data"}, True),
        ("userSettings.set", {"text/plain", "*/*"}, False),
    ],
)
def test_body_has_its_media_types(name: str, types: set[str], required: bool) -> None:  # noqa: FBT001
    """What a body may come as is said, and whether there must be one (4)."""
    *_, operation = OPERATIONS[name]

    assert operation["requestBody"]["content"].keys() == types
    assert operation["requestBody"]["required"] is required


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("messageConversations.create", "201 401 409 500 default"),
        ("messageConversations.reply", "200 201 401 403 404 409 default"),
        ("messageConversations.addRecipients", "204 401 403 404 default"),
        ("fileResources.create", "202 401 default"),
        ("loginConfig.get", "200 default"),
        ("root.get", "302 401 default"),
        ("closed.itemPut", "401 default"),
    ],
)
def test_statuses_are_named(name: str, statuses: str) -> None:
    """Those of success come first, then the refusals that the catalogue has for it."""
    *_, operation = OPERATIONS[name]

    assert list(operation["responses"]) == statuses.split()


def test_list_is_described() -> None:
    """A list has a pager, and objects of its type under the name of the collection."""
    *_, operation = OPERATIONS["messageConversations.list"]

    content = operation["responses"]["200"]["content"]
    item = {"$ref": "#/components/schemas/MessageConversation"}
    assert content == {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "pager": {"$ref": "#/components/schemas/Pager"},
                    "messageConversations": {"type": "array", "items": item},
                },
            }
        },
        "application/xml": {},
    }


def test_forms_of_one_status_stand_together() -> None:
    """An operation that answers one thing or another has both where it has one form."""
    *_, unit = OPERATIONS["organisationUnits.get"]
    *_, ids = OPERATIONS["system.id"]

    either = unit["responses"]["200"]["content"]["application/json"]["schema"]
    assert [*either["anyOf"][0]] == ["$ref"]
    assert "pager" in either["anyOf"][1]["properties"]
    assert ids["responses"]["200"]["content"].keys() == {
        "application/json",
        "application/xml",
        "application/csv",
    }


def test_what_says_nothing_has_no_content() -> None:
    """An empty answer is described as one."""
    *_, ping = OPERATIONS["ping.get"]

    assert ping["responses"]["200"] == {"description": "OK"}
