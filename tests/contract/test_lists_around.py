"""Lists around messaging answer the same queries as the inbox (query.md 2-8)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import Api, app_for, in_process

_LISTED = {
    "users-by-name": (
        "/users?fields=username",
        ["admin", "dag", "fay", "mia", "ops", "sam", "tom"],
    ),
    "users-order": (
        "/users?fields=username&order=surname:idesc&pageSize=2",
        ["dag", "ops"],
    ),
    "users-two-orders": (
        "/users?fields=username&order=disabled:desc,username:desc&pageSize=3",
        ["dag", "tom", "sam"],
    ),
    "users-boolean": ("/users?fields=username&filter=disabled:eq:true", ["dag"]),
    "users-of-group": (
        "/users?fields=username&filter=userGroups.id:eq:GroupPair01",
        ["mia", "sam"],
    ),
    "users-in-groups": (
        "/users?fields=username&filter=userGroups.id:in:[GroupPair01,FeedbackGrp]",
        ["mia", "sam", "tom"],
    ),
    "users-by-unit": (
        "/users?fields=username&filter=organisationUnits.id:in:[UnitChild02]",
        ["sam"],
    ),
    "users-without-groups": (
        "/users?fields=username&filter=userGroups:empty&filter=disabled:eq:false",
        ["admin", "fay", "ops"],
    ),
    "users-by-size": (
        "/users?fields=username&filter=userGroups:gte:1&pageSize=1",
        ["mia"],
    ),
    "roles-by-authority": (
        "/userRoles?fields=id~size&filter=authorities:in:[ALL,F_NOTHING]",
        [11],
    ),
    "users-by-role": (
        "/users?fields=username&filter=userRoles.name:like:Super",
        ["admin"],
    ),
    "users-never-logged-in": ("/users?fields=username&filter=lastLogin:!null", []),
    "users-old-alias": (
        "/users?fields=username&filter=userCredentials.username:eq:mia",
        ["mia"],
    ),
    "users-token": ("/users?fields=username&filter=displayName:token:kam mi", ["mia"]),
    "users-query": ("/users?fields=username&query=SESAY", ["ops"]),
    "users-query-and-filter": (
        "/users?fields=username&query=a&filter=username:in:[sam,tom,mia]",
        ["mia", "sam"],
    ),
    "users-either": (
        (
            "/users?fields=username&rootJunction=OR"
            "&filter=username:eq:sam&filter=disabled:eq:true"
        ),
        ["dag", "sam"],
    ),
    "groups-by-name": ("/userGroups?fields=name", ["Feedback", "Nobody", "Pair"]),
    "groups-by-member": (
        "/userGroups?fields=name&filter=users.username:eq:tom",
        ["Feedback"],
    ),
    "groups-empty": ("/userGroups?fields=name&filter=users:empty", ["Nobody"]),
    "groups-identifiable": (
        "/userGroups?fields=name&filter=identifiable:token:pai",
        ["Pair"],
    ),
    "groups-query-id": ("/userGroups?fields=name&query=GroupEmpty0", ["Nobody"]),
    "groups-query-name": ("/userGroups?fields=name&query=PA", ["Pair"]),
    "units-by-level": ("/organisationUnits?fields=name&filter=level:gt:1", ["Child"]),
    "units-by-parent": (
        "/organisationUnits?fields=name&filter=parent.id:eq:UnitParent1",
        ["Child"],
    ),
    "units-roots": ("/organisationUnits?fields=name&filter=parent:null", ["Parent"]),
    "units-with-users": (
        "/organisationUnits?fields=name&filter=users:gte:1&filter=name:ilike:child",
        ["Child"],
    ),
    "units-leaf": ("/organisationUnits?fields=name&filter=leaf:eq:true", ["Child"]),
    "units-by-date": (
        "/organisationUnits?fields=name&filter=openingDate:lt:1990",
        [],
    ),
    "units-order": (
        "/organisationUnits?fields=name&order=level:desc",
        ["Child", "Parent"],
    ),
    "units-identifiable-within-name": (
        "/organisationUnits?fields=name&filter=identifiable:token:aren",
        ["Parent"],
    ),
    "units-by-path": (
        "/organisationUnits?fields=name&filter=path:like:UnitParent1/",
        ["Child"],
    ),
    "files-by-name": (
        "/fileResources?fields=name",
        ["free.txt", "more.txt", "paper.txt"],
    ),
    "files-by-domain": (
        "/fileResources?fields=name&filter=domain:eq:DOCUMENT",
        ["paper.txt"],
    ),
    "files-by-length": (
        "/fileResources?fields=name&filter=contentLength:gt:5",
        ["paper.txt"],
    ),
    "files-by-owner": (
        "/fileResources?fields=name&filter=createdBy.username:eq:sam&pageSize=1",
        ["free.txt"],
    ),
    "files-stored": (
        "/fileResources?fields=name&filter=storageStatus:eq:PENDING",
        [],
    ),
    "files-order": (
        "/fileResources?fields=name&order=contentLength:desc,name:desc",
        ["paper.txt", "more.txt", "free.txt"],
    ),
}


@pytest.mark.parametrize(("path", "values"), _LISTED.values(), ids=_LISTED.keys())
def test_query_selects_objects(api: Api, path: str, values: list[str]) -> None:
    """Filters, orders and searches work on each list by its own properties (4, 5)."""
    reply = api.as_user("admin").get(path)

    assert reply.status == 200, reply.text
    assert [next(iter(each.values())) for each in items(reply.json())] == values


@pytest.mark.profile("2.41")
@pytest.mark.parametrize("resource", ["users", "fileResources"])
def test_page_beyond_end_is_empty(api: Api, resource: str) -> None:
    """Nothing lies beyond the end of what the database pages, in 2.41 as later (7)."""
    reply = api.as_user("admin").get(f"/{resource}?pageSize=2&page=99")

    assert reply.json()["pager"]["total"] > 0
    assert reply.json()[resource] == []


def test_keys_of_nothing_are_called_null(api: Api) -> None:
    """`keyBy` makes a text of a null as Java does (8.4)."""
    path = "/userGroups/FeedbackGrp?fields=users~keyBy(code)"

    keyed = api.as_user("admin").get(path).json()["users"]

    assert keyed.keys() == {"null"}


_REFUSED = {
    "unknown": ("/users?filter=foo:eq:1", "Unknown path property: foo"),
    "password": ("/users?filter=password:eq:x", "Unknown path property: password"),
    "operator": ("/userGroups?filter=name:is:x", "`is` is not a valid operator."),
    "size": (
        "/userGroups?filter=users:gt:x",
        "Collection size must be integer `x`",
    ),
    "reference": (
        "/organisationUnits?filter=parent:eq:UnitParent1",
        "Unable to parse `UnitParent1` to `OrganisationUnit`.",
    ),
    "boolean": (
        "/users?filter=disabled:like:true",
        "Value `true` of type `Boolean` is not supported by this operator.",
    ),
    "number": (
        "/organisationUnits?filter=level:eq:low",
        "Unable to parse `low` as `Integer`.",
    ),
    "enum": (
        "/fileResources?filter=storageStatus:eq:GONE",
        (
            "Unable to parse `GONE` as "
            "`class org.hisp.dhis.fileresource.FileResourceStorageStatus`, "
            "available values are: [NONE, PENDING, STORED]"
        ),
    ),
}


@pytest.mark.profile("2.42")
@pytest.mark.parametrize(("path", "message"), _REFUSED.values(), ids=_REFUSED.keys())
def test_bad_filter_is_refused(api: Api, path: str, message: str) -> None:
    """A filter that cannot be read is a 400 with its code (4, 13.2)."""
    reply = api.as_user("admin").get(path)

    assert reply.status == 400
    assert reply.json() == {
        "httpStatus": "Bad Request",
        "httpStatusCode": 400,
        "status": "ERROR",
        "message": message,
        "errorCode": "E1003",
    }


@pytest.mark.profile("2.41")
def test_filter_errors_keep_their_code_in_2_41(api: Api) -> None:
    """Only conversations answered 409 without code up to 2.41 (6)."""
    reply = api.as_user("admin").get("/users?filter=foo:eq:1")

    assert (reply.status, reply.json()["errorCode"]) == (400, "E1003")


@pytest.mark.profile("2.43")
def test_unknown_order_is_refused_in_2_43(api: Api) -> None:
    """`order=firstName~asc` is one property of that name (resources.md 5)."""
    reply = api.as_user("admin").get("/users?order=firstName~asc")

    assert reply.status == 400
    assert reply.json()["message"] == "No such property: firstName~asc"


@pytest.mark.parametrize(
    "plural", ["users", "userGroups", "organisationUnits", "fileResources"]
)
def test_page_links_its_neighbours(api: Api, plural: str) -> None:
    """Pagers count and link on every list, parameters kept (7)."""
    path = f"/{plural}?pageSize=1&page=2&fields=id&totalPages=True"

    body = api.as_user("admin").get(path).json()

    pager = body["pager"]
    assert (pager["page"], pager["pageSize"], pager["total"]) == (
        2,
        1,
        pager["pageCount"],
    )
    assert len(items(body)) == 1
    previous = urlsplit(pager["prevPage"])
    assert previous.path == f"/api/{plural}"
    assert parse_qs(previous.query) == {
        "pageSize": ["1"],
        "fields": ["id"],
        "totalPages": ["True"],
    }


@pytest.mark.parametrize(
    "plural", ["users", "userGroups", "organisationUnits", "fileResources"]
)
def test_list_shows_id_and_name(api: Api, plural: str) -> None:
    """A list shows id and displayName where nothing is asked for (8.1)."""
    body = api.as_user("admin").get(f"/{plural}?paging=no").json()

    assert body.keys() == {plural}
    assert {frozenset(each) for each in body[plural]} == {
        frozenset({"id", "displayName"})
    }


_PRESETS = {
    "users-identifiable": (
        "/users/SamPlainU01?fields=:identifiable",
        {"id", "name", "created", "lastUpdated"},
    ),
    "units-nameable": (
        "/organisationUnits/UnitChild02?fields=:nameable",
        {"id", "name", "shortName", "created", "lastUpdated"},
    ),
    "units-simple": (
        "/organisationUnits/UnitChild02?fields=:simple",
        {
            *("id", "href", "name", "displayName", "shortName", "displayShortName"),
            *("created", "lastUpdated", "path", "level", "leaf", "openingDate"),
            "favorite",
        },
    ),
    "users-owner": (
        "/users/SamPlainU01?fields=:owner",
        {
            *("id", "name", "created", "lastUpdated", "username", "firstName"),
            *("surname", "disabled", "externalAuth", "selfRegistered", "invitation"),
            *("organisationUnits", "dataViewOrganisationUnits"),
            *("teiSearchOrganisationUnits", "userRoles", "attributeValues"),
            *("catDimensionConstraints", "cogsDimensionConstraints"),
        },
    ),
    "groups-owner": (
        "/userGroups/FeedbackGrp?fields=:owner",
        {
            *("id", "name", "created", "lastUpdated", "users", "managedGroups"),
            *("createdBy", "lastUpdatedBy"),
            *("sharing", "translations", "attributeValues"),
        },
    ),
    "groups-persisted": (
        "/userGroups/FeedbackGrp?fields=:persisted,!id,!name,!created,!users,!sharing",
        {
            *("lastUpdated", "managedGroups", "managedByGroups"),
            *("createdBy", "lastUpdatedBy", "translations", "attributeValues"),
        },
    ),
    "roles-owner": (
        "/userRoles/SuperuserR1?fields=:owner",
        {
            *("id", "name", "created", "lastUpdated", "authorities", "restrictions"),
            *("sharing", "translations"),
        },
    ),
    "units-owner": (
        "/organisationUnits/UnitChild02?fields=:owner",
        {
            *("id", "name", "shortName", "created", "lastUpdated", "path", "level"),
            *("openingDate", "parent", "translations", "attributeValues"),
        },
    ),
    "files-less": (
        "/fileResources/FreeFile001?fields=:simple,!href,!created,!lastUpdated,!name",
        {
            *("id", "displayName", "contentType", "contentLength", "contentMd5"),
            *("domain", "storageStatus", "assigned", "hasMultipleStorageFiles"),
            "favorite",
        },
    ),
    "me-settings-picked": ("/me?fields=settings[keyUiLocale,nope]", {"settings"}),
}


@pytest.mark.parametrize(("path", "keys"), _PRESETS.values(), ids=_PRESETS.keys())
def test_preset_stands_for_properties(api: Api, path: str, keys: set[str]) -> None:
    """Presets select on every type by what its properties are (8.3)."""
    reply = api.as_user("admin").get(path)

    assert reply.json().keys() == keys


def test_settings_hold_exactly_the_keys_asked(api: Api) -> None:
    """`settings[a,b]` has these keys alone, unknown ones empty (resources.md 4)."""
    reply = api.as_user("sam").get("/me?fields=settings[keyUiLocale,nope]")

    assert reply.json() == {"settings": {"keyUiLocale": "en", "nope": ""}}


def test_2_41_has_no_other_settings() -> None:
    """Up to 2.41 the settings are a map, of which brackets choose (RA 9)."""
    api = Api(in_process(app_for("2.41", None))).as_user("mobile")

    reply = api.get("/me?fields=settings[keyUiLocale,nope]")

    assert reply.json() == {"settings": {"keyUiLocale": "en"}}


def items(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the only list of a body."""
    (listed,) = (value for value in body.values() if isinstance(value, list))
    return list(listed)


_HIDDEN = [
    pytest.param("/users", "emailVerified", id="own"),
    pytest.param("/userGroups", "users.emailVerified", id="below"),
]


@pytest.mark.profile("2.41")
@pytest.mark.parametrize(("path", "hidden"), _HIDDEN)
def test_hidden_property_is_no_path(api: Api, path: str, hidden: str) -> None:
    """What a version does not have its filters do not know (query.md 4.2, RA 9)."""
    reply = api.as_user("admin").get(f"{path}?filter={hidden}:null")

    assert reply.status == 400
    assert reply.json() == {
        "httpStatus": "Bad Request",
        "httpStatusCode": 400,
        "status": "ERROR",
        "message": f"Unknown path property: {hidden}",
        "errorCode": "E1003",
    }


@pytest.mark.profile("2.42")
def test_hidden_name_may_be_a_uid(api: Api) -> None:
    """`description` is as long as a uid and then counts as an attribute (4.2)."""
    reply = api.as_user("admin").get("/userGroups?filter=description:null")

    assert reply.status == 200
    assert reply.json()["userGroups"] == []


@pytest.mark.profile("2.42")
def test_hidden_property_is_no_order(api: Api) -> None:
    """Nor can a list be sorted by it (query.md 5)."""
    admin = api.as_user("admin")

    reply = admin.get("/userGroups?order=description:desc")

    assert reply.json() == admin.get("/userGroups").json()


@pytest.mark.profile("2.43")
def test_property_is_known_where_it_is(api: Api) -> None:
    """Where groups have a description, lists are filtered and sorted by it (RA 9)."""
    admin = api.as_user("admin")

    filtered = admin.get("/userGroups?filter=description:!null")
    ordered = admin.get("/userGroups?order=description&fields=id")

    assert filtered.json()["pager"]["total"] == 0
    assert ordered.status == 200
