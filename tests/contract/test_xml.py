"""XML in and out, as the document shows it (1.5, 1.6, D1-D4, D11)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import xmltodict

if TYPE_CHECKING:
    from tests.conftest import Api, Reply

CONVERSATIONS = "/messageConversations"
XML = "application/xml"
DXF = "http://dhis2.org/schema/dxf/2.0"


def create(api: Api, body: str, accept: str | None = None) -> Reply:
    """Send a message in XML."""
    return api.post(CONVERSATIONS, body=body, content_type=XML, accept=accept)


def message(content: str) -> str:
    """Return a message in XML with a subject and `content`."""
    return f"<message><subject>Hi</subject>{content}</message>"


def rows(api: Api, uid: str) -> set[str]:
    """Return who takes part in a conversation."""
    shown = api.as_user("admin").get(f"{CONVERSATIONS}/{uid}").json()
    return {row["user"]["username"] for row in shown["userMessages"]}


def text(api: Api, uid: str) -> object:
    """Return the text of the first message, `None` if it has none."""
    shown = api.as_user("admin").get(f"{CONVERSATIONS}/{uid}/messages").json()
    return shown["messages"][0].get("text")


def total(api: Api) -> int:
    """Return how many conversations sam has."""
    number: int = api.as_user("sam").get(CONVERSATIONS).json()["pager"]["total"]
    return number


class TestCreateFromXml:
    """A message sent as XML."""

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(
                "<message><subject>Hi</subject><text>x</text>"
                '<users><user id="MiaPlainU01"/></users></message>',
                id="wrapped: case 20",
            ),
            pytest.param(
                '<message xmlns=""><subject>Hi</subject><text>x</text>'
                '<user id="MiaPlainU01" /></message>',
                id="bare, empty namespace: case 21",
            ),
            pytest.param(
                f'<message xmlns="{DXF}"><subject>Hi</subject><text>x</text>'
                '<users><user id="MiaPlainU01"/></users></message>',
                id="namespace",
            ),
            pytest.param(
                f'<d:message xmlns:d="{DXF}"><d:subject>Hi</d:subject>'
                '<d:text>x</d:text><d:users><d:user id="MiaPlainU01"/></d:users>'
                "</d:message>",
                id="prefix",
            ),
            pytest.param(
                '<?xml version="1.0" encoding="UTF-8"?>\n<!-- note -->\n'
                "<message>\n  <subject>Hi</subject>\n  <text>x</text>\n"
                '  <users>\n    <user id="MiaPlainU01"></user>\n  </users>\n'
                "</message>\n",
                id="declaration, comment and indentation",
            ),
            pytest.param(
                "<message><users><user><id>MiaPlainU01</id></user></users>"
                "<text>x</text><subject>Hi</subject></message>",
                id="id as element, other order",
            ),
            pytest.param(
                "<conversation><subject>Hi</subject><text>x</text><colour/>"
                '<users><user id="MiaPlainU01" name="Mia"/></users></conversation>',
                id="other root, unknown parts",
            ),
        ],
    )
    def test_xml_message_is_created(self, api: Api, body: str) -> None:
        """Wrappers, namespace and root do not matter (2.6, D1, D2, cases 20, 21)."""
        reply = create(api.as_user("sam"), body)

        assert reply.status == 201
        assert reply.json() == {
            "httpStatus": "Created",
            "httpStatusCode": 201,
            "status": "OK",
            "message": "Message conversation created",
        }
        shown = api.as_user("mia").get(f"{CONVERSATIONS}/{reply.new_uid}").json()
        assert shown["subject"] == "Hi"
        assert text(api, reply.new_uid) == "x"
        assert rows(api, reply.new_uid) == {"sam", "mia"}

    @pytest.mark.parametrize(
        "content_type", ["text/xml", "application/xml;charset=UTF-8"]
    )
    def test_types_of_xml_are_accepted(self, api: Api, content_type: str) -> None:
        """Both names of the type are taken, with a charset or not (1.5)."""
        reply = api.as_user("sam").post(
            CONVERSATIONS,
            body=message('<user id="MiaPlainU01"/>'),
            content_type=content_type,
        )

        assert reply.status == 201

    @pytest.mark.parametrize(
        ("recipients", "expected"),
        [
            pytest.param(
                '<users><user id="MiaPlainU01"/><user id="TomFeedbk01"/></users>',
                {"fay", "mia", "tom"},
                id="users",
            ),
            pytest.param(
                '<user id="MiaPlainU01"/><user id="TomFeedbk01"/>',
                {"fay", "mia", "tom"},
                id="bare users",
            ),
            pytest.param(
                '<userGroups><userGroup id="GroupPair01"/></userGroups>',
                {"fay", "mia", "sam"},
                id="groups",
            ),
            pytest.param(
                '<userGroup id="GroupPair01"/><userGroup id="FeedbackGrp"/>',
                {"fay", "mia", "sam", "tom"},
                id="bare groups",
            ),
            pytest.param(
                "<organisationUnits><organisationUnit id='UnitParent1'/>"
                "</organisationUnits>",
                {"fay", "mia"},
                id="units",
            ),
            pytest.param(
                '<organisationUnit id="UnitParent1"/>'
                '<organisationUnit id="UnitChild02"/>',
                {"fay", "mia", "sam"},
                id="bare units",
            ),
            pytest.param(
                '<user id="TomFeedbk01"/><users><user id="OpsImport01"/></users>'
                '<userGroups><userGroup id="GroupPair01"/></userGroups>'
                '<organisationUnit id="UnitParent1"/>',
                {"fay", "tom", "ops", "mia", "sam"},
                id="all kinds, both forms",
            ),
        ],
    )
    def test_recipients_of_xml_add_up(
        self, api: Api, recipients: str, expected: set[str]
    ) -> None:
        """Users, groups and units may be wrapped or bare (2.6, D1)."""
        reply = create(api.as_user("fay"), message(recipients))

        assert reply.status == 201
        assert rows(api, reply.new_uid) == expected

    @pytest.mark.parametrize(
        ("element", "stored"),
        [
            pytest.param("<text>a &lt; b &amp; c</text>", "a < b & c", id="entities"),
            pytest.param("<text><![CDATA[<b>]]></text>", "<b>", id="CDATA"),
            pytest.param("<text>&#x1F642; é</text>", "🙂 é", id="characters"),
            pytest.param(
                "<text>\n  two\n  lines </text>", "\n  two\n  lines ", id="blanks"
            ),
            pytest.param("<text> </text>", " ", id="a blank"),
            pytest.param('<text lang="en">x</text>', "x", id="attribute"),
            pytest.param("<text>x</text><text>y</text>", "y", id="the last counts"),
            pytest.param("<text></text>", None, id="empty is null"),
            pytest.param("<text/>", None, id="empty tag is null"),
        ],
    )
    def test_text_of_xml_is_kept(
        self, api: Api, element: str, stored: str | None
    ) -> None:
        """The text is what an XML reader makes of it, blanks included (2.6)."""
        body = message(f'{element}<user id="MiaPlainU01"/>')

        reply = create(api.as_user("sam"), body)

        assert reply.status == 201
        assert text(api, reply.new_uid) == stored

    @pytest.mark.parametrize(
        "item",
        [
            pytest.param('<attachments id="FreeFile001"/>', id="server's item name"),
            pytest.param('<attachment id="FreeFile001"/>', id="singular"),
        ],
    )
    def test_attachments_of_xml_are_claimed(self, api: Api, item: str) -> None:
        """Attachments lie in a wrapper of the same name (2.6)."""
        body = message(f'<user id="MiaPlainU01"/><attachments>{item}</attachments>')

        reply = create(api.as_user("sam"), body)

        assert reply.status == 201
        file = api.as_user("sam").get("/fileResources/FreeFile001").json()
        assert file["assigned"] is True

    def test_xml_recipients_are_added(self, api: Api) -> None:
        """Recipients may come as XML too (1.5, 4.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/{uid}/recipients",
            body='<message><users><user id="FayTicket01"/></users></message>',
            content_type=XML,
        )

        assert reply.status == 204
        assert reply.body == b""
        assert rows(api, uid) == {"sam", "mia", "fay"}


class TestCreateAnsweredInXml:
    """WebMessages in XML: facts as attributes, texts as elements."""

    @pytest.mark.parametrize(
        ("path", "accept"),
        [
            pytest.param(CONVERSATIONS, XML, id="Accept: case 20"),
            pytest.param(CONVERSATIONS, "text/xml", id="text/xml"),
            pytest.param(
                CONVERSATIONS, "application/json;q=0.5,application/xml", id="preferred"
            ),
            pytest.param(f"{CONVERSATIONS}.xml", None, id="suffix"),
        ],
    )
    def test_created_message_is_web_message(
        self, api: Api, path: str, accept: str | None
    ) -> None:
        """Asked for XML, a create answers `webMessage` (1.6, case 20)."""
        reply = api.as_user("sam").post(
            path,
            body=message('<user id="MiaPlainU01"/>'),
            content_type=XML,
            accept=accept,
        )

        assert reply.status == 201
        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        assert reply.text == (
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" httpStatus="Created" '
            'httpStatusCode="201" status="OK">'
            "<message>Message conversation created</message></webMessage>"
        )
        assert rows(api, reply.new_uid) == {"sam", "mia"}

    @pytest.mark.parametrize("accept", [None, "*/*", "application/json"])
    def test_xml_without_wish_answers_json(self, api: Api, accept: str | None) -> None:
        """The answer's form follows Accept, not the body's type (1.5)."""
        body = message('<user id="MiaPlainU01"/>')

        reply = create(api.as_user("sam"), body, accept)

        assert reply.status == 201
        assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"

    def test_json_message_answers_xml(self, api: Api) -> None:
        """A JSON message may be answered in XML (1.5)."""
        body = {"subject": "Hi", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body, accept=XML)

        assert reply.status == 201
        assert reply.text.startswith("<webMessage ")

    def test_reply_answers_in_xml(self, api: Api) -> None:
        """A reply says 200 in XML as well (1.6, D6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{uid}", body="Yes", content_type="text/plain", accept=XML
        )

        assert reply.status == 200
        assert reply.text == (
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" httpStatus="OK" '
            'httpStatusCode="200" status="OK">'
            "<message>Message conversation created</message></webMessage>"
        )


class TestRefusedInXml:
    """Refusals of XML, and refusals in XML."""

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(message("<text>x</text>"), id="no user: case 22"),
            pytest.param(message("<users/>"), id="empty wrapper"),
            pytest.param("<message/>", id="empty message"),
            pytest.param("<message>Hi</message>", id="text alone"),
            pytest.param(message('<recipient id="MiaPlainU01"/>'), id="other element"),
        ],
    )
    def test_xml_without_users_is_conflict(self, api: Api, body: str) -> None:
        """XML that addresses nobody is a 409, told in XML (1.6, 4.4, case 22)."""
        reply = create(api.as_user("sam"), body, XML)

        assert reply.status == 409
        assert reply.text == (
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" '
            'httpStatus="Conflict" httpStatusCode="409" status="ERROR" '
            'errorCode="E1004"><message>No recipients selected.</message></webMessage>'
        )
        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        assert reply.headers["Cache-Control"] == "no-cache, private"
        assert total(api) == 0

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param("<message><subject>Hi</message>", id="not well-formed"),
            pytest.param("Hi", id="no XML"),
            pytest.param('{"subject":"Hi"}', id="JSON"),
            pytest.param("<message/><message/>", id="two roots"),
            pytest.param("<d:message/>", id="unbound prefix"),
            pytest.param("", id="empty"),
            pytest.param(
                '<!DOCTYPE m [<!ENTITY e "x">]>'
                '<message><subject>&e;</subject><user id="MiaPlainU01"/></message>',
                id="entity of its own",
            ),
        ],
    )
    def test_malformed_xml_is_conflict(self, api: Api, body: str) -> None:
        """XML that cannot be read is a 409 without code (4.4)."""
        reply = create(api.as_user("sam"), body)

        assert reply.status == 409
        refusal = reply.json()
        assert refusal.pop("message")
        assert refusal == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
        }
        assert total(api) == 0

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(
                '<user id="Xxxxxxxxxxx"/>',
                "User does not exist: Xxxxxxxxxxx",
                id="unknown user",
            ),
            pytest.param("<user/>", "User does not exist: null", id="user without id"),
            pytest.param(
                '<user id="Xxxxxxxxxxx"/><organisationUnit id="Yyyyyyyyyyy"/>',
                "Organisation Unit does not exist: Yyyyyyyyyyy",
                id="units first",
            ),
        ],
    )
    def test_unknown_recipient_of_xml_conflicts(
        self, api: Api, content: str, words: str
    ) -> None:
        """XML is refused for the same reasons as JSON (4.4)."""
        reply = create(api.as_user("sam"), message(content))

        assert reply.status == 409
        assert reply.json() == {
            "httpStatus": "Conflict",
            "httpStatusCode": 409,
            "status": "ERROR",
            "message": words,
            "errorCode": "E1004",
        }
        assert total(api) == 0

    def test_missing_subject_of_xml_conflicts(self, api: Api) -> None:
        """A subject is needed in XML too (4.4)."""
        body = '<message><subject/><users><user id="MiaPlainU01"/></users></message>'

        reply = create(api.as_user("sam"), body)

        assert reply.status == 409
        assert reply.json()["message"] == (
            "not-null property references a null or transient value: "
            "org.hisp.dhis.message.MessageConversation.subject"
        )
        assert total(api) == 0

    def test_refusal_text_is_escaped(self, api: Api) -> None:
        """What a client sent comes back as text, not as markup (1.6)."""
        body = {"subject": "Hi", "users": [{"id": "<&>"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body, accept=XML)

        assert reply.status == 409
        assert reply.text == (
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" '
            'httpStatus="Conflict" httpStatusCode="409" status="ERROR" '
            'errorCode="E1004"><message>User does not exist: &lt;&amp;&gt;</message>'
            "</webMessage>"
        )

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "Xxxxxxxxxxx/MessageM001/attachments/FreeFile001", 404),
            ("GET", "{uid}/MessageM001/attachments/FreeFile001", 404),
            ("GET", "{foreign}/MessageM001/attachments/FreeFile001", 403),
            ("POST", "Xxxxxxxxxxx/recipients", 404),
        ],
    )
    def test_thrown_refusal_stays_json(
        self, api: Api, method: str, path: str, status: int
    ) -> None:
        """What the server throws past all negotiation is JSON (1.4, 4.6, 4.18)."""
        foreign = api.as_user("tom").send("FayTicket01")
        uid = api.as_user("sam").send("MiaPlainU01")
        body = {"users": [{"id": "TomFeedbk01"}]}

        reply = api.as_user("sam").call(
            method,
            f"{CONVERSATIONS}/{path.format(uid=uid, foreign=foreign)}",
            json=body if method == "POST" else None,
            accept=XML,
        )

        assert reply.status == status
        assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
        assert reply.json()["httpStatusCode"] == status

    def test_nobody_is_refused_in_xml(self, api: Api) -> None:
        """A 401 follows Accept like any other refusal (1.2, case 104)."""
        reply = api.get(CONVERSATIONS, accept=XML)

        assert reply.status == 401
        assert reply.text.startswith(
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" '
            'httpStatus="Unauthorized" httpStatusCode="401" status="ERROR"'
        )


class TestListInXml:
    """The list as the document prints it."""

    def test_list_shows_name_and_link(self, api: Api) -> None:
        """Items carry name, id and link as attributes (1.6, D4, case 101)."""
        older = api.as_user("sam").send("MiaPlainU01", subject='Say "Hi" & <go>')
        newer = api.as_user("sam").send("MiaPlainU01", subject="Second")

        reply = api.as_user("mia").get(CONVERSATIONS, accept=XML)

        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        base = "http://host/api/messageConversations"
        assert re.sub("http://[^/]+/api", "http://host/api", reply.text) == (
            f'<messageConversations xmlns="http://dhis2.org/schema/dxf/2.0" '
            f'link="{base}">'
            f'<messageConversation name="Second" id="{newer}" link="{base}/{newer}"/>'
            "<messageConversation name='Say \"Hi\" &amp; &lt;go&gt;' "
            f'id="{older}" link="{base}/{older}"/>'
            "</messageConversations>"
        )

    def test_link_of_item_leads_on(self, api: Api) -> None:
        """The link of an item can be followed to the conversation (D4)."""
        api.as_user("sam").send("MiaPlainU01", subject="Hi")
        listed = xmltodict.parse(api.as_user("mia").get(CONVERSATIONS, accept=XML).body)
        link = listed["messageConversations"]["messageConversation"]["@link"]

        reply = api.as_user("mia").get("/api" + link.partition("/api")[2], accept=XML)

        assert reply.status == 200
        assert xmltodict.parse(reply.body)["messageConversation"]["@name"] == "Hi"

    def test_empty_inbox_is_empty_root(self, api: Api) -> None:
        """An empty inbox is the root alone (1.6)."""
        reply = api.as_user("mia").get(CONVERSATIONS, accept=XML)

        assert re.sub("http://[^/]+/api", "http://host/api", reply.text) == (
            '<messageConversations xmlns="http://dhis2.org/schema/dxf/2.0" '
            'link="http://host/api/messageConversations"></messageConversations>'
        )

    def test_suffix_asks_for_xml(self, api: Api) -> None:
        """The suffix `.xml` wins over Accept (1.5)."""
        reply = api.as_user("mia").get(
            f"{CONVERSATIONS}.xml", accept="application/json"
        )

        assert reply.status == 200
        assert reply.text.startswith("<messageConversations ")

    def test_json_suffix_wins_over_accept(self, api: Api) -> None:
        """The suffix `.json` wins over Accept (1.5)."""
        reply = api.as_user("mia").get(f"{CONVERSATIONS}.json", accept=XML)

        assert reply.status == 200
        assert reply.json()["messageConversations"] == []

    def test_asked_fields_make_metadata_list(self, api: Api) -> None:
        """With `fields` the list has the shape of 2.21 to 2.38 (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(
            f"{CONVERSATIONS}?fields=id,displayName,read", accept=XML
        )

        assert reply.status == 200
        assert xmltodict.parse(reply.body) == {
            "metadata": {
                "@xmlns": "http://dhis2.org/schema/dxf/2.0",
                "pager": {
                    "page": "1",
                    "pageCount": "1",
                    "total": "1",
                    "pageSize": "50",
                },
                "messageConversations": {
                    "messageConversation": {
                        "@id": uid,
                        "@read": "false",
                        "displayName": "Hi",
                    }
                },
            }
        }

    @pytest.mark.profile("2.42")
    def test_xml_list_on_server_is_refused(self, api: Api) -> None:
        """A server of 2.39 or later writes no XML here: 406 (1.5, D3, case 101)."""
        reply = api.as_user("mia").get(CONVERSATIONS, accept=XML)

        assert reply.status == 406

    @pytest.mark.profile("2.42")
    def test_refused_xml_write_leaves_no_trace(self, api: Api) -> None:
        """A 406 comes before anything is written (1.5, DEVIATION D10)."""
        body = {"subject": "Hi", "users": [{"id": "MiaPlainU01"}]}

        reply = api.as_user("sam").post(CONVERSATIONS, json=body, accept=XML)

        assert reply.status == 406
        assert total(api) == 0


class TestObjectInXml:
    """One conversation as XML."""

    def shown(self, api: Api, uid: str, query: str = "") -> dict[str, Any]:
        """Return the root of the conversation as mia reads it in XML."""
        reply = api.as_user("mia").get(f"{CONVERSATIONS}/{uid}{query}", accept=XML)
        assert reply.status == 200, reply.text
        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        found: dict[str, Any] = xmltodict.parse(reply.body)["messageConversation"]
        return found

    def test_object_has_attributes_and_elements(self, api: Api) -> None:
        """Some properties are attributes, the rest elements (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        shown = self.shown(api, uid)

        assert shown["@xmlns"] == "http://dhis2.org/schema/dxf/2.0"
        assert shown["@id"] == uid
        assert shown["@name"] == "Hi"
        assert shown["@read"] == "false"
        assert shown["@followUp"] == "false"
        assert shown["@messageCount"] == "1"
        assert shown["@href"].endswith(f"/api/messageConversations/{uid}")
        assert {"@created", "@lastUpdated"} <= shown.keys()
        assert shown["subject"] == shown["displayName"] == "Hi"
        assert shown["messageType"] == "PRIVATE"
        assert shown["priority"] == shown["status"] == "NONE"
        assert shown["lastSender"] == {"@id": "SamPlainU01"}
        assert "lastMessage" in shown

    def test_asked_fields_alone_are_shown(self, api: Api) -> None:
        """`fields` chooses in XML as in JSON (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi", text="a & b")

        shown = self.shown(api, uid, "?fields=id,subject,messages[text,internal]")

        assert shown == {
            "@xmlns": "http://dhis2.org/schema/dxf/2.0",
            "@id": uid,
            "subject": "Hi",
            "messages": {"message": {"text": "a & b", "internal": "false"}},
        }

    def test_user_messages_are_elements(self, api: Api) -> None:
        """The rows of participants are elements with elements (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        shown = self.shown(api, uid, "?fields=userMessages[read,followUp]")

        rows_shown = shown["userMessages"]["userMessage"]
        assert sorted(row["read"] for row in rows_shown) == ["false", "true"]
        assert [row["followUp"] for row in rows_shown] == ["false", "false"]

    def test_user_stub_has_elements(self, api: Api) -> None:
        """The five keys of a user are elements, without the null (query.md 11)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        shown = self.shown(api, uid, "?fields=createdBy")

        assert shown["createdBy"] == {
            "id": "SamPlainU01",
            "name": "Sam Conteh",
            "displayName": "Sam Conteh",
            "username": "sam",
        }

    def test_empty_collection_has_no_wrapper(self, api: Api) -> None:
        """An empty collection is written as nothing at all (query.md 11)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        shown = self.shown(api, uid, "?fields=id,favorites,messages[attachments]")

        assert shown.keys() == {"@xmlns", "@id", "messages"}
        assert shown["messages"] == {"message": None}

    def test_one_property_keeps_the_root(self, api: Api) -> None:
        """A property read alone stands in the root of its object (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01", subject="Hi")

        reply = api.as_user("mia").get(f"{CONVERSATIONS}/{uid}/subject", accept=XML)

        assert reply.text == (
            '<messageConversation xmlns="http://dhis2.org/schema/dxf/2.0">'
            "<subject>Hi</subject></messageConversation>"
        )

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            (
                "/users?fields=id,username&filter=username:eq:sam",
                '<users><user id="SamPlainU01"><username>sam</username></user></users>',
            ),
            (
                "/userGroups?fields=name,users&filter=id:eq:FeedbackGrp",
                (
                    '<userGroups><userGroup name="Feedback"><users><user>'
                    "<id>TomFeedbk01</id><name>Tom Holm</name>"
                    "<displayName>Tom Holm</displayName><username>tom</username>"
                    "</user></users></userGroup></userGroups>"
                ),
            ),
            (
                "/organisationUnits?fields=id,level,users&filter=level:eq:2",
                (
                    '<organisationUnits><organisationUnit id="UnitChild02" level="2">'
                    "<users><userItem><id>SamPlainU01</id><name>Sam Conteh</name>"
                    "<displayName>Sam Conteh</displayName><username>sam</username>"
                    "</userItem></users></organisationUnit></organisationUnits>"
                ),
            ),
        ],
        ids=["users", "userGroups", "organisationUnits"],
    )
    def test_other_lists_have_metadata_root(
        self, api: Api, path: str, expected: str
    ) -> None:
        """Lists around messaging have the root `metadata` and a pager (1.6)."""
        reply = api.as_user("admin").get(path, accept=XML)

        assert reply.text == (
            '<metadata xmlns="http://dhis2.org/schema/dxf/2.0"><pager><page>1</page>'
            "<pageCount>1</pageCount><total>1</total><pageSize>50</pageSize></pager>"
            f"{expected}</metadata>"
        )

    def test_unwritable_characters_are_replaced(self, api: Api) -> None:
        """A text that XML cannot spell is still answered with XML (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01", text="a\x00b\x1fc")

        shown = self.shown(api, uid, "?fields=messages[text]")

        assert shown["messages"]["message"]["text"] == "a\ufffdb\ufffdc"


class TestBareNodes:
    """Answers of one key in XML: only `removed` keeps its name."""

    @pytest.mark.parametrize(
        ("path", "undo"),
        [
            pytest.param("read", "unread", id="read: case 102"),
            pytest.param("unread", "read", id="unread"),
            pytest.param("followup", "unfollowup", id="followup"),
            pytest.param("unfollowup", "followup", id="unfollowup"),
        ],
    )
    def test_marked_list_loses_name(self, api: Api, path: str, undo: str) -> None:
        """The lists of marks are uids right below the root (1.6, case 102)."""
        first = api.as_user("sam").send("MiaPlainU01")
        second = api.as_user("sam").send("MiaPlainU01")
        both = [first, second]
        api.as_user("mia").post(f"{CONVERSATIONS}/{undo}", json=both)

        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/{path}", json=both, accept=XML
        )

        assert reply.status == 200
        assert reply.headers["Content-Type"] == "application/xml;charset=UTF-8"
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            f"<response><uid>{first}</uid><uid>{second}</uid></response>"
        )

    def test_empty_marked_list_is_root(self, api: Api) -> None:
        """An empty list is the root alone (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post(f"{CONVERSATIONS}/read", json=[uid], accept=XML)

        assert reply.status == 200
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?><response></response>"
        )

    @pytest.mark.parametrize(
        "path",
        [
            "priority?messageConversationPriority=HIGH",
            "status?messageConversationStatus=SOLVED",
            "unread",
        ],
    )
    def test_label_answer_loses_name(self, api: Api, path: str) -> None:
        """Priority, status and single marks look the same (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post(f"{CONVERSATIONS}/{uid}/{path}", accept=XML)

        assert reply.status == 200
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            f"<response><uid>{uid}</uid></response>"
        )

    def test_removed_user_is_wrapped(self, api: Api) -> None:
        """The removal of one user answers `reply` (1.6, D8, case 102)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").delete(
            f"{CONVERSATIONS}/{uid}/MiaPlainU01", accept=XML
        )

        assert reply.status == 200
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            "<reply><removed><uid>MiaPlainU01</uid></removed></reply>"
        )
        assert rows(api, uid) == {"sam"}

    def test_nobody_removed_is_root(self, api: Api) -> None:
        """The removal of nobody is the root alone (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").delete(
            f"{CONVERSATIONS}/{uid}/FayTicket01", accept=XML
        )

        assert reply.status == 200
        assert reply.text == "<?xml version='1.0' encoding='UTF-8'?><reply></reply>"

    def test_removed_conversations_are_wrapped(self, api: Api) -> None:
        """Batch removal answers `response` with the conversations (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").delete(f"{CONVERSATIONS}?mc={uid}", accept=XML)

        assert reply.status == 200
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            f"<response><removed><uid>{uid}</uid></removed></response>"
        )

    def test_assignment_is_message(self, api: Api) -> None:
        """A text of a bare node is an element (1.6)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").post(
            f"{CONVERSATIONS}/{uid}/assign?userId=MiaPlainU01", accept=XML
        )

        assert reply.status == 200
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?><response>"
            "<message>User Mia Kamara was assigned successfully</message></response>"
        )

    def test_unknown_conversations_are_response(self, api: Api) -> None:
        """A batch without any known id is a 404 `response` (1.6)."""
        reply = api.as_user("mia").post(
            f"{CONVERSATIONS}/read", json=["Xxxxxxxxxxx"], accept=XML
        )

        assert reply.status == 404
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?><response><message>"
            "No MessageConversations found for the given IDs.</message></response>"
        )

    def test_unknown_conversation_is_reply(self, api: Api) -> None:
        """Reading an unknown conversation is a 404 `reply` (1.6)."""
        reply = api.as_user("mia").get(f"{CONVERSATIONS}/Xxxxxxxxxxx", accept=XML)

        assert reply.status == 404
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?><reply><message>"
            "No MessageConversation found with UID: Xxxxxxxxxxx</message></reply>"
        )

    def test_unknown_user_is_reply(self, api: Api) -> None:
        """Removing an unknown user is a 404 `reply` (1.6, D10, case 89)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").delete(
            f"{CONVERSATIONS}/{uid}/dMV6G0tPAEa", accept=XML
        )

        assert reply.status == 404
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?><reply><message>"
            "No user with uid: dMV6G0tPAEa</message></reply>"
        )


class TestPlainValues:
    """What has no type of its own (M)."""

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("/me/authorities", f'<object xmlns="{DXF}"><item>ALL</item></object>'),
            ("/me/authorization/X", f'<object xmlns="{DXF}">true</object>'),
            ("/apps", f'<object xmlns="{DXF}"></object>'),
            ("/system/id?limit=0", f'<codeList xmlns="{DXF}"></codeList>'),
        ],
    )
    def test_bare_values_have_a_root(self, api: Api, path: str, text: str) -> None:
        """A bare array lists items; ids stand in a `codeList` (system 1.5)."""
        reply = api.as_user("admin").get(path, accept=XML)

        assert reply.status == 200
        assert reply.text == text

    def test_ids_are_codes(self, api: Api) -> None:
        """Each id is an element, without a wrapper (system 1.5)."""
        reply = api.as_user("mia").get("/system/id?limit=2", accept=XML)

        codes = xmltodict.parse(reply.body)["codeList"]["codes"]
        assert len(set(codes)) == 2
