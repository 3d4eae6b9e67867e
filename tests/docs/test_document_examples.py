"""
Every call of the user's document, sent as curl sends it (resources.md 20).

Hosts and the lines that the document lost are filled in; the rest is as printed.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
import xmltodict

from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.seed import seed_named
from mock_server.settings import Settings
from tests.conftest import Api, in_process, over_socket

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import LiveServer, Reply

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "------------------------2e3c74727c9efc33"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}"
CREATED = {
    "httpStatus": "Created",
    "httpStatusCode": 201,
    "status": "OK",
    "message": "Message conversation created",
}
REPLIED = {
    "httpStatus": "OK",
    "httpStatusCode": 200,
    "status": "OK",
    "message": "Message conversation created",
}

FILES = {
    "message.xml": """\
<message xmlns="">
  <subject>Mortality data reporting</subject>
  <text>Have you reported data for the Mortality data set for January 2014?</text>
    <user id="PhzytPW3g2J" />
</message>
""",
    "wrapped.xml": """\
<message xmlns="http://dhis2.org/schema/dxf/2.0">
  <subject>Mortality data reporting</subject>
  <text>Have you reported data for the Mortality data set for January 2014?</text>
  <users>
    <user id="PhzytPW3g2J" />
  </users>
</message>
""",
    "users.xml": """\
<message xmlns="">
  <subject>This is the subject</subject>
  <text>This is the text</text>
    <user id="OYLGMiazHtW" />
    <user id="N3PZBUlN8vq" />
    <user id="PhzytPW3g2J" />
</message>
""",
    "groups.xml": """\
<message xmlns="">
  <subject>This is the subject</subject>
  <text>This is the text</text>
    <userGroup id="wl5cDMuUhmF" />
    <userGroup id="ZoHNWQajIoe" />
    <userGroup id="DiszpKrYNg8" />
</message>
""",
    "units.xml": """\
<message xmlns="">
  <subject>This is the subject</subject>
  <text>This is the text</text>
    <organisationUnit id="ImspTQPwCqd" />
    <organisationUnit id="O6uvpzGd5pu" />
    <organisationUnit id="DiszpKrYNg8" />
</message>
""",
    "message.json": """\
{
  "subject": "Hey",
  "text": "How are you?",
  "users": [
    {
      "id": "OYLGMiazHtW"
    },
    {
      "id": "N3PZBUlN8vq"
    }
  ],
  "userGroups": [
    {
      "id": "ZoHNWQajIoe"
    }
  ],
  "organisationUnits": [
    {
      "id": "DiszpKrYNg8"
    }
  ]
}
""",
    "recipients.json": """\
{
  "users": [
    {
      "id": "OYLGMiazHtW"
    },
    {
      "id": "N3PZBUlN8vq"
    }
  ],
  "userGroups": [
    {
      "id": "DiszpKrYNg8"
    }
  ],
  "organisationUnits": [
    {
      "id": "DiszpKrYNg8"
    }
  ]
}
""",
    "attached.json": """\
{
  "subject": "Hey",
  "text": "How are you?",
  "users": [
    {
      "id": "OYLGMiazHtW"
    },
    {
      "id": "N3PZBUlN8vq"
    }
  ],
  "userGroups": [
    {
      "id": "ZoHNWQajIoe"
    }
  ],
  "organisationUnits": [
    {
      "id": "DiszpKrYNg8"
    }
  ],
  "attachments": [
    "fTpI4GOmujz",
    "h2ZsOxMFMfq"
  ]
}
""",
    "attachment.png": "PNG of a kind\r\n",
}
"""The files that the document's reader has saved."""


def curl(api: Api, line: str) -> Reply:
    """Send what `curl` sends for a command line, its URL without the host."""
    _, *words = shlex.split(line)
    headers = {"User-Agent": "curl/8.5.0", "Accept": "*/*"}
    method, path, user, body = "", "", "", b""
    while words:
        match words.pop(0):
            case "-X":
                method = words.pop(0)
            case "-u":
                user = words.pop(0).partition(":")[0]
            case "-H":
                name, _, value = words.pop(0).partition(":")
                headers[name] = value.strip()
            case "-d":
                body = data(words.pop(0))
                headers.setdefault("Content-Type", FORM)
            case "-F":
                body = form(words.pop(0))
                headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
            case word:
                path = word
    method = method or ("POST" if body else "GET")
    return api.as_user(user).call(method, path, body=body, headers=headers)


def data(value: str) -> bytes:
    """Return what `-d` sends: of a file, all but the ends of its lines."""
    if value.startswith("@"):
        value = FILES[value[1:]].replace("\r", "").replace("\n", "")
    return value.encode()


def form(value: str) -> bytes:
    """Return what `-F name=@file` sends."""
    name, _, file = value.partition("=@")
    return (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: image/png\r\n\r\n{FILES[file]}\r\n--{BOUNDARY}--\r\n"
    ).encode()


def shown(api: Api, uid: str, user: str = "admin") -> dict[str, Any]:
    """Return a conversation as `user` reads it."""
    reply = api.as_user(user).get(f"/messageConversations/{uid}")
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def reads(api: Api, uid: str) -> dict[str, bool]:
    """Return username -> read flag of a conversation's participants."""
    listed = shown(api, uid)["userMessages"]
    return {row["user"]["username"]: row["read"] for row in listed}


def texts(api: Api, uid: str, user: str = "admin") -> list[str]:
    """Return the texts that `user` reads in a conversation."""
    reply = api.as_user(user).get(f"/messageConversations/{uid}/messages")
    return [message["text"] for message in reply.json()["messages"]]


def inbox(api: Api, user: str) -> list[str]:
    """Return the uids of a user's conversations as listed."""
    reply = api.as_user(user).get("/messageConversations")
    return [each["id"] for each in reply.json()["messageConversations"]]


def hostless(reply: Reply) -> str:
    """Return the body with one host for all addresses."""
    return re.sub("http://[^/]+/api", "http://host/api", reply.text)


@pytest.fixture(params=["in-process", "socket"])
def walkthrough_api(
    request: pytest.FixtureRequest,
    live_servers: dict[tuple[str, Path | None], LiveServer],
) -> Api:
    """Return a client of a mock in which the story is yet to happen."""
    server = live_servers["documented", seed_named("walkthrough")]
    is_live = request.param == "socket"
    api = Api(over_socket(server.port) if is_live else in_process(server.app))
    assert api.post("/__mock/reset").status == 204
    return api


class TestLookingUp:
    """Where the document's reader begins."""

    def test_entry_point_leads_to_messages(self, default_api: Api) -> None:
        """From /api one finds the messageConversations (resources.md 20, row 1)."""
        entry = curl(default_api, 'curl "/api" -u admin:district')
        resources = curl(default_api, 'curl "/api/resources" -u admin:district')

        rows = {row["plural"]: row for row in resources.json()["resources"]}
        link = rows["messageConversations"]["href"].partition("/api")[2]
        followed = curl(default_api, f'curl "/api{link}" -u admin:district')

        assert entry.status == 302
        assert entry.headers["Location"].endswith("/api/resources")
        assert rows["messageConversations"]["displayName"] == "Message Conversations"
        assert followed.status == 200

    def test_entry_point_speaks_xml(self, default_api: Api) -> None:
        """The resources come in XML if asked for (resources.md 3, 20, row 1)."""
        reply = curl(
            default_api,
            'curl "/api/resources" -H "Accept:application/xml" -u admin:district',
        )

        assert reply.status == 200
        resource = xmltodict.parse(reply.body)["resources"]["resource"][0]
        assert resource["plural"] == "messageConversations"
        assert resource["href"].endswith("/api/messageConversations")

    def test_mobile_user_is_found(self, default_api: Api) -> None:
        """The users lead to the mobile user (resources.md 20, row 2)."""
        users = curl(
            default_api,
            'curl "/api/users?filter=username:eq:mobile" -u admin:district',
        )
        user = curl(default_api, 'curl "/api/users/PhzytPW3g2J" -u admin:district')

        assert users.json()["users"] == [
            {"displayName": "User Mobile", "id": "PhzytPW3g2J"}
        ]
        assert user.status == 200
        assert user.json()["id"] == "PhzytPW3g2J"
        assert user.json()["username"] == "mobile"


class TestSending:
    """Writing messages."""

    @pytest.mark.parametrize("file", ["message.xml", "wrapped.xml"])
    def test_xml_message_is_created(self, default_api: Api, file: str) -> None:
        """The XML message to mobile is created (resources.md 20, row 3)."""
        reply = curl(
            default_api,
            f'curl -d @{file} "/api/messageConversations"'
            ' -H "Content-Type:application/xml" -u admin:district -X POST',
        )

        assert reply.status == 201
        assert reply.json() == CREATED
        uid = reply.new_uid
        assert reply.headers["Location"].endswith(f"/api/messageConversations/{uid}")
        assert shown(default_api, uid, "mobile")["subject"] == (
            "Mortality data reporting"
        )
        assert texts(default_api, uid) == [
            "Have you reported data for the Mortality data set for January 2014?"
        ]
        assert reads(default_api, uid) == {"admin": True, "mobile": False}

    def test_xml_message_answers_in_xml(self, default_api: Api) -> None:
        """Asked for XML, the answer is `webMessage` (resources.md 20, row 3)."""
        reply = curl(
            default_api,
            'curl -d @message.xml "/api/messageConversations"'
            ' -H "Content-Type:application/xml" -H "Accept:application/xml"'
            " -u admin:district -X POST",
        )

        assert reply.status == 201
        assert reply.text == (
            '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" httpStatus="Created" '
            'httpStatusCode="201" status="OK">'
            "<message>Message conversation created</message></webMessage>"
        )

    @pytest.mark.parametrize(
        ("file", "recipients"),
        [
            pytest.param("users.xml", {"boateng", "district", "mobile"}, id="users"),
            pytest.param(
                "groups.xml", {"system", "district", "keita", "android"}, id="groups"
            ),
            pytest.param(
                "units.xml",
                {"system", "boateng", "district", "keita", "mobile", "android"},
                id="units",
            ),
        ],
    )
    def test_xml_form_reaches_recipients(
        self, default_api: Api, file: str, recipients: set[str]
    ) -> None:
        """The three XML forms reach users, groups and units (2.6, D1)."""
        reply = curl(
            default_api,
            f'curl -d @{file} "/api/messageConversations"'
            ' -H "Content-Type:application/xml" -u admin:district -X POST',
        )

        assert reply.status == 201
        assert reads(default_api, reply.new_uid) == {
            "admin": True,
            **dict.fromkeys(recipients, False),
        }

    def test_json_message_is_created(self, default_api: Api) -> None:
        """The JSON payload reaches all it names (resources.md 20, row 4)."""
        reply = curl(
            default_api,
            'curl -d @message.json "/api/33/messageConversations"'
            ' -H "Content-Type:application/json" -u admin:district -X POST',
        )

        assert reply.status == 201
        assert reply.json() == CREATED
        folder = "/api/33/messageConversations/"
        assert reply.headers["Location"].endswith(folder + reply.new_uid)
        assert reads(default_api, reply.new_uid) == {
            "admin": True,
            "boateng": False,
            "district": False,
            "keita": False,
            "mobile": False,
            "android": False,
        }


class TestReading:
    """Reading messages as the mobile user."""

    def test_inbox_is_listed_in_xml(self, default_api: Api) -> None:
        """The inbox has the printed shape (D4, resources.md 20, row 5)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations" -H "Accept:application/xml"'
            " -u mobile:district",
        )

        assert reply.status == 200
        base = "http://host/api/messageConversations"
        assert hostless(reply) == (
            f'<messageConversations xmlns="http://dhis2.org/schema/dxf/2.0"'
            f' link="{base}">'
            '<messageConversation name="Mortality data reporting" id="ZjHHSjyyeJ2"'
            f' link="{base}/ZjHHSjyyeJ2"/>'
            '<messageConversation name="DHIS2 version 2.7 is deployed"'
            f' id="GDBqVfkmnp2" link="{base}/GDBqVfkmnp2"/>'
            '<messageConversation name="Training in Bo" id="WzMRrCosqc0"'
            f' link="{base}/WzMRrCosqc0"/>'
            '<messageConversation name="Validation violations as of'
            ' 2014-01-25T06:00:00" id="lxCjiigqrJm"'
            f' link="{base}/lxCjiigqrJm"/>'
            "</messageConversations>"
        )

    def test_link_leads_to_full_message(self, default_api: Api) -> None:
        """The embedded link can be followed (resources.md 20, row 5)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/ZjHHSjyyeJ2"'
            ' -H "Accept:application/xml" -u mobile:district',
        )

        assert reply.status == 200
        conversation = xmltodict.parse(reply.body)["messageConversation"]
        assert conversation["@id"] == "ZjHHSjyyeJ2"
        assert conversation["@read"] == "false"
        assert conversation["subject"] == "Mortality data reporting"

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            pytest.param("queryString=mortality", ["ZjHHSjyyeJ2"], id="token: row 7"),
            pytest.param("queryString=ortality", [], id="token is a prefix"),
            pytest.param(
                "queryString=ortality&queryOperator=ilike",
                ["ZjHHSjyyeJ2"],
                id="other operator",
            ),
        ],
    )
    def test_query_string_finds_messages(
        self, default_api: Api, query: str, found: list[str]
    ) -> None:
        """`queryString` searches by token by default (resources.md 20, row 7)."""
        reply = curl(
            default_api,
            f'curl "/api/messageConversations?{query}" -u mobile:district',
        )

        assert reply.status == 200
        listed = reply.json()["messageConversations"]
        assert [each["id"] for each in listed] == found


class TestReplying:
    """Answering a conversation."""

    def test_plain_reply_is_ok(self, default_api: Api) -> None:
        """The reply of mobile is a 200 (D6, resources.md 20, row 6)."""
        reply = curl(
            default_api,
            'curl -d "Yes the Mortality data set has been reported"'
            ' "/api/messageConversations/ZjHHSjyyeJ2"'
            ' -H "Content-Type:text/plain" -u mobile:district -X POST',
        )

        assert reply.status == 200
        assert reply.json() == REPLIED
        assert texts(default_api, "ZjHHSjyyeJ2") == [
            "Have you reported data for the Mortality data set for January 2014?",
            "Yes the Mortality data set has been reported",
        ]
        assert reads(default_api, "ZjHHSjyyeJ2") == {"admin": False, "mobile": False}

    def test_untyped_reply_is_stored_verbatim(self, default_api: Api) -> None:
        """Without the type, curl's body is kept as typed (4.5, case 52)."""
        reply = curl(
            default_api,
            'curl -d "Yes the Mortality data set has been reported"'
            ' "/api/messageConversations/ZjHHSjyyeJ2" -u mobile:district -X POST',
        )

        assert reply.status == 200
        assert texts(default_api, "ZjHHSjyyeJ2")[1] == (
            "Yes the Mortality data set has been reported"
        )

    def test_reply_links_attachments(self, default_api: Api) -> None:
        """A reply takes ids in its query (D18, resources.md 20, row 16)."""
        reply = curl(
            default_api,
            'curl -d "Yes the Mortality data set has been reported"'
            ' "/api/33/messageConversations/ZjHHSjyyeJ2'
            '?attachments=fTpI4GOmujz,h2ZsOxMFMfq"'
            ' -H "Content-Type:text/plain" -u mobile:district -X POST',
        )

        assert reply.status == 200
        listed = default_api.as_user("admin").get(
            "/messageConversations/ZjHHSjyyeJ2/messages"
        )
        files = listed.json()["messages"][1]["attachments"]
        assert [each["id"] for each in files] == ["fTpI4GOmujz", "h2ZsOxMFMfq"]
        for uid in ("fTpI4GOmujz", "h2ZsOxMFMfq"):
            file = default_api.as_user("admin").get(f"/fileResources/{uid}").json()
            assert file["assigned"] is True

    def test_internal_reply_is_hidden(self, default_api: Api) -> None:
        """Mobile does not see an internal message (D23, resources.md 20, row 19)."""
        reply = curl(
            default_api,
            'curl -d "This is an internal message"'
            ' "/api/33/messageConversations/ZjHHSjyyeJ2?internal=true"'
            ' -H "Content-Type:text/plain" -u admin:district -X POST',
        )

        assert reply.status == 200
        assert reply.json() == REPLIED
        question = "Have you reported data for the Mortality data set for January 2014?"
        assert texts(default_api, "ZjHHSjyyeJ2", "mobile") == [question]
        assert texts(default_api, "ZjHHSjyyeJ2", "admin") == [
            question,
            "This is an internal message",
        ]


class TestManaging:
    """Removing and marking conversations."""

    def test_user_leaves_conversation(self, default_api: Api) -> None:
        """`removed` holds the user's id (D8, D9, resources.md 20, row 8)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/jMe43trzrdi/xE7jOejl9FI"'
            " -X DELETE -u admin:district",
        )

        assert reply.status == 200
        assert reply.json() == {"removed": ["xE7jOejl9FI"]}
        assert "jMe43trzrdi" not in inbox(default_api, "admin")
        assert "jMe43trzrdi" in inbox(default_api, "boateng")
        assert texts(default_api, "jMe43trzrdi") == ["The new dates are attached."]

    def test_removal_answers_in_xml(self, default_api: Api) -> None:
        """Removal answers in XML if asked for (D11, resources.md 20, row 8)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/jMe43trzrdi/xE7jOejl9FI"'
            ' -X DELETE -H "Accept:application/xml" -u admin:district',
        )

        assert reply.status == 200
        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            "<reply><removed><uid>xE7jOejl9FI</uid></removed></reply>"
        )

    def test_unknown_user_is_described(self, default_api: Api) -> None:
        """Failure is a message that says why (D10, resources.md 20, row 9)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/jMe43trzrdi/dMV6G0tPAEa"'
            " -X DELETE -u admin:district",
        )

        assert reply.status == 404
        assert reply.json() == {"message": "No user with uid: dMV6G0tPAEa"}
        assert reads(default_api, "jMe43trzrdi") == {"boateng": True, "admin": True}

    def test_two_conversations_are_removed(self, default_api: Api) -> None:
        """Batch removal lists both (resources.md 20, row 10)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations?mc=WzMRrCosqc0&mc=lxCjiigqrJm"'
            " -X DELETE -u admin:district",
        )

        assert reply.status == 200
        assert reply.json() == {"removed": ["WzMRrCosqc0", "lxCjiigqrJm"]}
        assert inbox(default_api, "admin") == [
            "ZjHHSjyyeJ2",
            "ZrKML5WiyFm",
            "GDBqVfkmnp2",
            "Gc03smoTm6q",
            "jMe43trzrdi",
        ]

    @pytest.mark.parametrize("first", [False, True], ids=["alone", "after row 10"])
    def test_removal_for_mobile_user(self, default_api: Api, *, first: bool) -> None:
        """Admin removes for mobile, who then lists less (resources.md 20, row 11)."""
        line = (
            'curl "/api/messageConversations?mc=WzMRrCosqc0&mc=lxCjiigqrJm{}"'
            " -X DELETE -u admin:district"
        )
        if first:
            curl(default_api, line.format(""))

        reply = curl(default_api, line.format("&user=PhzytPW3g2J"))

        assert reply.status == 200
        assert reply.json() == {"removed": ["WzMRrCosqc0", "lxCjiigqrJm"]}
        assert inbox(default_api, "mobile") == ["ZjHHSjyyeJ2", "GDBqVfkmnp2"]

    def test_unknown_id_cancels_nothing(self, default_api: Api) -> None:
        """Ids that do not exist are passed over (D12)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations?mc=WzMRrCosqc0&mc=Unknown0000"'
            " -X DELETE -u admin:district",
        )

        assert reply.status == 200
        assert reply.json() == {"removed": ["WzMRrCosqc0"]}

    def test_two_conversations_are_marked_read(self, default_api: Api) -> None:
        """Both unread tickets are listed, in order (D14, resources.md 20, row 12)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/read"'
            """ -d '["ZrKML5WiyFm","Gc03smoTm6q"]' -X POST"""
            ' -H "Content-Type: application/json" -u admin:district',
        )

        assert reply.status == 200
        assert reply.json() == {"markedRead": ["ZrKML5WiyFm", "Gc03smoTm6q"]}
        assert shown(default_api, "ZrKML5WiyFm")["read"] is True
        assert shown(default_api, "Gc03smoTm6q")["read"] is True

    def test_two_conversations_are_marked_unread(self, default_api: Api) -> None:
        """An identical request to `unread` takes the marks back (D14)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/unread"'
            """ -d '["GDBqVfkmnp2","jMe43trzrdi"]' -X POST"""
            ' -H "Content-Type: application/json" -u admin:district',
        )

        assert reply.status == 200
        assert reply.json() == {"markedUnread": ["GDBqVfkmnp2", "jMe43trzrdi"]}
        assert shown(default_api, "GDBqVfkmnp2")["read"] is False

    def test_recipients_are_added(self, default_api: Api) -> None:
        """The printed body adds three, mobile stays (resources.md 20, row 13)."""
        reply = curl(
            default_api,
            "curl -d @recipients.json"
            ' "/api/33/messageConversations/ZjHHSjyyeJ2/recipients"'
            ' -H "Content-Type:application/json" -u admin:district -X POST',
        )

        assert reply.status == 204
        assert reply.body == b""
        assert reads(default_api, "ZjHHSjyyeJ2") == {
            "admin": True,
            "mobile": False,
            "boateng": False,
            "district": False,
            "android": False,
        }


class TestAttaching:
    """Uploading, linking and fetching files."""

    def test_upload_returns_attachment(self, default_api: Api) -> None:
        """The upload answers the printed object (D16, D19, resources.md 20, row 14)."""
        reply = curl(
            default_api,
            'curl -F file=@attachment.png "/api/33/messageConversations/attachments"'
            " -u admin:district",
        )

        assert reply.status == 200
        found = reply.json()
        assert re.fullmatch("[A-Za-z][A-Za-z0-9]{10}", found.pop("id"))
        assert re.fullmatch(MOMENT, found.pop("created"))
        assert re.fullmatch(MOMENT, found.pop("lastUpdated"))
        assert found == {
            "externalAccess": False,
            "publicAccess": "--------",
            "user": {
                "name": "John Traore",
                "created": "2013-04-18T17:15:08.407",
                "lastUpdated": "2018-03-09T23:06:54.512",
                "externalAccess": False,
                "displayName": "John Traore",
                "favorite": False,
                "id": "xE7jOejl9FI",
            },
            "lastUpdatedBy": {"id": "xE7jOejl9FI", "name": "John Traore"},
            "favorite": False,
        }

    def test_message_links_attachments(self, default_api: Api) -> None:
        """Ids may stand as plain strings (D17, resources.md 20, row 15)."""
        reply = curl(
            default_api,
            'curl -d @attached.json "/api/33/messageConversations"'
            ' -H "Content-Type:application/json" -u admin:district -X POST',
        )

        assert reply.status == 201
        listed = default_api.as_user("admin").get(
            f"/messageConversations/{reply.new_uid}/messages"
        )
        files = listed.json()["messages"][0]["attachments"]
        assert [each["id"] for each in files] == ["fTpI4GOmujz", "h2ZsOxMFMfq"]

    def test_attachments_link_only_once(self, default_api: Api) -> None:
        """The two examples with the same files exclude each other (row 16, 6.10)."""
        line = (
            'curl -d "Yes" "/api/messageConversations/ZjHHSjyyeJ2'
            '?attachments=fTpI4GOmujz,h2ZsOxMFMfq"'
            ' -H "Content-Type:text/plain" -u mobile:district -X POST'
        )
        curl(default_api, line)

        reply = curl(default_api, line)

        assert reply.status == 409
        assert len(texts(default_api, "ZjHHSjyyeJ2")) == 2

    def test_attachments_may_be_shared(self) -> None:
        """With the switch both examples run one after the other (20, conflict a)."""
        profile = PROFILES["documented"].with_switches({"allow_attachment_reuse": True})
        api = Api(in_process(create_app(Settings(profile=profile))))
        conversation = "/api/messageConversations/ZjHHSjyyeJ2"

        created = curl(
            api,
            'curl -d @attached.json "/api/messageConversations"'
            ' -H "Content-Type:application/json" -u admin:district -X POST',
        )
        replied = curl(
            api,
            f'curl -d "Yes" "{conversation}?attachments=fTpI4GOmujz,h2ZsOxMFMfq"'
            ' -H "Content-Type:text/plain" -u mobile:district -X POST',
        )

        admin = api.as_user("admin")
        found = [
            admin.get(f"/messageConversations/{uid}/messages").json()["messages"][-1]
            for uid in (created.new_uid, "ZjHHSjyyeJ2")
        ]
        assert (created.status, replied.status) == (201, 200)
        assert [len(each["attachments"]) for each in found] == [2, 2]

    def test_attachment_is_downloaded(self, default_api: Api) -> None:
        """The attached file has its own address (resources.md 20, row 17)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/jMe43trzrdi/jMe4Messag1'
            '/attachments/UsedAttach1" -u admin:district',
        )

        assert reply.status == 200
        assert reply.body == b"15 February\n"
        assert reply.headers["Content-Type"] == "text/plain"
        assert reply.headers["Content-Disposition"] == "filename=calendar.txt"


class TestTickets:
    """Tickets and their labels."""

    @pytest.mark.parametrize("status", ["OPEN", "PENDING", "INVALID", "SOLVED", "NONE"])
    def test_status_is_set(self, default_api: Api, status: str) -> None:
        """A ticket gets a status (D20, D21, resources.md 20, row 18)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/ZrKML5WiyFm/status'
            f'?messageConversationStatus={status}" -X POST -u admin:district',
        )

        assert reply.status == 200
        assert reply.json() == {status: ["ZrKML5WiyFm"]}
        assert shown(default_api, "ZrKML5WiyFm")["status"] == status

    @pytest.mark.parametrize("priority", ["LOW", "MEDIUM", "HIGH", "NONE"])
    def test_priority_is_set(self, default_api: Api, priority: str) -> None:
        """A ticket gets a priority (D20, D21, resources.md 20, row 18)."""
        reply = curl(
            default_api,
            'curl "/api/messageConversations/ZrKML5WiyFm/priority'
            f'?messageConversationPriority={priority}" -X POST -u admin:district',
        )

        assert reply.status == 200
        assert reply.json() == {priority: ["ZrKML5WiyFm"]}
        assert shown(default_api, "ZrKML5WiyFm")["priority"] == priority

    def test_feedback_group_is_set(self, default_api: Api) -> None:
        """The feedback group can be replaced (resources.md 10, 20, row 20)."""
        reply = curl(
            default_api,
            'curl "/api/33/configuration/feedbackRecipients" -d "wl5cDMuUhmF"'
            ' -H "Content-Type:text/plain" -u admin:district',
        )

        assert reply.status == 204


class TestWalkthrough:
    """The story from top to bottom on the seed made for it."""

    def test_story_gives_printed_ids(self, walkthrough_api: Api) -> None:
        """Rows 3, 5, 6 and 14 give what is printed (resources.md case 59)."""
        created = curl(
            walkthrough_api,
            'curl -d @message.xml "/api/messageConversations"'
            ' -H "Content-Type:application/xml" -u admin:district -X POST',
        )
        listed = curl(
            walkthrough_api,
            'curl "/api/messageConversations" -H "Accept:application/xml"'
            " -u mobile:district",
        )
        replied = curl(
            walkthrough_api,
            'curl -d "Yes the Mortality data set has been reported"'
            ' "/api/messageConversations/ZjHHSjyyeJ2"'
            ' -H "Content-Type:text/plain" -u mobile:district -X POST',
        )
        uploaded = curl(
            walkthrough_api,
            'curl -F file=@attachment.png "/api/messageConversations/attachments"'
            " -u admin:district",
        )

        assert created.status == 201
        assert created.headers["Location"].endswith(
            "/api/messageConversations/ZjHHSjyyeJ2"
        )
        base = "http://host/api/messageConversations"
        assert hostless(listed) == (
            f'<messageConversations xmlns="http://dhis2.org/schema/dxf/2.0"'
            f' link="{base}">'
            '<messageConversation name="Mortality data reporting" id="ZjHHSjyyeJ2"'
            f' link="{base}/ZjHHSjyyeJ2"/>'
            '<messageConversation name="DHIS2 version 2.7 is deployed"'
            f' id="GDBqVfkmnp2" link="{base}/GDBqVfkmnp2"/>'
            "</messageConversations>"
        )
        assert replied.status == 200
        assert replied.json() == REPLIED
        assert texts(walkthrough_api, "ZjHHSjyyeJ2") == [
            "Have you reported data for the Mortality data set for January 2014?",
            "Yes the Mortality data set has been reported",
        ]
        assert uploaded.status == 200
        assert uploaded.json()["id"] == "fTpI4GOmujz"

    def test_story_goes_on_below(self, walkthrough_api: Api) -> None:
        """The rest of the story follows on the same mock (resources.md 20)."""
        api = walkthrough_api
        conversations = "/api/messageConversations"
        curl(
            api,
            f'curl -d @message.xml "{conversations}"'
            ' -H "Content-Type:application/xml" -u admin:district -X POST',
        )
        curl(
            api,
            f'curl -d "Yes" "{conversations}/ZjHHSjyyeJ2"'
            ' -H "Content-Type:text/plain" -u mobile:district -X POST',
        )
        both = f"{conversations}?mc=WzMRrCosqc0&mc=lxCjiigqrJm"
        marked = """'["ZrKML5WiyFm","Gc03smoTm6q"]'"""
        json = '"Content-Type: application/json"'
        lines = [
            f'curl "{conversations}/jMe43trzrdi/xE7jOejl9FI" -X DELETE',
            f'curl "{both}" -X DELETE',
            f'curl "{both}&user=PhzytPW3g2J" -X DELETE',
            f'curl "{conversations}/read" -d {marked} -X POST -H {json}',
        ]

        replies = [curl(api, f"{line} -u admin:district") for line in lines]

        assert [reply.status for reply in replies] == [200, 200, 200, 200]
        assert [reply.json() for reply in replies] == [
            {"removed": ["xE7jOejl9FI"]},
            {"removed": ["WzMRrCosqc0", "lxCjiigqrJm"]},
            {"removed": []},
            {"markedRead": ["ZrKML5WiyFm", "Gc03smoTm6q"]},
        ]

    def test_reset_tells_story_again(self, walkthrough_api: Api) -> None:
        """After a reset the same ids are handed out again (resources.md 20)."""
        line = (
            'curl -d @message.xml "/api/messageConversations"'
            ' -H "Content-Type:application/xml" -u admin:district -X POST'
        )
        first = curl(walkthrough_api, line)
        second = curl(walkthrough_api, line)
        assert walkthrough_api.post("/__mock/reset").status == 204

        again = [curl(walkthrough_api, line), curl(walkthrough_api, line)]

        assert first.new_uid == "ZjHHSjyyeJ2"
        assert second.new_uid != first.new_uid
        assert [each.new_uid for each in again] == [first.new_uid, second.new_uid]
