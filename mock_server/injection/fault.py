"""A fault as it is written down: match, effect and lifetime, read strictly."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from marshmallow import ValidationError, fields, validate

from mock_server.injection.effect import Effect
from mock_server.injection.lifetime import Lifetime, LifetimeSchema
from mock_server.injection.register import effects
from mock_server.matching import Match
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.control import ControlSchema, load_document
from mock_server.schemas.json_schema import Shape, one_of_kinds
from mock_server.schemas.matching import MatchSchema
from mock_server.suggestions import suggestion


@dataclass(frozen=True)
class Fault:
    """One fault, whose text `document` is kept to be shown again."""

    effect: Effect
    match: Match = field(default_factory=Match)
    lifetime: Lifetime = field(default_factory=Lifetime)
    fault_id: str | None = None
    """Its name among the rules of a world; they give one to who has none."""
    enabled: bool = True
    document: Mapping[str, object] = field(default_factory=dict)

    def named(self, name: str) -> "Fault":
        """Return the same fault under an id."""
        return replace(self, fault_id=name, document={"id": name, **self.document})


class AnyEffect(fields.Field[Effect]):
    """An effect of the kind that its `type` says."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> Effect:
        if not isinstance(value, dict):
            raise ValidationError("is not an object")
        name = value.get("type")
        if not isinstance(name, str):
            known = ", ".join(effects())
            raise ValidationError({"type": [f"is missing; there are: {known}"]})
        if name not in effects():
            text = f"unknown effect {name!r}{suggestion(name, effects())}"
            raise ValidationError({"type": [text]})
        made: Effect = effects()[name].schema.load(value)
        return made

    def shape(self) -> Shape:
        """Allow every effect there is, with its own keys."""
        return one_of_kinds({name: each.schema for name, each in effects().items()})


class FaultSchema(ControlSchema):
    """The body of a fault; `status`, as GET shows it, is taken and means nothing."""

    title = "Invalid fault"
    fault_id = fields.String(
        data_key="id",
        validate=validate.Regexp(
            r"[A-Za-z0-9._-]{1,64}\Z",
            error="{input!r} is no id: up to 64 letters, digits, dots, hyphens and"
            " underscores",
        ),
    )
    name = fields.String()
    enabled = kinds.Flag()
    match = fields.Nested(MatchSchema)
    effect = AnyEffect(required=True, error_messages={"required": "is missing"})
    lifetime = fields.Nested(LifetimeSchema)
    status = fields.Dict()


_SCHEMA = FaultSchema()


def parse_fault(document: object) -> Fault:
    """
    Return the fault that `document` describes.

    Raises:
        InvalidDocumentError: it describes none; all that is wrong is listed.
    """
    data: dict[str, Any] = load_document(_SCHEMA, document)
    data.pop("status", None)
    data.pop("name", None)
    text = deepcopy(document) if isinstance(document, dict) else {}
    text.pop("status", None)
    return Fault(**data, document=text)
