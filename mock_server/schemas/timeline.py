"""
Events and when they come (control-plane 5.3).

The same documents stand in a seed, in a snapshot and in POST /__mock/events.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias, TypedDict

from marshmallow import ValidationError, post_load, validate, validates_schema

from mock_server.domain.duration import print_duration
from mock_server.domain.timeline import Firing, FiringStatus, Plan, Scheduled, Told
from mock_server.schemas import event_fields as more
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.catalogue import instant
from mock_server.schemas.control import (
    ControlSchema,
    InvalidDocumentError,
    load_document,
)
from mock_server.schemas.events import SCHEMAS, EventPart
from mock_server.schemas.json_schema import Shape, one_of_kinds

TITLE = "Invalid event"
"""What a refusal of an event is headed by."""

_MOST_EVENTS = 100
_MOST_TIMES = 10_000
_MANY = f"is not an array of 1 to {_MOST_EVENTS} events"


class EventField(kinds.Kind):
    """An event, whose `type` decides what else it has."""

    wrong = "is not an object"

    def read(self, value: Any) -> Told:
        """Return the event with the document that told of it."""
        if not isinstance(value, dict):
            raise ValueError  # noqa: TRY004 - as all kinds say so
        rest = {key: part for key, part in value.items() if key != "type"}
        if "type" not in value:
            raise ValidationError({"type": ["is required"]})
        try:
            kind = more.Choice(SCHEMAS).read(value["type"])
        except ValueError as error:
            raise ValidationError({"type": ["is not a string"]}) from error
        except ValidationError as error:
            raise ValidationError({"type": error.messages}) from error
        return Told(SCHEMAS[kind].load(rest), deepcopy(value))

    def shape(self) -> Shape:
        """Allow an event of each type, whose keys stand beside it."""
        return one_of_kinds(SCHEMAS)


class FiredSchema(EventPart):
    """What became of an event of the past, in a snapshot."""

    status = more.Choice(FiringStatus)
    created = kinds.Rows(kinds.Uid())
    reason = kinds.Text(allow_none=True)
    scheduled = kinds.Text(allow_none=True)


class TimelineEntrySchema(EventPart):
    """A row of the `timeline`: an event to come, or one that has been."""

    after = more.Interval()
    at = kinds.Moment()
    every = more.Step()
    times = kinds.Count(1, _MOST_TIMES)
    event = EventField(required=True)
    fired = kinds.Part(FiredSchema)
    number = kinds.Count(1)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def has_a_moment(self, _: object, data: object, **__: object) -> None:
        """Refuse what says not when, or twice; that it is no object is said already."""
        if not isinstance(data, dict):
            return
        if "after" in data and "at" in data:
            raise ValidationError({"at": ["stands beside after; give one of them"]})
        if not {"after", "at", "every"} & data.keys():
            raise ValidationError("needs one of after, at and every")
        if "every" in data and "times" not in data:
            raise ValidationError({"times": ["is required beside every"]})
        if "times" in data and "every" not in data:
            raise ValidationError({"every": ["is required beside times"]})
        if "fired" in data and "at" not in data:
            raise ValidationError({"at": ["is required beside fired"]})

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Plan | Firing:
        """Return what is to come, or what has been."""
        told, number = data["event"], data.get("number")
        if "fired" in data:
            return Firing(data["at"], told, **data["fired"], number=number or 0)
        first = next(data[key] for key in ("at", "after", "every") if key in data)
        return Plan(told, first, data.get("every"), data.get("times", 1), number)

    def write(self, row: Plan | Scheduled | Firing) -> dict[str, object]:
        """Return the row that is read as `row`, as a snapshot keeps it."""
        event = {"event": row.told.document}
        if isinstance(row, Firing):
            fired = {
                "status": row.status,
                "created": list(row.created),
                "reason": row.reason,
                "scheduled": row.scheduled,
            }
            at = {"number": row.number, "at": instant(row.due)}
            return {**at, **event, "fired": fired}
        written: dict[str, object] = {}
        if row.number:
            written["number"] = row.number
        first = row.due if isinstance(row, Scheduled) else row.first
        if isinstance(first, datetime):
            written["at"] = instant(first)
        else:
            written["after"] = print_duration(first)
        if row.every is not None:
            times = row.remaining if isinstance(row, Scheduled) else row.times
            written |= {"every": print_duration(row.every), "times": times}
        return {**written, **event}


class PostedEntrySchema(TimelineEntrySchema):
    """An event to come, and when: `after` or `at`, or `every` with `times`."""

    class Meta:
        """What has been cannot be told."""

        exclude = ("fired", "number")


class _PostedField(EventField):
    """An event to happen at once, or one for the timeline."""

    def read(self, value: Any) -> Any:
        """Tell them apart by their keys."""
        if isinstance(value, dict) and not _MOMENTS.isdisjoint(value):
            return _ENTRY.load(value)
        return super().read(value)

    def shape(self) -> Shape:
        """Allow both."""
        return {"anyOf": [super().shape(), _ENTRY]}


class _PostedSchema(ControlSchema):
    title = TITLE
    body = _PostedField()
    many = kinds.Rows(
        _PostedField(), validate=validate.Length(1, _MOST_EVENTS, error=_MANY)
    )


_MOMENTS = frozenset({"after", "at", "every", "times", "event"})
_ENTRY = PostedEntrySchema()
_POSTED = _PostedSchema()
POSTED_SHAPE: Shape = {"anyOf": list(_POSTED.fields.values())}
"""The body of POST /__mock/events."""

ShownTold: TypeAlias = Annotated[Mapping[str, Any], EventField()]
"""The document that told of an event."""


def load_posted(document: object) -> list[Told | Plan]:
    """
    Return the events that the body of POST /__mock/events tells of, one or an array.

    Raises:
        InvalidDocumentError: one of them is not sound; all faults are listed.
    """
    key = "many" if isinstance(document, list) else "body"
    try:
        loaded = load_document(_POSTED, {key: document})
    except InvalidDocumentError as error:
        for each in error.errors:
            each["pointer"] = each["pointer"].removeprefix(f"/{key}")
        raise
    return loaded["many"] if key == "many" else [loaded["body"]]


def read_timeline(rows: object) -> list[Plan | Firing]:
    """Return what the sound rows of the `timeline` of a seed tell of."""
    read: list[Plan | Firing] = TimelineEntrySchema(many=True).load(rows)  # type: ignore[arg-type]  # rows
    return read


class ShownScheduled(TypedDict):
    """An event to come."""

    id: str
    status: Literal["DUE"]
    due: str | None
    every: str | None
    remaining: int
    event: ShownTold


class ShownFiring(TypedDict):
    """An event of the past, and what became of it."""

    id: str
    status: FiringStatus
    due: str | None
    scheduled: str | None
    event: ShownTold
    created: list[str]
    reason: str | None


ShownEvent: TypeAlias = ShownScheduled | ShownFiring


def shown_scheduled(entry: Scheduled) -> ShownScheduled:
    """Return what the control plane says of an event to come."""
    every = entry.every
    return {
        "id": entry.uid,
        "status": "DUE",
        "due": instant(entry.due),
        "every": print_duration(every) if every is not None else None,
        "remaining": entry.remaining,
        "event": entry.told.document,
    }


def shown_firing(firing: Firing) -> ShownFiring:
    """Return what the control plane says of an event of the past."""
    return {
        "id": firing.uid,
        "status": firing.status,
        "due": instant(firing.due),
        "scheduled": firing.scheduled,
        "event": firing.told.document,
        "created": list(firing.created),
        "reason": firing.reason,
    }
