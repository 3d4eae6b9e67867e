"""OpenAPI documents of plain data (mock_server/openapi.py)."""

from __future__ import annotations

import pytest

from mock_server.openapi import JSON, Body, Operation, document

TEXT = {"type": "string"}
REFUSAL = {JSON: {"type": "object"}}


def paths(*operations: Operation) -> dict[str, dict[str, str]]:
    """Return the names of `operations` by path and method."""
    made = document({}, operations, {}, REFUSAL, {})
    return {
        path: {method: each["operationId"] for method, each in methods.items()}
        for path, methods in made["paths"].items()
    }


class TestDocument:
    """How operations become paths."""

    def test_operation_is_described(self) -> None:
        """All that is known of an operation stands in its place."""
        operation = Operation(
            *("PUT", "/things/{uid}", "things.put", "keep it"),
            parts={"uid": TEXT},
            query=[{"name": "q", "schema": TEXT}],
            body=Body({JSON: {"type": "object"}}, [{"a": 1}]),
            answers={200: {JSON: TEXT, "application/xml": {}}, 204: {}},
            refusals={409, 204},
        )

        made = document({"title": "T"}, [operation], {"A": TEXT}, REFUSAL, {})

        assert made["info"] == {"title": "T"}
        assert made["components"]["schemas"] == {"A": TEXT}
        refusal = made["components"]["responses"]["Refusal"]
        assert refusal["content"] == {JSON: {"schema": {"type": "object"}}}
        assert made["paths"]["/things/{uid}"]["put"] == {
            "operationId": "things.put",
            "summary": "keep it",
            "tags": ["things"],
            "parameters": [
                {"name": "uid", "in": "path", "required": True, "schema": TEXT},
                {"in": "query", "name": "q", "schema": TEXT},
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {"type": "object"},
                        "examples": {"example1": {"value": {"a": 1}}},
                    }
                },
            },
            "responses": {
                "200": {
                    "description": "OK",
                    "content": {JSON: {"schema": TEXT}, "application/xml": {}},
                },
                "204": {"description": "No Content"},
                "409": {"$ref": "#/components/responses/Refusal"},
                "default": {"$ref": "#/components/responses/Refusal"},
            },
        }

    def test_names_of_parts_make_no_other_path(self) -> None:
        """Two paths that match the same are one, under the first one's names."""
        read = Operation("GET", "/a/{uid}/{name}", "a.get", "", {"uid": {}, "name": {}})
        drop = Operation("DELETE", "/a/{x}/{y}", "a.drop", "", {"x": {}, "y": TEXT})

        made = document({}, [read, drop], {}, REFUSAL, {})["paths"]

        assert list(made) == ["/a/{uid}/{name}"]
        assert made["/a/{uid}/{name}"]["delete"]["parameters"] == [
            {"name": "uid", "in": "path", "required": True, "schema": {}},
            {"name": "name", "in": "path", "required": True, "schema": TEXT},
        ]

    def test_words_are_spelled_out_where_they_clash(self) -> None:
        """A path for a few words beside one for any has a path for each of them."""
        words = {"type": "string", "enum": ["x", "y"]}

        named = paths(
            Operation("DELETE", "/a/{part}", "closed", "", {"part": words}),
            Operation("DELETE", "/a/{user}", "a.drop", "", {"user": TEXT}),
        )

        assert named == {
            "/a/x": {"delete": "closed"},
            "/a/y": {"delete": "closed.y"},
            "/a/{user}": {"delete": "a.drop"},
        }

    @pytest.mark.parametrize(
        ("path", "resource"),
        [
            ("/__mock", "root"),
            ("/__mock/faults/{id}", "faults"),
            ("/__mock/faults.schema.json", "faults"),
            ("/api/users", "users"),
            ("/api/{type}/{uid}", "root"),
            ("/login/", "login"),
        ],
    )
    def test_resource_is_the_first_word(self, path: str, resource: str) -> None:
        """Readers look for an operation under the first word of its path."""
        assert Operation("GET", path, "", "").resource == resource
