"""
The bodies that clients send, checked for shape and lenient about extras.

Unknown keys are dropped and `""` is read as null (messaging.md 1.7).
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load

from mock_server.domain.errors import WrongTypeError
from mock_server.domain.model import MessageConversationParams

_CLASSES = {
    "users": "org.hisp.dhis.user.User",
    "userGroups": "org.hisp.dhis.user.UserGroup",
    "organisationUnits": "org.hisp.dhis.organisationunit.OrganisationUnit",
    "attachments": "org.hisp.dhis.fileresource.FileResource",
}
_STRING = "java.lang.String"


def _wrong(klass: str, value: object) -> WrongTypeError:
    return WrongTypeError(reason=_mismatch(klass, value))


def _mismatch(klass: str, value: object) -> str:
    """Return what Jackson says of a JSON value that makes no `klass` (4.4)."""
    if isinstance(value, dict | list):
        kind = "Object" if isinstance(value, dict) else "Array"
        token = f"JsonToken.START_{kind.upper()}"
        return (
            f"Cannot deserialize value of type `{klass}` from {kind} value"
            f" (token `{token}`)"
        )
    argument, given = _scalar(value)
    return (
        f"Cannot construct instance of `{klass}` (although at least one Creator"
        f" exists): no {argument}-argument constructor/factory method to deserialize"
        f" from {given}"
    )


def _scalar(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return "boolean/Boolean", f"boolean value ({str(value).lower()})"
    if isinstance(value, int | float):
        name = "int/Int" if isinstance(value, int) else "double/Double"
        return name, f"Number value ({value})"
    return "String", f"String value ('{'null' if value is None else value}')"


class _Reference(fields.Field[str | None]):
    """`{"id": uid}`; anything else in it is dropped."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,  # noqa: ARG002
        data: Mapping[str, Any] | None,  # noqa: ARG002
        **_kwargs: Any,
    ) -> str | None:
        if not isinstance(value, Mapping):
            raise ValidationError("not an object")
        uid = _scalar_text(value.get("id"))
        if isinstance(uid, dict | list):
            raise _wrong(_STRING, uid)
        return None if uid is None else str(uid)

    def shape(self) -> dict[str, object]:
        """Want the uid of something."""
        return {"type": "object", "properties": {"id": {"type": "string"}}}


class _File(_Reference):
    """The same, or the uid alone where `load_message_params` takes that (D17)."""

    def shape(self) -> dict[str, object]:
        """Take both."""
        return {"anyOf": [super().shape(), {"type": "string"}]}


def _references(
    wire_name: str, item: type[_Reference] = _Reference
) -> fields.List[str | None]:
    return fields.List(item(), data_key=wire_name, allow_none=True, load_default=())


class MessageConversationParamsSchema(Schema):
    """The body of a new conversation, and of recipients to add (2.6)."""

    class Meta:
        """Clients send objects with many more keys than these."""

        unknown = EXCLUDE

    subject = fields.String(allow_none=True)
    text = fields.String(allow_none=True)
    users = _references("users")
    user_groups = _references("userGroups")
    organisation_units = _references("organisationUnits")
    attachments = _references("attachments", _File)

    @pre_load
    def _empty_is_null(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {key: _scalar_text(value) for key, value in data.items()}

    @post_load
    def _params(
        self, data: dict[str, Any], **_kwargs: object
    ) -> MessageConversationParams:
        # To the server they are sets: what is named twice counts once.
        sets = ("users", "user_groups", "organisation_units", "attachments")
        return MessageConversationParams(
            subject=data.get("subject"),
            text=data.get("text"),
            **{name: tuple(dict.fromkeys(data[name] or ())) for name in sets},
        )


MESSAGE_PARAMS = MessageConversationParamsSchema()

Uids: TypeAlias = list[str]
"""The body of batch operations (4.12)."""


def load_message_params(
    body: object, *, plain_attachments: bool
) -> MessageConversationParams:
    """
    Return what `body` asks for; `plain_attachments` also takes ids as strings (D17).

    Raises:
        WrongTypeError: a value is of another type than the server's.
    """
    if not isinstance(body, dict):
        klass = "org.hisp.dhis.webapi.webdomain.MessageConversation"
        raise _wrong(klass, body)
    if plain_attachments and isinstance(body.get("attachments"), list):
        body = {**body, "attachments": [_as_object(x) for x in body["attachments"]]}
    try:
        params: MessageConversationParams = MESSAGE_PARAMS.load(body)
    except ValidationError as err:
        raise _wrong_type(body, err) from err
    return params


def load_uids(body: object) -> Uids:
    """Return the array of uids that batch operations take (4.12)."""
    if not isinstance(body, list):
        raise _wrong("java.util.ArrayList<java.lang.String>", body)
    for each in body:
        if isinstance(each, list | dict):
            raise _wrong(_STRING, each)
    return [str(each) for each in body if each is not None]


def _scalar_text(value: object) -> object:
    """Read a scalar as text, as Jackson does, and the empty text as null."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return None if value == "" else value


def _as_object(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


def _wrong_type(body: dict[str, Any], err: ValidationError) -> WrongTypeError:
    name = next(iter(err.messages_dict))
    value = body.get(name)
    klass = _CLASSES.get(name)
    if klass is None:
        return _wrong(_STRING, value)
    if isinstance(value, dict):
        return _wrong(f"java.util.HashSet<{klass}>", value)
    if isinstance(value, list):
        value = next(each for each in value if not isinstance(each, dict))
    return _wrong(klass, value)
