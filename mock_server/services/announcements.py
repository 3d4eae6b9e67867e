"""Conversations that the server starts, with nobody's row as their sender's (17)."""

from dataclasses import dataclass

from mock_server.domain.enums import (
    MessageConversationPriority,
    MessageConversationStatus,
    MessageType,
)
from mock_server.domain.model import Message, MessageConversation, UserMessage
from mock_server.services.notifications import notify_recipients
from mock_server.store import Draft


@dataclass(frozen=True)
class Announcement:
    """What the server has to say, to whom and how it looks."""

    subject: str
    text: str
    recipients: tuple[str, ...]
    message_type: MessageType = MessageType.SYSTEM
    status: MessageConversationStatus = MessageConversationStatus.NONE
    priority: MessageConversationPriority = MessageConversationPriority.NONE
    sender: str | None = None
    created_by: str | None = None
    ext_message_id: str | None = None
    link: bool = True
    """Whether an e-mail says where to answer."""


def announce(draft: Draft, announcement: Announcement) -> str:
    """
    Start a conversation that is unread for all its recipients; return its uid.

    A sender has no row of his own: he is a recipient or he is not (17).
    """
    uid, sender = draft.new_uid("messageConversations"), announcement.sender
    now = draft.now
    message = Message(draft.new_uid("messages"), announcement.text, now, now, sender)
    conversation = MessageConversation(
        uid=uid,
        subject=announcement.subject,
        created=now,
        last_updated=now,
        last_message=now,
        messages=(message,),
        user_messages={each: UserMessage(each) for each in announcement.recipients},
        message_count=1,
        message_type=announcement.message_type,
        status=announcement.status,
        priority=announcement.priority,
        created_by=announcement.created_by or sender,
        last_sender=sender,
        ext_message_id=announcement.ext_message_id,
    )
    draft.put(conversation)
    notify_recipients(
        draft, conversation, announcement.recipients, link=announcement.link
    )
    return uid
