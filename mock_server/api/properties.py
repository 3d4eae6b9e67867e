"""One property of an object around messaging, read alone (query.md 1)."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from werkzeug.exceptions import NotFound

from mock_server.api import context
from mock_server.api.viewing import view_of
from mock_server.query import read_property
from mock_server.schemas.catalogue import Schema, View
from mock_server.schemas.objects import (
    FILE_RESOURCE,
    ORGANISATION_UNIT,
    USER,
    USER_GROUP,
    USER_ROLE,
)
from mock_server.services import attachments, directory
from mock_server.wire.answers import ObjectBody

_Reader: TypeAlias = Callable[[View, str], object]

_READ: Mapping[str, tuple[Schema, _Reader]] = {
    "users": (
        USER,
        lambda view, uid: directory.read_user(view.state, view.viewer, uid),
    ),
    "userGroups": (
        USER_GROUP,
        lambda view, uid: directory.read_user_group(view.state, view.viewer, uid),
    ),
    "userRoles": (
        USER_ROLE,
        lambda view, uid: directory.read_user_role(view.state, uid),
    ),
    "organisationUnits": (
        ORGANISATION_UNIT,
        lambda view, uid: directory.read_organisation_unit(view.state, uid),
    ),
    "fileResources": (
        FILE_RESOURCE,
        lambda view, uid: attachments.find_file(view.state, uid),
    ),
}


def get_property(plural: str, uid: str, name: str) -> ObjectBody:
    """GET /users/{uid}/{property}, and so for the others: that property alone."""
    if name == "gist":
        # The gist API is served nowhere (messaging.md 4.20).
        raise NotFound
    schema, read = _READ[plural]
    view = view_of(context.state(), single=True)
    record = read(view, uid)
    data = read_property(schema, record, name, context.query_parameters(), view)
    return ObjectBody(schema, data)
