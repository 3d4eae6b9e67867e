"""The acting user: who he is, what he may, what waits for him (RA 2)."""

import re
from typing import Annotated, TypedDict

from mock_server.api import context
from mock_server.api.viewing import view_of
from mock_server.domain import access
from mock_server.domain.errors import (
    MockServerError,
    SettingUnsetError,
    UnsupportedSettingError,
)
from mock_server.domain.parameters import picked
from mock_server.query import read_object
from mock_server.schemas.objects import ME
from mock_server.services.inbox import unread_count
from mock_server.services.settings import Setting, known_settings, user_settings
from mock_server.wire.answers import NoContent, ObjectBody, PlainBody

_SETTINGS = re.compile(r"settings\[([^\]]*)")
_NEVER = "no-cache, no-store, max-age=0, must-revalidate"


class Dashboard(TypedDict):
    """How much is unread."""

    unreadMessageConversations: int
    unreadInterpretations: int


def get_me() -> Annotated[ObjectBody, ME]:
    """GET /me: the acting user (RA 2.1)."""
    view = view_of(context.state(), single=True)
    data = read_object(ME, view.viewer, context.query_parameters(), view)
    if "settings" in data and not view.profile.old_settings:
        data["settings"] = picked(data["settings"], _settings_asked_for())
    return ObjectBody(ME, data)


def get_authorities() -> Annotated[PlainBody, list[str]]:
    """GET /me/authorities: what all his roles allow, as a bare array (RA 2.2)."""
    held = context.state().directory.authorities[context.acting_user().uid]
    return PlainBody(sorted(held), cache_control="no-store")


def has_authority(name: str) -> Annotated[PlainBody, bool]:
    """GET /me/authorization/{name}: a bare true or false, never a 404 (RA 2.2)."""
    held = access.has_authority(context.state(), context.acting_user(), name)
    return PlainBody(held, cache_control="no-store")


def get_dashboard() -> Annotated[PlainBody, Dashboard]:
    """GET /me/dashboard: the numbers of the header bar (RA 2.3)."""
    unread = unread_count(context.state(), context.acting_user())
    numbers: Dashboard = {
        "unreadMessageConversations": unread,
        "unreadInterpretations": 0,
    }
    return PlainBody(numbers, cache_control=_NEVER)


def read_interpretations() -> NoContent:
    """POST /me/dashboard/interpretations/read: there are none to read (RA 2.3)."""
    return NoContent()


def get_settings() -> Annotated[PlainBody, dict[str, Setting]]:
    """GET /me/settings: his settings; from 2.42 on those that `key` names (RA 2.4)."""
    settings = user_settings(context.state(), context.acting_user())
    if context.profile().old_settings:
        return PlainBody(known_settings(settings, ()), cache_control="no-store")
    return PlainBody(picked(settings, context.list_parameter("key")))


def get_setting(key: str) -> Annotated[PlainBody, Setting]:
    """GET /me/settings/{key}: one value as bare JSON (RA 2.4)."""
    settings = user_settings(context.state(), context.acting_user())
    value = settings.get(key, "")
    if context.profile().old_settings and value == "":
        raise _unset_setting(key, is_known=key in settings)
    return PlainBody(value)


def _unset_setting(key: str, *, is_known: bool) -> MockServerError:
    """Return how servers up to 2.41 refuse a setting without a value (RA 2.4)."""
    return (SettingUnsetError if is_known else UnsupportedSettingError)(key=key)


def _settings_asked_for() -> list[str]:
    """Return the keys between the brackets of `fields=settings[...]` (RA 2.1)."""
    fields = ",".join(context.all_parameters("fields"))
    asked = _SETTINGS.search(fields)
    return [key for key in re.split(r"[,\s]+", asked[1]) if key] if asked else []
