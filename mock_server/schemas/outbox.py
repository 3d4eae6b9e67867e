"""What the outbox looks like to a test, and how it is asked (control-plane 3.6)."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias, TypedDict

from marshmallow import fields

from mock_server.domain.outbox import Channel, OutboxEntry, OutboxStatus
from mock_server.domain.state import State
from mock_server.schemas.catalogue import instant
from mock_server.schemas.control import ControlSchema, one_of
from mock_server.services.mail import html


class OutboxQuerySchema(ControlSchema):
    """The parameters of GET /__mock/outbox; all that are given must hold."""

    title = "Invalid query"
    channel = fields.String(validate=one_of(Channel))
    status = fields.String(validate=one_of(OutboxStatus))
    to = fields.String()
    subject = fields.String()


_MATCHES: Mapping[str, Callable[[OutboxEntry, str], bool]] = {
    "channel": lambda entry, wanted: entry.channel == wanted,
    "status": lambda entry, wanted: entry.status == wanted,
    "to": lambda entry, wanted: (
        wanted.casefold() in map(str.casefold, entry.recipients)
    ),
    "subject": lambda entry, wanted: (
        wanted.casefold() in (entry.subject or "").casefold()
    ),
}


def matching(
    entries: Iterator[OutboxEntry], query: Mapping[str, str]
) -> Iterator[OutboxEntry]:
    """Find the entries that fit all of `query`: a whole address, part of a subject."""
    for entry in entries:
        if all(_MATCHES[key](entry, wanted) for key, wanted in query.items()):
            yield entry


class Skipped(TypedDict):
    """A user who was to get it and did not."""

    user: str
    reason: str


class _Shown(TypedDict):
    id: str
    time: str | None
    channel: Channel
    status: OutboxStatus
    reason: str | None
    skipped: list[Skipped]
    conversation: str | None
    message: str | None


class ShownSms(_Shown):
    """An SMS that left the server, or would have."""

    to: list[str]
    text: str


_Sender = TypedDict("_Sender", {"from": str | None})


class ShownEmail(_Shown, _Sender):
    """An e-mail that left the server, or would have."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    fromName: str | None
    subject: str | None
    text: str
    html: str


ShownEntry: TypeAlias = ShownSms | ShownEmail


def shown_entry(entry: OutboxEntry, state: State, base_url: str) -> ShownEntry:
    """Return `entry` as a server at `base_url` sends it."""
    users = state.directory.users
    skipped: list[Skipped] = [
        {"user": users[uid].username, "reason": reason}
        for reason, uids in entry.skipped.items()
        for uid in uids
    ]
    shown: _Shown = {
        "id": entry.uid,
        "time": instant(entry.time),
        "channel": entry.channel,
        "status": entry.status,
        "reason": entry.reason,
        "skipped": skipped,
        "conversation": entry.conversation,
        "message": entry.message,
    }
    if entry.channel is Channel.SMS:
        return {**shown, "to": list(entry.recipients), "text": entry.text}
    return {
        **shown,
        "to": [],
        "cc": [],
        "bcc": list(entry.recipients),
        "from": entry.sender,
        "fromName": entry.sender_name,
        "subject": entry.subject,
        "text": entry.text,
        "html": html(entry, base_url),
    }
