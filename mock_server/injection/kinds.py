"""The kinds of values that the parameters of effects have."""

from collections.abc import Callable, Mapping
from typing import Any
from wsgiref.util import is_hop_by_hop

from marshmallow import ValidationError, fields, validate

from mock_server.schemas.control import ControlSchema, Real
from mock_server.schemas.json_schema import Shape, one_of_kinds
from mock_server.suggestions import suggestion

LONGEST = 600_000
"""Milliseconds that an effect may take: ten minutes."""

_LEAST_STATUS, _GREATEST_STATUS = 200, 599


class AtMost(Real):
    """A number from 0 up to a limit."""

    def __init__(self, limit: float, **options: Any) -> None:
        """Keep the limit."""
        error = f"{{input}} is not between 0 and {limit}"
        super().__init__(validate=validate.Range(0, limit, error=error), **options)


class Whole(fields.Integer):
    """A whole number, not less than the least."""

    def __init__(self, least: int = 0, most: int = 2**31, **options: Any) -> None:
        """Keep the limits."""
        error = f"{{input}} is not a whole number from {least} to {most}"
        options["validate"] = validate.Range(least, most, error=error)
        super().__init__(strict=True, **options)


class Milliseconds(Whole):
    """A time that a client can be made to wait."""

    def __init__(self, least: int = 0, **options: Any) -> None:
        """Allow nothing that would last longer than any test."""
        super().__init__(least, LONGEST, **options)


class Status(Whole):
    """An HTTP status; those below 200 are no answers."""

    def __init__(self, **options: Any) -> None:
        """Take what WSGI servers send."""
        super().__init__(_LEAST_STATUS, _GREATEST_STATUS, **options)


class Headers(fields.Field[dict[str, str | None]]):
    """Headers to set; `null` takes one away, where that is possible."""

    def __init__(self, *, removable: bool = False, **options: Any) -> None:
        """Allow `null` or not."""
        super().__init__(**options)
        self.removable = removable

    def _deserialize(
        self, value: Any, *_: object, **__: object
    ) -> dict[str, str | None]:
        if not isinstance(value, dict):
            raise ValidationError("is not an object")
        errors = {
            name: [flaw]
            for name, text in value.items()
            if (flaw := self._flaw(name, text)) is not None
        }
        if errors:
            raise ValidationError(errors)
        return value

    def shape(self) -> Shape:
        """Allow texts by name, and `null` where that takes one away."""
        kinds = ["string", "null"] if self.removable else ["string"]
        return {"type": "object", "additionalProperties": {"type": kinds}}

    def _flaw(self, name: str, text: object) -> str | None:
        if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
            return "is no name for a header"
        if is_hop_by_hop(name) or name.lower() == "content-length":
            return "is for the server to set"
        if text is None and self.removable:
            return None
        if not isinstance(text, str) or not _is_header_value(text):
            return "is no value for a header"
        return None


class HeaderValue(fields.String):
    """The value of one header."""

    def __init__(self, **options: Any) -> None:
        """Let no header hold another."""
        super().__init__(validate=_check_header_value, **options)


class OneKind(fields.Field[Any]):
    """An object whose `type` says how the rest of it is read."""

    def __init__(
        self,
        kinds: Mapping[str, tuple[ControlSchema, Callable[..., Any]]],
        **options: Any,
    ) -> None:
        """Keep for each type its schema, and what is made of what that read."""
        super().__init__(**options)
        self.kinds = kinds

    def _deserialize(self, value: Any, *_: object, **__: object) -> Any:
        if not isinstance(value, dict):
            raise ValidationError("is not an object")
        name = str(value.get("type"))
        if name not in self.kinds:
            text = f"{name!r} is unknown{suggestion(name, self.kinds)}"
            raise ValidationError({"type": [text]})
        schema, make = self.kinds[name]
        data = schema.load(value)
        del data["kind"]
        return make(**data)

    def shape(self) -> Shape:
        """Allow each of the types, with its own keys."""
        return one_of_kinds({name: each for name, (each, _) in self.kinds.items()})


def _check_header_value(text: str) -> None:
    if not _is_header_value(text):
        raise ValidationError("is no value for a header")


def _is_header_value(text: str) -> bool:
    try:
        return text.encode("latin-1").decode("latin-1").isprintable()
    except UnicodeEncodeError:
        return False
