"""E-mails and SMS that a user sends by hand, and the record of the SMS (16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mock_server.domain import errors
from mock_server.domain.enums import Authority
from mock_server.domain.model import User
from mock_server.domain.outbox import Channel, OutboxEntry, OutboxStatus
from mock_server.domain.state import State
from mock_server.domain.uid import uid_at
from mock_server.services import mail
from mock_server.services.settings import (
    is_email_configured,
    require_authority,
    value_of,
)
from mock_server.store import Draft, Store

TEST_SUBJECT = "Test email from DHIS 2"

_STREAM = -(2**40)
"""Where the ids of records begin: asking for them changes no other id."""


class OutboundSmsStatus(StrEnum):
    """What became of an SMS, in the words of its record."""

    SENT = "SENT"
    FAILED = "FAILED"


@dataclass(frozen=True)
class OutboundSms:
    """An SMS that left the server."""

    uid: str
    date: datetime
    message: str
    recipients: tuple[str, ...]
    status: OutboundSmsStatus


@dataclass(frozen=True)
class Email:
    """What somebody wants sent."""

    recipients: tuple[str, ...]
    subject: str
    text: str


def outbound_sms(state: State, acting_user: User) -> list[OutboundSms]:
    """Return the SMS that left the server, the oldest first; skipped ones did not."""
    require_authority(state, acting_user, Authority.MOBILE_SEND_SMS)
    return [
        OutboundSms(
            _uid_of(state, entry),
            entry.time,
            entry.text,
            entry.recipients,
            OutboundSmsStatus(entry.status),
        )
        for entry in state.outbox
        if _is_record(entry)
    ]


def send_sms(
    store: Store, acting_user: User, recipients: Iterable[str], message: str
) -> None:
    """Send `message` to telephone numbers (16)."""
    numbers = tuple(dict.fromkeys(map(mail.dialled, filter(None, recipients))))
    with store.transaction() as draft:
        require_authority(draft.state, acting_user, Authority.MOBILE_SEND_SMS)
        if not numbers:
            raise errors.SmsRecipientMissingError
        if not message:
            raise errors.SmsMessageMissingError
        if not draft.state.configuration.sms_gateway:
            raise errors.NoGatewayError
        limit = int(str(value_of(draft.state, "keySmsMaxLength")))
        if mail.sms_length(message) > limit:
            raise errors.SmsTooLongError(limit=limit)
        draft.post(OutboxEntry(Channel.SMS, draft.now, message, recipients=numbers))


def delete_sms(store: Store, acting_user: User, uids: Iterable[str]) -> None:
    """Take these records away, and the entries of the outbox with them, or none."""
    with store.transaction() as draft:
        require_authority(draft.state, acting_user, Authority.MOBILE_SETTINGS)
        records = {
            _uid_of(draft.state, entry): entry
            for entry in draft.state.outbox
            if _is_record(entry)
        }
        for uid in dict.fromkeys(uids):
            if uid not in records:
                raise errors.OutboundSmsNotFoundError(uid=uid)
            draft.unpost(records[uid])


def send_test_email(store: Store, acting_user: User) -> None:
    """Send the caller an e-mail, so that he sees that it works (16)."""
    with store.transaction() as draft:
        _require_email(draft.state)
        if not acting_user.email:
            raise errors.OwnAddressMissingError
        title = value_of(draft.state, "applicationTitle")
        text = f"This is an automatically generated email from {title}"
        _mail(draft, Email((acting_user.email,), TEST_SUBJECT, text))


def send_email(store: Store, acting_user: User, email: Email) -> None:
    """Send an e-mail to any addresses (16)."""
    with store.transaction() as draft:
        require_authority(draft.state, acting_user, Authority.SEND_EMAIL)
        _require_email(draft.state)
        _mail(draft, email)


def notify_system(store: Store, subject: str, text: str) -> None:
    """
    Send an e-mail to the address for notifications of the system (16).

    To the server it is written by somebody of that surname (resources-system.md 2.2).
    """
    with store.transaction() as draft:
        _require_email(draft.state)
        address = str(value_of(draft.state, "keySystemNotificationsEmail"))
        if not mail.is_address(address):
            raise errors.NotificationAddressMissingError
        author = f"{str(value_of(draft.state, 'applicationTitle')).strip()} {address}"
        _mail(draft, Email((address,), subject, f"{text}\n\n{author}"))


def _mail(draft: Draft, email: Email) -> None:
    addresses = tuple(filter(mail.is_address, dict.fromkeys(email.recipients)))
    if not addresses:
        raise errors.NoAddressError
    heading = mail.heading(draft.state, email.subject)
    draft.post(
        OutboxEntry(
            Channel.EMAIL, draft.now, email.text, recipients=addresses, **heading
        )
    )


def _require_email(state: State) -> None:
    if not is_email_configured(state):
        raise errors.EmailNotConfiguredError


def _is_record(entry: OutboxEntry) -> bool:
    return entry.channel is Channel.SMS and entry.status is not OutboxStatus.SKIPPED


def _uid_of(state: State, entry: OutboxEntry) -> str:
    return uid_at(state.random_seed, _STREAM - entry.number)
