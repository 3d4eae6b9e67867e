"""What a server does of its own accord, and when (control-plane 5.2, 5.3)."""

from dataclasses import dataclass

from mock_server.domain import access, errors
from mock_server.domain.events import (
    DataSetCompleted,
    ErrorNotice,
    Event,
    Reply,
    SystemMessage,
    ValidationResults,
    VersionUpdate,
)
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.domain.timeline import Firing, FiringStatus, Told
from mock_server.services.announcements import Announcement, announce
from mock_server.services.audience import members, user_named
from mock_server.services.configuration import ConfiguredGroup, configured_group
from mock_server.services.conversations import MessageDraft, reply_in
from mock_server.services.settings import value_of
from mock_server.services.validation import announce_results
from mock_server.store import Draft, Store

COMPLETE_SUBJECT = "Form registered as complete"
UPDATE_SUBJECT = "System update available"


class EventRefusedError(errors.MockServerError):
    """An event that cannot happen; `pointer` leads to the key that is why."""

    def __init__(self, pointer: str, reason: str) -> None:
        """Keep where and why."""
        super().__init__(pointer=pointer, reason=reason)
        self.pointer = pointer
        self.reason = reason


@dataclass(frozen=True)
class _Outcome:
    created: tuple[str, ...] = ()
    reason: str | None = None


def fire(draft: Draft, told: Told, scheduled: str | None = None) -> Firing:
    """
    Let an event happen at the time of `draft` and return what came of it.

    Raises:
        EventRefusedError: somebody may not do what the event wants him to.
    """
    outcome = _happen(draft, told.event)
    status = FiringStatus.SKIPPED if outcome.reason else FiringStatus.FIRED
    firing = Firing(draft.now, told, status, outcome.created, outcome.reason, scheduled)
    return draft.record(firing)


def catch_up(store: Store) -> None:
    """
    Let happen what is due by now: by time, then by position, each at its moment (5.3).

    What cannot happen any more is recorded with the reason, and changes nothing.
    """
    with store.amendment() as draft:
        until = draft.now
        while (entry := draft.next_due_by(until)) is not None:
            draft.now = entry.due
            before = draft.state
            try:
                fire(draft, entry.told, entry.uid)
            except EventRefusedError as refusal:
                draft.state = before
                status = FiringStatus.FAILED
                failed = Firing(entry.due, entry.told, status, reason=refusal.reason)
                draft.record(failed._replace(scheduled=entry.uid))
            draft.date(entry.due)


def _happen(draft: Draft, event: Event) -> _Outcome:
    match event:
        case ValidationResults():
            return _Outcome(tuple(announce_results(draft, event)))
        case SystemMessage():
            return _system_message(draft, event)
        case Reply():
            return _reply(draft, event)
        case VersionUpdate():
            return _version_update(draft, event)
        case DataSetCompleted():
            return _data_set_completed(draft, event)
        case ErrorNotice():
            return _error_notice(draft, event)


def _system_message(draft: Draft, event: SystemMessage) -> _Outcome:
    directory = draft.state.directory
    to = dict.fromkeys(user_named(directory, name).uid for name in event.to)
    author = event.created_by
    created_by = user_named(directory, author).uid if author is not None else None
    announcement = Announcement(
        event.subject, event.text, tuple(to), created_by=created_by
    )
    return _Outcome((announce(draft, announcement),))


def _reply(draft: Draft, event: Reply) -> _Outcome:
    """Answer as somebody, by the rules that hold for his own requests (4.5)."""
    user = user_named(draft.state.directory, event.as_)
    reply = MessageDraft(event.text, internal=event.internal)
    try:
        answered = reply_in(draft, user, event.conversation, reply)
    except errors.ConversationNotFoundError as error:
        reason = f"there is no conversation {event.conversation!r}"
        raise EventRefusedError("/conversation", reason) from error
    except errors.InternalNotAllowedError as error:
        reason = f"{event.as_!r} may not send internal messages"
        raise EventRefusedError("/internal", reason) from error
    except errors.NoAccessError as error:
        reason = f"{event.as_!r} may not write to {event.conversation!r}"
        raise EventRefusedError("/as", reason) from error
    return _Outcome((answered.messages[-1].uid,))


def _version_update(draft: Draft, event: VersionUpdate) -> _Outcome:
    """Tell each recipient on his own of a version, once and for all (2.7)."""
    conversations = draft.state.conversations.values()
    if any(each.ext_message_id == event.version for each in conversations):
        return _Outcome(reason=f"version {event.version} was announced already")
    recipients = _update_recipients(draft.state, event)
    if not recipients:
        return _Outcome(reason="nobody is to be told")
    released = event.release_date or f"{draft.now:%Y-%m-%d}"
    text = (
        f"A new version {event.version} of DHIS 2 is now available for download from"
        " the link below. New releases contain bug and security fixes, and upgrading"
        f" is recommended. \n\nVersion: {event.version}\nRelease data: {released}\n"
        f"Download URL: {event.download_url}\n"
    )
    announcements = [
        Announcement(UPDATE_SUBJECT, text, (user.uid,), ext_message_id=event.version)
        for user in recipients
    ]
    return _Outcome(tuple(announce(draft, each) for each in announcements))


def _update_recipients(state: State, event: VersionUpdate) -> list[User]:
    """Return the enabled users named, or configured, or all superusers (2.6)."""
    directory = state.directory
    group = configured_group(state, ConfiguredGroup.SYSTEM_UPDATES)
    users = []
    if event.recipients is not None:
        users = members(directory, event.recipients)
    elif group is not None:
        users = [directory.users[uid] for uid in group.users]
    if event.recipients is None and not users:
        users = [
            user
            for user in directory.users.values()
            if access.is_superuser(state, user)
        ]
    return [user for user in users if not user.disabled]


def _data_set_completed(draft: Draft, event: DataSetCompleted) -> _Outcome:
    """Tell of a completed form, unread for who completed it as well (2.6)."""
    if not event.notify_completing_user:
        return _Outcome(reason="notifyCompletingUser is false")
    directory = draft.state.directory
    user = user_named(directory, event.as_)
    told = [each.uid for each in members(directory, event.recipients)]
    unit = event.organisation_unit or next(iter(user.organisation_units), None)
    name = directory.organisation_units[unit].name if unit is not None else ""
    period = event.period or f"{draft.now:%Y%m}"
    combo = event.attribute_option_combo
    more = f", '{combo}'" if combo else " "
    text = (
        f"The form '{event.data_set}' was registered as complete for period"
        f" '{period}'{more} and organisation unit '{name}'."
    )
    announcement = Announcement(
        COMPLETE_SUBJECT,
        text,
        tuple(dict.fromkeys([*told, user.uid])),
        sender=user.uid,
        link=False,
    )
    return _Outcome((announce(draft, announcement),))


def _error_notice(draft: Draft, event: ErrorNotice) -> _Outcome:
    """
    Tell the feedback group, even if nobody is in it, of what went wrong (2.6).

    The text names no base URL, which only requests have. DEVIATION D18
    """
    group = draft.state.configuration.feedback_recipients
    told = draft.state.directory.user_groups[group].users if group is not None else ()
    moment = draft.now.isoformat(timespec="milliseconds")
    text = (
        f"{event.subject}\n\n"
        f"System title: {value_of(draft.state, 'applicationTitle')}\n"
        f"Time: {moment}Z\n"
        f"Message: {event.message}\n\n"
        f"Cause: {event.cause or event.message}"
    )
    return _Outcome((announce(draft, Announcement(event.subject, text, told)),))
