"""The resources around messaging: who is there to write to, and who am I."""

from collections.abc import Sequence
from typing import TypeAlias

from mock_server.api import context
from mock_server.api.blueprint import route, typed_uid
from mock_server.domain.model import OrganisationUnit, User, UserGroup
from mock_server.query import Source, list_page, read_object
from mock_server.schemas.catalogue import Schema
from mock_server.schemas.objects import ORGANISATION_UNIT, USER, USER_GROUP
from mock_server.services import directory
from mock_server.wire.answers import ListBody, ObjectBody, PlainBody, Redirect
from mock_server.wire.errors import MethodNotAllowedError

Record: TypeAlias = User | UserGroup | OrganisationUnit

_SERVED = ("messageConversation", "user", "userGroup", "organisationUnit")


@route("", "GET", "root.get")
def get_root() -> Redirect:
    """GET /api: where to find the list of resources (resources.md 3)."""
    return Redirect(f"{context.api_url()}/resources")


@route("/resources", "GET", "resources.list")
def list_resources() -> PlainBody:
    """GET /resources: the entry point that the document starts from."""
    rows = [
        {
            "displayName": _display_name(f"{singular}s"),
            "singular": singular,
            "plural": f"{singular}s",
            "href": f"{context.api_url()}/{singular}s",
        }
        for singular in (*_SERVED, "fileResource")
    ]
    key = "resource" if context.exchange().is_xml else "resources"
    return PlainBody({key: rows}, root="resources")


@route("/users", "GET", "users.list")
def list_users() -> ListBody:
    """GET /users: for callers with F_USER_VIEW (RA 3.2)."""
    users = directory.readable_users(context.state(), context.acting_user())
    return _list(USER, users)


@route("/users/<uid:uid>", "GET", "users.get")
@typed_uid
def get_user(uid: str) -> ObjectBody:
    """GET /users/{uid} (RA 3.3)."""
    return _object(
        USER, directory.read_user(context.state(), context.acting_user(), uid)
    )


@route("/userGroups", "GET", "userGroups.list")
def list_user_groups() -> ListBody:
    """GET /userGroups: those that sharing shows to the caller (RA 5)."""
    groups = directory.readable_user_groups(context.state(), context.acting_user())
    return _list(USER_GROUP, groups)


@route("/userGroups/<uid:uid>", "GET", "userGroups.get")
@typed_uid
def get_user_group(uid: str) -> ObjectBody:
    """GET /userGroups/{uid} (RA 5)."""
    state, user = context.state(), context.acting_user()
    return _object(USER_GROUP, directory.read_user_group(state, user, uid))


@route("/organisationUnits", "GET", "organisationUnits.list")
def list_organisation_units() -> ListBody:
    """GET /organisationUnits: everybody sees all of them (RA 6)."""
    return _list(
        ORGANISATION_UNIT, context.state().directory.organisation_units_by_name
    )


@route("/organisationUnits/<uid:uid>", "GET", "organisationUnits.get")
@typed_uid
def get_organisation_unit(uid: str) -> ObjectBody:
    """GET /organisationUnits/{uid} (RA 6)."""
    return _object(
        ORGANISATION_UNIT, directory.read_organisation_unit(context.state(), uid)
    )


@route("/<any(users, userGroups, organisationUnits):_type>/<_text>", "GET", "closed")
def refuse_malformed_uid(_type: str, _text: str) -> ObjectBody:
    """GET /users/{text}: the server knows other methods for that path only."""
    # DEVIATION D8: which methods those are is for the record, none is served.
    raise MethodNotAllowedError(method="GET", allowed="PUT, PATCH, DELETE")


def _display_name(plural: str) -> str:
    spaced = "".join(f" {c}" if c.isupper() else c for c in plural)
    return spaced[0].upper() + spaced[1:]


def _list(schema: Schema, records: Sequence[Record]) -> ListBody:
    """Answer a page of `records`, which come ordered by name."""
    view = context.view_of(context.state())
    source = Source(by_id=sorted(records, key=lambda each: each.uid), by_name=records)
    link = context.collection_link(schema.plural)
    page = list_page(schema, source, context.query_parameters(), view, link)
    return ListBody(schema, page.items, page.pager, link)


def _object(schema: Schema, record: Record) -> ObjectBody:
    view = context.view_of(context.state(), single=True)
    data = read_object(schema, record, context.query_parameters(), view)
    return ObjectBody(schema, data)
