"""How the journal is asked: what is filtered by, and what is to be verified (3.5)."""

import re
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from mock_server.journal.selection import Selection
from mock_server.journal.verification import Count, Question
from mock_server.matching import Match
from mock_server.schemas.control import ControlSchema, Real, one_of
from mock_server.schemas.json_schema import Shape
from mock_server.schemas.matching import MatchSchema, Words

FORMATS = ("json", "jsonl", "har", "curl")
LONGEST_WAIT = 60

_NO_SECONDS = "is not a number of seconds"
_STATUS = re.compile(r"[1-5](?:\d\d|xx)", re.ASCII)
_ENTRY_ID = re.compile(r"r(\d{1,18})", re.ASCII)
_OF_SELECTION = (
    *("status", "faulted", "unhandled", "unknown_parameters", "duplicates"),
    *("since", "limit"),
)


class Statuses(Words):
    """Statuses, or classes of them."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> tuple[str, ...]:
        words = super()._deserialize(value)
        for word in words:
            if not _STATUS.fullmatch(word):
                raise ValidationError(f"{word!r} is no status; write 409 or 4xx")
        return words


class Switch(fields.Field[bool]):
    """`true` or `false`, spelled out in a query."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> bool:
        if value not in {"true", "false"}:
            raise ValidationError(f"{value!r} is neither true nor false")
        return bool(value == "true")

    def shape(self) -> Shape:
        """Allow the two."""
        return {"type": "boolean"}


class Since(fields.Field[int | datetime]):
    """The id of an entry, or a moment, which is UTC unless it says otherwise."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> int | datetime:
        text = str(value)
        found = _ENTRY_ID.fullmatch(text)
        if found:
            return int(found[1])
        try:
            moment = datetime.fromisoformat(text)
            return (
                moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
            )
        except (ValueError, OverflowError) as error:
            wanted = "the id of an entry nor a moment like 2026-01-05T10:00:00Z"
            raise ValidationError(f"{text!r} is neither {wanted}") from error

    def shape(self) -> Shape:
        """Allow what begins like either."""
        return {"type": "string", "pattern": "^(r[0-9]+$|[0-9]{4}-?)"}


class JournalQuerySchema(MatchSchema):
    """The parameters of GET /__mock/requests; all that are given must hold."""

    title = "Invalid query"
    status = Statuses()
    faulted = Switch()
    unhandled = Switch()
    unknown_parameters = Switch()
    duplicates = Switch()
    since = Since()
    limit = fields.Integer(
        validate=validate.Range(min=1, error="{input!r} is not 1 or more"),
        error_messages={"invalid": "is not a whole number"},
    )
    format = fields.String(validate=one_of(FORMATS), load_default="json")
    secrets = Switch(load_default=False)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Any:
        """Return the query with its `selection` read."""
        own = {name: data.pop(name) for name in _OF_SELECTION if name in data}
        answer = {name: data.pop(name) for name in ("format", "secrets")}
        return {**answer, "selection": Selection(Match(**data), **own)}


class Number(fields.Integer):
    """How many requests."""

    def __init__(self) -> None:
        """Take whole numbers that are not below zero."""
        super().__init__(
            strict=True,
            validate=validate.Range(min=0, error="{input} is below 0"),
            error_messages={"invalid": "is not a whole number"},
        )


class CountSchema(ControlSchema):
    """How many requests there should be: `exactly`, or a bound on either side."""

    exactly = Number()
    at_least = Number()
    at_most = Number()

    @validates_schema
    def is_one_count(self, data: dict[str, Any], **_: object) -> None:
        """Refuse nothing at all, and two counts in one."""
        if not data or ("exactly" in data and len(data) > 1):
            raise ValidationError("needs exactly, or one or both of atLeast and atMost")
        if data.get("at_least", 0) > data.get("at_most", data.get("at_least", 0)):
            raise ValidationError("asks for more than atMost allows", "atLeast")

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Count:
        """Return the count that was read."""
        if "exactly" in data:
            return Count(data["exactly"], data["exactly"])
        return Count(data.get("at_least", 0), data.get("at_most"))


class VerifySchema(ControlSchema):
    """The body of POST /__mock/requests/verify."""

    title = "Invalid question"
    match = fields.Nested(MatchSchema)
    sequence = fields.List(
        fields.Nested(MatchSchema),
        validate=validate.Length(min=1, error="is empty"),
        error_messages={"invalid": "is not an array"},
    )
    count = fields.Nested(CountSchema)
    within = Real(
        validate=validate.Range(
            min=0, max=LONGEST_WAIT, error="{input} is not from 0 to {max} seconds"
        ),
        error_messages={
            "invalid": _NO_SECONDS,
            "special": _NO_SECONDS,
            "too_large": _NO_SECONDS,
        },
        load_default=0.0,
    )

    @validates_schema
    def asks_one_thing(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a sequence that is also to be counted."""
        if "sequence" not in data:
            return
        for key in ("match", "count"):
            if key in data:
                raise ValidationError("does not go with sequence", key)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Question:
        """Return the question that was read."""
        if "sequence" in data:
            return Question(tuple(data["sequence"]), None, data["within"])
        steps = (data.get("match", Match()),)
        return Question(steps, data.get("count", Count()), data["within"])
