"""What a write did, record by record (control-plane 3.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mock_server.domain.changes import Touched, changes_between
from mock_server.domain.enums import FileResourceDomain
from mock_server.domain.model import (
    Configuration,
    FileResource,
    Message,
    MessageConversation,
    User,
    UserMessage,
)
from mock_server.domain.state import Directory, State

START = datetime(2024, 1, 1)  # noqa: DTZ001 - naive UTC, as in the records
ROW = UserMessage("SamPlainU01")
KEY = ROW.key("Conversat01")
FIRST = Message("Message0001", "x", START, START)
SECOND = Message("Message0002", "y", START, START)
CONVERSATION = MessageConversation(
    uid="Conversat01",
    subject="Hi",
    created=START,
    last_updated=START,
    last_message=START,
    messages=(FIRST,),
    user_messages={"SamPlainU01": ROW},
)
ANSWERED = replace(CONVERSATION, messages=(FIRST, SECOND))
READ = replace(CONVERSATION, user_messages={"SamPlainU01": replace(ROW, read=True)})
LEFT = replace(CONVERSATION, user_messages={})
EMPTY = State()
SEEDED = EMPTY.with_conversation(CONVERSATION)
FILE = FileResource(
    uid="FreeFile001",
    name="free.txt",
    content_type="text/plain",
    content=b"free\n",
    domain=FileResourceDomain.MESSAGE_ATTACHMENT,
    created=START,
    last_updated=START,
)
WITH_FILE = EMPTY.with_file_resource(FILE)
CHANGED = ("messageConversations", "Conversat01", "updated")


class TestConversations:
    """Conversations, their messages and rows."""

    @pytest.mark.parametrize(
        ("old", "new", "changes"),
        [
            (
                EMPTY,
                SEEDED,
                [
                    ("messageConversations", "Conversat01", "created"),
                    ("messages", "Message0001", "created"),
                    ("userMessages", KEY, "created"),
                ],
            ),
            (
                SEEDED,
                SEEDED.with_conversation(ANSWERED),
                [CHANGED, ("messages", "Message0002", "created")],
            ),
            (
                SEEDED,
                SEEDED.with_conversation(READ),
                [CHANGED, ("userMessages", KEY, "updated")],
            ),
            (
                SEEDED,
                SEEDED.with_conversation(LEFT),
                [CHANGED, ("userMessages", KEY, "deleted")],
            ),
            (
                SEEDED,
                SEEDED.without_conversation("Conversat01"),
                [
                    ("messageConversations", "Conversat01", "deleted"),
                    ("messages", "Message0001", "deleted"),
                    ("userMessages", KEY, "deleted"),
                ],
            ),
            (SEEDED, SEEDED, []),
        ],
        ids=["new", "reply", "read", "left", "deleted", "nothing"],
    )
    def test_write_is_told(
        self, old: State, new: State, changes: list[tuple[str, str, str]]
    ) -> None:
        """Each record that differs is told once: created, updated or deleted."""
        found = changes_between(old, new, Touched(conversations=["Conversat01"]))

        assert list(found) == changes


class TestOthers:
    """Files, configuration and settings."""

    @pytest.mark.parametrize(
        ("new", "change"),
        [
            (WITH_FILE.with_file_resource(replace(FILE, assigned=True)), "updated"),
            (EMPTY, "deleted"),
        ],
    )
    def test_file_is_told(self, new: State, change: str) -> None:
        """A file that was claimed or lost is one change."""
        found = changes_between(WITH_FILE, new, Touched(file_resources=[FILE.uid]))

        assert list(found) == [("fileResources", "FreeFile001", change)]

    def test_configuration_is_told_by_key(self) -> None:
        """Of the configuration and the system's settings each key is told."""
        new = Configuration(
            feedback_recipients="Managers001", settings={"keyFlag": "norway"}
        )

        found = changes_between(EMPTY, replace(EMPTY, configuration=new), Touched())

        assert list(found) == [
            ("configuration", "feedbackRecipients", "created"),
            ("systemSettings", "keyFlag", "created"),
        ]

    def test_user_setting_is_told_with_its_user(self) -> None:
        """A user's setting is named by his uid and its key."""
        user = User("SamPlainU01", "sam", "x", "Sam", "Plain", settings={"keyStyle": 1})
        old = State(Directory(users={user.uid: user}))
        new = replace(old, user_settings={user.uid: {"keyUiLocale": "fr"}})

        found = changes_between(old, new, Touched(users=[user.uid]))

        assert list(found) == [
            ("userSettings", "SamPlainU01/keyStyle", "deleted"),
            ("userSettings", "SamPlainU01/keyUiLocale", "created"),
        ]
