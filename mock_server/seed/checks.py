"""
What the objects of a seed must say about each other, checked on the raw document.

The checks pass over whatever has the wrong shape, which the schemas report, so that
one reading of a seed finds everything that is wrong with it.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from mock_server.domain.enums import FileResourceDomain
from mock_server.seed.building import lineage
from mock_server.seed.document import (
    Document,
    Pointer,
    Problem,
    printed,
    select,
    shown,
    strings,
)
from mock_server.seed.references import unknown_in_timeline

_Rows: TypeAlias = Mapping[str, tuple[Pointer, Mapping[str, object]]]

_ATTACHMENTS = "messageConversations/*/messages/*/attachments/*"

REFERENCES = {
    "system/feedbackRecipients": "userGroups",
    "system/systemUpdateNotificationRecipients": "userGroups",
    "users/*/userRoles/*": "userRoles",
    "users/*/organisationUnits/*": "organisationUnits",
    "users/*/dataViewOrganisationUnits/*": "organisationUnits",
    "users/*/teiSearchOrganisationUnits/*": "organisationUnits",
    "users/*/avatar": "fileResources",
    "userGroups/*/users/*": "users",
    "userGroups/*/managedGroups/*": "userGroups",
    "userGroups/*/sharing/owner": "users",
    "userGroups/*/sharing/users/@": "users",
    "userGroups/*/sharing/userGroups/@": "userGroups",
    "organisationUnits/*/parent": "organisationUnits",
    "fileResources/*/createdBy": "users",
    "messageConversations/*/createdBy": "users",
    "messageConversations/*/lastSender": "users",
    "messageConversations/*/assignee": "users",
    "messageConversations/*/messages/*/sender": "users",
    _ATTACHMENTS: "fileResources",
    "messageConversations/*/userMessages/*/user": "users",
}
"""Path of a reference -> the collection it must point into."""

UNIQUE = {
    "userRoles/*/id": 0,
    "users/*/id": 0,
    "users/*/username": 0,
    "users/*/tokens/*": 0,
    "userGroups/*/id": 0,
    "organisationUnits/*/id": 0,
    "fileResources/*/id": 0,
    "messageConversations/*/id": 0,
    "messageConversations/*/messages/*/id": 0,
    _ATTACHMENTS: 0,
    "messageConversations/*/userMessages/*/user": 2,
    "users/*/userRoles/*": 2,
    "users/*/organisationUnits/*": 2,
    "userGroups/*/users/*": 2,
    "userGroups/*/managedGroups/*": 2,
    "uids/*/*": 2,
}
"""Path of a value -> how many steps of its pointer those share among whom it is one."""

QUEUED = {
    "uids/messageConversations/*": "messageConversations/*/id",
    "uids/messages/*": "messageConversations/*/messages/*/id",
    "uids/fileResources/*": "fileResources/*/id",
}
"""Path of a uid to hand out -> path of those in use."""


def find_problems(document: Document) -> Iterator[Problem]:
    """Find every contradiction between the objects of `document`."""
    yield from _dangling(document)
    yield from _repeated(document)
    yield from _queued_but_taken(document)
    yield from _miscounted(document)
    yield from _unfit_attachments(document)
    yield from unknown_in_timeline(document)
    units = _rows(document, "organisationUnits")
    parents = dict(_parents(units))
    yield from _cycles(units, parents)
    yield from _misplaced(units, parents)


def _dangling(document: Document) -> Iterator[Problem]:
    ids = {
        target: {uid for _, uid in strings(document, f"{target}/*/id")}
        for target in set(REFERENCES.values())
        if isinstance(document.get(target, []), list)
    }
    for path, target in REFERENCES.items():
        for pointer, uid in strings(document, path):
            if uid not in ids.get(target, {uid}):
                text = f"{shown(pointer, uid)} is not the id of {_one_of(target)}"
                yield Problem(pointer, text)


def _one_of(collection: str) -> str:
    article = "an" if collection.startswith("o") else "a"
    return f"{article} {collection.removesuffix('s')}"


def _repeated(document: Document) -> Iterator[Problem]:
    for path, shared in UNIQUE.items():
        first: dict[tuple[Pointer, str], Pointer] = {}
        for pointer, value in strings(document, path):
            before = first.setdefault((pointer[:shared], value), pointer)
            if before != pointer:
                text = f"stands at {printed(before)} already"
                yield Problem(pointer, f"{shown(pointer, value)} {text}")


def _queued_but_taken(document: Document) -> Iterator[Problem]:
    for path, taken_path in QUEUED.items():
        taken = {uid: pointer for pointer, uid in strings(document, taken_path)}
        for pointer, uid in strings(document, path):
            if uid in taken:
                text = f"{shown(pointer, uid)} is in use at {printed(taken[uid])}"
                yield Problem(pointer, text)


def _miscounted(document: Document) -> Iterator[Problem]:
    for pointer, row in select(document, "messageConversations/*"):
        if not isinstance(row, dict) or not isinstance(row.get("messages"), list):
            continue
        given = row.get("messageCount")
        count = sum(not _is_internal(each) for each in row["messages"])
        if isinstance(given, int) and given != count:
            text = f"{given} is not the number of messages that are not internal"
            yield Problem((*pointer, "messageCount"), f"{text}, which is {count}")


def _is_internal(message: object) -> bool:
    return isinstance(message, dict) and message.get("internal") is True


def _unfit_attachments(document: Document) -> Iterator[Problem]:
    files = _rows(document, "fileResources")
    wanted = FileResourceDomain.MESSAGE_ATTACHMENT
    for pointer, uid in strings(document, _ATTACHMENTS):
        if uid not in files:
            continue
        file_pointer, file = files[uid]
        name, at = shown(pointer, uid), printed(file_pointer)
        if file.get("domain") != wanted:
            text = f"{name} is no file for messages; set {at}/domain to {wanted}"
            yield Problem(pointer, text)
        if file.get("assigned") is not True:
            text = f"{name} is not assigned; set {at}/assigned to true"
            yield Problem(pointer, text)


def _rows(document: Document, collection: str) -> _Rows:
    found = {}
    for pointer, row in select(document, f"{collection}/*"):
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            found[row["id"]] = pointer, row
    return found


def _parents(units: _Rows) -> Iterator[tuple[str, str | None]]:
    for uid, (_, row) in units.items():
        yield uid, next((parent for _, parent in strings(row, "parent")), None)


def _cycles(units: _Rows, parents: Mapping[str, str | None]) -> Iterator[Problem]:
    done: set[str] = set()
    for uid in units:
        line: list[str] = []
        at: str | None = uid
        while at is not None and at in units and not (at in done or at in line):
            line.append(at)
            at = parents[at]
        if at is not None and at in line:
            pointer = (*units[at][0], "parent")
            text = f"{shown(pointer, parents[at])} lies below this very unit"
            yield Problem(pointer, f"{text}; a unit cannot be its own ancestor")
        done.update(line)


def _misplaced(units: _Rows, parents: Mapping[str, str | None]) -> Iterator[Problem]:
    for uid, (pointer, row) in units.items():
        line = lineage(parents, uid)
        if line[0] not in units or parents[line[0]] is not None:
            continue
        for key, right in (("path", "/" + "/".join(line)), ("level", len(line))):
            given = row.get(key, right)
            if isinstance(given, type(right)) and given != right:
                place = (*pointer, key)
                text = f"{shown(place, given)} does not follow from the parents"
                yield Problem(place, f"{text}, which give {shown(place, right)}")
