"""
What the objects of a seed have in common: how one is read into a record, and written.

Both directions follow from one declaration of the fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, is_dataclass
from dataclasses import fields as dataclass_fields
from functools import cached_property, partial
from typing import Any, ClassVar, NamedTuple

from marshmallow import Schema, fields, post_load

from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.json_schema import Shape

UNKNOWN_KEY = "is not a key here"
"""How the message about an unknown key begins: it is about the key, not its value."""


class _Column(NamedTuple):
    """How one field of a record is written."""

    name: str
    key: str
    write: Callable[[Any], Any]
    default: object
    always: bool


def _defaults_of(record: Any) -> dict[str, object]:
    """Return what the fields of a record hold that nobody gives."""
    if not is_dataclass(record):
        return {}
    given = {each.name: each.default for each in dataclass_fields(record)}
    made = {
        each.name: each.default_factory()
        for each in dataclass_fields(record)
        if each.default_factory is not MISSING
    }
    return given | made


class SeedPart(Schema):
    """An object of a seed: camelCase on the wire, a record once loaded."""

    record: ClassVar[Any] = dict
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
        head, *tail = field_name.split("_")
        key = "id" if field_name == "uid" else head + "".join(map(str.title, tail))
        field_obj.data_key = key

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

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Any:
        """Return the record of what was read."""
        frozen = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in data.items()
        }
        return self.record(**self.completed(frozen))

    def completed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Add what a seed may leave out because the rest says it."""
        return data


class Dated(SeedPart):
    """An object with its two dates; the later one defaults to the earlier."""

    always_written = frozenset({"created", "last_updated"})
    created = kinds.Instant()
    last_updated = kinds.Instant()

    def completed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Date what was never updated by its creation."""
        if "created" in data:
            data.setdefault("last_updated", data["created"])
        return data
