"""
A seed made of what a real server tells of an inbox, with nobody's name or word in it.

Ids, types, dates, flags and counts are the server's. Whatever people wrote or are
called is invented, each piece from the uid of what it belongs to: the same inbox gives
the same seed.
"""

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from mimetypes import MimeTypes
from random import Random
from typing import Any

from mock_server.domain.enums import FileResourceDomain, MessageType
from mock_server.seed import phrases, told
from mock_server.seed.making import PASSWORD
from mock_server.seed.pseudonyms import Pseudonym, pseudonyms
from mock_server.seed.told import Inbox, Row

LARGEST_CONTENT = 1024 * 1024
"""Bytes that an invented file has at most."""

_ACCESS = re.compile(r"[r-][w-][r-][w-]-{4}")
_VERSION = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){1,3}")
_IMPORTANT = frozenset({"LOW", "MEDIUM", "HIGH"})
_KINDS = MimeTypes()
"""What the language itself knows of file names, whatever this machine adds to it."""

_Files = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class _Known:
    """The uids that the seed may refer to."""

    users: Collection[str]
    user_groups: Collection[str]
    user_roles: Collection[str]
    organisation_units: Collection[str]


def disguised(inbox: Inbox) -> dict[str, Any]:
    """Return the seed of `inbox`; what the server garbled, a check of it will name."""
    rows = {str(each["id"]): each for each in (*inbox.users, inbox.me)}
    people = pseudonyms(told.users_in(inbox.conversations) | rows.keys())
    known = _Known(
        users=people.keys(),
        user_groups=_ids(inbox.user_groups),
        user_roles=_ids(inbox.user_roles),
        organisation_units=_ids(inbox.organisation_units),
    )
    files: _Files = {}
    conversations = [
        _conversation(each, files) for each in _sorted(inbox.conversations)
    ]
    recipients = inbox.recipients.items()
    return {
        "format": 1,
        "profile": inbox.profile,
        "system": {
            "version": inbox.version,
            **{key: uid for key, uid in recipients if uid in known.user_groups},
        },
        "userRoles": [
            role | told.given(row, "authorities")
            for role, row in _numbered("Role", inbox.user_roles)
        ],
        "users": [
            _user(uid, person, rows.get(uid, {}), known)
            for uid, person in people.items()
        ],
        "userGroups": [
            group | _group(row, known)
            for group, row in _numbered("Group", inbox.user_groups)
        ],
        "organisationUnits": [
            unit | _unit(row, known)
            for unit, row in _numbered("Unit", inbox.organisation_units)
        ],
        "fileResources": list(files.values()),
        "messageConversations": conversations,
    }


def _user(uid: str, person: Pseudonym, row: Row, known: _Known) -> dict[str, Any]:
    """Return who stands for a user: with a mail address or a phone if that has one."""
    contacts = {"email": person.email, "phoneNumber": person.phone_number}
    units = known.organisation_units
    return {
        "id": uid,
        "username": person.username,
        "password": PASSWORD,
        "firstName": person.first_name,
        "surname": person.surname,
        **{key: text for key, text in contacts.items() if row.get(key)},
        **told.flags(row, "disabled"),
        **told.dates(row, "created", "lastUpdated", "lastLogin"),
        "userRoles": told.uids_in(row, "userRoles", known.user_roles),
        **{scope: told.uids_in(row, scope, units) for scope in told.SCOPES},
    }


def _group(row: Row, known: _Known) -> dict[str, Any]:
    """Return which members of a group the seed knows, and who may read it."""
    return {
        "users": told.uids_in(row, "users", known.users),
        "managedGroups": told.uids_in(row, "managedGroups", known.user_groups),
        "sharing": _sharing(row.get("sharing"), known),
    }


def _sharing(sharing: object, known: _Known) -> dict[str, Any]:
    if not isinstance(sharing, dict):
        return {}
    owner, public = sharing.get("owner"), sharing.get("public")
    return {
        "owner": owner if owner in known.users else None,
        "public": public if _is_access(public) else None,
        "users": _accesses(sharing.get("users"), known.users),
        "userGroups": _accesses(sharing.get("userGroups"), known.user_groups),
    }


def _accesses(rows: object, known: Collection[str]) -> dict[str, str]:
    found = rows.items() if isinstance(rows, dict) else ()
    return {
        uid: each["access"]
        for uid, each in found
        if uid in known and isinstance(each, dict) and _is_access(each.get("access"))
    }


def _is_access(value: object) -> bool:
    return isinstance(value, str) and _ACCESS.fullmatch(value) is not None


def _unit(row: Row, known: _Known) -> dict[str, Any]:
    """Return where a unit lies, as far up as the server told, and its dates."""
    parent = told.uid_of(row.get("parent"))
    return {
        "parent": parent if parent in known.organisation_units else None,
        **told.dates(row, "openingDate", "closedDate"),
    }


def _conversation(row: Row, files: _Files) -> dict[str, Any]:
    """Return a conversation in invented words, and put what is attached to `files`."""
    subject, opening = _words(row)
    dates = told.dates(row, "created", "lastUpdated", "lastMessage")
    messages = told.rows_in(row, "messages")
    return {
        "id": row["id"],
        "subject": subject,
        **told.given(row, "messageType", "status", "priority"),
        **_version_told(row),
        "lastMessage": dates.get("created"),
        **dates,
        **told.referred(row, *told.CONVERSATION_USERS),
        "messages": [
            _message(each, opening if at == 0 else None, files)
            for at, each in enumerate(messages)
        ],
        "userMessages": [
            {"user": uid, **told.flags(each, "read", "followUp")}
            for uid, each in told.participants(row).items()
        ],
    }


def _words(row: Row) -> tuple[str, str]:
    """Return the subject of a conversation, and what its first message says."""
    chance = _chance(row)
    match row.get("messageType"):
        case MessageType.PRIVATE:
            return phrases.subject(chance), phrases.message(chance, first=True)
        case MessageType.TICKET:
            return phrases.problem(chance), phrases.message(chance, first=True)
        case kind:
            importance = row.get("priority")
            importance = importance if importance in _IMPORTANT else "LOW"
            return phrases.notice(str(kind), importance, told.day(row), chance)


def _version_told(row: Row) -> dict[str, str]:
    """Return the version that a notice is about; any other text may be somebody's."""
    text = row.get("extMessageId")
    is_version = isinstance(text, str) and _VERSION.fullmatch(text) is not None
    return {"extMessageId": str(text)} if is_version else {}


def _message(row: Row, opening: str | None, files: _Files) -> dict[str, Any]:
    """Return a message; a file that an earlier one has already is not its own."""
    attached = [
        each for each in told.rows_in(row, "attachments") if each["id"] not in files
    ]
    files.update((each["id"], _file(each, row)) for each in attached)
    return {
        "id": row["id"],
        "text": opening or phrases.message(_chance(row), first=False),
        **told.dates(row, "created", "lastUpdated"),
        **told.referred(row, "sender"),
        **told.flags(row, "internal"),
        "attachments": [each["id"] for each in attached],
    }


def _file(row: Row, message: Row) -> dict[str, Any]:
    """Return a file of the same type and size, up to a limit, with other bytes."""
    kind = str(row.get("contentType") or "application/octet-stream")
    extension = _KINDS.guess_extension(kind.partition(";")[0].strip()) or ""
    return {
        "id": row["id"],
        "name": f"file-{row['id']}{extension}",
        "contentType": kind,
        "content": b64encode(_content(row)).decode(),
        "domain": FileResourceDomain.MESSAGE_ATTACHMENT,
        "assigned": True,
        **told.dates(message, "created"),
        **told.dates(row, "created", "lastUpdated"),
        **told.referred(row, "createdBy"),
    }


def _content(row: Row) -> bytes:
    length = row.get("contentLength")
    size = min(max(length, 0), LARGEST_CONTENT) if isinstance(length, int) else 0
    line = f"These are not the real bytes of {row['id']}.\n".encode()
    return (line * (size // len(line) + 1))[:size]


def _chance(row: Row) -> Random:
    return Random(str(row["id"]))  # noqa: S311 - repeatable, not secret


def _numbered(kind: str, rows: Iterable[Row]) -> Iterator[tuple[dict[str, Any], Row]]:
    """Name each row by its place, and keep its uid and dates."""
    for number, row in enumerate(_sorted(rows), 1):
        dates = told.dates(row, "created", "lastUpdated")
        yield {"id": row["id"], "name": f"{kind} {number}", **dates}, row


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda each: str(each["id"]))


def _ids(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(str(each["id"]) for each in rows)
