"""The messaging app's own query strings, and the keys it cannot do without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

PROFILES = [
    pytest.param(minor, marks=pytest.mark.profile(profile), id=profile)
    for profile, minor in [
        ("documented", 42),
        ("2.41", 41),
        ("2.42", 42),
        ("2.43", 43),
    ]
]
ROW_FIELDS = (
    *("id", "displayName", "subject", "messageType", "lastSender[id, displayName]"),
    *("assignee[id, displayName]", "status", "priority", "lastMessage", "read"),
    "followUp",
)
OPEN_FIELDS = (
    "*",
    "assignee[id, displayName]",
    "messages[*,sender[id,displayName]",
    "attachments[id, name, contentLength]]",
    "userMessages[user[id, displayName]]",
)
TYPES = ("PRIVATE", "VALIDATION_RESULT", "TICKET", "SYSTEM")


def joined(fields: tuple[str, ...]) -> str:
    """Return an array as the app's engine sends it: encoded, joined by commas."""
    return ",".join(quote(each, safe="*") for each in fields)


def rows(api: Api, minor: int, message_type: str, more: str = "") -> dict[str, Any]:
    """Return the page of one tab of the app."""
    reply = api.get(
        f"/api/{minor}/messageConversations"
        f"?filter=messageType%3Aeq%3A{message_type}{more}&pageSize=35&page=1"
        f"&fields={joined(ROW_FIELDS)}&order=lastMessage%3Adesc",
        accept="application/json",
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert reply.status == 200, reply.text
    assert reply.headers["Content-Type"].startswith("application/json")
    body: dict[str, Any] = reply.json()
    return body


@pytest.mark.parametrize("minor", PROFILES)
class TestMessagingApp:
    """What the app asks for, in every version it is told it talks to."""

    def test_tabs_hold_the_inbox(self, default_api: Api, minor: int) -> None:
        """The tabs together list the inbox, newest first, with all a row shows."""
        admin = default_api.as_user("admin")
        everything = admin.get(
            "/messageConversations?paging=false&fields=id,messageType"
        )

        tabs = {each: rows(admin, minor, each) for each in TYPES}

        listed = [row for tab in tabs.values() for row in tab["messageConversations"]]
        assert len(listed) == len(everything.json()["messageConversations"]) > 0
        for message_type, tab in tabs.items():
            dates = [row["lastMessage"] for row in tab["messageConversations"]]
            assert dates == sorted(dates, reverse=True)
            assert (tab["pager"]["page"], tab["pager"]["total"]) == (1, len(dates))
            for row in tab["messageConversations"]:
                assert row["messageType"] == message_type
                assert row.keys() - {"lastSender", "assignee"} == {
                    *("id", "displayName", "subject", "messageType", "status"),
                    *("priority", "lastMessage", "read", "followUp"),
                }
                for person in ("lastSender", "assignee"):
                    assert row.get(person, {"id": "", "displayName": ""}).keys() == {
                        "id",
                        "displayName",
                    }

    def test_badges_count_the_unread(self, default_api: Api, minor: int) -> None:
        """`pager.total` of a page of one is the number of unread, of all tabs."""
        mobile = default_api.as_user("mobile")
        totals = [
            mobile.get(
                f"/api/{minor}/messageConversations?fields=read"
                "&filter=read%3Aeq%3Afalse"
                f"&filter=messageType%3Aeq%3A{each}&pageSize=1"
            ).json()["pager"]["total"]
            for each in TYPES
        ]

        numbers = mobile.get(f"/api/{minor}/me/dashboard").json()

        assert sum(totals) == numbers["unreadMessageConversations"] > 0

    @pytest.mark.parametrize(
        ("more", "count"),
        [
            ("&filter=read%3Aeq%3Afalse&filter=read%3Aeq%3Atrue", 0),
            ("&filter=followUp%3Aeq%3Atrue&filter=followUp%3Aeq%3Afalse", 0),
            ("&filter=status%3Aeq%3ANONE", 1),
            ("&filter=priority%3Aeq%3ANONE&filter=status%3Aeq%3ANONE", 1),
            ("&filter=assignee.id%3Aeq%3AxE7jOejl9FI", 0),
            ("&queryString=mortality%20january", 1),
            ("&queryString=mortality%20february", 0),
            ("&queryString=mortality", 1),
        ],
    )
    def test_filters_of_the_tool_bar_combine(
        self, default_api: Api, minor: int, more: str, count: int
    ) -> None:
        """The filters of the tool bar and the search box narrow a tab together."""
        admin = default_api.as_user("admin")

        page = rows(admin, minor, "PRIVATE", f"&filter=id%3Aeq%3AZjHHSjyyeJ2{more}")

        assert page["pager"]["total"] == len(page["messageConversations"]) == count

    def test_open_conversation_has_its_messages(
        self, default_api: Api, minor: int
    ) -> None:
        """An opened conversation has messages, attachments, senders, participants."""
        reply = default_api.as_user("mobile").get(
            f"/api/{minor}/messageConversations/ZjHHSjyyeJ2?fields={joined(OPEN_FIELDS)}"
        )

        shown = reply.json()
        assert (shown["id"], shown["subject"], shown["messageType"]) == (
            "ZjHHSjyyeJ2",
            "Mortality data reporting",
            "PRIVATE",
        )
        (message,) = shown["messages"]
        assert message["attachments"] == []
        assert message["sender"] == {"id": "xE7jOejl9FI", "displayName": "John Traore"}
        assert {"text", "created", "internal"} <= message.keys()
        assert {"id", "displayName"} <= shown["userMessages"][0]["user"].keys()

    def test_nobody_found_is_empty_arrays(self, default_api: Api, minor: int) -> None:
        """Where no recipient matches, the arrays are there and empty."""
        admin = default_api.as_user("admin")
        term = "filter=displayName%3Atoken%3Azzz"

        units = admin.get(
            f"/api/{minor}/organisationUnits?fields=id,displayName&pageSize=10"
            f"&{term}&filter=users%3Agte%3A1"
        )
        groups = admin.get(
            f"/api/{minor}/userGroups?fields=id%2C%20displayName&pageSize=10&{term}"
        )

        assert units.json()["organisationUnits"] == []
        assert groups.json()["userGroups"] == []

    def test_recipients_are_found_by_word(self, default_api: Api, minor: int) -> None:
        """Units with users and groups are found by the beginning of a word."""
        admin = default_api.as_user("admin")

        units = admin.get(
            f"/api/{minor}/organisationUnits?fields=id,displayName&pageSize=10"
            "&filter=displayName%3Atoken%3Angel&filter=users%3Agte%3A1"
        )
        groups = admin.get(
            f"/api/{minor}/userGroups?fields=id%2C%20displayName&pageSize=10"
            "&filter=displayName%3Atoken%3Afeedb"
        )

        for found in (
            units.json()["organisationUnits"],
            groups.json()["userGroups"],
        ):
            assert [each.keys() for each in found] == [{"id", "displayName"}]
