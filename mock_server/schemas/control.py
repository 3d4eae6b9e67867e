"""
What the bodies of the control plane are made of (control-plane 3.1).

Strict: an unknown key or a wrong value is an error that names its place and, where
one is near, what was probably meant. All errors of a document come at once.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from mock_server.domain.errors import MockServerError
from mock_server.profiles import PROFILES
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.spelling import camel_case
from mock_server.suggestions import suggestion

_UNKNOWN = "is not a key here"
_WORDING = {
    "Field may not be null.": "is not allowed here",
    "Missing data for required field.": "is required",
    "Not a valid integer.": "is not a whole number",
    "Not a valid list.": "is not an array",
    "Not a valid mapping type.": "is not an object",
    "Not a valid number.": "is not a number",
    "Not a valid string.": "is not a string",
}
"""What marshmallow says -> what is said here of the same."""

_WORLD_NAME = re.compile(
    r"(?!(?:api|oauth2|login|default)$|dhis-web-)[a-z][a-z0-9-]{0,31}\Z", re.ASCII
)
"""Names that no path of DHIS2 starts with."""


class InvalidDocumentError(MockServerError):
    """A body that cannot be taken; `errors` has pointer and message of each fault."""

    def __init__(self, title: str, errors: list[dict[str, str]]) -> None:
        """Keep what is wrong, in the order of the schema."""
        super().__init__(title=title, errors=errors)
        self.title = title
        self.errors = errors


class ControlSchema(Schema):
    """A document of the control plane: camelCase keys, and no unknown ones."""

    title = "Invalid document"
    """What a refusal of the whole document is headed by."""

    def __init__(self, **options: Any) -> None:
        """Word the errors that marshmallow words otherwise."""
        super().__init__(**options)
        self.error_messages["type"] = "is not an object"
        self.error_messages["unknown"] = _UNKNOWN

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Spell a key as the wire does, and word its errors as all are."""
        if field_obj.data_key is None:
            field_obj.data_key = camel_case(field_name)
        _reword(field_obj)

    def handle_error(
        self, error: ValidationError, data: Any, *, many: bool, **_: Any
    ) -> None:
        """Say of unknown keys which of those of this object was meant."""
        del data, many
        messages = error.messages
        for key, part in messages.items() if isinstance(messages, dict) else ():
            if part == [_UNKNOWN]:
                text = f"unknown key {key!r}{suggestion(str(key), self.keys)}"
                messages[key] = [text]

    @property
    def keys(self) -> list[str]:
        """The keys that the document may have."""
        return [str(each.data_key) for each in self.fields.values()]


class Real(fields.Float):
    """A number, and no text that looks like one."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, bool | str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def _reword(field: fields.Field[Any]) -> None:
    """Word the errors of a field, and of what it holds."""
    field.error_messages = {
        key: _WORDING.get(str(text), text) for key, text in field.error_messages.items()
    }
    for name in ("inner", "key_field", "value_field"):
        held = getattr(field, name, None)
        if held is not None:
            _reword(held)


def load_document(schema: ControlSchema, document: object) -> Any:
    """
    Return what `document` says.

    Raises:
        InvalidDocumentError: it is not as `schema` wants it; all faults are listed.
    """
    try:
        return schema.load(document)  # type: ignore[arg-type]  # checked by it
    except ValidationError as error:
        found = [
            {"pointer": pointer, "message": text}
            for pointer, text in _flattened(error.messages, "")
        ]
        raise InvalidDocumentError(schema.title, found) from error


def one_of(known: Iterable[str]) -> validate.Validator:
    """Return a validator that takes the `known` words and suggests the nearest."""
    return _OneOf([str(each) for each in known])


class _OneOf(validate.OneOf):
    def __call__(self, value: str) -> str:
        if value not in self.choices:
            raise ValidationError(
                f"{value!r} is unknown{suggestion(value, self.choices)}"
            )
        return value


def _flattened(messages: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Turn marshmallow's nested messages into pointers (RFC 6901) and texts."""
    if not isinstance(messages, dict):
        texts = messages if isinstance(messages, list) else [messages]
        yield from ((pointer, str(text)) for text in texts)
        return
    for key, part in messages.items():
        if key == "_schema":
            yield from _flattened(part, pointer)
            continue
        place = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
        yield from _flattened(part, place)


class SnapshotSchema(ControlSchema):
    """The body of POST /__mock/snapshots."""

    title = "Invalid snapshot"
    name = fields.String(
        required=True,
        validate=validate.Regexp(
            r"[A-Za-z0-9._-]{1,64}\Z",
            error="{input!r} is no name for a snapshot: 1 to 64 letters, digits, dots,"
            " hyphens or underscores",
        ),
    )


class WorldSchema(ControlSchema):
    """The body of POST /__mock/worlds and PUT /__mock/worlds/{name}."""

    title = "Invalid world"
    name = fields.String(
        validate=validate.Regexp(
            _WORLD_NAME,
            error="{input!r} is no name for a world: a small letter, then up to 31"
            " small letters, digits or hyphens; DHIS2's own paths are taken",
        )
    )
    seed = fields.Raw()
    profile = fields.String(validate=one_of(PROFILES))
    now = kinds.Moment()
    random_seed = kinds.Count()
    strict = kinds.Flag()
