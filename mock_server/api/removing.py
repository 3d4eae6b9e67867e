"""Removing users from conversations, and whole conversations."""

from mock_server.api import context
from mock_server.api.viewing import typed_uid
from mock_server.services import marking
from mock_server.services.conversations import (
    delete_conversation,
    require_delete_authority,
)
from mock_server.wire.answers import BareNode, WebMessage


def remove_user(uid: str, user: str) -> BareNode:
    """DELETE /messageConversations/{mc}/{user}: take one user out (4.15)."""
    was_in = marking.remove_user(context.store(), context.acting_user(), uid, user)
    removed = user if context.profile().removed_holds_user else uid
    return BareNode("removed", [removed] if was_in else [], root="reply")


def remove_many() -> BareNode:
    """DELETE /messageConversations?mc=: take a user out of many (4.16)."""
    context.required_parameter("mc", "List")
    removed = marking.remove_from_conversations(
        context.store(),
        context.acting_user(),
        context.list_parameter("mc"),
        context.parameter("user"),
    )
    return BareNode("removed", removed)


def delete(uid: str) -> WebMessage:
    """DELETE /messageConversations/{uid}: away with it, for everybody (4.17)."""
    # The server asks for the authority before it looks at the path.
    require_delete_authority(context.state(), context.acting_user())
    return _delete(uid)


@typed_uid
def _delete(uid: str) -> WebMessage:
    delete_conversation(context.store(), context.acting_user(), uid)
    report = {
        "responseType": "ObjectReport",
        "klass": "org.hisp.dhis.message.MessageConversation",
        "uid": uid,
        "errorReports": [],
    }
    return WebMessage(200, response=report)
