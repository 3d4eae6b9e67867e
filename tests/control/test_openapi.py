"""GET /__mock/openapi.json: every resource, and examples that hold (check 32)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from mock_server.control.description import control_document
from mock_server.factory import create_app
from mock_server.schemas.journal import FORMATS
from tests.conftest import Api, over_socket, serve_in_thread
from tests.described import described

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = control_document()
OPERATIONS = {
    each["operationId"]: (method.upper(), path, each)
    for path, methods in DOCUMENT["paths"].items()
    for method, each in methods.items()
}
DESCRIBED = described(DOCUMENT)
EXAMPLES = [
    pytest.param(name, example["value"], id=f"{name}-{key}")
    for name, (_, _, operation) in OPERATIONS.items()
    for key, example in (
        operation.get("requestBody", {"content": {"application/json": {}}})["content"][
            "application/json"
        ]
        .get("examples", {})
        .items()
    )
]


@pytest.fixture
def fresh() -> Iterator[Api]:
    """Return a client of a server that nobody has asked anything."""
    for server in serve_in_thread(create_app()):
        yield Api(over_socket(server.port))


def body_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of the body of an operation, with all it refers to."""
    _, _, operation = OPERATIONS[name]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return {**schema, "components": DOCUMENT["components"]}


class TestDocument:
    """The document itself."""

    def test_document_is_openapi(self) -> None:
        """It is what OpenAPI 3.1 wants."""
        errors = [
            each.message for each in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()
        ]

        assert errors == []

    def test_every_route_is_there(self, default_api: Api) -> None:
        """Whatever the index links to is described, and nothing else (check 32)."""
        links = default_api.get("/__mock").json()["links"]

        described = {(method, path) for method, path, _ in OPERATIONS.values()}
        linked = {
            (each["method"], "/__mock" + each["href"].partition("/__mock")[2])
            for each in links
        }

        assert described == linked
        assert ("PUT", "/__mock/snapshots/{name}") in described

    def test_document_is_served(self, default_api: Api) -> None:
        """The server gives it, with its own address."""
        reply = default_api.get("/__mock/openapi.json")

        served = reply.json()
        [server] = served.pop("servers")
        assert reply.status == 200
        assert re.fullmatch(r"http://[a-z0-9.]+(:\d+)?", server["url"])
        assert served == DOCUMENT

    def test_world_has_its_own_address(self, default_api: Api) -> None:
        """Below a world's path the document is about that world (3.1)."""
        default_api.call("PUT", "/__mock/worlds/w9")

        [server] = default_api.get("/w9/__mock/openapi.json").json()["servers"]

        default_api.delete("/__mock/worlds/w9")
        assert server["url"].endswith("/w9")

    def test_every_operation_says_what_it_does(self) -> None:
        """None goes without a summary, and refusals are problem documents."""
        silent = [
            name for name, (*_, each) in OPERATIONS.items() if not each["summary"]
        ]

        assert silent == []
        refusal = DOCUMENT["components"]["responses"]["Refusal"]["content"]
        assert list(refusal) == ["application/problem+json"]

    @pytest.mark.parametrize(
        ("name", "wanted"),
        [
            (
                "listRequests",
                (
                    "method operation path pathPattern user query headers body"
                    " body.contains body.matches body.equalToJson body.includesJson"
                    " status faulted unhandled unknownParameters duplicates since limit"
                    " format secrets"
                ),
            ),
            ("listOutbox", "channel status to subject"),
            ("getVisibility", "conversation user"),
            ("getFault", "fault_id"),
        ],
    )
    def test_parameters_are_named(self, name: str, wanted: str) -> None:
        """What a path or a query can say is listed."""
        *_, operation = OPERATIONS[name]

        assert [each["name"] for each in operation["parameters"]] == wanted.split()


class TestExamples:
    """The examples of bodies."""

    def test_every_body_has_one(self) -> None:
        """Whatever takes a body shows one."""
        with_body = {n for n, (*_, each) in OPERATIONS.items() if "requestBody" in each}

        assert {each.values[0] for each in EXAMPLES} == with_body
        assert with_body == {
            *("setClock", "advanceClock", "postEvents", "createFaults", "putFault"),
            *("explainFaults", "verifyRequests", "patchSettings", "createSnapshot"),
            *("putSnapshot", "restoreDocument", "createWorld", "putWorld"),
        }

    @pytest.mark.parametrize(("name", "example"), EXAMPLES)
    def test_example_is_valid(self, name: str, example: object) -> None:
        """An example is what the schema beside it wants (check 32)."""
        jsonschema.Draft202012Validator(body_schema(name)).validate(example)

    @pytest.mark.parametrize(("name", "example"), EXAMPLES)
    def test_example_is_accepted(self, fresh: Api, name: str, example: object) -> None:
        """The server takes it and answers with a status that the document has."""
        method, path, operation = OPERATIONS[name]

        reply = fresh.call(method, re.sub(r"\{\w+\}", "example", path), json=example)

        assert str(reply.status) in operation["responses"], reply.text
        DESCRIBED[name].check_answer(reply)

    @pytest.mark.parametrize("name", sorted({str(each.values[0]) for each in EXAMPLES}))
    def test_schema_refuses_unknown_keys(self, name: str) -> None:
        """The schemas are as strict as the server (3.1)."""
        validator = jsonschema.Draft202012Validator(body_schema(name))

        assert not validator.is_valid({"nobodyKnows": 1})


@pytest.mark.parametrize(
    "name",
    [
        *("deleteClock", "deleteEvents", "deleteEvent", "deleteFaults", "deleteFault"),
        *("deleteRequests", "reset", "deleteSnapshots", "deleteSnapshot"),
        *("emptyOutbox", "deleteWorld"),
    ],
)
def test_operation_without_body_answers_as_described(fresh: Api, name: str) -> None:
    """What leaves nothing to say is 204 in the document and from the server (3.1)."""
    method, path, operation = OPERATIONS[name]

    reply = fresh.call(method, re.sub(r"\{\w+\}", "example", path))

    assert reply.status == 204
    assert list(operation["responses"]) == ["204", "default"]


FAULT = {"id": "f1", "match": {}, "effect": {"type": "delay", "milliseconds": 1}}
NOTICE = {"type": "systemMessage", "to": ["mobile"], "subject": "S", "text": "T"}
MESSAGE = {"subject": "Hey", "text": "x", "users": [{"id": "PhzytPW3g2J"}]}


@pytest.fixture
def lived_in(fresh: Api) -> Api:
    """Return a client of a server where there is some of everything."""
    fresh.post("/__mock/faults", json=FAULT)
    fresh.post("/__mock/snapshots", json={"name": "s1"})
    fresh.post("/__mock/events", json=[NOTICE, {"after": "PT5M", "event": NOTICE}])
    fresh.post("/__mock/worlds", json={"name": "w1"})
    admin = fresh.as_user("admin")
    admin.post("/messageConversations", json=MESSAGE)
    admin.post("/systemSettings/keyEmailHostName?value=example.org")
    admin.post("/messageConversations", json=MESSAGE)
    admin.get("/nothing/here")
    admin.get("/me?unheard=of")
    return fresh


READ = {
    "getEvent": ("/events/{event}",),
    "getFault": ("/faults/f1",),
    "getOutboxEntry": ("/outbox/{entry}",),
    "getRequest": ("/requests/r1",),
    "getSnapshot": ("/snapshots/s1", "/snapshots/seed", "/snapshots/current"),
    "getVisibility": ("/visibility?conversation=ZjHHSjyyeJ2&user=mobile",),
    "getWorld": ("/worlds/w1", "/worlds/default"),
    "listRequests": ("/requests", *(f"/requests?format={f}" for f in FORMATS)),
}
"""Where to read what cannot be read at its path alone."""


@pytest.mark.parametrize(
    "name", [name for name, each in DESCRIBED.items() if each.method == "GET"]
)
def test_what_is_read_is_as_described(lived_in: Api, name: str) -> None:
    """No key goes unmentioned, none that is required is missing (check 32)."""
    [event, _] = lived_in.get("/__mock/events").json()
    [*_, entry] = lived_in.get("/__mock/outbox").json()
    usual = DESCRIBED[name].path.removeprefix("/__mock")

    for path in READ.get(name, (usual,)):
        asked = path.format(event=event["id"], entry=entry["id"])
        reply = lived_in.get(f"/__mock{asked}")

        assert reply.status == 200, reply.text
        DESCRIBED[name].check_answer(reply)


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("explainFaults", {"requestId": "r1"}, 200),
        ("explainFaults", {"path": "/api/me", "user": "mobile"}, 200),
        ("verifyRequests", {"match": {"method": "GET"}, "count": {"exactly": 9}}, 406),
        ("verifyRequests", {"sequence": [{"method": "POST"}]}, 200),
        ("createFaults", FAULT, 409),
        ("createFaults", {"effect": {"type": "resett"}}, 422),
        ("postEvents", {**NOTICE, "to": ["nobody"]}, 422),
    ],
)
def test_what_is_asked_is_as_described(
    lived_in: Api, name: str, body: dict[str, object], status: int
) -> None:
    """So is what answers a question, and what is refused."""
    asked = DESCRIBED[name]

    reply = lived_in.call(asked.method, asked.path, json=body)

    assert reply.status == status, reply.text
    asked.check_answer(reply)


def test_index_is_a_page_as_well(fresh: Api) -> None:
    """What a browser gets is described beside what a program gets (3.2)."""
    DESCRIBED["index"].check_answer(fresh.get("/__mock", accept="text/html"))
