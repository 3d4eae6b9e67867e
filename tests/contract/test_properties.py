"""GET /users/{uid}/{property} and its like around messaging (query.md 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

TOM = {
    "id": "TomFeedbk01",
    "code": None,
    "name": "Tom Holm",
    "displayName": "Tom Holm",
    "username": "tom",
}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/users/SamPlainU01/username", {"username": "sam"}),
        ("/users/SamPlainU01/password", {}),
        (
            "/users/SamPlainU01/userRoles?fields=name",
            {"userRoles": [{"name": "Plain"}]},
        ),
        (
            "/users/SamPlainU01/organisationUnits?fields=id,level",
            {"organisationUnits": [{"id": "UnitChild02", "level": 2}]},
        ),
        ("/userGroups/FeedbackGrp/users", {"users": [TOM]}),
        ("/userGroups/FeedbackGrp/users?fields=id", {"users": [TOM]}),
        ("/userRoles/SuperuserR1/authorities", {"authorities": ["ALL"]}),
        (
            "/organisationUnits/UnitChild02/parent?fields=id,name",
            {"parent": {"id": "UnitParent1", "name": "Parent"}},
        ),
        ("/organisationUnits/UnitParent1/parent", {}),
        ("/fileResources/FreeFile001/contentLength", {"contentLength": 5}),
        ("/fileResources/FreeFile001/nope", {}),
    ],
)
def test_property_is_shown_alone(api: Api, path: str, body: dict[str, Any]) -> None:
    """An object of that one key is answered, or of none (query.md 1)."""
    reply = api.as_user("admin").get(path)

    assert reply.status == 200
    assert reply.json() == body


def test_sub_fields_default_to_all(api: Api) -> None:
    """Without `fields` a property shows all of its own (query.md 8.1)."""
    reply = api.as_user("sam").get("/organisationUnits/UnitChild02/parent")

    shown = reply.json()["parent"]
    assert {"id", "name", "shortName", "path", "level", "children"} <= shown.keys()
    assert shown["children"] == [{"id": "UnitChild02"}]


@pytest.mark.parametrize(
    ("path", "klass"),
    [
        ("/users/NobodyUsr99/name", "User"),
        ("/userGroups/NobodyUsr99/name", "UserGroup"),
        ("/userRoles/NobodyUsr99/name", "UserRole"),
        ("/organisationUnits/NobodyUsr99/name", "OrganisationUnit"),
        ("/fileResources/NobodyUsr99/name", "FileResource"),
    ],
)
def test_property_of_nothing_is_refused(api: Api, path: str, klass: str) -> None:
    """An unknown object has no properties (query.md 9)."""
    reply = api.as_user("admin").get(path)

    assert reply.status == 404
    assert reply.json() == {
        "httpStatus": "Not Found",
        "httpStatusCode": 404,
        "status": "ERROR",
        "message": f"{klass} with id NobodyUsr99 could not be found.",
        "errorCode": "E1005",
    }


def test_unreadable_user_shows_no_property(api: Api) -> None:
    """Who may not read users reads no property of one, nor his own (RA 3.1)."""
    reply = api.as_user("sam").get("/users/SamPlainU01/name")

    assert reply.status == 403
    assert reply.json()["errorCode"] == "E1006"


@pytest.mark.parametrize("path", ["/users/SamPlainU01/gist", "/userGroups/x/name"])
def test_nothing_else_is_served(api: Api, path: str) -> None:
    """Neither the gist API nor properties of what is no uid are there (4.20)."""
    assert api.as_user("admin").get(path).status == 404
