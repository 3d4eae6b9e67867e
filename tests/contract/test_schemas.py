"""GET /schemas and /attributes, which older apps begin with (resources.md 1.4, 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

_TYPE = {
    "klass": "org.hisp.dhis.message.MessageConversation",
    "name": "messageConversation",
    "displayName": "Message Conversation",
    "singular": "messageConversation",
    "plural": "messageConversations",
    "metadata": False,
    "shareable": False,
    "persisted": True,
    "identifiableObject": True,
    "nameableObject": False,
    "authorities": [],
    "href": "http://mock.example/api/42/schemas/messageConversation",
    "relativeApiEndpoint": "/messageConversations",
    "apiEndpoint": "http://mock.example/api/42/messageConversations",
}


def named(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a property of a type by the key that objects have it under."""
    found: dict[str, Any]
    (found,) = (
        each
        for each in schema["properties"]
        if each.get("collectionName", each["name"]) == name
    )
    return found


def test_type_says_what_it_is(default_api: Api) -> None:
    """A type is told with its links and flags (resources.md 14)."""
    reply = default_api.as_user("mobile").get(
        "/42/schemas/messageConversation", headers={"Host": "mock.example"}
    )

    assert reply.status == 200
    shown = reply.json()
    shown.pop("properties")
    assert shown == _TYPE


_PROPERTIES = {
    "id": {"name": "id", "propertyType": "IDENTIFIER", "attribute": True},
    "href": {"propertyType": "URL", "persisted": False, "owner": False},
    "subject": {"propertyType": "TEXT", "klass": "java.lang.String", "simple": True},
    "read": {"propertyType": "BOOLEAN", "persisted": False, "attribute": True},
    "messageCount": {"propertyType": "INTEGER", "klass": "java.lang.Integer"},
    "lastMessage": {"propertyType": "DATE", "klass": "java.util.Date"},
    "userFirstname": {"persisted": False},
    "status": {
        "propertyType": "CONSTANT",
        "klass": "org.hisp.dhis.message.MessageConversationStatus",
        "constants": ["NONE", "OPEN", "PENDING", "INVALID", "SOLVED"],
    },
    "assignee": {
        "propertyType": "REFERENCE",
        "klass": "org.hisp.dhis.user.User",
        "simple": False,
        "relativeApiEndpoint": "/users",
        "href": "http://mock.example/api/schemas/user",
    },
    "messages": {
        "name": "message",
        "propertyType": "COLLECTION",
        "itemPropertyType": "REFERENCE",
        "itemKlass": "org.hisp.dhis.message.Message",
        "collection": True,
    },
    "userMessages": {"name": "userMessage", "itemPropertyType": "COMPLEX"},
    "favorites": {"name": "favorite", "itemPropertyType": "TEXT", "simple": True},
    "translations": {"itemPropertyType": "COMPLEX", "simple": False},
    "access": {"propertyType": "COMPLEX", "klass": "org.hisp.dhis.security.acl.Access"},
}


@pytest.mark.parametrize(("name", "facts"), _PROPERTIES.items(), ids=_PROPERTIES.keys())
def test_property_says_of_what_type_it_is(
    default_api: Api, name: str, facts: dict[str, Any]
) -> None:
    """Each property has the name and type of the catalogue (query.md 2)."""
    path = "/schemas/messageConversation"
    host = {"Host": "mock.example"}
    admin = default_api.as_user("admin")

    shown = named(admin.get(path, headers=host).json(), name)

    assert {key: shown[key] for key in facts} == facts
    if name not in {"messages", "userFirstname"}:
        assert admin.get(f"{path}/{name}", headers=host).json() == shown


def test_types_without_a_path_have_no_link(default_api: Api) -> None:
    """Messages are served below their conversation only (resources.md 3)."""
    path = "/schemas/messageConversation/messages"

    shown = default_api.as_user("admin").get(path).json()

    assert not {"href", "apiEndpoint", "relativeApiEndpoint"} & shown.keys()


def test_all_types_are_listed(default_api: Api) -> None:
    """`fields` narrows types as it narrows objects (resources.md 1.4, 14)."""
    path = "/schemas?fields=singular,metadata,shareable,nameableObject,properties[name]"

    shown = default_api.as_user("mobile").get(path).json()

    assert list(shown) == ["schemas"]
    assert all(each.pop("properties")[0] == {"name": "id"} for each in shown["schemas"])
    assert shown["schemas"] == [
        {
            "singular": singular,
            "metadata": is_metadata,
            "shareable": is_shareable,
            "nameableObject": singular == "organisationUnit",
        }
        for singular, is_metadata, is_shareable in (
            ("messageConversation", False, False),
            ("user", True, False),
            ("userGroup", True, True),
            ("userRole", True, True),
            ("organisationUnit", True, False),
            ("fileResource", False, False),
        )
    ]


def test_values_can_be_transformed(default_api: Api) -> None:
    """Transformers work on what no record stands behind as well (query.md 8.4)."""
    path = "/schemas/user?fields=name~rename(n),authorities~size,properties~isEmpty"

    assert default_api.as_user("admin").get(path).json() == {
        "n": "user",
        "authorities": 1,
        "properties": False,
    }


@pytest.mark.profile("2.41")
def test_profile_decides_what_there_is(default_api: Api) -> None:
    """Properties of other versions are not told (resources.md 18)."""
    admin = default_api.as_user("admin")

    known = admin.get("/schemas/user/userCredentials")
    unknown = admin.get("/schemas/user/emailVerified")

    assert known.json()["propertyType"] == "COMPLEX"
    assert unknown.status == 404


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/schemas/nope", "Type nope does not exist."),
        ("/schemas/users", "Type users does not exist."),
        ("/schemas/nope/id", "Type nope does not exist."),
        ("/schemas/user/nope", "Property nope does not exist on type user."),
    ],
)
def test_unknown_is_not_found(default_api: Api, path: str, message: str) -> None:
    """What there is no type of is told by name (resources.md 14)."""
    reply = default_api.as_user("mobile").get(path)

    assert reply.status == 404
    assert reply.json() == {
        "httpStatus": "Not Found",
        "httpStatusCode": 404,
        "status": "ERROR",
        "message": message,
        "errorCode": "E1005",
    }


def test_no_attributes_are_defined(default_api: Api) -> None:
    """Apps ask for custom attributes at their start, and get a list (1.4)."""
    mobile = default_api.as_user("mobile")

    paged = mobile.get("/attributes?fields=:all,name&filter=mandatory:eq:true").json()

    assert mobile.get("/attributes?paging=false").json() == {"attributes": []}
    assert paged["attributes"] == []
    assert paged["pager"]["total"] == 0
