"""Every catalogue by its name, for those who only ask for one."""

from mock_server.schemas.conversations import (
    MESSAGE,
    MESSAGE_CONVERSATION,
    USER_MESSAGE,
)
from mock_server.schemas.directory import (
    ME,
    ORGANISATION_UNIT,
    USER,
    USER_GROUP,
    USER_ROLE,
)
from mock_server.schemas.files import FILE_RESOURCE

__all__ = [
    "FILE_RESOURCE",
    "ME",
    "MESSAGE",
    "MESSAGE_CONVERSATION",
    "ORGANISATION_UNIT",
    "USER",
    "USER_GROUP",
    "USER_MESSAGE",
    "USER_ROLE",
]
