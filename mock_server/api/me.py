"""The acting user: who he is, what he may, what waits for him (RA 2)."""

from mock_server.api import context
from mock_server.api.blueprint import route
from mock_server.domain import access
from mock_server.domain.parameters import picked
from mock_server.query import read_object
from mock_server.schemas.objects import ME
from mock_server.services.inbox import unread_count
from mock_server.services.settings import user_settings
from mock_server.wire.answers import ObjectBody, PlainBody

_NEVER = "no-cache, no-store, max-age=0, must-revalidate"


@route("/me", "GET", "me.get")
def get_me() -> ObjectBody:
    """GET /me: the acting user (RA 2.1)."""
    view = context.view_of(context.state(), single=True)
    data = read_object(ME, view.viewer, context.query_parameters(), view)
    return ObjectBody(ME, data)


@route("/me/authorities", "GET", "me.authorities")
@route("/me/authorization", "GET", "me.authorization")
def get_authorities() -> PlainBody:
    """GET /me/authorities: what all his roles allow, as a bare array (RA 2.2)."""
    held = context.state().directory.authorities[context.acting_user().uid]
    return PlainBody(sorted(held), cache_control="no-store")


@route("/me/authorities/<name>", "GET", "me.hasAuthorityByName")
@route("/me/authorization/<name>", "GET", "me.hasAuthority")
def has_authority(name: str) -> PlainBody:
    """GET /me/authorization/{name}: a bare true or false, never a 404 (RA 2.2)."""
    held = access.has_authority(context.state(), context.acting_user(), name)
    return PlainBody(held, cache_control="no-store")


@route("/me/dashboard", "GET", "me.dashboard")
def get_dashboard() -> PlainBody:
    """GET /me/dashboard: the numbers of the header bar (RA 2.3)."""
    unread = unread_count(context.state(), context.acting_user())
    numbers = {"unreadMessageConversations": unread, "unreadInterpretations": 0}
    return PlainBody(numbers, cache_control=_NEVER)


@route("/me/settings", "GET", "me.settings")
def get_settings() -> PlainBody:
    """GET /me/settings: his settings, or those that `key` names (RA 2.4)."""
    settings = user_settings(context.state(), context.acting_user())
    return PlainBody(picked(settings, context.list_parameter("key")))


@route("/me/settings/<key>", "GET", "me.setting")
def get_setting(key: str) -> PlainBody:
    """GET /me/settings/{key}: one value as bare JSON (RA 2.4)."""
    settings = user_settings(context.state(), context.acting_user())
    return PlainBody(settings.get(key, ""))
