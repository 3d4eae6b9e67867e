"""Starting, answering, widening and deleting conversations (messaging.md 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mock_server.domain import access, errors
from mock_server.domain.enums import (
    Authority,
    MessageConversationStatus,
    MessageType,
)
from mock_server.domain.model import (
    Message,
    MessageConversation,
    MessageConversationParams,
    User,
    UserMessage,
)
from mock_server.domain.state import State
from mock_server.services.attachments import claim_attachments
from mock_server.services.notifications import notify_participants, notify_recipients
from mock_server.store import Draft, Store

MAX_SUBJECT_LENGTH = 255


@dataclass(frozen=True)
class MessageDraft:
    """What the first message of a conversation or a reply says."""

    text: str | None
    meta_data: str | None = None
    internal: bool = False
    attachments: tuple[str | None, ...] = ()
    shares_attachments: bool = False
    """Whether other messages may have the same attachments."""


def find_conversation(state: State, uid: str) -> MessageConversation:
    """Return the conversation `uid` or raise `ConversationNotFoundError`."""
    conversation = state.conversations.get(uid)
    if conversation is None:
        raise errors.ConversationNotFoundError(uid=uid)
    return conversation


def read_conversation(state: State, acting_user: User, uid: str) -> MessageConversation:
    """Return the conversation `uid` if `acting_user` may open it (4.2)."""
    conversation = find_conversation(state, uid)
    if not access.can_read(state, acting_user, conversation):
        raise errors.NotReadableError(uid=uid)
    return conversation


def writable_conversation(
    state: State, acting_user: User, uid: str
) -> MessageConversation:
    """Return the conversation `uid` if `acting_user` may change it (1.2)."""
    conversation = find_conversation(state, uid)
    if not access.has_access(state, acting_user, conversation):
        raise errors.NoAccessError(uid=uid)
    return conversation


def send_message(
    store: Store,
    acting_user: User,
    params: MessageConversationParams,
    meta_data: str | None = None,
    *,
    shares_attachments: bool = False,
) -> MessageConversation:
    """
    Start a private conversation with everybody whom `params` addresses (4.4, 6.1).

    Unlike the server, a refused message leaves its attachments free. DEVIATION D1
    """
    with store.transaction() as draft:
        recipients = resolve_recipients(draft.state, params)
        if not recipients:
            raise errors.NoRecipientsError
        message = MessageDraft(
            params.text,
            meta_data,
            attachments=tuple(params.attachments),
            shares_attachments=shares_attachments,
        )
        conversation = _start(draft, acting_user, recipients, params.subject, message)
        draft.put(conversation)
        notify_recipients(draft, conversation, recipients)
        return conversation


def send_feedback(
    store: Store, acting_user: User, subject: str, text: str, meta_data: str | None
) -> MessageConversation:
    """Open a ticket for the feedback group, or for the sender alone (4.7)."""
    with store.transaction() as draft:
        group = draft.state.configuration.feedback_recipients
        recipients = (
            draft.state.directory.user_groups[group].users if group is not None else ()
        )
        message = MessageDraft(text, meta_data)
        conversation = replace(
            _start(draft, acting_user, recipients, subject, message),
            message_type=MessageType.TICKET,
            status=MessageConversationStatus.OPEN,
        )
        draft.put(conversation)
        notify_recipients(draft, conversation, recipients)
        return conversation


def send_reply(
    store: Store, acting_user: User, uid: str, reply: MessageDraft
) -> MessageConversation:
    """Append a message to the conversation `uid` (4.5, 6.3, 6.4)."""
    with store.transaction() as draft:
        return reply_in(draft, acting_user, uid, reply)


def reply_in(
    draft: Draft, acting_user: User, uid: str, reply: MessageDraft
) -> MessageConversation:
    """Do the same as a part of the write `draft`."""
    state = draft.state
    conversation = find_conversation(state, uid)
    if reply.internal and not access.is_ticket_manager(state, acting_user):
        raise errors.InternalNotAllowedError(uid=uid)
    if not access.has_access(state, acting_user, conversation):
        raise errors.NoAccessError(uid=uid)
    message = _message(draft, acting_user, reply)
    answered = replace(
        conversation,
        messages=(*conversation.messages, message),
        message_count=conversation.message_count + (not reply.internal),
        last_sender=acting_user.uid,
        last_message=draft.now,
        last_updated=draft.now,
        user_messages=_rows_after_reply(state, acting_user, conversation, reply),
    )
    draft.put(answered)
    notify_participants(draft, answered)
    return answered


def add_recipients(
    store: Store, acting_user: User, uid: str, params: MessageConversationParams
) -> None:
    """Let more users take part in the conversation `uid` (4.6)."""
    with store.transaction() as draft:
        conversation = writable_conversation(draft.state, acting_user, uid)
        recipients = resolve_recipients(draft.state, params)
        if not recipients:
            return
        newcomers = {
            user: UserMessage(user)
            for user in recipients
            if user not in conversation.user_messages
        }
        draft.put(
            replace(
                conversation,
                user_messages={**conversation.user_messages, **newcomers},
                last_updated=draft.now,
            )
        )


def delete_conversation(store: Store, acting_user: User, uid: str) -> None:
    """Take the conversation `uid` away for everybody (4.17)."""
    with store.transaction() as draft:
        require_delete_authority(draft.state, acting_user)
        writable_conversation(draft.state, acting_user, uid)
        draft.remove(uid)


def require_delete_authority(state: State, acting_user: User) -> None:
    """Raise `MissingAuthorityError` unless `acting_user` may delete at all (4.17)."""
    authority = Authority.METADATA_IMPORT
    if not access.has_authority(state, acting_user, authority):
        raise errors.MissingAuthorityError(authority=authority)


def resolve_recipients(state: State, params: MessageConversationParams) -> list[str]:
    """
    Return the uids of all users addressed, each once, in the server's order (4.4).

    Raises:
        RecipientUnitNotFoundError: before anything else is looked up.
        RecipientUserNotFoundError: then users.
        RecipientGroupNotFoundError: groups last.
    """
    directory = state.directory
    recipients: dict[str, None] = {}
    for unit in params.organisation_units:
        if unit is None or unit not in directory.organisation_units:
            raise errors.RecipientUnitNotFoundError(uid=unit)
        recipients |= dict.fromkeys(directory.users_of_unit.get(unit, ()))
    for user in params.users:
        if user is None or user not in directory.users:
            raise errors.RecipientUserNotFoundError(uid=user)
        recipients[user] = None
    for group in params.user_groups:
        if group is None or group not in directory.user_groups:
            raise errors.RecipientGroupNotFoundError(uid=group)
        recipients |= dict.fromkeys(directory.user_groups[group].users)
    return list(recipients)


def _start(
    draft: Draft,
    sender: User,
    recipients: Iterable[str],
    subject: str | None,
    first: MessageDraft,
) -> MessageConversation:
    uid = draft.new_uid("messageConversations")
    message = _message(draft, sender, first)
    if subject is None:
        raise errors.SubjectMissingError
    if len(subject) > MAX_SUBJECT_LENGTH:
        raise errors.SubjectTooLongError(length=MAX_SUBJECT_LENGTH)
    rows = {sender.uid: UserMessage(sender.uid, read=True)}
    for user in recipients:
        rows.setdefault(user, UserMessage(user))
    return MessageConversation(
        uid=uid,
        subject=subject,
        created=draft.now,
        last_updated=draft.now,
        last_message=draft.now,
        messages=(message,),
        user_messages=rows,
        message_count=1,
        created_by=sender.uid,
        last_sender=sender.uid,
    )


def _message(draft: Draft, sender: User, message: MessageDraft) -> Message:
    attachments = claim_attachments(
        draft, message.attachments, may_be_used=message.shares_attachments
    )
    return Message(
        uid=draft.new_uid("messages"),
        text=message.text,
        created=draft.now,
        last_updated=draft.now,
        sender=sender.uid,
        internal=message.internal,
        attachments=attachments,
        meta_data=message.meta_data,
    )


def _rows_after_reply(
    state: State, sender: User, conversation: MessageConversation, reply: MessageDraft
) -> Mapping[str, UserMessage]:
    """Turn the rows of those who should look again unread; never the sender's."""

    def notices(user: str) -> bool:
        if user == sender.uid:
            return False
        # QUIRK 6.4: an authority decides here, not membership in the group.
        held = state.directory.authorities[user]
        wanted = {Authority.ALL, Authority.MANAGE_TICKETS}
        return not reply.internal or not wanted.isdisjoint(held)

    return {
        user: replace(row, read=False) if row.read and notices(user) else row
        for user, row in conversation.user_messages.items()
    }
