"""
The shape of a seed: which keys each object has and what kind of value each holds.

Unknown keys are errors, unlike in requests. What one object says about another is
the business of `seed.checks`.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, validates_schema

from mock_server.domain import enums, model, outbox
from mock_server.later import later
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.clock import SeedClock
from mock_server.schemas.json_schema import Shape, published
from mock_server.schemas.seed_parts import Dated, SeedPart
from mock_server.services.settings import SYSTEM_DEFAULTS, USER_DEFAULTS

_timeline_entry = later("mock_server.schemas.timeline", "TimelineEntrySchema")


class UserRoleSchema(Dated):
    """A row of `userRoles`."""

    record = model.UserRole
    always_written = Dated.always_written | {"authorities"}
    uid = kinds.Uid(required=True)
    name = kinds.Name(required=True)
    authorities = kinds.Rows(kinds.Name())


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
    apps = kinds.Rows(kinds.Name())
    settings = kinds.Settings(USER_DEFAULTS)


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

    derived = frozenset({"path", "level"})
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
    more_shape: ClassVar[Shape] = {
        "oneOf": [{"required": ["content"]}, {"required": ["file"]}]
    }
    uid = kinds.Uid(required=True)
    name = kinds.Name(required=True)
    content_type = kinds.Name(required=True)
    content = kinds.Content()
    file = kinds.FilePath()
    domain = kinds.Choice(enums.FileResourceDomain, required=True)
    created = kinds.Instant(required=True)
    created_by = kinds.Reference(load_default=None)
    assigned = kinds.Flag()

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def has_bytes(self, _data: dict[str, Any], given: object, **_: object) -> None:
        """Refuse a file without contents; that it is no object is said already."""
        if isinstance(given, Mapping) and not {"content", "file"} & given.keys():
            raise ValidationError({"content": ["is required"]})


class MessageSchema(Dated):
    """One of the `messages` of a conversation."""

    record = model.Message
    always_written = Dated.always_written | {"text"}
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
    derived = frozenset({"message_count"})
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


class SystemSchema(SeedPart):
    """The object `system`."""

    record = model.Configuration
    version = kinds.Name()
    revision = kinds.Name()
    system_id = kinds.Name()
    settings = kinds.Settings(SYSTEM_DEFAULTS)
    translations = kinds.Translations()
    feedback_recipients = kinds.Reference(load_default=None)
    system_update_notification_recipients = kinds.Reference(load_default=None)
    email_configured = kinds.Flag()
    sms_gateway = kinds.Flag()


class UidsSchema(SeedPart):
    """The object `uids`: per resource, or for any, the uids to hand out first."""

    message_conversations = kinds.Rows(kinds.Uid())
    messages = kinds.Rows(kinds.Uid())
    file_resources = kinds.Rows(kinds.Uid())
    any = kinds.Rows(kinds.Uid())

    def write(self, record: Any) -> dict[str, Any]:
        """Return the queues, whose keys are the wire's already."""
        return {resource: list(uids) for resource, uids in record.items()}


class OutboxEntrySchema(SeedPart):
    """A row of `outbox`, as a snapshot keeps it."""

    record = outbox.OutboxEntry
    number = kinds.Count(1, required=True)
    channel = kinds.Choice(outbox.Channel, required=True)
    time = kinds.Instant(required=True)
    conversation = kinds.Uid(load_default=None)
    message = kinds.Uid(load_default=None)
    text = kinds.Text(required=True)
    status = kinds.Choice(outbox.OutboxStatus)
    reason = kinds.Text(load_default=None)
    recipients = kinds.Rows(kinds.Text())
    skipped = kinds.Lists()
    subject = kinds.Text(load_default=None)
    sender = kinds.Text(load_default=None)
    sender_name = kinds.Text(load_default=None)
    link = kinds.Text(load_default=None)


class ProgressSchema(SeedPart):
    """The object `progress`: how far the server had come that a snapshot is of."""

    uids_made = kinds.Count(0)
    outbox_made = kinds.Count(0)
    last_write = kinds.Instant()


class SeedSchema(SeedPart):
    """A whole seed."""

    more_shape: ClassVar[Shape] = {"properties": {"$schema": {"type": "string"}}}
    format = kinds.Version(required=True)
    profile = kinds.ProfileName(load_default=None)
    switches = kinds.Switches(load_default=dict)
    clock = SeedClock()
    random_seed = kinds.Count()
    uids = kinds.Part(UidsSchema)
    progress = kinds.Part(ProgressSchema)
    system = kinds.Part(SystemSchema)
    user_roles = kinds.Rows(kinds.Part(UserRoleSchema))
    users = kinds.Rows(kinds.Part(UserSchema))
    user_groups = kinds.Rows(kinds.Part(UserGroupSchema))
    organisation_units = kinds.Rows(kinds.Part(OrganisationUnitSchema))
    file_resources = kinds.Rows(kinds.Part(FileResourceSchema))
    message_conversations = kinds.Rows(kinds.Part(MessageConversationSchema))
    outbox = kinds.Rows(kinds.Part(OutboxEntrySchema))
    timeline = kinds.Rows(kinds.Part(_timeline_entry))
    faults = kinds.Rows(kinds.Free())


def seed_schema() -> Shape:
    """Return the JSON Schema that editors check a whole seed with."""
    return published(SeedSchema(), "Seed of dhis2-mock")
