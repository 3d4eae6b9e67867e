"""Flags, labels and places: read, follow-up, priority, status, assignee, removal."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from mock_server.domain import access, errors
from mock_server.domain.enums import (
    MessageConversationPriority,
    MessageConversationStatus,
    MessageType,
)
from mock_server.domain.model import MessageConversation, User, UserMessage
from mock_server.domain.state import State
from mock_server.services.conversations import find_conversation, writable_conversation
from mock_server.store import Draft, Store

_Mark: TypeAlias = Callable[[UserMessage], UserMessage]


def mark_read(
    store: Store,
    acting_user: User,
    uids: Sequence[str],
    user: str | None = None,
    *,
    read: bool = True,
) -> list[str]:
    """
    Set the read flag of `user`, by default the caller's, in each conversation (4.12).

    Returns:
        The conversations whose flag really changed, in the order asked for.
    """
    with store.transaction() as draft:
        found, user = _batch(draft.state, acting_user, uids, user)
        return [
            each.uid
            for each in found
            if _mark(draft, each, user, lambda row: replace(row, read=read))
        ]


def mark_follow_up(
    store: Store,
    acting_user: User,
    uids: Sequence[str],
    user: str | None = None,
    *,
    follow_up: bool = True,
) -> list[str]:
    """
    Set the follow-up flag of `user` in each conversation (4.14).

    Returns:
        Every conversation found, changed or not, in the order asked for.
    """
    with store.transaction() as draft:
        found, user = _batch(draft.state, acting_user, uids, user)
        for each in found:
            _mark(draft, each, user, lambda row: replace(row, follow_up=follow_up))
        return [each.uid for each in found]


def mark_opened(store: Store, acting_user: User, uid: str) -> MessageConversation:
    """
    Mark the caller's own row read, where he has one (4.2, `markRead=true`).

    `lastUpdated` moves even if he has read it before.
    """
    with store.transaction() as draft:
        conversation = find_conversation(draft.state, uid)
        row = conversation.user_messages.get(acting_user.uid)
        if row is None:
            return conversation
        rows = {**conversation.user_messages, row.user: replace(row, read=True)}
        opened = replace(conversation, user_messages=rows, last_updated=draft.now)
        draft.put(opened)
        return opened


def set_priority(
    store: Store, acting_user: User, uid: str, priority: MessageConversationPriority
) -> None:
    """Give the conversation `uid` a priority, whatever its type (4.8)."""
    with store.transaction() as draft:
        conversation = writable_conversation(draft.state, acting_user, uid)
        draft.put(replace(conversation, priority=priority, last_updated=draft.now))


def set_status(
    store: Store, acting_user: User, uid: str, status: MessageConversationStatus
) -> None:
    """Give the conversation `uid` a status, whatever its type (4.9)."""
    with store.transaction() as draft:
        conversation = writable_conversation(draft.state, acting_user, uid)
        draft.put(replace(conversation, status=status, last_updated=draft.now))


def assign(store: Store, acting_user: User, uid: str, assignee: str | None) -> User:
    """Make a user, who need not take part, responsible for a conversation (4.10)."""
    with store.transaction() as draft:
        state = draft.state
        conversation = writable_conversation(state, acting_user, uid)
        user = state.directory.users.get(assignee) if assignee is not None else None
        if user is None:
            raise errors.AssigneeNotFoundError(uid=assignee)
        is_ticket = conversation.message_type is MessageType.TICKET
        if is_ticket and not access.is_feedback_recipient(state, user.uid):
            raise errors.AssigneeNotManagerError(uid=user.uid)
        draft.put(replace(conversation, assignee=user.uid, last_updated=draft.now))
        return user


def unassign(store: Store, acting_user: User, uid: str) -> None:
    """Make nobody responsible for the conversation `uid` (4.11)."""
    with store.transaction() as draft:
        conversation = writable_conversation(draft.state, acting_user, uid)
        draft.put(replace(conversation, assignee=None, last_updated=draft.now))


def remove_user(store: Store, acting_user: User, uid: str, user: str) -> bool:
    """Take `user` out of the conversation `uid`; say whether he was in it (4.15)."""
    with store.transaction() as draft:
        _require_user(draft.state, user)
        conversation = writable_conversation(draft.state, acting_user, uid)
        return _remove(draft, conversation, user)


def remove_from_conversations(
    store: Store, acting_user: User, uids: Sequence[str], user: str | None = None
) -> list[str]:
    """
    Take `user`, by default the caller, out of each conversation (4.16).

    Returns:
        The conversations he really left, in the order asked for.
    """
    with store.transaction() as draft:
        found, user = _batch(draft.state, acting_user, uids, user)
        return [each.uid for each in found if _remove(draft, each, user)]


def _batch(
    state: State, acting_user: User, uids: Sequence[str], user: str | None
) -> tuple[list[MessageConversation], str]:
    """Return the conversations that exist, all open to the caller, and the user."""
    if user is None:
        user = acting_user.uid
    _require_user(state, user)
    known = (state.conversations.get(uid) for uid in dict.fromkeys(uids))
    found = [each for each in known if each is not None]
    if not found:
        raise errors.ConversationsNotFoundError
    for each in found:
        if not access.has_access(state, acting_user, each):
            raise errors.NoAccessError(uid=each.uid)
    return found, user


def _require_user(state: State, uid: str) -> None:
    if uid not in state.directory.users:
        raise errors.UserNotFoundError(uid=uid)


def _mark(
    draft: Draft, conversation: MessageConversation, user: str, mark: _Mark
) -> bool:
    """Change a user's row; say whether that made a difference."""
    row = conversation.user_messages.get(user)
    if row is None or mark(row) == row:
        return False
    rows = {**conversation.user_messages, user: mark(row)}
    draft.put(replace(conversation, user_messages=rows, last_updated=draft.now))
    return True


def _remove(draft: Draft, conversation: MessageConversation, user: str) -> bool:
    if user not in conversation.user_messages:
        return False
    rows = {u: row for u, row in conversation.user_messages.items() if u != user}
    draft.put(replace(conversation, user_messages=rows, last_updated=draft.now))
    return True
