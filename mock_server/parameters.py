"""
What each operation of the mocked API reads of its query, by the operation's name.

The OpenAPI document lists it, and the journal knows by it what nobody read. An
operation that is not here reads nothing (messaging.md 4, query.md 3-9, resources.md).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from mock_server.domain.enums import (
    Defaults,
    FileResourceDomain,
    ImageFileDimension,
    MessageConversationPriority,
    MessageConversationStatus,
)

Shapes: TypeAlias = Mapping[str, Mapping[str, Any]]
"""The JSON Schema of each parameter, by its name."""

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_FLAG = {"type": "boolean"}
_NUMBER = {"type": "integer"}


def _one_of(words: Iterable[StrEnum]) -> Mapping[str, Any]:
    return {"enum": [each.value for each in words]}


_FIELDS: Shapes = {"fields": _TEXT}
_OBJECT: Shapes = {**_FIELDS, "defaults": _one_of(Defaults)}
_LIST: Shapes = {
    **_OBJECT,
    "filter": _TEXTS,
    "rootJunction": {"enum": ["AND", "OR"]},
    "order": _TEXT,
    "query": _TEXT,
    "paging": _FLAG,
    "page": _NUMBER,
    "pageSize": _NUMBER,
}
_OWNER: Shapes = {"userId": _TEXT, "user": _TEXT}
_KEYS: Shapes = {"key": _TEXTS}
_LIMIT: Shapes = {"limit": _NUMBER}
_USER: Shapes = {"user": _TEXT}
_USER_UID: Shapes = {"userUid": _TEXT}
_DIMENSION: Shapes = {"dimension": _one_of(ImageFileDimension)}

PARAMETERS: Mapping[str, Shapes] = {
    "messageConversations.list": {
        **_LIST,
        "queryString": _TEXT,
        "queryOperator": _TEXT,
    },
    "messageConversations.get": {**_OBJECT, "markRead": _FLAG},
    "messageConversations.getProperty": _FIELDS,
    "messageConversations.reply": {"internal": _FLAG, "attachments": _TEXTS},
    "messageConversations.feedback": {"subject": _TEXT},
    "messageConversations.markRead": _USER,
    "messageConversations.markUnread": _USER,
    "messageConversations.markReadOne": _USER_UID,
    "messageConversations.markUnreadOne": _USER_UID,
    "messageConversations.followUp": _USER,
    "messageConversations.unfollowUp": _USER,
    "messageConversations.setPriority": {
        "messageConversationPriority": _one_of(MessageConversationPriority)
    },
    "messageConversations.setStatus": {
        "messageConversationStatus": _one_of(MessageConversationStatus)
    },
    "messageConversations.assign": {"userId": _TEXT},
    "messageConversations.removeMany": {"mc": _TEXTS, **_USER},
    "fileResources.list": _LIST,
    "fileResources.get": {**_FIELDS, **_DIMENSION},
    "fileResources.getData": _DIMENSION,
    "fileResources.create": {
        "uid": _TEXT,
        "domain": _one_of(FileResourceDomain),
    },
    "users.list": {
        **_LIST,
        "phoneNumber": _TEXT,
        "ou": _TEXT,
        "includeChildren": _FLAG,
    },
    "users.get": _OBJECT,
    "userGroups.list": _LIST,
    "userGroups.get": _OBJECT,
    "userRoles.list": _LIST,
    "userRoles.get": _OBJECT,
    "organisationUnits.list": {
        **_LIST,
        "level": _NUMBER,
        "maxLevel": _NUMBER,
        "userOnly": _FLAG,
        "withinUserHierarchy": _FLAG,
    },
    "organisationUnits.get": {
        **_LIST,
        "level": _NUMBER,
        "includeAncestors": _FLAG,
        "includeChildren": _FLAG,
        "includeDescendants": _FLAG,
        "includeParents": _FLAG,
    },
    "organisationUnits.around": {**_LIST, "level": _NUMBER},
    "properties.get": _FIELDS,
    "schemas.list": _FIELDS,
    "schemas.get": _FIELDS,
    "attributes.list": _LIST,
    "userLookup.list": {"query": _TEXT, "orgUnitBoundary": _TEXT},
    "userLookup.feedbackRecipients": {"query": _TEXT},
    "me.get": _FIELDS,
    "me.settings": _KEYS,
    "system.info": _FIELDS,
    "apps.list": {"key": _TEXT},
    "system.id": _LIMIT,
    "system.uid": _LIMIT,
    "system.uuid": _LIMIT,
    "userSettings.list": {**_KEYS, "useFallback": _FLAG, **_OWNER},
    "userSettings.get": {"useFallback": _FLAG, **_OWNER},
    "userSettings.set": {"value": _TEXT, **_OWNER},
    "userSettings.delete": _OWNER,
    "systemSettings.list": _KEYS,
    "systemSettings.get": {"locale": _TEXT},
    "systemSettings.set": {"value": _TEXT, "locale": _TEXT},
    "systemSettings.delete": {"locale": _TEXT},
    "loginConfig.get": {"locale": _TEXT},
    "outboundSms.list": _LIST,
    "outboundSms.send": {"recipient": _TEXTS, "message": _TEXT},
    "outboundSms.deleteMany": {"ids": _TEXTS},
    "email.notify": {"recipients": _TEXTS, "subject": _TEXT, "message": _TEXT},
}


def unread(operation: str | None, names: Iterable[str]) -> list[str]:
    """Return the parameters among `names` that `operation` does not read, each once."""
    if operation is None:
        return []
    known = PARAMETERS.get(operation, {})
    return [name for name in dict.fromkeys(names) if name not in known]
