"""
The shape of a seed: which keys each object has and what kind of value each holds.

Unknown keys are errors, unlike in requests. What one object says about another is
the business of `seed_checks`.
"""

from typing import Any, ClassVar

from marshmallow import Schema, fields, post_load

from mock_server.domain import enums, model
from mock_server.schemas import seed_fields as kinds

UNKNOWN_KEY = "is not a key here"
"""How the message about an unknown key begins: it is about the key, not its value."""


class SeedPart(Schema):
    """An object of a seed: camelCase on the wire, a record once loaded."""

    record: ClassVar[Any] = dict

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

    created = kinds.Instant()
    last_updated = kinds.Instant()

    def completed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Date what was never updated by its creation."""
        if "created" in data:
            data.setdefault("last_updated", data["created"])
        return data


class UserRoleSchema(Dated):
    """A row of `userRoles`."""

    record = model.UserRole
    uid = kinds.Uid(required=True)
    name = kinds.Name(required=True)
    authorities = kinds.Rows(kinds.Name(), load_default=list)

    def completed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Make a set of the authorities."""
        authorities = frozenset(data["authorities"])
        return super().completed({**data, "authorities": authorities})


class UserSchema(Dated):
    """A row of `users`."""

    record = model.User
    uid = kinds.Uid(required=True)
    username = kinds.Name(required=True)
    password = kinds.Name(required=True)
    first_name = kinds.Name(required=True)
    surname = kinds.Name(required=True)
    code = kinds.Text(load_default=None)
    email = kinds.Text(load_default=None)
    phone_number = kinds.Text(load_default=None)
    disabled = kinds.Flag()
    avatar = kinds.Reference(load_default=None)
    last_login = kinds.Instant(load_default=None)
    user_roles = kinds.Rows(kinds.Reference())
    organisation_units = kinds.Rows(kinds.Reference())
    data_view_organisation_units = kinds.Rows(kinds.Reference())
    tei_search_organisation_units = kinds.Rows(kinds.Reference())
    tokens = kinds.Rows(kinds.Token())
    settings = kinds.Free()


class SharingSchema(SeedPart):
    """The `sharing` of a user group."""

    record = model.Sharing
    owner = kinds.Reference(load_default=None)
    public = kinds.Access(load_default=None)
    users = kinds.AccessMap()
    user_groups = kinds.AccessMap()


class UserGroupSchema(Dated):
    """A row of `userGroups`."""

    record = model.UserGroup
    uid = kinds.Uid(required=True)
    name = kinds.Name(required=True)
    code = kinds.Text(load_default=None)
    description = kinds.Text(load_default=None)
    users = kinds.Rows(kinds.Reference())
    managed_groups = kinds.Rows(kinds.Reference())
    sharing = kinds.Part(SharingSchema)


class OrganisationUnitSchema(Dated):
    """A row of `organisationUnits`; `path` and `level` are checked, not needed."""

    uid = kinds.Uid(required=True)
    name = kinds.Name(required=True)
    short_name = kinds.Name()
    path = kinds.Text()
    level = kinds.Whole()
    code = kinds.Text(load_default=None)
    description = kinds.Text(load_default=None)
    parent = kinds.Reference(load_default=None)
    opening_date = kinds.Instant(load_default=None)
    closed_date = kinds.Instant(load_default=None)


class FileResourceSchema(Dated):
    """A row of `fileResources`, with its bytes."""

    record = model.FileResource
    uid = kinds.Uid(required=True)
    name = kinds.Name(required=True)
    content_type = kinds.Name(required=True)
    content = kinds.Content(required=True)
    domain = kinds.Choice(enums.FileResourceDomain, required=True)
    created = kinds.Instant(required=True)
    created_by = kinds.Reference(load_default=None)
    assigned = kinds.Flag()


class MessageSchema(Dated):
    """One of the `messages` of a conversation."""

    record = model.Message
    uid = kinds.Uid(required=True)
    text = kinds.Text(required=True, allow_none=True)
    created = kinds.Instant(required=True)
    sender = kinds.Reference(load_default=None)
    internal = kinds.Flag()
    attachments = kinds.Rows(kinds.Reference())
    meta_data = kinds.Text(load_default=None)


class UserMessageSchema(SeedPart):
    """One of the `userMessages` of a conversation."""

    record = model.UserMessage
    user = kinds.Reference(required=True)
    read = kinds.Flag()
    follow_up = kinds.Flag()


class MessageConversationSchema(Dated):
    """A row of `messageConversations`, with its messages and participants."""

    record = model.MessageConversation
    uid = kinds.Uid(required=True)
    subject = kinds.Subject(required=True)
    created = kinds.Instant(required=True)
    last_message = kinds.Instant(required=True)
    message_type = kinds.Choice(enums.MessageType)
    status = kinds.Choice(enums.MessageConversationStatus)
    priority = kinds.Choice(enums.MessageConversationPriority)
    created_by = kinds.Reference(load_default=None)
    last_sender = kinds.Reference(load_default=None)
    assignee = kinds.Reference(load_default=None)
    ext_message_id = kinds.Text(load_default=None)
    message_count = kinds.Whole()
    messages = kinds.Rows(kinds.Part(MessageSchema), required=True)
    user_messages = kinds.Rows(kinds.Part(UserMessageSchema), required=True)

    def completed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Count the messages, internal ones aside, and find rows by their user."""
        data["message_count"] = sum(not each.internal for each in data["messages"])
        data["user_messages"] = {row.user: row for row in data["user_messages"]}
        return super().completed(data)


class SystemSchema(SeedPart):
    """The object `system`."""

    record = model.Configuration
    version = kinds.Name()
    revision = kinds.Name()
    system_id = kinds.Name()
    settings = kinds.Free()
    feedback_recipients = kinds.Reference(load_default=None)
    email_configured = kinds.Flag()
    sms_gateway = kinds.Flag()


class UidsSchema(SeedPart):
    """The object `uids`: per resource, the uids to hand out first."""

    message_conversations = kinds.Rows(kinds.Uid())
    messages = kinds.Rows(kinds.Uid())
    file_resources = kinds.Rows(kinds.Uid())

    def completed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Key the queues by the resource as the wire spells it."""
        return {str(self.fields[name].data_key): uids for name, uids in data.items()}


class SeedSchema(SeedPart):
    """A whole seed."""

    format = kinds.Version(required=True)
    system = kinds.Part(SystemSchema)
    user_roles = kinds.Rows(kinds.Part(UserRoleSchema))
    users = kinds.Rows(kinds.Part(UserSchema))
    user_groups = kinds.Rows(kinds.Part(UserGroupSchema))
    organisation_units = kinds.Rows(kinds.Part(OrganisationUnitSchema))
    file_resources = kinds.Rows(kinds.Part(FileResourceSchema))
    message_conversations = kinds.Rows(kinds.Part(MessageConversationSchema))
    random_seed = kinds.Whole()
    uids = kinds.Part(UidsSchema)
    profile = kinds.ProfileName(load_default=None)
