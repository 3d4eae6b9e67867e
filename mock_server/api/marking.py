"""Marking conversations: read, follow-up, priority, status, assignee."""

from mock_server.api import bodies, context
from mock_server.declarations import takes
from mock_server.domain.enums import (
    MessageConversationPriority,
    MessageConversationStatus,
)
from mock_server.domain.parameters import to_enum
from mock_server.schemas.requests import Uids, load_uids
from mock_server.services import marking
from mock_server.wire.answers import BareNode
from mock_server.wire.body import read_json
from mock_server.wire.errors import MissingBodyError

_EXAMPLE = ["ZjHHSjyyeJ2"]


@takes(Uids, _EXAMPLE)
def mark_read() -> BareNode:
    """POST /messageConversations/read: mark many as read (4.12)."""
    return _mark_read(_uids(), context.parameter("user"), read=True)


@takes(Uids, _EXAMPLE)
def mark_unread() -> BareNode:
    """POST /messageConversations/unread: mark many as unread (4.12)."""
    return _mark_read(_uids(), context.parameter("user"), read=False)


def mark_read_one(uid: str) -> BareNode:
    """POST /messageConversations/{uid}/read: mark one as read (4.13)."""
    return _mark_read([uid], context.parameter("userUid"), read=True)


def mark_unread_one(uid: str) -> BareNode:
    """POST /messageConversations/{uid}/unread: mark one as unread (4.13)."""
    return _mark_read([uid], context.parameter("userUid"), read=False)


# The property is `followUp`, the path `followup`: so the server spells them.
@takes(Uids, _EXAMPLE)
def follow_up() -> BareNode:
    """POST /messageConversations/followup: flag many (4.14)."""
    return _mark_follow_up("markedFollowup", follow_up=True)


@takes(Uids, _EXAMPLE)
def unfollow_up() -> BareNode:
    """POST /messageConversations/unfollowup: take the flag off many (4.14)."""
    return _mark_follow_up("unmarkedFollowup", follow_up=False)


def set_priority(uid: str) -> BareNode:
    """POST /messageConversations/{uid}/priority: how urgent it is (4.8)."""
    name = "messageConversationPriority"
    value = context.required_parameter(name, MessageConversationPriority.__name__)
    priority = to_enum(name, value, MessageConversationPriority)
    marking.set_priority(context.store(), context.acting_user(), uid, priority)
    return BareNode(priority.value, [uid])


def set_status(uid: str) -> BareNode:
    """POST /messageConversations/{uid}/status: how far it has come (4.9)."""
    name = "messageConversationStatus"
    value = context.required_parameter(name, MessageConversationStatus.__name__)
    status = to_enum(name, value, MessageConversationStatus)
    marking.set_status(context.store(), context.acting_user(), uid, status)
    return BareNode(status.value, [uid])


def assign(uid: str) -> BareNode:
    """POST /messageConversations/{uid}/assign: let one user see to it (4.10)."""
    user = marking.assign(
        context.store(), context.acting_user(), uid, context.parameter("userId")
    )
    return BareNode("message", f"User {user.name} was assigned successfully")


def unassign(uid: str) -> BareNode:
    """DELETE /messageConversations/{uid}/assign: nobody sees to it (4.11)."""
    marking.unassign(context.store(), context.acting_user(), uid)
    return BareNode("message", "Message is no longer assigned to user")


def _uids() -> list[str]:
    uids = read_json(bodies.body())
    if uids is None:
        raise MissingBodyError
    return load_uids(uids)


def _mark_read(uids: list[str], user: str | None, *, read: bool) -> BareNode:
    changed = marking.mark_read(
        context.store(), context.acting_user(), uids, user, read=read
    )
    return BareNode("markedRead" if read else "markedUnread", changed)


def _mark_follow_up(key: str, *, follow_up: bool) -> BareNode:
    found = marking.mark_follow_up(
        context.store(),
        context.acting_user(),
        _uids(),
        context.parameter("user"),
        follow_up=follow_up,
    )
    return BareNode(key, found)
