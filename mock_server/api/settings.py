"""User settings and system settings (resources.md 12)."""

from collections.abc import Mapping

from mock_server.api import context
from mock_server.domain.errors import (
    ObjectNotFoundError,
    SettingNotFoundError,
    SettingNotSimpleError,
    SettingsOwnerNotFoundError,
    SettingValueMissingError,
)
from mock_server.domain.model import User
from mock_server.domain.parameters import picked, to_boolean
from mock_server.services import settings
from mock_server.wire.answers import NoContent, PlainBody, TextBody, WebMessage
from mock_server.wire.body import JSON_TYPES, read_json, read_text
from mock_server.wire.errors import MissingBodyError

_PRIVATE = "no-cache, private"
_NEVER = "no-cache, no-store, must-revalidate"


def list_user_settings() -> PlainBody:
    """GET /userSettings: all of them, or those that `key` names (12.1)."""
    fall_back = to_boolean("useFallback", context.parameter("useFallback") or "true")
    values = settings.user_settings(context.state(), _owner(), fall_back=fall_back)
    return PlainBody(_picked(values))


def get_user_setting(key: str) -> TextBody:
    """GET /userSettings/{key}: the bare value as text (12.1)."""
    values = settings.user_settings(context.state(), _owner())
    if key not in values:
        raise SettingNotFoundError(key=key)
    is_unset = values[key] == "" and context.profile().old_settings
    text = "null" if is_unset else _bare(values[key])
    return TextBody(text, cache_control=_PRIVATE)


def set_user_setting(key: str) -> WebMessage:
    """POST /userSettings/{key}: `value`, or the body as it is (12.1)."""
    settings.set_user_setting(context.store(), _owner(), key, _given() or "")
    return WebMessage(200, "User setting saved")


def delete_user_setting(key: str) -> TextBody:
    """DELETE /userSettings/{key}: back to the default (12.1)."""
    settings.set_user_setting(context.store(), _owner(), key, None)
    return TextBody()


def list_system_settings() -> PlainBody:
    """GET /systemSettings: all that are no secrets, typed (12.2)."""
    values = settings.system_settings(context.state())
    values = {k: v for k, v in values.items() if k not in settings.CONFIDENTIAL}
    return PlainBody(_picked(values), cache_control=_NEVER)


def get_system_setting(key: str) -> PlainBody | TextBody:
    """GET /systemSettings/{key}: an object of one key, or bare text if asked (12.2)."""
    value = settings.system_setting(context.state(), context.acting_user(), key)
    caching = _PRIVATE if context.profile().old_settings else _NEVER
    if context.prefers_text() or context.has_parameter("locale"):
        return TextBody(_bare(value), cache_control=caching)
    return PlainBody({key: value}, cache_control=caching)


def import_system_settings() -> WebMessage:
    """POST /systemSettings: many at once, all or none (12.2)."""
    given = read_json(context.body())
    if not isinstance(given, dict):
        raise MissingBodyError
    texts = {key: _bare(value) for key, value in given.items()}
    settings.set_system_settings(context.store(), context.acting_user(), texts)
    return WebMessage(200, "System settings imported")


def set_system_setting(key: str) -> WebMessage:
    """POST /systemSettings/{key}: `value`, or the body (12.2)."""
    text = _given_value()
    settings.set_system_settings(context.store(), context.acting_user(), {key: text})
    return WebMessage(200, f"System setting '{key}' set to value '{text}'.")


def delete_system_setting(key: str) -> NoContent:
    """DELETE /systemSettings/{key}: back to the default (12.2)."""
    settings.set_system_settings(context.store(), context.acting_user(), {key: None})
    return NoContent()


def _owner() -> User:
    """Return whose settings are meant: `userId`, `user`, or the caller's own."""
    directory = context.state().directory
    uid, username = context.parameter("userId"), context.parameter("user")
    user = directory.users.get(uid) if uid is not None else None
    if username is not None and user is None:
        user = directory.by_username.get(username)
    if user is None and username is not None:
        raise SettingsOwnerNotFoundError(username=username)
    if user is None and uid is not None:
        raise ObjectNotFoundError(klass="User", uid=uid)
    return settings.settings_owner(context.state(), context.acting_user(), user)


def _picked(values: Mapping[str, object]) -> dict[str, object]:
    """Return what `key` names of settings: unknown ones are empty, or not there."""
    names = context.list_parameter("key")
    if not context.profile().old_settings:
        return picked(values, names)
    shown = settings.known_settings(values, names)
    if names and not shown:
        raise SettingNotFoundError(key=names[0])
    return shown


def _given_value() -> str:
    """Return the value for a system setting, which JSON may quote (1.7)."""
    text = _given()
    if text is None:
        raise SettingValueMissingError
    if context.has_parameter("value") or context.media_type() not in JSON_TYPES:
        return text
    value = read_json(text.encode())
    if isinstance(value, dict | list):
        raise SettingNotSimpleError(value=text)
    return _bare(value)


def _given() -> str | None:
    value = context.parameter("value")
    return value if value is not None else read_text(context.raw_body()) or None


def _bare(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
