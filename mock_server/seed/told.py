"""
What a real server tells of an inbox: rows of JSON, taken with care.

Nothing is refused here. What a row lacks or garbles is left out or left as it is, so
that the check of the seed that is made of it can name it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]

CONVERSATION_USERS = ("createdBy", "lastSender", "assignee")
SCOPES = (
    "organisationUnits",
    "dataViewOrganisationUnits",
    "teiSearchOrganisationUnits",
)
"""What a user has to do with units by."""


@dataclass(frozen=True)
class Inbox:
    """What a server tells of an inbox and what that names; each row has an id."""

    version: str
    profile: str
    me: Row
    """Who asked; he is in the seed, whether he takes part or not."""
    conversations: Sequence[Row]
    users: Sequence[Row] = ()
    """Those that the server told of; the others are known by their uid alone."""
    user_groups: Sequence[Row] = ()
    user_roles: Sequence[Row] = ()
    organisation_units: Sequence[Row] = ()
    recipients: Mapping[str, str] = field(default_factory=dict)
    """Key of the configuration -> the uid of its group."""


def users_in(conversations: Iterable[Row]) -> set[str]:
    """Return the uids of all users that `conversations` name."""
    found: set[str | None] = set()
    for row in conversations:
        found.update(uid_of(row.get(key)) for key in CONVERSATION_USERS)
        found.update(participants(row))
        for message in rows_in(row, "messages"):
            found.add(uid_of(message.get("sender")))
            files = rows_in(message, "attachments")
            found.update(uid_of(each.get("createdBy")) for each in files)
    return {uid for uid in found if uid is not None}


def participants(conversation: Row) -> dict[str, Row]:
    """Return the row of each participant by his uid, in the order of uids."""
    rows = _objects(conversation, "userMessages")
    found = [(uid_of(each.get("user")), each) for each in rows]
    return dict(sorted((uid, each) for uid, each in found if uid is not None))


def uid_of(value: object) -> str | None:
    """Return the `id` of an object of JSON, if it is one that has any."""
    uid = value.get("id") if isinstance(value, dict) else None
    return uid if isinstance(uid, str) else None


def rows_in(row: Row, key: str) -> list[Row]:
    """Return the objects with a uid that `row` has at `key`."""
    return [each for each in _objects(row, key) if uid_of(each) is not None]


def uids_in(row: Row, key: str, among: Collection[str] | None = None) -> list[str]:
    """Return the uids of what `row` refers to, each once."""
    uids = dict.fromkeys(str(each["id"]) for each in rows_in(row, key))
    return [uid for uid in uids if among is None or uid in among]


def referred(row: Row, *keys: str) -> dict[str, str]:
    """Return the uids of the objects that `row` has at `keys`."""
    found = {key: uid_of(row.get(key)) for key in keys}
    return {key: uid for key, uid in found.items() if uid is not None}


def given(row: Row, *keys: str) -> dict[str, Any]:
    """Return what `row` says at `keys`, where it says anything."""
    return {key: row[key] for key in keys if row.get(key) is not None}


def flags(row: Row, *keys: str) -> dict[str, bool]:
    """Return those of the flags that are up."""
    return {key: True for key in keys if row.get(key) is True}


def dates(row: Row, *keys: str) -> dict[str, Any]:
    """Return the instants at `keys` as seeds write them."""
    return {key: _instant(value) for key, value in given(row, *keys).items()}


def day(row: Row) -> date:
    """Return the day on which something began."""
    moment = _moment(row.get("created"))
    return date.min if moment is None else moment.date()


def _instant(value: object) -> object:
    moment = _moment(value)
    return value if moment is None else moment.isoformat(timespec="milliseconds")


def _moment(value: object) -> datetime | None:
    """Return a naive instant; one with a zone is taken to UTC."""
    try:
        moment = datetime.fromisoformat(str(value))
        return moment if moment.tzinfo is None else _in_utc(moment)
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _objects(row: Row, key: str) -> list[Row]:
    found = row.get(key)
    rows = found if isinstance(found, list) else []
    return [each for each in rows if isinstance(each, dict)]
