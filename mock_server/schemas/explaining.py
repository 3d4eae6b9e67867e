"""What an explanation is asked about: a request, or a reader and a conversation."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from mock_server.schemas.control import ControlSchema


class RequestSchema(ControlSchema):
    """The body of POST /__mock/faults/explain."""

    title = "Invalid request"
    request_id = fields.String()
    method = fields.String()
    path = fields.String(
        validate=validate.Regexp("/", error="{input!r} does not start with '/'")
    )
    user = fields.String()
    headers = fields.Dict(keys=fields.String(), values=fields.String())
    body = fields.String()
    json = fields.Raw(allow_none=True)

    @validates_schema
    def check_choice(self, data: dict[str, Any], **_: object) -> None:
        """Want one request, and at most one body for it."""
        if "request_id" in data and len(data) > 1:
            raise ValidationError("has other keys besides requestId")
        if not data.keys() & {"request_id", "path"}:
            raise ValidationError("has neither path nor requestId")
        if "body" in data and "json" in data:
            raise ValidationError("has both body and json")


class VisibilityQuerySchema(ControlSchema):
    """The parameters of GET /__mock/visibility."""

    title = "Invalid query"
    conversation = fields.String(
        required=True, error_messages={"required": "names no conversation by its id"}
    )
    user = fields.String(
        required=True, error_messages={"required": "names no user by id or username"}
    )
