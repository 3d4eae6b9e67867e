"""GET /messageConversations: the caller's inbox, searched, ordered and paged (4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


def subjects(api: Api, query: str) -> list[str]:
    """Return the subjects that a list lists, in its order."""
    reply = api.get(f"/messageConversations?fields=subject&{query}")
    assert reply.status == 200, reply.text
    return [each["subject"] for each in reply.json()["messageConversations"]]


class TestInbox:
    """What a list holds when nothing is asked for."""

    def test_one_conversation_lists_id_and_display_name(self, api: Api) -> None:
        """A list shows id and displayName of the caller's own (4.1, case 26)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get("/messageConversations")

        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert reply.json() == {
            "pager": {"page": 1, "total": 1, "pageSize": 50, "pageCount": 1},
            "messageConversations": [{"id": uid, "displayName": "Hi"}],
        }

    @pytest.mark.parametrize("user", ["admin", "fay"])
    def test_non_participant_lists_nothing(self, api: Api, user: str) -> None:
        """Even superusers see only their own conversations here (4.1, case 27)."""
        api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user(user).get("/messageConversations")

        assert reply.status == 200
        assert reply.json() == {
            "pager": {"page": 1, "total": 0, "pageSize": 50, "pageCount": 0},
            "messageConversations": [],
        }

    def test_no_order_lists_newest_first(self, api: Api) -> None:
        """Without `order` the last message decides, newest first (4.1, case 35)."""
        sam = api.as_user("sam")
        first = sam.send("MiaPlainU01", subject="First")
        sam.send("MiaPlainU01", subject="Second")
        sam.send("MiaPlainU01", subject="Third")
        sam.post(f"/messageConversations/{first}", body="More")

        listed = subjects(api.as_user("mia"), "")

        assert listed == ["First", "Third", "Second"]

    def test_equal_etag_answers_not_modified(self, api: Api) -> None:
        """An unchanged inbox answers 304 without a body to its ETag (1.4, case 48)."""
        mia = api.as_user("mia")
        api.as_user("sam").send("MiaPlainU01")
        etag = mia.get("/messageConversations").headers["ETag"]

        again = mia.get("/messageConversations", headers={"If-None-Match": etag})
        api.as_user("sam").send("MiaPlainU01")
        changed = mia.get("/messageConversations", headers={"If-None-Match": etag})

        assert (again.status, again.body) == (304, b"")
        assert changed.status == 200


class TestAgain:
    """Asking the same question twice."""

    def test_any_write_shows_at_once(self, api: Api) -> None:
        """A list read again is as new as the last write (6.6)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        path = "/messageConversations?fields=read,followUp,status"
        uid = sam.send("MiaPlainU01")

        first = mia.get(path).json()["messageConversations"]
        mia.post("/messageConversations/read", json=[uid])
        second = mia.get(path).json()["messageConversations"]
        mia.post("/messageConversations/followup", json=[uid])
        third = mia.get(path).json()["messageConversations"]

        assert first == [{"read": False, "followUp": False, "status": "NONE"}]
        assert second == [{"read": True, "followUp": False, "status": "NONE"}]
        assert third == [{"read": True, "followUp": True, "status": "NONE"}]

    def test_each_user_has_his_own_answer(self, api: Api) -> None:
        """The same question of two users has two answers (4.1)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        path = "/messageConversations?fields=id,read"

        read = [api.as_user(user).get(path).json() for user in ("sam", "mia", "fay")]

        assert [each["messageConversations"] for each in read] == [
            [{"id": uid, "read": True}],
            [{"id": uid, "read": False}],
            [],
        ]

    def test_links_follow_the_address_asked(self, api: Api) -> None:
        """Links name the host and version that this very request came by (1.4)."""
        api.as_user("sam").send("MiaPlainU01")
        path = "/messageConversations?fields=href"

        hrefs = [
            api.as_user("mia")
            .get(address, headers={"Host": host})
            .json()["messageConversations"][0]["href"]
            .rpartition("/")[0]
            for host in ("one.example", "two.example")
            for address in (path, f"/api/42{path}")
        ]

        assert hrefs == [
            "http://one.example/api/messageConversations",
            "http://one.example/api/42/messageConversations",
            "http://two.example/api/messageConversations",
            "http://two.example/api/42/messageConversations",
        ]


class TestFields:
    """Which properties the items have."""

    def test_fields_show_exactly_those(self, api: Api) -> None:
        """Items hold what `fields` names, references in part (4.1, case 38)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(
            "/messageConversations?fields=id,subject,lastSender[id,displayName],nope"
        )

        assert reply.json()["messageConversations"] == [
            {
                "id": uid,
                "subject": "Hi",
                "lastSender": {"id": "SamPlainU01", "displayName": "Sam Conteh"},
            }
        ]

    def test_all_fields_include_name_parts(self, api: Api) -> None:
        """A list knows the names of creator and last sender (4.1, case 41)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        api.as_user("mia").post(f"/messageConversations/{uid}", body="Yes")

        reply = api.as_user("mia").get("/messageConversations?fields=*")

        item = reply.json()["messageConversations"][0]
        assert item["userFirstname"] == "Sam"
        assert item["userSurname"] == "Conteh"
        assert item["lastSenderFirstname"] == "Mia"
        assert item["lastSenderSurname"] == "Kamara"

    def test_user_messages_show_own_row(self, api: Api) -> None:
        """`userMessages` of a list hold the caller's own row alone (4.1)."""
        api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").get(
            "/messageConversations?fields=userMessages[read,user]"
        )

        assert reply.json()["messageConversations"] == [
            {
                "userMessages": [
                    {
                        "read": False,
                        "user": {
                            "id": "MiaPlainU01",
                            "code": None,
                            "name": "Mia Kamara",
                            "displayName": "Mia Kamara",
                            "username": "mia",
                        },
                    }
                ]
            }
        ]

    @pytest.mark.parametrize(
        ("user", "texts"),
        [("sam", ["It broke"]), ("tom", ["It broke", "Secret"])],
        ids=["sender", "manager"],
    )
    def test_internal_messages_show_to_managers(
        self, api: Api, user: str, texts: list[str]
    ) -> None:
        """Internal messages are for ticket managers, in lists as well (4.1, D3)."""
        sam, tom = api.as_user("sam"), api.as_user("tom")
        ticket = sam.post(
            "/messageConversations/feedback?subject=Help", body="It broke"
        ).new_uid
        tom.post(f"/messageConversations/{ticket}?internal=true", body="Secret")

        reply = api.as_user(user).get("/messageConversations?fields=messages[text]")

        assert reply.json()["messageConversations"] == [
            {"messages": [{"text": text} for text in texts]}
        ]


class TestPaging:
    """How a list is cut into pages."""

    def test_paging_false_has_no_pager(self, api: Api) -> None:
        """Without paging there is no `pager` and everything comes (4.1, case 28)."""
        sam = api.as_user("sam")
        uids = [sam.send("MiaPlainU01") for _ in range(51)]

        reply = api.as_user("mia").get("/messageConversations?paging=false&fields=id")

        assert reply.json() == {
            "messageConversations": [{"id": uid} for uid in reversed(uids)]
        }

    def test_middle_page_links_both_neighbours(self, api: Api) -> None:
        """The pager links its neighbours; page 1 goes without number (4.1, case 29)."""
        sam = api.as_user("sam")
        for subject in ("First", "Second", "Third"):
            sam.send("MiaPlainU01", subject=subject)

        reply = api.as_user("mia").get(
            "/messageConversations?pageSize=1&page=2&fields=subject",
            headers={"Host": "mock.example"},
        )

        link = "http://mock.example/api/messageConversations"
        assert reply.json() == {
            "pager": {
                "page": 2,
                "total": 3,
                "pageSize": 1,
                "pageCount": 3,
                "nextPage": f"{link}?page=3&pageSize=1&fields=subject",
                "prevPage": f"{link}?pageSize=1&fields=subject",
            },
            "messageConversations": [{"subject": "Second"}],
        }

    def test_page_beyond_end_is_empty(self, api: Api) -> None:
        """Beyond the end come no items; the pager stays on the last (4.1, case 30)."""
        sam = api.as_user("sam")
        for _ in range(3):
            sam.send("MiaPlainU01")

        reply = api.as_user("mia").get("/messageConversations?pageSize=1&page=9")

        assert reply.status == 200
        assert reply.json()["messageConversations"] == []
        assert reply.json()["pager"]["page"] == 3
        assert "nextPage" not in reply.json()["pager"]

    @pytest.mark.parametrize("path", ["", "/{uid}"], ids=["4.1", "4.2"])
    def test_defaults_are_one_of_two_words(self, api: Api, path: str) -> None:
        """What metadata has by default can be left out; here is none (4.1, 4.2)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")
        path = f"/messageConversations{path.format(uid=uid)}"

        reply = mia.get(f"{path}?defaults=foo")

        assert mia.get(f"{path}?defaults=exclude").json() == mia.get(path).json()
        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": "Value 'foo' is not valid for parameter defaults. "
            "Valid values are: [INCLUDE, EXCLUDE]",
        }

    def test_page_zero_is_page_one(self, api: Api) -> None:
        """A page below 1 behaves as 1 (4.1)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get("/messageConversations?page=0")

        assert reply.json() == {
            "pager": {"page": 1, "total": 1, "pageSize": 50, "pageCount": 1},
            "messageConversations": [{"id": uid, "displayName": "Hi"}],
        }

    @pytest.mark.parametrize(
        ("name", "kind"),
        [("page", "int"), ("pageSize", "int"), ("paging", "boolean")],
    )
    def test_empty_paging_is_refused(self, api: Api, name: str, kind: str) -> None:
        """A number or a word of yes or no may be left out, but not be empty (5)."""
        reply = api.as_user("mia").get(f"/messageConversations?{name}=")

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": f"{name} cannot be empty. It should be of type {kind}",
        }

    @pytest.mark.profile("2.41")
    def test_empty_paging_was_the_default(self, api: Api) -> None:
        """Servers of 2.41 fall back where a number is none (4.1, query.md 7)."""
        found = api.as_user("mia").get("/messageConversations?page=&pageSize=&paging=")

        assert found.status == 200
        assert found.json()["pager"]["pageSize"] == 50

    def test_text_as_page_is_refused(self, api: Api) -> None:
        """A page that is no number is a 400 naming the parameter (4.1)."""
        reply = api.as_user("mia").get("/messageConversations?page=x")

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": (
                "Value 'x' is not valid for parameter page. It should be of type int"
            ),
        }


class TestFilter:
    """Which conversations `filter` keeps."""

    def test_unread_filter_counts_in_pager(self, api: Api) -> None:
        """The pager counts what the filter leaves over (4.1, case 31)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        seen = sam.send("MiaPlainU01", subject="Seen")
        sam.send("MiaPlainU01", subject="New")
        mia.post("/messageConversations/read", json=[seen])

        reply = mia.get("/messageConversations?filter=read:eq:false&fields=subject")

        assert reply.json() == {
            "pager": {"page": 1, "total": 1, "pageSize": 50, "pageCount": 1},
            "messageConversations": [{"subject": "New"}],
        }

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("filter=messageType:eq:TICKET", ["Help"]),
            ("filter=messageType:eq:PRIVATE", ["Plan", "Hi"]),
            ("filter=status:eq:OPEN", ["Help"]),
            ("filter=priority:eq:HIGH", ["Plan"]),
            ("filter=priority:in:[LOW,HIGH]", ["Plan"]),
            ("filter=followUp:eq:true", ["Hi"]),
            ("filter=assignee.id:eq:TomFeedbk01", ["Help"]),
            ("filter=assignee:null", ["Plan", "Hi"]),
            ("filter=subject:ilike:h", ["Help", "Hi"]),
            ("filter=subject:ilike:h&filter=status:eq:NONE", ["Hi"]),
            ("filter=status:eq:OPEN&filter=followUp:eq:true", []),
            (
                "filter=status:eq:OPEN&filter=followUp:eq:true&rootJunction=OR",
                ["Help", "Hi"],
            ),
        ],
    )
    def test_filter_keeps_what_fits(
        self, api: Api, query: str, expected: list[str]
    ) -> None:
        """Filters select by flags, labels and references (4.1, case 32)."""
        sam = api.as_user("sam")
        api.as_user("tom").send("MiaPlainU01", subject="Hi, not for Sam")
        hi = sam.send("MiaPlainU01", subject="Hi")
        plan = sam.send("MiaPlainU01", subject="Plan")
        ticket = sam.post(
            "/messageConversations/feedback?subject=Help", body="It broke"
        ).new_uid
        sam.post("/messageConversations/followup", json=[hi])
        sam.post(
            f"/messageConversations/{plan}/priority?messageConversationPriority=HIGH"
        )
        sam.post(f"/messageConversations/{ticket}/assign?userId=TomFeedbk01")

        listed = subjects(sam, query)

        assert listed == expected

    @pytest.mark.parametrize(
        ("expression", "message"),
        [
            (
                "messageType:eq:FOO",
                (
                    "Unable to parse `FOO` as "
                    "`class org.hisp.dhis.message.MessageType`, "
                    "available values are: [PRIVATE, SYSTEM, VALIDATION_RESULT, "
                    "TICKET, SYSTEM_VERSION_UPDATE]"
                ),
            ),
            ("foo:eq:1", "Unknown path property: foo"),
            ("subject", "Invalid filter => subject"),
            ("subject:foo:1", "`foo` is not a valid operator."),
        ],
        ids=["enum", "path", "parts", "operator"],
    )
    def test_unreadable_filter_is_refused(
        self, api: Api, expression: str, message: str
    ) -> None:
        """A filter that cannot be read is a 400 in plain words (4.1, cases 33, 34)."""
        api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").get(f"/messageConversations?filter={expression}")

        assert reply.status == 400
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": message,
            "errorCode": "E1003",
        }

    def test_empty_inbox_reads_no_filter(self, api: Api) -> None:
        """Who has no conversation is told of no bad filter (query.md 3, case 58)."""
        reply = api.as_user("mia").get("/messageConversations?filter=foo:eq:1")

        assert reply.status == 200
        assert reply.json()["messageConversations"] == []


class TestOrder:
    """In which order the items come."""

    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            ("lastMessage:desc", ["First", "Third", "Second"]),
            ("lastMessage:asc", ["Second", "Third", "First"]),
            ("lastMessage", ["Second", "Third", "First"]),
            ("created:DESC", ["Third", "Second", "First"]),
            ("read:desc,subject:asc", ["Second", "First", "Third"]),
        ],
    )
    def test_order_sorts_the_items(
        self, api: Api, order: str, expected: list[str]
    ) -> None:
        """`order` names properties and directions (4.1, case 35)."""
        sam = api.as_user("sam")
        first = sam.send("MiaPlainU01", subject="First")
        second = sam.send("MiaPlainU01", subject="Second")
        sam.send("MiaPlainU01", subject="Third")
        sam.post(f"/messageConversations/{first}", body="More")
        api.as_user("mia").post("/messageConversations/read", json=[second])

        listed = subjects(api.as_user("mia"), f"order={order}")

        assert listed == expected

    def test_order_by_id_sorts_uids(self, api: Api) -> None:
        """`order=id` gives uids ascending, as servers default to (4.1)."""
        sam = api.as_user("sam")
        uids = [sam.send("MiaPlainU01") for _ in range(4)]

        reply = api.as_user("mia").get("/messageConversations?order=id&fields=id")

        listed = [each["id"] for each in reply.json()["messageConversations"]]
        assert listed == sorted(uids)

    def test_unknown_order_property_is_ignored(self, api: Api) -> None:
        """2.42 passes over an order it does not know (query.md 5, case 36)."""
        api.as_user("sam").send("MiaPlainU01", subject="First")
        api.as_user("sam").send("MiaPlainU01", subject="Second")

        listed = subjects(api.as_user("mia"), "order=foo:asc")

        assert sorted(listed) == ["First", "Second"]


class TestSearch:
    """What `queryString` finds."""

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("queryString=mort", ["Mortality data"]),
            ("queryString=MORTALITY", ["Mortality data"]),
            ("queryString=reported", ["Mortality data"]),
            ("queryString=data mortality", ["Mortality data"]),
            ("queryString=mortality reported", []),
            ("queryString=conteh", ["Budget", "Mortality data"]),
            ("queryString=ortal", []),
            ("queryString=ortal&queryOperator=ilike", ["Mortality data"]),
            ("queryString=Budget&queryOperator=eq", ["Budget"]),
            ("queryString=conteh&filter=subject:eq:Budget", ["Budget"]),
            ("queryString=", ["Budget", "Mortality data"]),
        ],
    )
    def test_query_string_finds_words(
        self, api: Api, query: str, expected: list[str]
    ) -> None:
        """Words are looked for in subject, texts and senders (4.1, case 37)."""
        sam = api.as_user("sam")
        sam.send("MiaPlainU01", subject="Mortality data", text="Have you reported?")
        sam.send("MiaPlainU01", subject="Budget", text="Numbers")
        sam.send("TomFeedbk01", subject="Mortality, not for Mia")

        listed = subjects(api.as_user("mia"), query)

        assert listed == expected

    def test_unknown_query_operator_is_refused(self, api: Api) -> None:
        """A `queryOperator` that is none is a 409 without code (4.1)."""
        api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").get(
            "/messageConversations?queryString=x&queryOperator=foo"
        )

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": "`foo` is not a valid operator.",
        }


class TestXml:
    """The list as the user's document prints it."""

    def test_accept_xml_lists_name_and_link(self, api: Api) -> None:
        """XML lists name, id and link of each conversation (1.6, case 101)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject='A "b" & <c>')

        reply = api.as_user("mia").get(
            "/messageConversations",
            accept="application/xml",
            headers={"Host": "mock.example"},
        )

        link = "http://mock.example/api/messageConversations"
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        assert reply.text == (
            '<messageConversations xmlns="http://dhis2.org/schema/dxf/2.0" '
            f'link="{link}"><messageConversation '
            f"name='A \"b\" &amp; &lt;c&gt;' "
            f'id="{uid}" link="{link}/{uid}"/></messageConversations>'
        )

    def test_xml_with_fields_has_pager(self, api: Api) -> None:
        """Where `fields` are named, XML has the metadata form (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(
            "/messageConversations?fields=id,displayName", accept="application/xml"
        )

        assert reply.text == (
            '<metadata xmlns="http://dhis2.org/schema/dxf/2.0"><pager><page>1</page>'
            "<pageCount>1</pageCount><total>1</total><pageSize>50</pageSize></pager>"
            f'<messageConversations><messageConversation id="{uid}">'
            "<displayName>Hi</displayName></messageConversation>"
            "</messageConversations></metadata>"
        )
