"""
The requests of the DHIS2 messaging app, through the engine that it uses itself.

The app cannot be fetched here, so its queries and mutations are repeated as they were
recorded. Each test names the keys without which the app shows an error or nothing
(clients.md 1, messaging-app).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.client import Client, File

pytestmark = pytest.mark.clients

ADMIN = "xE7jOejl9FI"
MOBILE = "PhzytPW3g2J"
BOATENG = "OYLGMiazHtW"
MORTALITY = "ZjHHSjyyeJ2"
PIVOT_TICKET = "ZrKML5WiyFm"
FEEDBACK_GROUP = "QYrzIjSfI8z"

LIST_FIELDS = [
    ("fields", field)
    for field in (
        "id",
        "displayName",
        "subject",
        "messageType",
        "lastSender[id, displayName]",
        "assignee[id, displayName]",
        "status",
        "priority",
        "lastUpdated",
        "read",
        "lastMessage",
        "followUp",
    )
]
CONVERSATION_FIELDS = [
    ("fields", "*"),
    ("fields", "assignee[id, displayName]"),
    (
        "fields",
        "messages[*,sender[id,displayName],attachments[id, name, contentLength]]",
    ),
    ("fields", "userMessages[user[id, displayName]]"),
]


def listed(app: Client, message_type: str, *filters: str, search: str = "") -> Any:
    """Ask for a page of one tab, as the app does."""
    params = [("filter", f"messageType:eq:{message_type}")]
    params += [("filter", each) for each in filters]
    params += [("pageSize", "35"), ("page", "1"), *LIST_FIELDS]
    params += [("order", "lastMessage:desc")]
    params += [("queryString", search)] if search else []
    return app.get("messageConversations", params)


def opened(app: Client, uid: str) -> Any:
    """Open a conversation, as the app does."""
    return app.get(f"messageConversations/{uid}", CONVERSATION_FIELDS)


class TestStart:
    """What the app asks before it shows anything."""

    def test_user_is_known(self, app: Client) -> None:
        """The app shell reads the user's id and settings; else a fatal page."""
        me = app.get("me", [("fields", "id")])
        settings = app.get("userSettings")

        assert me == {"id": ADMIN}
        assert isinstance(settings, dict)

    def test_ticket_tools_are_shown(self, app: Client) -> None:
        """Authorities and the feedback group decide who may work on tickets."""
        fields = [("fields", "id"), ("fields", "authorities")]
        me = app.get("me", [*fields, ("fields", "userGroups[id]")])
        configuration = app.get("configuration")

        assert me["id"] == ADMIN
        assert me["authorities"] == ["ALL"]
        assert {"id": FEEDBACK_GROUP} in me["userGroups"]
        assert configuration["feedbackRecipients"]["id"] == FEEDBACK_GROUP

    @pytest.mark.parametrize(
        ("message_type", "unread"),
        [("PRIVATE", 0), ("VALIDATION_RESULT", 0), ("TICKET", 2), ("SYSTEM", 0)],
    )
    def test_badge_counts_all_unread(
        self, app: Client, message_type: str, unread: int
    ) -> None:
        """The pager of a page of one row counts every match."""
        filters = [("filter", "read:eq:false")]
        filters += [("filter", f"messageType:eq:{message_type}")]

        answer = app.get(
            "messageConversations",
            [("fields", "read"), *filters, ("pageSize", "1")],
        )

        assert answer["pager"]["total"] == unread


class TestTab:
    """The list of one type of messages."""

    @pytest.mark.parametrize(
        ("message_type", "newest"),
        [
            ("PRIVATE", MORTALITY),
            ("VALIDATION_RESULT", "lxCjiigqrJm"),
            ("TICKET", PIVOT_TICKET),
            ("SYSTEM", "GDBqVfkmnp2"),
        ],
    )
    def test_row_has_what_is_shown(
        self, app: Client, message_type: str, newest: str
    ) -> None:
        """A row without id is fatal, one without the others looks wrong."""
        answer = listed(app, message_type)

        row = answer["messageConversations"][0]
        assert row["id"] == newest
        assert row["messageType"] == message_type
        assert {"subject", "lastMessage", "read", "followUp"} <= row.keys()
        assert {"status", "priority", "lastUpdated", "displayName"} <= row.keys()
        assert answer["pager"]["page"] == 1
        assert answer["pager"]["total"] == len(answer["messageConversations"])

    def test_sender_has_a_name(self, app: Client) -> None:
        """The name of who wrote last stands in the row."""
        row = listed(app, "PRIVATE", "read:eq:true")["messageConversations"][0]

        assert row["lastSender"].keys() == {"id", "displayName"}
        assert row["lastSender"]["displayName"]

    @pytest.mark.parametrize(
        ("filters", "search", "found"),
        [
            (["status:eq:OPEN"], "", {PIVOT_TICKET}),
            (["priority:eq:MEDIUM"], "", {PIVOT_TICKET}),
            (["read:eq:false"], "", {PIVOT_TICKET}),
            (["followUp:eq:true"], "", {PIVOT_TICKET}),
            ([f"assignee.id:eq:{ADMIN}"], "", {PIVOT_TICKET}),
            ([], "pivot", {PIVOT_TICKET}),
            (["status:eq:OPEN", "priority:eq:HIGH"], "", set()),
        ],
    )
    def test_filters_select(
        self, app: Client, filters: list[str], search: str, found: set[str]
    ) -> None:
        """The tools above a tab narrow it, all at once."""
        app.mark("read", "Gc03smoTm6q")
        app.mark("followup", PIVOT_TICKET)
        app.set_priority(PIVOT_TICKET, "MEDIUM")
        app.set_status("Gc03smoTm6q", "SOLVED")
        app.assign(PIVOT_TICKET, ADMIN)

        rows = listed(app, "TICKET", *filters, search=search)["messageConversations"]

        assert {row["id"] for row in rows} == found

    def test_nothing_found_is_an_empty_list(self, app: Client) -> None:
        """Without the list and its pager the app spins for ever."""
        answer = listed(app, "PRIVATE", search="nosuchword")

        assert answer["messageConversations"] == []
        assert answer["pager"]["total"] == 0


class TestConversation:
    """One conversation, opened."""

    @pytest.mark.parametrize(
        "uid", [MORTALITY, "lxCjiigqrJm", PIVOT_TICKET, "GDBqVfkmnp2"]
    )
    def test_messages_have_what_is_shown(self, app: Client, uid: str) -> None:
        """A message without `attachments`, even an empty list, is fatal."""
        conversation = opened(app, uid)

        assert conversation["id"] == uid
        assert {"subject", "messageType", "status", "priority"} <= conversation.keys()
        assert conversation["messages"]
        for message in conversation["messages"]:
            assert isinstance(message["attachments"], list)
            assert {"id", "text", "created", "internal"} <= message.keys()

    def test_people_have_names(self, app: Client) -> None:
        """Senders and participants are shown by name."""
        conversation = opened(app, MORTALITY)

        people = [row["user"] for row in conversation["userMessages"]]
        assert {user["id"]: user["displayName"] for user in people} == {
            ADMIN: "John Traore",
            MOBILE: "User Mobile",
        }
        assert all("displayName" in m["sender"] for m in conversation["messages"])

    def test_attachment_has_name_and_length(self, app: Client) -> None:
        """The app shows name and size of an attachment."""
        notes = app.upload(File("notes.txt", b"12345", "text/plain"))

        app.reply(MORTALITY, "See notes", [notes])

        attachments = opened(app, MORTALITY)["messages"][-1]["attachments"]
        assert attachments == [{"id": notes, "name": "notes.txt", "contentLength": 5}]

    def test_internal_reply_is_marked(self, app: Client) -> None:
        """A note for ticket managers comes back as internal."""
        path = f"messageConversations/{PIVOT_TICKET}"

        app.post_text(path, "Between us", [("internal", "true")])

        last = opened(app, PIVOT_TICKET)["messages"][-1]
        assert (last["text"], last["internal"]) == ("Between us", True)

    def test_assignee_has_a_name(self, app: Client) -> None:
        """Whose work a ticket is stands in its head."""
        app.assign(PIVOT_TICKET, BOATENG)

        assert opened(app, PIVOT_TICKET)["assignee"] == {
            "id": BOATENG,
            "displayName": "Kevin Boateng",
        }


class TestCompose:
    """Who is written to, and how."""

    @pytest.mark.parametrize(
        ("query", "users", "units", "groups"),
        [
            ("mobile", {"User Mobile"}, set(), set()),
            ("Ngelehun", set(), {"Ngelehun CHC"}, {"Ngelehun CHC staff"}),
            ("nosuchname", set(), set(), set()),
        ],
    )
    def test_recipients_are_suggested(
        self,
        app: Client,
        query: str,
        users: set[str],
        units: set[str],
        groups: set[str],
    ) -> None:
        """Three lists, empty where nothing matches; one missing ends the search."""
        token = ("filter", f"displayName:token:{query}")
        ten = ("pageSize", "10")
        found = app.get("userLookup", [("query", query)])["users"]
        found_units = app.get(
            "organisationUnits",
            [
                ("fields", "id"),
                ("fields", "displayName"),
                ten,
                token,
                ("filter", "users:gte:1"),
            ],
        )["organisationUnits"]
        found_groups = app.get(
            "userGroups", [("fields", "id, displayName"), ten, token]
        )["userGroups"]

        assert {user["displayName"] for user in found} == users
        assert {unit["displayName"] for unit in found_units} == units
        assert {group["displayName"] for group in found_groups} == groups
        assert all("id" in row for row in [*found, *found_units, *found_groups])

    def test_assignees_are_suggested(self, app: Client) -> None:
        """A ticket is given to one of those who take feedback."""
        found = app.get("userLookup/feedbackRecipients", [("query", "boateng")])

        assert [user["id"] for user in found["users"]] == [BOATENG]

    def test_deep_link_fills_in_the_recipient(self, app: Client) -> None:
        """A link to write to a user needs his name."""
        fields = [("fields", "id"), ("fields", "displayName")]

        user = app.get(f"users/{MOBILE}", fields)

        assert user == {"id": MOBILE, "displayName": "User Mobile"}

    def test_recipients_carry_extra_keys(self, app: Client) -> None:
        """The app sends its own objects, with more keys than the server knows."""
        notes = app.upload(File("notes.txt", b"12345", "text/plain"))
        user = {"id": MOBILE, "displayName": "User Mobile", "type": "user"}
        unit = {"id": "DiszpKrYNg8", "displayName": "Ngelehun CHC"}
        attachment = {"id": notes, "name": "notes.txt", "contentLength": 5}

        app.post(
            "messageConversations",
            json={
                "subject": "From the app",
                "text": "Hello",
                "users": [{**user, "username": "mobile", "firstName": "User"}],
                "userGroups": [],
                "organisationUnits": [{**unit, "type": "organisationUnit"}],
                "attachments": [{**attachment, "loading": False}],
            },
        )

        row = listed(app, "PRIVATE", search="From the app")["messageConversations"][0]
        (message,) = opened(app, row["id"])["messages"]
        assert message["attachments"] == [attachment]

    def test_refusal_is_shown(self, app: Client) -> None:
        """The snack bar shows the message of the answer."""
        with pytest.raises(app.refusal) as refused:
            app.post("messageConversations", json={"subject": "x", "users": []})

        assert '"message": "No recipients selected."' in app.words(refused.value)

    def test_recipients_are_added_by_three_lists(self, app: Client) -> None:
        """More people, groups and units join a conversation; the answer is empty."""
        app.post(
            f"messageConversations/{MORTALITY}/recipients",
            json={
                "users": [{"id": BOATENG, "displayName": "Kevin Boateng"}],
                "userGroups": [{"id": "DiszpKrYNg8"}],
                "organisationUnits": [],
            },
        )

        rows = opened(app, MORTALITY)["userMessages"]
        assert {row["user"]["id"] for row in rows} == {
            ADMIN,
            MOBILE,
            BOATENG,
            "DXyJmlo9rge",
        }
