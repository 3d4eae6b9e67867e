"""Every library leads conversations from their creation to their deletion."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.client import Client, File

pytestmark = pytest.mark.clients

ADMIN = "xE7jOejl9FI"
MOBILE = "PhzytPW3g2J"
BOATENG = "OYLGMiazHtW"
VERSIONS = {
    "documented": "2.42.0",
    "2.41": "2.41.8.1",
    "2.42": "2.42.0",
    "2.43": "2.43.0",
}

REPORT = File("report.png", b"\x89PNG\r\n\x1a\n\x00\xff", "image/png")
NOTES = File("notes.txt", "Grüße\n".encode(), "text/plain")


@pytest.fixture
def conversation(admin: Client) -> str:
    """Write from admin to mobile, with a picture."""
    picture = admin.upload(REPORT)
    return admin.create("Report due", "See the picture", [MOBILE], [picture])


@pytest.fixture
def ticket(admin: Client) -> str:
    """Report a trouble."""
    return admin.feedback("No sync", "It fails since Monday")


def texts(conversation: Any) -> list[str]:
    """Return what was written, in order."""
    return [message["text"] for message in conversation["messages"]]


def people(conversation: Any) -> set[str]:
    """Return who is in a conversation."""
    return {row["user"]["id"] for row in conversation["userMessages"]}


def own_row(client: Client, uid: str) -> Any:
    """Return a conversation as it stands in the inbox."""
    return client.inbox(f"id:eq:{uid}")["messageConversations"][0]


def test_client_connects(admin: Client, profile: str) -> None:
    """A client finds a version it can work with, and itself (clients.md 1)."""
    version, me = admin.version(), admin.me()

    assert version == VERSIONS[profile]
    assert (me["id"], me["username"]) == (ADMIN, "admin")


def test_created_conversation_is_read(admin: Client, conversation: str) -> None:
    """Who writes has read it, who is written to has not (messaging.md 4.4, 6.1)."""
    read = admin.read(conversation)

    assert read["subject"] == "Report due"
    assert read["messageType"] == "PRIVATE"
    assert texts(read) == ["See the picture"]
    assert {row["user"]["id"]: row["read"] for row in read["userMessages"]} == {
        ADMIN: True,
        MOBILE: False,
    }


def test_create_without_recipient_is_refused(admin: Client) -> None:
    """A refusal reaches the caller with the server's words (messaging.md 4.4)."""
    with pytest.raises(admin.refusal) as refused:
        admin.post("messageConversations", json={"subject": "Nobody", "text": "x"})

    assert "No recipients selected." in admin.words(refused.value)
    assert admin.inbox("subject:eq:Nobody")["messageConversations"] == []


def test_attachment_is_downloaded(admin: Client, conversation: str) -> None:
    """The bytes come back as they were sent (messaging.md 4.18)."""
    (message,) = admin.read(conversation)["messages"]
    (attachment,) = message["attachments"]

    assert attachment["name"] == "report.png"
    assert attachment["contentLength"] == 10
    path = f"messageConversations/{conversation}/{message['id']}/attachments"
    assert admin.download(f"{path}/{attachment['id']}") == REPORT.content


def test_list_is_paged(admin: Client) -> None:
    """A page holds what fits, the pager counts all that match (query.md 7)."""
    for day in ("Monday", "Tuesday", "Wednesday"):
        admin.create(f"Roster {day}", "x", [MOBILE])

    second = admin.inbox("subject:like:Roster", page=2, page_size=2)
    everything = admin.all_pages("subject:like:Roster", page_size=2)

    assert [row["subject"] for row in second["messageConversations"]] == [
        "Roster Monday"
    ]
    assert second["pager"]["total"] == 3
    assert second["pager"]["pageCount"] == 2
    assert {row["subject"] for row in everything} == {
        "Roster Monday",
        "Roster Tuesday",
        "Roster Wednesday",
    }


def test_reply_is_unread_for_others(
    admin: Client, mobile: Client, conversation: str
) -> None:
    """A reply is added as it was typed and makes others look (messaging.md 6.3)."""
    mobile.reply(conversation, "Ça va 👍\nThanks")

    assert texts(admin.read(conversation)) == ["See the picture", "Ça va 👍\nThanks"]
    assert own_row(admin, conversation)["read"] is False
    assert own_row(admin, conversation)["messageCount"] == 2


def test_reply_carries_attachments(admin: Client, conversation: str) -> None:
    """A reply takes the ids of its files in one parameter (messaging.md 4.5)."""
    files = [admin.upload(REPORT), admin.upload(NOTES)]

    admin.reply(conversation, "Both", files)

    _, reply = admin.read(conversation)["messages"]
    names = {each["name"]: each["id"] for each in reply["attachments"]}
    path = f"messageConversations/{conversation}/{reply['id']}/attachments"
    assert names.keys() == {"report.png", "notes.txt"}
    assert admin.download(f"{path}/{names['notes.txt']}") == NOTES.content


def test_conversations_are_marked_read_and_unread(
    mobile: Client, conversation: str
) -> None:
    """Marking moves the caller's own flag and his counter (messaging.md 4.12)."""
    before = mobile.unread()

    mobile.mark("read", conversation)
    after_read, read = mobile.unread(), own_row(mobile, conversation)["read"]
    mobile.mark("unread", conversation)

    assert (after_read, read) == (before - 1, True)
    assert own_row(mobile, conversation)["read"] is False
    assert mobile.unread() == before


def test_conversations_are_followed_up(
    admin: Client, mobile: Client, conversation: str
) -> None:
    """A follow-up is the caller's own, until he takes it back (messaging.md 4.14)."""
    admin.mark("followup", conversation)
    followed = own_row(admin, conversation)["followUp"]
    others = own_row(mobile, conversation)["followUp"]
    admin.mark("unfollowup", conversation)

    assert (followed, others) == (True, False)
    assert own_row(admin, conversation)["followUp"] is False


def test_feedback_opens_a_ticket(mobile: Client) -> None:
    """A report goes to those who take feedback, and is open (messaging.md 4.7)."""
    uid = mobile.feedback("No sync", "It fails since Monday")

    read = mobile.read(uid)
    assert (read["messageType"], read["status"]) == ("TICKET", "OPEN")
    assert texts(read) == ["It fails since Monday"]
    assert people(read) == {MOBILE, ADMIN, BOATENG, "GOLswS44mh8"}


def test_ticket_gets_status_and_priority(admin: Client, ticket: str) -> None:
    """Status and priority are stored one by one (messaging.md 4.8, 4.9)."""
    admin.set_status(ticket, "PENDING")
    admin.set_priority(ticket, "HIGH")

    read = admin.read(ticket)
    assert (read["status"], read["priority"]) == ("PENDING", "HIGH")


def test_ticket_is_assigned_and_unassigned(admin: Client, ticket: str) -> None:
    """A ticket is one person's work until it is nobody's (messaging.md 4.10, 4.11)."""
    admin.assign(ticket, BOATENG)
    assignee = admin.read(ticket)["assignee"]["displayName"]
    admin.unassign(ticket)

    assert assignee == "Kevin Boateng"
    assert "assignee" not in admin.read(ticket)


def test_ticket_is_nobody_else_s_work(admin: Client, ticket: str) -> None:
    """Only who takes feedback can be assigned a ticket (messaging.md 4.10)."""
    with pytest.raises(admin.refusal) as refused:
        admin.assign(ticket, MOBILE)

    words = "User provided is not a member of the system's feedback recipient group"
    assert words in admin.words(refused.value)
    assert "assignee" not in admin.read(ticket)


def test_recipients_are_added(admin: Client, conversation: str) -> None:
    """Who is let in later has not read it, others stay as they are (4.6)."""
    admin.add_recipients(conversation, [BOATENG, MOBILE])

    assert people(admin.read(conversation)) == {ADMIN, MOBILE, BOATENG}


def test_own_row_is_removed(admin: Client, mobile: Client, conversation: str) -> None:
    """Who leaves sees it no longer, who stays still does (messaging.md 4.15, 6.7)."""
    mobile.leave(conversation)

    rows = mobile.inbox(f"id:eq:{conversation}")["messageConversations"]
    assert rows == []
    assert people(admin.read(conversation)) == {ADMIN}


def test_conversation_is_deleted_for_all(
    admin: Client, mobile: Client, conversation: str
) -> None:
    """A hard delete leaves nothing to anybody (messaging.md 4.17)."""
    admin.destroy(conversation)

    rows = mobile.inbox(f"id:eq:{conversation}")["messageConversations"]
    assert rows == []
    with pytest.raises(admin.refusal):
        admin.read(conversation)
