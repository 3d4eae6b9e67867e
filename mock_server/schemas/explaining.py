"""A request given as data, to be asked about without being sent."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from mock_server.schemas.control import ControlSchema


class RequestSchema(ControlSchema):
    """The body of POST /__mock/faults/explain."""

    title = "Invalid request"
    method = fields.String(load_default="GET")
    path = fields.String(
        required=True,
        error_messages={"required": "is missing"},
        validate=validate.Regexp("/", error="{input!r} does not start with '/'"),
    )
    user = fields.String(load_default="")
    headers = fields.Dict(
        keys=fields.String(), values=fields.String(), load_default=dict
    )
    body = fields.String()
    json = fields.Raw(allow_none=True)

    @validates_schema
    def check_choice(self, data: dict[str, Any], **_: object) -> None:
        """Refuse two bodies."""
        if "body" in data and "json" in data:
            raise ValidationError("has both body and json")
