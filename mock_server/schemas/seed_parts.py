"""
What the objects of a seed have in common: how one is checked, and written.

Both follow from one declaration of the fields. A record is made of an object, once
all of the seed is known to be sound, in `seed.records`.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from functools import cached_property, partial
from typing import Any, ClassVar, NamedTuple

from marshmallow import Schema, fields

from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.json_schema import Shape
from mock_server.schemas.spelling import wire_key

UNKNOWN_KEY = "is not a key here"
"""How the message about an unknown key begins: it is about the key, not its value."""


class _Column(NamedTuple):
    """How one field of a record is written."""

    name: str
    key: str
    write: Callable[[Any], Any]
    default: object
    always: bool


def _defaults_of(record: type | None) -> dict[str, object]:
    """Return what the fields of a record hold that nobody gives."""
    if record is None:
        return {}
    given = {each.name: each.default for each in dataclass_fields(record)}
    made = {
        each.name: each.default_factory()
        for each in dataclass_fields(record)
        if each.default_factory is not MISSING
    }
    return given | made


class SeedPart(Schema):
    """An object of a seed, spelled as the wire spells the attributes of its record."""

    record: ClassVar[type | None] = None
    derived: ClassVar[frozenset[str]] = frozenset()
    """Fields that are never written: the rest of the object says the same."""
    always_written: ClassVar[frozenset[str]] = frozenset()
    """Fields whose absence would not be read as their default."""
    more_shape: ClassVar[Shape] = {}
    """What JSON Schema says besides the fields."""

    def __init__(self, **options: Any) -> None:
        """Name the allowed keys where an unknown one is found."""
        super().__init__(**options)
        keys = ", ".join(sorted(str(each.data_key) for each in self.fields.values()))
        self.error_messages["type"] = "is not an object"
        self.error_messages["unknown"] = f"{UNKNOWN_KEY}; allowed: {keys}"

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Spell a key as the wire does."""
        field_obj.data_key = wire_key(field_name)

    def write(self, record: Any) -> dict[str, Any]:
        """
        Return the object that is read as `record`, which may be a mapping.

        It leaves out what a reader fills in by himself, such as absent texts.
        """
        read = record.get if isinstance(record, Mapping) else partial(getattr, record)
        written = {}
        for column in self._columns:
            value = read(column.name, None)
            if column.always or (value is not None and value != column.default):
                written[column.key] = column.write(value)
        return written

    @cached_property
    def _columns(self) -> list[_Column]:
        defaults = _defaults_of(self.record)
        return [
            _Column(
                name,
                str(each.data_key),
                each.write,  # type: ignore[attr-defined]  # all fields are kinds
                defaults.get(name, MISSING),
                name in self.always_written,
            )
            for name, each in self.fields.items()
            if name not in self.derived
        ]


class Dated(SeedPart):
    """An object with its two dates; the later one defaults to the earlier."""

    always_written = frozenset({"created", "last_updated"})
    created = kinds.Instant()
    last_updated = kinds.Instant()
