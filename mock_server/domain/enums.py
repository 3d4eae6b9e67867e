"""The closed sets of values that travel on the wire (messaging.md 1.7)."""

from enum import StrEnum


class MessageType(StrEnum):
    """What kind of conversation it is."""

    PRIVATE = "PRIVATE"
    SYSTEM = "SYSTEM"
    VALIDATION_RESULT = "VALIDATION_RESULT"
    TICKET = "TICKET"
    SYSTEM_VERSION_UPDATE = "SYSTEM_VERSION_UPDATE"


class MessageConversationPriority(StrEnum):
    """How urgent a conversation is."""

    NONE = "NONE"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


class MessageConversationStatus(StrEnum):
    """How far the work on a conversation has come."""

    NONE = "NONE"
    OPEN = "OPEN"
    PENDING = "PENDING"
    INVALID = "INVALID"
    SOLVED = "SOLVED"


class FileResourceDomain(StrEnum):
    """What an uploaded file is for."""

    DATA_VALUE = "DATA_VALUE"
    PUSH_ANALYSIS = "PUSH_ANALYSIS"
    DOCUMENT = "DOCUMENT"
    MESSAGE_ATTACHMENT = "MESSAGE_ATTACHMENT"
    USER_AVATAR = "USER_AVATAR"
    ORG_UNIT = "ORG_UNIT"
    ICON = "ICON"
    JOB_DATA = "JOB_DATA"


class FileResourceStorageStatus(StrEnum):
    """Whether the bytes of a file are there."""

    NONE = "NONE"
    PENDING = "PENDING"
    STORED = "STORED"


class Defaults(StrEnum):
    """Whether a read shows the built-in defaults of metadata; nothing here is one."""

    INCLUDE = "INCLUDE"
    EXCLUDE = "EXCLUDE"


class Authority(StrEnum):
    """The authorities that decide anything in messaging."""

    ALL = "ALL"
    MANAGE_TICKETS = "F_MANAGE_TICKETS"
    MOBILE_SEND_SMS = "F_MOBILE_SENDSMS"
    MOBILE_SETTINGS = "F_MOBILE_SETTINGS"
    METADATA_IMPORT = "F_METADATA_IMPORT"
    SEND_EMAIL = "F_SEND_EMAIL"
    SYSTEM_SETTING = "F_SYSTEM_SETTING"
    USER_VIEW = "F_USER_VIEW"


class ImageFileDimension(StrEnum):
    """The sizes that a picture can be asked for in."""

    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"
    ORIGINAL = "ORIGINAL"
