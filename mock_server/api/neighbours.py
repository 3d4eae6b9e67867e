"""The directory: users, roles, groups and units, which the seed alone defines."""

from collections.abc import Sequence
from typing import Annotated, NoReturn, TypeAlias

from mock_server.api import context
from mock_server.api.viewing import collection_link, typed_uid, view_of
from mock_server.domain.model import OrganisationUnit, User, UserGroup, UserRole
from mock_server.domain.parameters import to_boolean, to_integer
from mock_server.query import Source, check_defaults, list_page, read_object
from mock_server.schemas.catalogue import Schema
from mock_server.schemas.objects import (
    ORGANISATION_UNIT,
    USER,
    USER_GROUP,
    USER_ROLE,
)
from mock_server.services import directory
from mock_server.services.directory import UnitQuery, UserQuery
from mock_server.wire.answers import ListBody, ObjectBody
from mock_server.wire.errors import MethodNotAllowedError

Record: TypeAlias = User | UserGroup | UserRole | OrganisationUnit
_Units: TypeAlias = Annotated[ListBody, ORGANISATION_UNIT]


def list_users() -> Annotated[ListBody, USER]:
    """GET /users: for callers with F_USER_VIEW (RA 3.2)."""
    query = UserQuery(
        text=context.parameter("query") or "",
        phone_number=(context.parameter("phoneNumber") or "").strip() or None,
        unit=context.parameter("ou") or None,
        with_children=_is_on("includeChildren"),
        hides_same_role=context.profile().same_role_users_hidden,
    )
    users = directory.readable_users(context.state(), context.acting_user(), query)
    return _list(USER, users)


@typed_uid
def get_user(uid: str) -> Annotated[ObjectBody, USER]:
    """GET /users/{uid}: one user (RA 3.3)."""
    return _object(
        USER, directory.read_user(context.state(), context.acting_user(), uid)
    )


def list_user_groups() -> Annotated[ListBody, USER_GROUP]:
    """GET /userGroups: those that sharing shows to the caller (RA 5)."""
    groups = directory.readable_user_groups(context.state(), context.acting_user())
    return _list(USER_GROUP, groups)


@typed_uid
def get_user_group(uid: str) -> Annotated[ObjectBody, USER_GROUP]:
    """GET /userGroups/{uid}: one group (RA 5)."""
    state, user = context.state(), context.acting_user()
    return _object(USER_GROUP, directory.read_user_group(state, user, uid))


def list_organisation_units() -> _Units:
    """GET /organisationUnits: everybody sees all of them (RA 6)."""
    query = UnitQuery(
        level=_number("level"),
        max_level=_number("maxLevel"),
        own=_is_on("userOnly"),
        below_own=_is_on("withinUserHierarchy"),
    )
    state, user = context.state(), context.acting_user()
    return _list(ORGANISATION_UNIT, directory.organisation_units(state, user, query))


@typed_uid
def get_organisation_unit(
    uid: str,
) -> Annotated[ObjectBody, ORGANISATION_UNIT] | _Units:
    """GET /organisationUnits/{uid}: the unit, or it and those around it (RA 6)."""
    unit = directory.read_organisation_unit(context.state(), uid)
    for relation in directory.RELATIONS:
        if _is_on(f"include{relation.title()}"):
            return _units_around(unit, relation)
    if context.parameter("level"):
        return _units_around(unit, "children")
    return _object(ORGANISATION_UNIT, unit)


def list_units_around(uid: str, relation: str) -> _Units:
    """GET /organisationUnits/{uid}/children: a list, not a property (RA 6)."""
    unit = directory.read_organisation_unit(context.state(), uid)
    return _units_around(unit, relation)


def list_user_roles() -> Annotated[ListBody, USER_ROLE]:
    """GET /userRoles: what the seed holds, to be read only (resources.md 1.5)."""
    return _list(USER_ROLE, directory.user_roles(context.state()))


@typed_uid
def get_user_role(uid: str) -> Annotated[ObjectBody, USER_ROLE]:
    """GET /userRoles/{uid}: one role (resources.md 1.5)."""
    return _object(USER_ROLE, directory.read_user_role(context.state(), uid))


def refuse_malformed_uid(_type: str, _text: str) -> NoReturn:
    """GET /users/{text}: the server knows other methods for that path only."""
    # DEVIATION D8: which methods those are is for the record, none is served.
    raise MethodNotAllowedError(method="GET", allowed="PUT, PATCH, DELETE")


def _is_on(name: str) -> bool:
    return to_boolean(name, context.parameter(name) or "false")


def _number(name: str) -> int | None:
    text = context.parameter(name)
    return to_integer(name, text) if text else None


def _units_around(unit: OrganisationUnit, relation: str) -> _Units:
    """Answer the `relation` of `unit`; of children `level` says how far below."""
    depth = _number("level") if relation == "children" else None
    if depth is not None:
        units = directory.units_at_depth(context.state(), unit, depth)
    else:
        units = directory.related_units(context.state(), unit, relation)
    return _list(ORGANISATION_UNIT, units)


def _list(schema: Schema, records: Sequence[Record]) -> ListBody:
    """Answer a page of `records`, which come ordered by name."""
    view = view_of(context.state())
    source = Source(by_id=sorted(records, key=lambda each: each.uid), by_name=records)
    link = collection_link(view, schema.plural)
    page = list_page(schema, source, context.query_parameters(), view, link)
    return ListBody(schema, page.items, page.pager, link)


def _object(schema: Schema, record: Record) -> ObjectBody:
    view = view_of(context.state(), single=True)
    parameters = context.query_parameters()
    check_defaults(dict(reversed(parameters)))
    data = read_object(schema, record, parameters, view)
    return ObjectBody(schema, data)
