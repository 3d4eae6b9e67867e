"""Whether requests and answers are what an OpenAPI document says of them."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conftest import Reply

Json = dict[str, Any]

JSON = "application/json"


class Described(NamedTuple):
    """One operation of a document, and the parts that it refers to."""

    method: str
    path: str
    operation: Json
    components: Json

    @property
    def successes(self) -> set[int]:
        """The statuses of answers that refuse nothing."""
        answers = self.operation["responses"].items()
        return {int(status) for status, each in answers if "$ref" not in each}

    def check_request(self, content_type: str | None, body: bytes) -> None:
        """Fail unless the operation takes such a body; lenient readers take more."""
        described = self.operation.get("requestBody")
        if content_type is None:
            assert not (described and described["required"]), "the body is required"
            return
        assert described, "no body is described"
        self._check(described["content"], content_type, body, self.components)

    def check_answer(self, reply: Reply) -> None:
        """Fail unless the operation may answer so, with no key that goes unsaid."""
        answers = self.operation["responses"]
        described = answers.get(str(reply.status), answers["default"])
        if "$ref" in described:
            described = self.components["responses"]["Refusal"]
        content = described.get("content", {})
        if not reply.body:
            return
        content_type = reply.headers["Content-Type"]
        self._check(content, content_type, reply.body, _closed(self.components))

    def _check(
        self, content: Json, content_type: str, body: bytes, components: Json
    ) -> None:
        media_type = content_type.partition(";")[0].strip()
        assert {media_type, "*/*"} & {*content}, f"{media_type} is not described"
        schema = content.get(media_type, {}).get("schema")
        if media_type == JSON and schema is not None:
            whole = {**schema, "components": components}
            jsonschema.Draft202012Validator(whole).validate(json.loads(body))


def described(document: Mapping[str, Any]) -> dict[str, Described]:
    """Return the operations of a document by their names."""
    return {
        each["operationId"]: Described(
            method.upper(), path, each, document["components"]
        )
        for path, methods in document["paths"].items()
        for method, each in methods.items()
    }


def _closed(components: Json) -> Json:
    """Return the components with no keys in objects but those they name."""
    closed = deepcopy(components)
    for part in closed["schemas"].values():
        if "properties" in part:
            part.setdefault("additionalProperties", False)
    return closed
