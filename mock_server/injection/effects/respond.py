"""Another answer: an error of a proxy, of DHIS2, or whatever a test wants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import orjson
from marshmallow import ValidationError, fields, validates_schema

from mock_server.injection.effect import (
    Delivery,
    Effect,
    Phase,
    Scene,
    with_body,
    with_header,
)
from mock_server.injection.kinds import Headers, Status, Whole
from mock_server.injection.presets import PRESETS, outgoing
from mock_server.injection.register import PhasedSchema, effect
from mock_server.schemas.control import one_of
from mock_server.schemas.json_schema import Shape
from mock_server.traffic import Outgoing, reason_phrase
from mock_server.wire.answers import WebMessage

HTTP_DATE = "http-date"

_DATE_SECONDS = 30
"""How far ahead the date form of Retry-After is."""
_JSON = "application/json;charset=UTF-8"
_TEXT = "text/plain;charset=UTF-8"
_NOTHING = object()


class RetryAfter(Whole):
    """Seconds, or the word that asks for a date."""

    def _deserialize(self, value: Any, *args: Any, **options: Any) -> Any:
        if value == HTTP_DATE:
            return value
        if isinstance(value, str):
            text = f"{value!r} is neither a number of seconds nor {HTTP_DATE!r}"
            raise ValidationError(text)
        return super()._deserialize(value, *args, **options)

    def _validate(self, value: Any) -> None:
        if value != HTTP_DATE:
            super()._validate(value)

    def shape(self) -> Shape:
        """Allow both."""
        return {"oneOf": [{"type": "integer"}, {"const": HTTP_DATE}]}


class RespondSchema(PhasedSchema):
    """The keys of `respond`: a status, and one way to say the rest."""

    status = Status()
    headers = Headers()
    preset = fields.String(validate=one_of(PRESETS))
    message = fields.String()
    error_code = fields.String()
    json = fields.Raw(allow_none=True)
    body = fields.String()
    retry_after = RetryAfter()

    @validates_schema
    def check_choice(self, data: dict[str, Any], **_: object) -> None:
        """Want a status, and at most one kind of body."""
        kinds = [key for key in ("preset", "message", "json", "body") if key in data]
        if len(kinds) > 1:
            raise ValidationError(f"has more than one of {', '.join(kinds)}")
        if "preset" not in data and "status" not in data:
            raise ValidationError("has neither status nor preset")
        if "error_code" in data and "message" not in data:
            raise ValidationError({"errorCode": ["needs a message beside it"]})


@effect("respond", RespondSchema)
@dataclass(frozen=True)
class Respond(Effect):
    """The client gets this answer, whatever the real one is or would have been."""

    phase: Phase = Phase.BEFORE
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    message: str | None = None
    error_code: str | None = None
    json: Any = _NOTHING
    body: str | None = None
    retry_after: int | str | None = None

    def perform(self, scene: Scene) -> Delivery:
        """Make the answer, then set what is set on top of it."""
        answer = self._answer(scene)
        if self.status is not None:
            reason = reason_phrase(self.status)
            answer = Outgoing(self.status, reason, answer.headers, answer.body)
        if self.retry_after is not None:
            value = _date_ahead() if self.retry_after == HTTP_DATE else self.retry_after
            answer = with_header(answer, "Retry-After", str(value))
        for name, text in self.headers.items():
            answer = with_header(answer, name, text)
        return Delivery(with_body(answer, answer.body))

    def _answer(self, scene: Scene) -> Outgoing:
        if self.preset is not None:
            return PRESETS[self.preset](scene)
        if self.message is not None:
            message = WebMessage(self.status or 0, self.message, self.error_code)
            return outgoing(message, scene)
        if self.json is not _NOTHING:
            return _typed(_JSON, orjson.dumps(self.json))
        return _typed(_TEXT, (self.body or "").encode())


def _typed(content_type: str, body: bytes) -> Outgoing:
    headers = (("Content-Type", content_type),) if body else ()
    return Outgoing(0, headers=headers, body=body)


def _date_ahead() -> str:
    """Return a moment soon to come, of the real time: clients know no other."""
    moment = datetime.now(UTC) + timedelta(seconds=_DATE_SECONDS)
    return format_datetime(moment, usegmt=True)
