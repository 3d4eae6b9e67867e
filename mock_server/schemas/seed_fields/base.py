"""What all kinds of value have in common, and how they stand in arrays and objects."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from mock_server.schemas.json_schema import Shape

_WORDING: dict[str, Any] = {"required": "is required", "null": "is not allowed here"}


def require(condition: object) -> None:
    """Raise the `ValueError` that says that a value is not of its kind."""
    if not condition:
        raise ValueError


class Kind(fields.Field[Any]):
    """A kind of value: how to read one, and what to say where that fails."""

    wrong = ""

    def __init__(self, **options: Any) -> None:
        """Word the common errors as all messages about seeds are."""
        super().__init__(error_messages=_WORDING, **options)

    def read(self, value: Any) -> Any:
        """Return what `value` means, or raise a `ValueError`."""
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """Return the JSON value that is read as `value`."""
        return value

    def shape(self) -> Shape:
        """Return the JSON Schema of such values."""
        raise NotImplementedError

    def _deserialize(
        self,
        value: Any,
        attr: str | None,  # noqa: ARG002 - marshmallow's signature
        data: Mapping[str, Any] | None,  # noqa: ARG002
        **_: Any,
    ) -> Any:
        try:
            return self.read(value)
        except ValueError as err:
            raise ValidationError(self.wrong) from err


class Rows(fields.List[Any]):
    """An array; an object in its place is not taken for one."""

    def __init__(self, inner: fields.Field[Any], **options: Any) -> None:
        """Hold values of the kind `inner`."""
        wording = {**_WORDING, "invalid": "is not an array"}
        super().__init__(inner, error_messages=wording, **options)

    def write(self, value: Any) -> Any:
        """Return the values, those of a mapping without their keys."""
        values = value.values() if isinstance(value, Mapping) else value
        if isinstance(value, frozenset):
            values = sorted(value)
        write = self.inner.write  # type: ignore[attr-defined]  # a kind of these
        return [write(each) for each in values]

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **options)


class Part(fields.Nested):
    """An object with a schema of its own."""

    def __init__(self, nested: Any, **options: Any) -> None:
        """Hold an object of the schema `nested`."""
        super().__init__(nested, error_messages=_WORDING, **options)

    def write(self, value: Any) -> Any:
        """Return the object as its schema writes it."""
        return self.schema.write(value)  # type: ignore[attr-defined]  # a part
