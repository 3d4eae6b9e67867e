"""Seeds made of what a real server tells (seed/disguise.py)."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest

from mock_server.seed import parse_seed
from mock_server.seed.disguise import LARGEST_CONTENT, disguised
from mock_server.seed.pseudonyms import pseudonyms
from mock_server.seed.told import Inbox

ME, OTHER, STRANGER = "Somebody001", "Somebody002", "Stranger001"
GROUP, UNIT, PARENT = "UserGroup01", "OrgUnit0001", "OrgUnit0002"
MOMENT = "2026-01-05T10:00:00.000"


def conversation(**more: Any) -> dict[str, Any]:
    """Return the row of a conversation, as a server tells it."""
    row = {"id": "Convers0001", "messageType": "PRIVATE", "created": MOMENT}
    user_messages = [{"user": {"id": ME}, "read": True}]
    return {**row, "messages": [], "userMessages": user_messages, **more}


def message(number: int, **more: Any) -> dict[str, Any]:
    """Return the row of a message."""
    return {"id": f"Message{number:04}", "created": MOMENT, **more}


def seed_of(*conversations: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the seed of an inbox, which is a sound one."""
    document = disguised(Inbox("2.42.1", "2.42", {"id": ME}, conversations, **more))
    parse_seed(document)
    return document


@pytest.mark.parametrize(
    ("kind", "more", "subject"),
    [
        ("VALIDATION_RESULT", {"priority": "HIGH"}, "Validation violations as of"),
        ("VALIDATION_RESULT", {}, "Validation violations as of 2026-01-05"),
        ("SYSTEM", {"priority": "NONE"}, " analytics failed"),
        ("SYSTEM_VERSION_UPDATE", {}, "System update available"),
    ],
)
def test_notices_sound_like_notices(
    kind: str, more: dict[str, str], subject: str
) -> None:
    """What the server wrote itself is worded after its type."""
    row = conversation(messageType=kind, messages=[message(1)], **more)

    found = seed_of(row)["messageConversations"][0]

    assert subject in found["subject"]
    assert found["messages"][0]["text"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("2.42.1", "2.42.1"), ("<a@mail.example>", None), (7, None), (None, None)],
)
def test_only_versions_are_kept_of_outer_ids(given: object, kept: str | None) -> None:
    """An `extMessageId` that is no version may be of somebody, and goes."""
    found = seed_of(conversation(extMessageId=given))["messageConversations"][0]

    assert found.get("extMessageId") == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-01-05T10:00:00", MOMENT),
        ("2026-01-05T12:00:00.000+0200", MOMENT),
        ("2026-01-05T10:00:00Z", MOMENT),
    ],
)
def test_dates_are_written_as_in_seeds(given: str, kept: str) -> None:
    """A date with a zone is taken to UTC; `lastMessage` is there in any case."""
    found = seed_of(conversation(created=given))["messageConversations"][0]

    assert (found["created"], found["lastMessage"]) == (kept, kept)


@pytest.mark.parametrize("given", ["0001-01-01T00:00:00+05:00", "soon"])
def test_what_is_no_date_is_left_to_the_check(given: str) -> None:
    """A date that there is not is written as it came."""
    inbox = Inbox("2.42.1", "2.42", {"id": ME}, [conversation(created=given)])

    assert disguised(inbox)["messageConversations"][0]["created"] == given


@pytest.mark.parametrize(
    ("length", "size"), [(100, 100), (0, 0), (-1, 0), (None, 0), (2**40, 2**20)]
)
def test_files_have_their_size(length: int | None, size: int) -> None:
    """An invented file is as long as the real one, up to a limit."""
    file = {"id": "File0000001", "contentType": "image/png", "contentLength": length}
    row = conversation(messages=[message(1, attachments=[file])])

    found = seed_of(row)["fileResources"][0]

    assert LARGEST_CONTENT == 2**20
    assert len(b64decode(found["content"])) == size
    assert found["name"] == "file-File0000001.png"
    assert found["created"] == MOMENT


def test_file_goes_with_its_first_message() -> None:
    """Of two messages with one file the first has it, as seeds want it."""
    files = [{"id": "File0000001"}]
    row = conversation(messages=[message(n, attachments=files) for n in (1, 2)])

    found = seed_of(row)

    attached = [m["attachments"] for m in found["messageConversations"][0]["messages"]]
    assert attached == [["File0000001"], []]
    assert found["fileResources"][0]["contentType"] == "application/octet-stream"


def test_seed_refers_to_what_it_has() -> None:
    """Members, accesses and units that the server did not tell of are left out."""
    sharing = {
        "owner": STRANGER,
        "public": "rw------",
        "users": {ME: {"access": "r-------"}, STRANGER: {"access": "r-------"}},
        "userGroups": {GROUP: {"access": "all"}, "UserGroup02": None},
    }
    group = {"id": GROUP, "users": [{"id": ME}, {"id": STRANGER}], "sharing": sharing}
    other = {"id": OTHER, "organisationUnits": [{"id": UNIT}, {"id": PARENT}]}
    found = seed_of(
        conversation(assignee={"id": OTHER}),
        users=[other],
        user_groups=[
            group,
            {"id": "UserGroup03", "sharing": {"public": "rwx"}},
            {"id": "UserGroup04"},
        ],
        organisation_units=[{"id": UNIT, "parent": {"id": PARENT}}],
        recipients={"feedbackRecipients": "UserGroup02"},
    )

    assert found["userGroups"][0]["users"] == [ME]
    assert found["userGroups"][0]["sharing"] == {
        "owner": None,
        "public": "rw------",
        "users": {ME: "r-------"},
        "userGroups": {},
    }
    assert found["userGroups"][1]["sharing"]["public"] is None
    assert found["userGroups"][2]["sharing"] == {}
    assert found["users"][1]["organisationUnits"] == [UNIT]
    assert found["organisationUnits"][0]["parent"] is None
    assert "feedbackRecipients" not in found["system"]


def test_person_is_the_same_in_every_seed() -> None:
    """Who stands for a user follows from his uid, and no two share a username."""
    many = pseudonyms(f"Somebody{n:03}" for n in range(900))
    alone = pseudonyms(["Somebody000"])

    assert alone["Somebody000"] == many["Somebody000"]
    assert len({each.username for each in many.values()}) == 900
