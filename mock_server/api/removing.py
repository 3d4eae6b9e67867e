"""Removing users from conversations, and whole conversations."""

from mock_server.api import context
from mock_server.api.viewing import typed_uid
from mock_server.services import marking
from mock_server.services.conversations import delete_conversation
from mock_server.wire.answers import BareNode, WebMessage


def remove_user(uid: str, user: str) -> BareNode:
    """DELETE /messageConversations/{mc}/{user}: take one user out (4.15)."""
    was_in = marking.remove_user(context.store(), context.acting_user(), uid, user)
    removed = user if context.profile().removed_holds_user else uid
    return BareNode("removed", [removed] if was_in else [], root="reply")


def remove_many() -> BareNode:
    """DELETE /messageConversations?mc=: take a user out of many (4.16)."""
    context.required_parameter("mc")
    removed = marking.remove_from_conversations(
        context.store(),
        context.acting_user(),
        context.list_parameter("mc"),
        context.parameter("user"),
    )
    return BareNode("removed", removed)


@typed_uid
def delete(uid: str) -> WebMessage:
    """DELETE /messageConversations/{uid}: away with it, for everybody (4.17)."""
    delete_conversation(context.store(), context.acting_user(), uid)
    report = {
        "responseType": "ObjectReport",
        "klass": "org.hisp.dhis.message.MessageConversation",
        "uid": uid,
        "errorReports": [],
    }
    return WebMessage(200, response=report)
