"""Who may do what, as plain questions about a state and a user (messaging.md 1.2)."""

from enum import StrEnum

from mock_server.domain.enums import Authority, MessageType
from mock_server.domain.model import Message, MessageConversation, User, UserGroup
from mock_server.domain.state import State


class Rule(StrEnum):
    """Why somebody may do something."""

    PARTICIPANT = "participant"
    SUPERUSER = "superuser"
    FEEDBACK_GROUP = "feedback group"


def has_authority(state: State, user: User, authority: str) -> bool:
    """Say whether `user` holds `authority`, which a superuser always does."""
    held = state.directory.authorities[user.uid]
    return Authority.ALL in held or authority in held


def is_superuser(state: State, user: User) -> bool:
    """Say whether `user` holds the authority `ALL`."""
    return Authority.ALL in state.directory.authorities[user.uid]


def is_feedback_recipient(state: State, user_uid: str) -> bool:
    """Say whether a user is in the configured feedback group right now (6.9)."""
    group = state.configuration.feedback_recipients
    if group is None:
        return False
    return user_uid in state.directory.user_groups[group].users


def is_ticket_manager(state: State, user: User) -> bool:
    """Say whether `user` may manage tickets: group member or superuser."""
    return managing_rule(state, user) is not None


def managing_rule(state: State, user: User) -> Rule | None:
    """Return why `user` may manage tickets, and so sees internal messages."""
    if is_superuser(state, user):
        return Rule.SUPERUSER
    return Rule.FEEDBACK_GROUP if is_feedback_recipient(state, user.uid) else None


def reading_rule(
    state: State, user: User, conversation: MessageConversation
) -> Rule | None:
    """Return why `user` may open `conversation`; managing tickets is not enough."""
    if is_participant(user, conversation):
        return Rule.PARTICIPANT
    return Rule.SUPERUSER if is_superuser(state, user) else None


def changing_rule(
    state: State, user: User, conversation: MessageConversation
) -> Rule | None:
    """Return why `user` may change `conversation`."""
    rule = reading_rule(state, user, conversation)
    if rule is None and conversation.message_type is MessageType.TICKET:
        return managing_rule(state, user)
    return rule


def is_participant(user: User, conversation: MessageConversation) -> bool:
    """Say whether `user` has a row in `conversation`."""
    return user.uid in conversation.user_messages


def can_read(state: State, user: User, conversation: MessageConversation) -> bool:
    """Say whether `user` may open `conversation`."""
    return reading_rule(state, user, conversation) is not None


def has_access(state: State, user: User, conversation: MessageConversation) -> bool:
    """Say whether `user` may change `conversation`."""
    return changing_rule(state, user, conversation) is not None


def visible_messages(
    state: State, user: User, conversation: MessageConversation
) -> tuple[Message, ...]:
    """Return the messages `user` sees: internal ones are for ticket managers."""
    if is_ticket_manager(state, user):
        return conversation.messages
    return tuple(each for each in conversation.messages if not each.internal)


def can_read_user_group(state: State, user: User, group: UserGroup) -> bool:
    """Say whether sharing lets `user` see `group`; membership does not help (RA 5)."""
    sharing = group.sharing
    if is_superuser(state, user) or sharing.public is None or sharing.owner is None:
        return True
    if sharing.public.startswith("r") or sharing.owner == user.uid:
        return True
    granted = [sharing.users.get(user.uid, "")]
    granted += [
        sharing.user_groups.get(each, "")
        for each in state.directory.groups_of_user.get(user.uid, ())
    ]
    return any(each.startswith("r") for each in granted)
