"""Records and states built from sound JSON (seed/records.py, seed/building.py)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from rpds import HashTrieMap

from mock_server.domain import enums, model
from mock_server.domain.clock import Clock
from mock_server.domain.outbox import Channel, Outbox, OutboxEntry, OutboxStatus
from mock_server.domain.state import Directory, State
from mock_server.schemas import seed as schemas
from mock_server.schemas.seed_parts import SeedPart
from mock_server.seed.building import KEYS, Progress, Seed, build
from mock_server.seed.records import record

CREATED = datetime(2014, 2, 3, 9)  # noqa: DTZ001 - naive UTC, as in the records
UPDATED = datetime(2014, 2, 3, 9, 0, 0, 5000)  # noqa: DTZ001
DATES = {
    "created": "2014-02-03T09:00:00.000",
    "lastUpdated": "2014-02-03T09:00:00.005",
}
RECORDS: list[tuple[type[SeedPart], type]] = [
    (schemas.UserRoleSchema, model.UserRole),
    (schemas.UserSchema, model.User),
    (schemas.SharingSchema, model.Sharing),
    (schemas.UserGroupSchema, model.UserGroup),
    (schemas.OrganisationUnitSchema, model.OrganisationUnit),
    (schemas.FileResourceSchema, model.FileResource),
    (schemas.MessageSchema, model.Message),
    (schemas.UserMessageSchema, model.UserMessage),
    (schemas.MessageConversationSchema, model.MessageConversation),
    (schemas.SystemSchema, model.Configuration),
    (schemas.OutboxEntrySchema, OutboxEntry),
    (schemas.ProgressSchema, Progress),
]
READ_BEFORE = {"file"}
"""Keys that are no longer there when a record is made."""

SEED: dict[str, Any] = {
    "$schema": "https://example.org/seed.schema.json",
    "format": 1,
    "profile": "2.41",
    "switches": {"xml": True, "login_redirect": None},
    "clock": {"mode": "frozen", "now": "2026-01-05T10:00:00Z", "tickMilliseconds": 5},
    "randomSeed": 7,
    "uids": {"messageConversations": ["ConvConvC02"], "any": []},
    "progress": {"uidsMade": 3, "outboxMade": 1, "lastWrite": DATES["created"]},
    "system": {"version": "2.41.1", "settings": {"a": [1]}, "emailConfigured": True},
    "userRoles": [
        {"id": "RoleRoleR01", "name": "Clerk"},
        {"id": "RoleRoleR02", "name": "Chief", "authorities": ["B", "A"], **DATES},
    ],
    "users": [
        {
            "id": "UserUserU01",
            "username": "anna",
            "password": "hush-hush",
            "firstName": "Anna",
            "surname": "Bell",
            "code": None,
            "phoneNumber": "+1",
            "disabled": True,
            "avatar": {"id": "FileFileF01"},
            "created": DATES["created"],
            "lastLogin": DATES["lastUpdated"],
            "userRoles": ["RoleRoleR01", {"id": "RoleRoleR02"}],
            "dataViewOrganisationUnits": ["UnitUnitU02"],
            "settings": {"keyUiLocale": "en"},
        }
    ],
    "userGroups": [
        {
            "id": "GrupGrupG01",
            "name": "All",
            "users": ["UserUserU01"],
            "sharing": {"public": "r-------", "users": {"UserUserU01": "rw------"}},
        }
    ],
    "organisationUnits": [
        {"id": "UnitUnitU02", "name": "Bo", "parent": {"id": "UnitUnitU01"}},
        {
            "id": "UnitUnitU01",
            "name": "Sierra Leone",
            "shortName": "SL",
            "path": "/UnitUnitU01",
            "level": 1,
            "openingDate": DATES["created"],
        },
    ],
    "fileResources": [
        {
            "id": "FileFileF01",
            "name": "a.txt",
            "contentType": "text/plain",
            "domain": "USER_AVATAR",
            "created": DATES["created"],
            "content": "YQ==",
        }
    ],
    "messageConversations": [
        {
            "id": "ConvConvC01",
            "subject": "Hello",
            "lastMessage": DATES["created"],
            "messageType": "TICKET",
            "status": "OPEN",
            "priority": "HIGH",
            "assignee": None,
            "messageCount": 1,
            **DATES,
            "messages": [
                {
                    "id": "MessMessM01",
                    "sender": {"id": "UserUserU01"},
                    "text": None,
                    "created": DATES["created"],
                    "attachments": ["FileFileF01"],
                },
                {"id": "MessMessM02", "text": "", "internal": True, **DATES},
            ],
            "userMessages": [
                {"user": "UserUserU01", "followUp": True},
                {"user": "UserUserU02", "read": True},
            ],
        }
    ],
    "outbox": [
        {
            "number": 4,
            "channel": "SMS",
            "time": DATES["created"],
            "text": "Hi",
            "status": "SKIPPED",
            "skipped": {"no phone": ["UserUserU01"]},
        }
    ],
    "timeline": [],
    "faults": [],
}

CLOCK = Clock.frozen(datetime(2026, 1, 5, 10), timedelta(milliseconds=5))  # noqa: DTZ001
DIRECTORY = Directory(
    users={
        "UserUserU01": model.User(
            uid="UserUserU01",
            username="anna",
            password="hush-hush",
            first_name="Anna",
            surname="Bell",
            phone_number="+1",
            disabled=True,
            avatar="FileFileF01",
            created=CREATED,
            last_updated=CREATED,
            last_login=UPDATED,
            user_roles=("RoleRoleR01", "RoleRoleR02"),
            data_view_organisation_units=("UnitUnitU02",),
            settings={"keyUiLocale": "en"},
        )
    },
    user_roles={
        "RoleRoleR01": model.UserRole(
            "RoleRoleR01", "Clerk", frozenset(), model.EPOCH, model.EPOCH
        ),
        "RoleRoleR02": model.UserRole(
            "RoleRoleR02", "Chief", frozenset("AB"), CREATED, UPDATED
        ),
    },
    user_groups={
        "GrupGrupG01": model.UserGroup(
            uid="GrupGrupG01",
            name="All",
            users=("UserUserU01",),
            sharing=model.Sharing(public="r-------", users={"UserUserU01": "rw------"}),
        )
    },
    organisation_units={
        "UnitUnitU02": model.OrganisationUnit(
            uid="UnitUnitU02",
            name="Bo",
            short_name="Bo",
            path="/UnitUnitU01/UnitUnitU02",
            level=2,
            parent="UnitUnitU01",
        ),
        "UnitUnitU01": model.OrganisationUnit(
            uid="UnitUnitU01",
            name="Sierra Leone",
            short_name="SL",
            path="/UnitUnitU01",
            level=1,
            opening_date=CREATED,
        ),
    },
)
CONVERSATION = model.MessageConversation(
    uid="ConvConvC01",
    subject="Hello",
    created=CREATED,
    last_updated=UPDATED,
    last_message=CREATED,
    messages=(
        model.Message(
            uid="MessMessM01",
            text=None,
            created=CREATED,
            last_updated=CREATED,
            sender="UserUserU01",
            attachments=("FileFileF01",),
        ),
        model.Message("MessMessM02", "", CREATED, UPDATED, internal=True),
    ),
    user_messages={
        "UserUserU01": model.UserMessage("UserUserU01", follow_up=True),
        "UserUserU02": model.UserMessage("UserUserU02", read=True),
    },
    message_count=1,
    message_type=enums.MessageType.TICKET,
    status=enums.MessageConversationStatus.OPEN,
    priority=enums.MessageConversationPriority.HIGH,
)
ENTRY = OutboxEntry(
    channel=Channel.SMS,
    time=CREATED,
    text="Hi",
    status=OutboxStatus.SKIPPED,
    skipped={"no phone": ("UserUserU01",)},
    number=4,
)
FILE = model.FileResource(
    uid="FileFileF01",
    name="a.txt",
    content_type="text/plain",
    content=b"a",
    domain=enums.FileResourceDomain.USER_AVATAR,
    created=CREATED,
    last_updated=CREATED,
)


def built_state() -> State:
    """Return what the seed above is to become."""
    state = State(
        directory=DIRECTORY,
        configuration=model.Configuration(
            version="2.41.1", settings={"a": [1]}, email_configured=True
        ),
        file_resources=HashTrieMap({FILE.uid: FILE}),
        random_seed=7,
        uids_made=3,
        uid_queues={"messageConversations": ("ConvConvC02",), "any": ()},
        clock=CLOCK,
        last_write=CREATED,
        outbox=Outbox(HashTrieMap({4: ENTRY}), made=4),
    )
    return state.with_conversations([CONVERSATION])


class TestBuild:
    """What comes of a whole seed."""

    def test_every_part_becomes_what_it_says(self) -> None:
        """Each value is of its own type, and what follows from others is there."""
        seed = build(SEED, "own")

        switches = {"xml": True, "login_redirect": None}
        assert seed == Seed(built_state(), "own", "2.41", switches)

    def test_settings_are_a_copy(self) -> None:
        """What is changed in the document later is not changed in the state."""
        given = {"format": 1, "system": {"settings": {"a": [1]}}}
        seed = build(given, "own")

        given["system"]["settings"]["a"].append(2)  # type: ignore[index]  # is a dict

        assert seed.state.configuration.settings == {"a": [1]}

    def test_keys_are_those_of_the_schema(self) -> None:
        """What is checked is built, in one order."""
        fields = schemas.SeedSchema().fields.values()

        assert tuple(each.data_key for each in fields) == KEYS


class TestRecord:
    """What comes of one object."""

    @pytest.mark.parametrize(
        ("schema", "kind"), RECORDS, ids=[kind.__name__ for _, kind in RECORDS]
    )
    def test_every_key_has_a_place(self, schema: type[SeedPart], kind: type) -> None:
        """Whatever key the schema lets through, the record has an attribute for."""
        needed = dict.fromkeys(kind.__annotations__)
        keys = {str(each.data_key) for each in schema().fields.values()} - READ_BEFORE

        made = record(kind, dict.fromkeys(keys), **needed)

        assert made == kind(**needed)

    def test_fact_wins(self) -> None:
        """What is known otherwise stands for what the row says."""
        made = record(model.UserMessage, {"user": "a", "read": False}, read=True)

        assert made == model.UserMessage("a", read=True)

    def test_date_of_creation_is_that_of_the_last_change(self) -> None:
        """It is, where nothing is said of a change."""
        made = record(model.UserGroup, {"id": "a", "name": "b", **DATES})
        unchanged = record(
            model.UserGroup, {"id": "a", "name": "b", "created": DATES["created"]}
        )

        assert (made.created, made.last_updated) == (CREATED, UPDATED)
        assert (unchanged.created, unchanged.last_updated) == (CREATED, CREATED)
