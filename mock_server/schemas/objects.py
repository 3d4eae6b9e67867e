"""Every catalogue by its name, for those who only ask for one."""

from mock_server.schemas.conversations import (
    MESSAGE,
    MESSAGE_CONVERSATION,
    USER_MESSAGE,
)
from mock_server.schemas.directory import (
    ATTRIBUTE,
    ME,
    ORGANISATION_UNIT,
    USER,
    USER_GROUP,
    USER_ROLE,
)
from mock_server.schemas.files import FILE_RESOURCE

SERVED = (
    *(MESSAGE_CONVERSATION, USER, USER_GROUP, USER_ROLE),
    *(ORGANISATION_UNIT, FILE_RESOURCE),
)
"""The types that the entry point lists (resources.md 3)."""

__all__ = [
    "ATTRIBUTE",
    "FILE_RESOURCE",
    "ME",
    "MESSAGE",
    "MESSAGE_CONVERSATION",
    "ORGANISATION_UNIT",
    "SERVED",
    "USER",
    "USER_GROUP",
    "USER_MESSAGE",
    "USER_ROLE",
]
