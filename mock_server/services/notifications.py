"""
Who is mailed and texted about a message, and who is not and why (resources.md 15).

The entries are written in the transaction of the message, so that both are there or
neither is. Nothing here touches a network: `delivery` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypedDict

from mock_server.domain import access
from mock_server.domain.enums import MessageType
from mock_server.domain.model import MessageConversation, User
from mock_server.domain.outbox import Channel, OutboxEntry, OutboxStatus
from mock_server.domain.state import State
from mock_server.services import mail
from mock_server.services.settings import sends_email, value_of
from mock_server.store import Draft

EMAIL_SETTING = "keyMessageEmailNotification"
SMS_SETTING = "keyMessageSmsNotification"

NOT_CONFIGURED = "not-configured"
NO_RECIPIENTS = "no-recipients"
NOT_FEEDBACK_MANAGER = "not-feedback-manager"
SETTING_OFF = "setting-off"
NO_ADDRESS = "no-address"
INVALID_ADDRESS = "invalid-address"
NO_PHONE = "no-phone"
TOO_LONG = "too-long"


_NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class _Audience:
    """Those who are still to be reached, and those left out, by reason."""

    users: tuple[User, ...]
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def where(self, reason: str, is_fit: Callable[[User], bool]) -> _Audience:
        """Leave those who are not fit out for `reason`."""
        unfit = tuple(user.uid for user in self.users if not is_fit(user))
        if not unfit:
            return self
        fit = tuple(filter(is_fit, self.users))
        return _Audience(fit, {**self.skipped, reason: unfit})

    @property
    def why_nobody(self) -> str:
        """The reason that all who were left out share."""
        return next(iter(self.skipped)) if len(self.skipped) == 1 else NO_RECIPIENTS


class _Verdict(TypedDict):
    """Who is reached and who is not, or the reason why nobody is."""

    status: OutboxStatus
    reason: str | None
    recipients: tuple[str, ...]
    skipped: Mapping[str, tuple[str, ...]]


def notify_recipients(
    draft: Draft,
    conversation: MessageConversation,
    recipients: Iterable[str],
    *,
    link: bool = True,
) -> None:
    """Mail and text `recipients` the first message of `conversation` (15.1)."""
    audience = _audience(draft.state, recipients)
    _notify(draft, conversation, audience, link=link)


def notify_participants(draft: Draft, conversation: MessageConversation) -> None:
    """
    Mail and text the latest message of `conversation` to all who take part (15.1).

    Its sender is among them. Of a ticket, internal messages go to its managers only.
    """
    audience = _audience(draft.state, conversation.user_messages)
    is_ticket = conversation.message_type is MessageType.TICKET
    if is_ticket and conversation.messages[-1].internal:
        audience = audience.where(
            NOT_FEEDBACK_MANAGER,
            lambda user: access.is_ticket_manager(draft.state, user),
        )
    _notify(draft, conversation, audience, link=False)


def _audience(state: State, uids: Iterable[str]) -> _Audience:
    return _Audience(tuple(state.directory.users[uid] for uid in uids))


def _notify(
    draft: Draft, conversation: MessageConversation, audience: _Audience, *, link: bool
) -> None:
    """Post what is sent about the latest message of `conversation`."""
    state, message = draft.state, conversation.messages[-1]
    text = message.text or ""
    author = state.directory.users.get(message.sender or "")
    email = OutboxEntry(
        Channel.EMAIL,
        draft.now,
        mail.plain_text(state, text, author),
        conversation.uid,
        message.uid,
        link=mail.link_to(conversation) if link else None,
        **mail.heading(state, conversation.subject),
        **_mailed(state, audience),
    )
    text = mail.sms_text(text)
    verdict = _texted(state, audience, text)
    sms = OutboxEntry(
        Channel.SMS, draft.now, text, conversation.uid, message.uid, **verdict
    )
    draft.post(email, sms)


def _mailed(state: State, audience: _Audience) -> _Verdict:
    """Decide on an e-mail to those who want it and have an address (15.2)."""
    if not sends_email(state):
        return _nobody(NOT_CONFIGURED)
    audience = (
        audience.where(SETTING_OFF, _wants(state, EMAIL_SETTING))
        .where(NO_ADDRESS, lambda user: bool(user.email))
        .where(INVALID_ADDRESS, lambda user: mail.is_address(user.email or ""))
    )
    return _addressed(audience, (user.email or "" for user in audience.users))


def _texted(state: State, audience: _Audience, text: str) -> _Verdict:
    """Decide on an SMS to those who want it and have a telephone (15.3)."""
    if not state.configuration.sms_gateway:
        return _nobody(NOT_CONFIGURED)
    audience = audience.where(SETTING_OFF, _wants(state, SMS_SETTING)).where(
        NO_PHONE, lambda user: bool(user.phone_number)
    )
    numbers = (mail.dialled(user.phone_number or "") for user in audience.users)
    limit = int(str(value_of(state, "keySmsMaxLength")))
    if audience.users and mail.sms_length(text) > limit:
        # The server rejects the whole sending and cuts nothing (15.3).
        return _nobody(TOO_LONG, audience.skipped)
    return _addressed(audience, numbers)


def _wants(state: State, setting: str) -> Callable[[User], bool]:
    """Return who has `setting` on, himself or by the setting of the system (12.1)."""
    default = state.configuration.settings.get(setting, False)
    return lambda user: state.settings_of(user.uid).get(setting, default) is True


def _addressed(audience: _Audience, addresses: Iterable[str]) -> _Verdict:
    if not audience.users:
        return _nobody(audience.why_nobody, audience.skipped)
    return _Verdict(
        status=OutboxStatus.SENT,
        reason=None,
        recipients=tuple(dict.fromkeys(addresses)),
        skipped=audience.skipped,
    )


def _nobody(reason: str, skipped: Mapping[str, tuple[str, ...]] = _NOBODY) -> _Verdict:
    return _Verdict(
        status=OutboxStatus.SKIPPED, reason=reason, recipients=(), skipped=skipped
    )
