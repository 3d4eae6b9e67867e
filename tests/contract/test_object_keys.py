"""All keys of the objects around messaging, and what filters know of them (RA 3-7)."""

from __future__ import annotations

import pytest

from mock_server.factory import create_app
from tests.conftest import Api, in_process

_NOISE = {"access", "sharing", "translations", "attributeValues", "favorite"}
_NOISE |= {"id", "href", "name", "displayName", "created", "lastUpdated", "favorites"}
_AUTHORS = {"createdBy", "lastUpdatedBy", "user"}

_KEYS = {
    "/users/PhzytPW3g2J": {
        *_NOISE,
        *("username", "firstName", "surname", "email", "phoneNumber", "disabled"),
        *("externalAuth", "selfRegistered", "invitation", "emailVerified"),
        *("userRoles", "userGroups", "organisationUnits"),
        *("dataViewOrganisationUnits", "teiSearchOrganisationUnits"),
        *("catDimensionConstraints", "cogsDimensionConstraints"),
    },
    "/userGroups/vAvEltyXGbD": {
        *_NOISE,
        *_AUTHORS,
        *("users", "managedGroups", "managedByGroups"),
    },
    "/userRoles/Euq3XfEIEbx": {*_NOISE, "authorities", "restrictions", "users"},
    "/organisationUnits/DiszpKrYNg8": {
        *_NOISE,
        *("code", "shortName", "displayShortName", "path", "level", "leaf"),
        *("openingDate", "parent", "children", "ancestors", "users"),
        *("organisationUnitGroups", "dataSets", "programs"),
    },
    "/fileResources/fTpI4GOmujz": {
        *(_NOISE - {"access", "href"}),
        *_AUTHORS,
        *("contentType", "contentLength", "contentMd5", "domain", "storageStatus"),
        *("assigned", "hasMultipleStorageFiles"),
    },
}


@pytest.mark.parametrize(("path", "keys"), _KEYS.items(), ids=_KEYS.keys())
def test_object_has_all_keys(default_api: Api, path: str, keys: set[str]) -> None:
    """What has a value is shown, lists also where they are empty (RA 3-7)."""
    shown = default_api.as_user("admin").get(path).json()

    assert shown.keys() == keys
    assert None not in shown.values()


def test_group_is_made_by_its_owner(default_api: Api) -> None:
    """Who a group belongs to by sharing is its author, by five keys (RA 5)."""
    path = "/userGroups/vAvEltyXGbD?fields=createdBy,sharing[owner]"

    assert default_api.as_user("admin").get(path).json() == {
        "createdBy": {
            "id": "xE7jOejl9FI",
            "code": None,
            "name": "John Traore",
            "displayName": "John Traore",
            "username": "admin",
        },
        "sharing": {"owner": "xE7jOejl9FI"},
    }


def test_role_refers_to_its_users(default_api: Api) -> None:
    """The users of a role are ordinary references, whose fields can be named."""
    path = "/userRoles/txB7vu1w2Pr?fields=users[username]"

    assert default_api.as_user("admin").get(path).json() == {
        "users": [{"username": "android"}]
    }


_FILTERS = {
    "favorite": ("messageConversations", "favorite:eq:true", 0),
    "no-favorite": ("messageConversations", "favorite:eq:false", 7),
    "favorites": ("messageConversations", "favorites:gt:0", 0),
    "no-favorites": ("users", "favorites:empty", 9),
    "translations": ("userGroups", "translations:eq:0", 6),
    "attribute-values": ("organisationUnits", "attributeValues:gt:0", 0),
    "access": ("userGroups", "access.read:eq:true", 6),
    "public-access": ("userGroups", "sharing.public:$like:r", 5),
    "owner": ("userGroups", "sharing.owner:eq:xE7jOejl9FI", 6),
    "not-external": ("userGroups", "sharing.external:eq:false", 6),
    "author": ("userGroups", "createdBy.username:eq:admin", 6),
    "no-author": ("users", "createdBy:null", 9),
    "unset-text": ("users", "jobTitle:null", 9),
    "unset-number": ("users", "dataViewMaxOrganisationUnitLevel:gt:1", 0),
    "flag": ("users", "selfRegistered:eq:false", 9),
    "empty-references": ("organisationUnits", "dataSets.id:eq:x", 0),
    "size-of-empty-references": ("organisationUnits", "organisationUnitGroups:eq:0", 4),
    "authorities": ("userRoles", "authorities:gt:1", 4),
    "users-of-role": ("userRoles", "users.username:eq:admin", 1),
}


@pytest.mark.parametrize(
    ("plural", "one", "total"), _FILTERS.values(), ids=_FILTERS.keys()
)
def test_filter_knows_every_property(
    default_api: Api, plural: str, one: str, total: int
) -> None:
    """A filter may name what a server knows, also where nothing has it (query.md 4)."""
    reply = default_api.as_user("admin").get(f"/{plural}?filter={one}")

    assert reply.status == 200
    assert reply.json()["pager"]["total"] == total


@pytest.mark.parametrize(
    ("one", "message"),
    [
        ("access:eq:x", "Unable to parse `x` to `Access`."),
        ("sharing:eq:x", "Unable to parse `x` to `Sharing`."),
        ("favorites:eq:x", "Collection size must be integer `x`"),
        (
            "favorite:like:x",
            "Value `false` of type `Boolean` is not supported by this operator.",
        ),
    ],
)
def test_filter_of_wrong_type_is_refused(
    default_api: Api, one: str, message: str
) -> None:
    """Noise has types as well, and they are compared by them (query.md 4.3)."""
    reply = default_api.as_user("admin").get(f"/userGroups?filter={one}")

    assert reply.status == 400
    assert reply.json()["message"] == message


@pytest.mark.profile("2.43")
def test_favorite_can_be_ordered_by(default_api: Api) -> None:
    """It is a simple property, so that `order` takes it (query.md 5)."""
    reply = default_api.as_user("admin").get("/users?order=favorite:desc,username")

    assert reply.status == 200
    assert reply.json()["users"][0]["displayName"] == "John Traore"


def test_grants_are_named() -> None:
    """Whom an object is shared with is shown by name as well (RA 5)."""
    seed = {
        "format": 1,
        "userRoles": [{"id": "SuperuserR1", "name": "Root", "authorities": ["ALL"]}],
        "users": [
            {
                "id": "AdaRootUs01",
                "username": "ada",
                "password": "district",
                "firstName": "Ada",
                "surname": "Berg",
                "userRoles": ["SuperuserR1"],
            }
        ],
        "userGroups": [
            {
                "id": "SharedGrp01",
                "name": "Shared",
                "sharing": {
                    "users": {"AdaRootUs01": "r-------"},
                    "userGroups": {"SharedGrp01": "rw------"},
                },
            }
        ],
    }
    api = Api(in_process(create_app(seed=seed)), "ada")

    path = "/userGroups/SharedGrp01?fields=sharing[users,userGroups]"

    assert api.get(path).json()["sharing"] == {
        "users": {
            "AdaRootUs01": {
                "id": "AdaRootUs01",
                "access": "r-------",
                "displayName": "Ada Berg",
            }
        },
        "userGroups": {
            "SharedGrp01": {
                "id": "SharedGrp01",
                "access": "rw------",
                "displayName": "Shared",
            }
        },
    }


@pytest.mark.parametrize("path", ["/userRoles/Euq3XfEIEbx", "/me"])
def test_lists_of_texts_have_items_in_xml(default_api: Api, path: str) -> None:
    """Each value of a list is an element of the singular (query.md 11)."""
    reply = default_api.as_user("mobile" if path == "/me" else "admin").get(
        f"{path}?fields=authorities", accept="application/xml"
    )

    assert (
        "<authorities><authority>M_dhis-web-messaging</authority></authorities>"
        in reply.text
    )


def test_items_go_by_the_name_of_their_list_in_xml() -> None:
    """Groups that a group manages are no `userGroup` elements there (RA 5)."""
    seed = {
        "format": 1,
        "userRoles": [{"id": "SuperuserR1", "name": "Root", "authorities": ["ALL"]}],
        "organisationUnits": [{"id": "UnitRoot001", "name": "Root"}],
        "users": [
            {
                "id": "AdaRootUs01",
                "username": "ada",
                "password": "district",
                "firstName": "Ada",
                "surname": "Berg",
                "userRoles": ["SuperuserR1"],
                "dataViewOrganisationUnits": ["UnitRoot001"],
            }
        ],
        "userGroups": [
            {"id": "ManagerGr01", "name": "M", "managedGroups": ["ManagedGr02"]},
            {"id": "ManagedGr02", "name": "N"},
        ],
    }
    api = Api(in_process(create_app(seed=seed)), "ada")

    def listed(path: str) -> str:
        text = api.get(path, accept="application/xml").text
        return text.partition(">")[2].rpartition("</")[0]

    assert listed("/userGroups/ManagerGr01?fields=managedGroups") == (
        '<managedGroups><managedGroup id="ManagedGr02"/></managedGroups>'
    )
    assert listed("/userGroups/ManagedGr02?fields=managedByGroups") == (
        '<managedByGroups><managedByGroup id="ManagerGr01"/></managedByGroups>'
    )
    assert listed("/users/AdaRootUs01?fields=dataViewOrganisationUnits") == (
        '<dataViewOrganisationUnits><dataViewOrganisationUnit id="UnitRoot001"/>'
        "</dataViewOrganisationUnits>"
    )
