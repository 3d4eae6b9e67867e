"""The catalogue of conversations, messages and participants' rows (query.md 2)."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from mock_server.domain import access
from mock_server.domain.enums import (
    MessageConversationPriority,
    MessageConversationStatus,
    MessageType,
)
from mock_server.domain.model import (
    FileResource,
    Message,
    MessageConversation,
    UserMessage,
)
from mock_server.schemas.catalogue import (
    Getter,
    Kind,
    Property,
    Schema,
    View,
    nothing,
)
from mock_server.schemas.common import (
    boolean,
    date,
    dates,
    enum,
    identity,
    names,
    noise,
    reference,
    stub,
    text,
    unset,
    user_of,
)
from mock_server.schemas.directory import USER
from mock_server.schemas.files import FILE_RESOURCE


def _row_flag(flag: str) -> Getter:
    """Return a getter of the viewer's own flag; a superuser looking in has none."""
    is_set = attrgetter(flag)

    def get(conversation: MessageConversation, view: View) -> bool:
        row = conversation.user_messages.get(view.viewer.uid)
        return row is not None and is_set(row)

    return get


def _shown_messages(conversation: MessageConversation, view: View) -> Sequence[Message]:
    """Return what the viewer may read, in lists as well. DEVIATION D3."""
    if not any(message.internal for message in conversation.messages):
        return conversation.messages
    return access.visible_messages(view.state, view.viewer, conversation)


def _shown_rows(
    conversation: MessageConversation, view: View
) -> list[tuple[str, UserMessage]]:
    """Return all rows, or in a list the viewer's alone (query.md 2)."""
    rows = conversation.user_messages
    if view.single:
        return [(conversation.uid, row) for row in rows.values()]
    own = rows.get(view.viewer.uid)
    return [(conversation.uid, own)] if own is not None else []


def _all_rows(
    conversation: MessageConversation, _view: View
) -> list[tuple[str, UserMessage]]:
    return [(conversation.uid, row) for row in conversation.user_messages.values()]


def _name_part(user: str, part: str) -> Property:
    """Declare a name part of a user, which only lists fill in."""
    uid = attrgetter({"user": "created_by", "lastSender": "last_sender"}[user])
    read = attrgetter(part)

    def get(conversation: MessageConversation, view: View) -> Any:
        found = view.state.directory.users.get(uid(conversation))
        return read(found) if found is not None else None

    wire = {"first_name": "Firstname", "surname": "Surname"}[part]
    return Property(
        f"{user}{wire}",
        Kind.TEXT,
        get,
        persisted=False,
        xml_attribute=True,
        exists=lambda view: not view.single,
    )


def _attachments(message: Message, view: View) -> list[FileResource]:
    return [view.state.file_resources[uid] for uid in message.attachments]


def _user_schema() -> Schema:
    return USER


def _row_user(row: tuple[str, UserMessage], view: View) -> Any:
    return view.state.directory.users[row[1].user]


MESSAGE = Schema(
    "message",
    "messages",
    "org.hisp.dhis.message.Message",
    (
        text("id", "uid", xml_attribute=True),
        # Messages lie at no path of their own, so they have no address (query.md 2).
        *unset("href", "code", persisted=False, xml_attribute=True),
        *names("text", persisted=False),
        *dates(),
        text("text", "text"),
        text("metaData", "meta_data"),
        reference("sender", user_of("sender"), _user_schema),
        boolean("internal", "internal"),
        Property(
            "attachments",
            Kind.REFERENCES,
            _attachments,
            xml_item="attachment",
            to=lambda: FILE_RESOURCE,
        ),
        *noise(),
    ),
)

USER_MESSAGE = Schema(
    "userMessage",
    "userMessages",
    "org.hisp.dhis.message.UserMessage",
    (
        Property("key", Kind.TEXT, lambda row, _view: row[1].key(row[0])),
        Property("read", Kind.BOOLEAN, lambda row, _view: row[1].read),
        Property("followUp", Kind.BOOLEAN, lambda row, _view: row[1].follow_up),
        stub("user", _row_user, _user_schema),
    ),
)

MESSAGE_CONVERSATION = Schema(
    "messageConversation",
    "messageConversations",
    "org.hisp.dhis.message.MessageConversation",
    (
        *identity("messageConversations"),
        *names("subject", persisted=False),
        *dates(),
        text("subject", "subject"),
        enum("messageType", "message_type", MessageType),
        enum("status", "status", MessageConversationStatus),
        enum("priority", "priority", MessageConversationPriority),
        date("lastMessage", "last_message"),
        reference("lastSender", user_of("last_sender"), _user_schema),
        reference("assignee", user_of("assignee"), _user_schema),
        stub("createdBy", user_of("created_by"), _user_schema),
        stub("user", user_of("created_by"), _user_schema, persisted=False),
        # Servers do not record who it is (query.md 2).
        stub("lastUpdatedBy", nothing, _user_schema, persisted=False),
        Property(
            "messageCount",
            Kind.INTEGER,
            lambda conversation, _view: conversation.message_count,
            xml_attribute=True,
        ),
        text("extMessageId", "ext_message_id"),
        Property(
            "read",
            Kind.BOOLEAN,
            _row_flag("read"),
            persisted=False,
            xml_attribute=True,
        ),
        # The property is `followUp`, the path `followup`: the server's spelling.
        Property(
            "followUp",
            Kind.BOOLEAN,
            _row_flag("follow_up"),
            persisted=False,
            xml_attribute=True,
        ),
        _name_part("user", "first_name"),
        _name_part("user", "surname"),
        _name_part("lastSender", "first_name"),
        _name_part("lastSender", "surname"),
        Property(
            "messages",
            Kind.REFERENCES,
            _shown_messages,
            xml_item="message",
            to=lambda: MESSAGE,
            test=lambda conversation, _view: conversation.messages,
        ),
        Property(
            "userMessages",
            Kind.COMPLEX,
            _shown_rows,
            xml_item="userMessage",
            to=lambda: USER_MESSAGE,
            test=_all_rows,
        ),
        *noise(),
        *unset("code", persisted=False, xml_attribute=True),
    ),
)
