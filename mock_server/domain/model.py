"""
The records of the mock: frozen values that a write replaces and never changes.

Uids refer from one record to another; `store.State` holds them together.
Instants are naive UTC datetimes with milliseconds (query.md 12).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import md5
from uuid import UUID

from mock_server.domain.enums import (
    FileResourceDomain,
    MessageConversationPriority,
    MessageConversationStatus,
    MessageType,
)

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as everywhere here


@dataclass(frozen=True)
class UserRole:
    """A named set of authorities."""

    uid: str
    name: str
    authorities: frozenset[str] = frozenset()
    created: datetime = EPOCH
    last_updated: datetime = EPOCH


@dataclass(frozen=True)
class User:
    """Somebody who can log in, send and receive."""

    uid: str
    username: str
    password: str = field(repr=False)
    first_name: str
    surname: str
    code: str | None = None
    email: str | None = None
    phone_number: str | None = None
    disabled: bool = False
    avatar: str | None = None
    created: datetime = EPOCH
    last_updated: datetime = EPOCH
    last_login: datetime | None = None
    user_roles: tuple[str, ...] = ()
    organisation_units: tuple[str, ...] = ()
    data_view_organisation_units: tuple[str, ...] = ()
    tei_search_organisation_units: tuple[str, ...] = ()
    tokens: tuple[str, ...] = field(default=(), repr=False)
    settings: Mapping[str, object] = field(default_factory=dict)
    apps: tuple[str, ...] = ()
    """Names of apps in the order in which he wants to see them."""

    @cached_property
    def name(self) -> str:
        """First name, blank, surname: what DHIS2 shows for a user."""
        return f"{self.first_name} {self.surname}"


@dataclass(frozen=True)
class Sharing:
    """Who may read an object: access strings such as `r-------`."""

    owner: str | None = None
    public: str | None = None
    users: Mapping[str, str] = field(default_factory=dict)
    user_groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class UserGroup:
    """A named set of users that messages can be sent to."""

    uid: str
    name: str
    code: str | None = None
    description: str | None = None
    users: tuple[str, ...] = ()
    managed_groups: tuple[str, ...] = ()
    sharing: Sharing = field(default_factory=Sharing)
    created: datetime = EPOCH
    last_updated: datetime = EPOCH


@dataclass(frozen=True)
class OrganisationUnit:
    """A place in the hierarchy; its users are those assigned to it directly."""

    uid: str
    name: str
    short_name: str
    path: str
    level: int
    code: str | None = None
    description: str | None = None
    parent: str | None = None
    opening_date: datetime | None = None
    closed_date: datetime | None = None
    created: datetime = EPOCH
    last_updated: datetime = EPOCH


@dataclass(frozen=True)
class FileResource:
    """An uploaded file; `assigned` once a message uses it (messaging.md 6.10)."""

    uid: str
    name: str
    content_type: str
    content: bytes = field(repr=False)
    domain: FileResourceDomain
    created: datetime
    last_updated: datetime
    created_by: str | None = None
    assigned: bool = False

    @cached_property
    def content_md5(self) -> str:
        """The checksum DHIS2 shows, 32 hexadecimal digits."""
        return md5(self.content, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Message:
    """One message of a conversation; without sender when the system wrote it."""

    uid: str
    text: str | None
    created: datetime
    last_updated: datetime
    sender: str | None = None
    internal: bool = False
    attachments: tuple[str, ...] = ()
    meta_data: str | None = None


@dataclass(frozen=True)
class UserMessage:
    """A participant's row in a conversation: his own flags."""

    user: str
    read: bool = False
    follow_up: bool = False

    def key(self, conversation: str) -> str:
        """Return the uuid, a random one by its looks, of the row of `conversation`."""
        name = f"{conversation}:{self.user}".encode()
        return str(UUID(bytes=md5(name, usedforsecurity=False).digest(), version=4))


@dataclass(frozen=True)
class MessageConversation:
    """A thread of messages and the users who take part in it."""

    uid: str
    subject: str
    created: datetime
    last_updated: datetime
    last_message: datetime
    messages: tuple[Message, ...]
    user_messages: Mapping[str, UserMessage]
    """User uid -> row, in order of joining; never changed in place."""
    message_count: int = 0
    message_type: MessageType = MessageType.PRIVATE
    status: MessageConversationStatus = MessageConversationStatus.NONE
    priority: MessageConversationPriority = MessageConversationPriority.NONE
    created_by: str | None = None
    last_sender: str | None = None
    assignee: str | None = None
    ext_message_id: str | None = None


@dataclass(frozen=True)
class MessageConversationParams:
    """What a client asks for when it creates a conversation or adds recipients."""

    subject: str | None = None
    text: str | None = None
    users: tuple[str | None, ...] = ()
    user_groups: tuple[str | None, ...] = ()
    organisation_units: tuple[str | None, ...] = ()
    attachments: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Configuration:
    """The server-wide facts that messaging depends on."""

    version: str | None = None
    """What `system/info` says it is; `None` leaves it to the profile."""
    revision: str = "mock"
    system_id: str = "eed3d451-4ff5-4193-b951-ffcc68954299"
    feedback_recipients: str | None = None
    system_update_notification_recipients: str | None = None
    email_configured: bool = False
    sms_gateway: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Setting -> language -> what it says in that language."""
