"""The resources around messaging, on the default seed (resources.md 3-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mock_server.domain.uid import is_uid

if TYPE_CHECKING:
    from tests.conftest import Api


class TestEntryPoint:
    """Where a client that knows nothing begins."""

    def test_api_leads_to_resources(self, default_api: Api) -> None:
        """GET /api sends on to the list of resources (resources.md 3, case 1)."""
        reply = default_api.as_user("mobile").get(
            "/api", headers={"Host": "mock.example"}
        )

        assert reply.status == 302
        assert reply.headers["Location"] == "http://mock.example/api/resources"

    def test_resources_list_message_conversations(self, default_api: Api) -> None:
        """Each row names a resource and links it (resources.md 3, case 1)."""
        mobile = default_api.as_user("mobile")

        reply = mobile.get("/resources", headers={"Host": "mock.example"})

        assert reply.status == 200
        assert list(reply.json()) == ["resources"]
        assert {
            "displayName": "Message Conversations",
            "singular": "messageConversation",
            "plural": "messageConversations",
            "href": "http://mock.example/api/messageConversations",
        } in reply.json()["resources"]

    def test_every_listed_resource_is_served(self, default_api: Api) -> None:
        """The links of the entry point lead somewhere (resources.md 3, case 1)."""
        admin = default_api.as_user("admin")

        rows = admin.get("/resources").json()["resources"]

        statuses = {
            row["plural"]: admin.get(f"/{row['plural']}").status for row in rows
        }
        assert set(statuses.values()) <= {200, 405}
        assert statuses["messageConversations"] == 200

    def test_resources_in_xml(self, default_api: Api) -> None:
        """In XML each resource is an element of the root (resources.md 3, case 2)."""
        reply = default_api.as_user("mobile").get(
            "/resources", accept="application/xml", headers={"Host": "mock.example"}
        )

        assert reply.status == 200
        assert reply.text.startswith(
            '<resources xmlns="http://dhis2.org/schema/dxf/2.0"><resource>'
            "<displayName>Message Conversations</displayName>"
            "<singular>messageConversation</singular>"
            "<plural>messageConversations</plural>"
            "<href>http://mock.example/api/messageConversations</href></resource>"
        )


class TestMe:
    """The caller as the server knows him."""

    def test_fields_show_exactly_those(self, default_api: Api) -> None:
        """The caller's own object obeys `fields` (resources.md 4, case 10)."""
        reply = default_api.as_user("mobile").get("/me?fields=id,name,username")

        assert reply.status == 200
        assert reply.json() == {
            "id": "PhzytPW3g2J",
            "name": "User Mobile",
            "username": "mobile",
        }

    def test_default_shows_the_whole(self, default_api: Api) -> None:
        """Groups hidden by sharing are not one's own (resources.md 4, case 11)."""
        reply = default_api.as_user("mobile").get("/me")

        me = reply.json()
        assert me["id"] == "PhzytPW3g2J"
        assert me["userGroups"] == []
        assert me["organisationUnits"] == [{"id": "DiszpKrYNg8"}]
        assert me["authorities"] == ["M_dhis-web-messaging"]
        assert me["programs"] == []
        assert "lastLogin" not in me
        assert "password" not in me
        assert None not in me.values()

    def test_own_tokens_are_known_by_id(self, default_api: Api) -> None:
        """Who has personal access tokens finds their ids (resources-objects.md 2.1)."""
        (admins,) = default_api.as_user("admin").get("/me").json()["patTokens"]
        (mobiles,) = default_api.as_user("mobile").get("/me").json()["patTokens"]
        none = default_api.as_user("keita").get("/me?fields=patTokens[id]")

        assert admins.keys() == {"id"}
        assert is_uid(admins["id"])
        assert mobiles != admins
        assert none.json() == {"patTokens": []}

    def test_groups_tell_ticket_managers(self, default_api: Api) -> None:
        """The feedback group is among its members' own (resources.md 4, case 12)."""
        reply = default_api.as_user("boateng").get(
            "/me?fields=id,authorities,userGroups[id]"
        )

        assert reply.json() == {
            "id": "OYLGMiazHtW",
            "authorities": ["F_USER_VIEW", "M_dhis-web-messaging"],
            "userGroups": [{"id": "QYrzIjSfI8z"}],
        }

    def test_superuser_holds_all(self, default_api: Api) -> None:
        """The superuser's authorities are the word ALL (resources.md 4, case 12)."""
        reply = default_api.as_user("admin").get("/me?fields=authorities")

        assert reply.json() == {"authorities": ["ALL"]}


class TestUsers:
    """Looking up users."""

    @pytest.mark.parametrize(
        "path", ["/users", "/users/PhzytPW3g2J", "/users/OYLGMiazHtW"]
    )
    def test_plain_user_is_forbidden(self, default_api: Api, path: str) -> None:
        """Without F_USER_VIEW not even oneself is shown (resources.md 5, case 18)."""
        reply = default_api.as_user("mobile").get(path)

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": (
                "You don't have the proper permissions to read objects of this type."
            ),
            "errorCode": "E1006",
        }

    @pytest.mark.parametrize("user", ["boateng", "admin"])
    def test_list_is_ordered_by_name(self, default_api: Api, user: str) -> None:
        """The list is ordered by name and paged (resources.md 5, case 18)."""
        reply = default_api.as_user(user).get("/users")

        assert reply.status == 200
        assert reply.json() == {
            "pager": {"page": 1, "total": 9, "pageSize": 50, "pageCount": 1},
            "users": [
                {"id": "I9fMsY4pRKk", "displayName": "Didier Konan"},
                {"id": "DXyJmlo9rge", "displayName": "John Barnes"},
                {"id": "N3PZBUlN8vq", "displayName": "John Kamara"},
                {"id": "xE7jOejl9FI", "displayName": "John Traore"},
                {"id": "OYLGMiazHtW", "displayName": "Kevin Boateng"},
                {"id": "Onf73mPD6sL", "displayName": "Seydou Keita"},
                {"id": "awtnYWiVEd5", "displayName": "Suleimane Diawara"},
                {"id": "GOLswS44mh8", "displayName": "Tom Wakiki"},
                {"id": "PhzytPW3g2J", "displayName": "User Mobile"},
            ],
        }

    def test_one_user_keeps_password_secret(self, default_api: Api) -> None:
        """A single user shows what clients need and no password (resources.md 5)."""
        reply = default_api.as_user("admin").get("/users/PhzytPW3g2J")

        user = reply.json()
        assert reply.status == 200
        assert user["username"] == "mobile"
        assert user["displayName"] == "User Mobile"
        assert user["organisationUnits"] == [{"id": "DiszpKrYNg8"}]
        assert "password" not in user
        assert "settings" not in user

    def test_unknown_user_is_not_found(self, default_api: Api) -> None:
        """An unknown uid is a 404 that names it (resources.md 5, case 20)."""
        reply = default_api.as_user("admin").get("/users/dMV6G0tPAEa")

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "User with id dMV6G0tPAEa could not be found.",
            "errorCode": "E1005",
        }

    def test_username_is_no_uid(self, default_api: Api) -> None:
        """A username in the path is a method not there (resources.md 5, case 20)."""
        reply = default_api.as_user("admin").get("/users/mobile")

        assert reply.status == 405
        assert reply.json() == {
            "httpStatus": "Method Not Allowed",
            "httpStatusCode": 405,
            "status": "ERROR",
            "message": "Request method 'GET' is not supported",
        }


class TestUserGroups:
    """Looking up groups."""

    @pytest.mark.parametrize(
        ("user", "token", "expected"),
        [
            (
                "mobile",
                "bo",
                [{"id": "ZoHNWQajIoe", "displayName": "Bo District M&E officers"}],
            ),
            ("mobile", "africare", []),
            (
                "admin",
                "africare",
                [{"id": "vAvEltyXGbD", "displayName": "Africare HQ"}],
            ),
        ],
    )
    def test_token_finds_readable_groups(
        self,
        default_api: Api,
        user: str,
        token: str,
        expected: list[dict[str, str]],
    ) -> None:
        """The app's search finds what sharing shows (resources.md 7, case 23)."""
        reply = default_api.as_user(user).get(
            "/userGroups?fields=id, displayName&pageSize=10"
            f"&filter=displayName:token:{token}"
        )

        assert reply.status == 200
        assert reply.json()["userGroups"] == expected
        assert reply.json()["pager"]["total"] == len(expected)

    def test_hidden_group_is_not_found(self, default_api: Api) -> None:
        """A group that sharing hides does not exist (resources.md 7, case 23)."""
        reply = default_api.as_user("mobile").get("/userGroups/vAvEltyXGbD")

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "UserGroup with id vAvEltyXGbD could not be found.",
            "errorCode": "E1005",
        }

    def test_one_group_lists_members(self, default_api: Api) -> None:
        """Members come as five-key users (resources.md 7)."""
        reply = default_api.as_user("mobile").get(
            "/userGroups/DiszpKrYNg8?fields=id,name,users"
        )

        assert reply.json() == {
            "id": "DiszpKrYNg8",
            "name": "Ngelehun CHC staff",
            "users": [
                {
                    "id": "DXyJmlo9rge",
                    "code": None,
                    "name": "John Barnes",
                    "displayName": "John Barnes",
                    "username": "android",
                }
            ],
        }


class TestOrganisationUnits:
    """Looking up units."""

    def test_same_uid_names_group_and_unit(self, default_api: Api) -> None:
        """Uids are told apart by their resource (resources.md 8, case 24)."""
        mobile = default_api.as_user("mobile")

        group = mobile.get("/userGroups/DiszpKrYNg8?fields=id,name")
        unit = mobile.get("/organisationUnits/DiszpKrYNg8?fields=id,name")

        assert group.json() == {"id": "DiszpKrYNg8", "name": "Ngelehun CHC staff"}
        assert unit.json() == {"id": "DiszpKrYNg8", "name": "Ngelehun CHC"}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (
                "filter=displayName:token:ngel&filter=users:gte:1",
                [{"id": "DiszpKrYNg8", "displayName": "Ngelehun CHC"}],
            ),
            ("filter=displayName:token:badjia&filter=users:gte:1", []),
            (
                "filter=displayName:token:badjia",
                [{"id": "YuQRtpLP10I", "displayName": "Badjia"}],
            ),
            ("filter=displayName:token:hun", []),
        ],
        ids=["with-users", "without-users", "any", "middle"],
    )
    def test_token_finds_units(
        self, default_api: Api, query: str, expected: list[dict[str, str]]
    ) -> None:
        """The app's search asks for units with users (resources.md 8, case 25)."""
        reply = default_api.as_user("mobile").get(
            f"/organisationUnits?{query}&fields=id,displayName"
        )

        assert reply.status == 200
        assert reply.json()["organisationUnits"] == expected

    def test_one_unit_knows_its_place(self, default_api: Api) -> None:
        """A unit shows level, path, parent and users (resources.md 8, case 26)."""
        reply = default_api.as_user("mobile").get("/organisationUnits/DiszpKrYNg8")

        unit = reply.json()
        assert unit["level"] == 4
        assert unit["path"] == "/ImspTQPwCqd/O6uvpzGd5pu/YuQRtpLP10I/DiszpKrYNg8"
        assert unit["parent"] == {"id": "YuQRtpLP10I"}
        assert unit["children"] == []
        assert sorted(unit["users"], key=lambda user: str(user["id"])) == [
            {
                "id": "DXyJmlo9rge",
                "code": None,
                "name": "John Barnes",
                "displayName": "John Barnes",
                "username": "android",
            },
            {
                "id": "PhzytPW3g2J",
                "code": None,
                "name": "User Mobile",
                "displayName": "User Mobile",
                "username": "mobile",
            },
        ]

    def test_unknown_unit_is_not_found(self, default_api: Api) -> None:
        """An unknown uid is a 404 that names it (resources.md 8)."""
        reply = default_api.as_user("mobile").get("/organisationUnits/Unknown0000")

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "OrganisationUnit with id Unknown0000 could not be found.",
            "errorCode": "E1005",
        }
