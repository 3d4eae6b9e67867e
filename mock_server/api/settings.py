"""User settings and system settings (resources.md 12)."""

from collections.abc import Mapping
from typing import Annotated

from mock_server.api import bodies, context
from mock_server.api.viewing import require_authority
from mock_server.declarations import takes
from mock_server.domain.enums import Authority
from mock_server.domain.errors import (
    SettingNotFoundError,
    SettingNotSimpleError,
    SettingsOwnerNotFoundError,
    SettingValueMissingError,
)
from mock_server.domain.model import User
from mock_server.domain.parameters import picked, to_boolean
from mock_server.services import settings
from mock_server.services.settings import Setting
from mock_server.services.translations import (
    TRANSLATABLE,
    language_of,
    translate_system_setting,
    translated,
)
from mock_server.wire.answers import NoContent, PlainBody, TextBody, WebMessage
from mock_server.wire.body import ANY_TYPES, JSON_TYPES, read_json, read_text
from mock_server.wire.errors import MissingBodyError, UnreadableBodyError

_VALUE_TYPES = JSON_TYPES | {"text/plain"}
_HTML = {"text/html"}
_PRIVATE = "no-cache, private"
_NEVER = "no-cache, no-store, must-revalidate"


def list_user_settings() -> Annotated[PlainBody, dict[str, Setting]]:
    """GET /userSettings: all of them, or those that `key` names (12.1)."""
    return PlainBody(_picked(_user_settings()))


def get_user_setting(key: str) -> TextBody:
    """GET /userSettings/{key}: the bare value as text (12.1)."""
    if key not in settings.USER_DEFAULTS:
        raise SettingNotFoundError(key=key)
    value = _user_settings().get(key, "")
    is_unset = value == "" and context.profile().old_settings
    return TextBody("null" if is_unset else _bare(value), cache_control=_PRIVATE)


@takes(str, is_required=False, types=ANY_TYPES)
def set_user_setting(key: str) -> WebMessage:
    """POST /userSettings/{key}: `value`, or the body as it is (12.1)."""
    lenient = context.profile().old_settings
    value = context.parameter("value")
    text = value if value is not None else bodies.text_of_body()
    settings.set_user_setting(context.store(), _owner(), key, text, lenient=lenient)
    return WebMessage(200, "User setting saved")


def delete_user_setting(key: str) -> Annotated[TextBody, None]:
    """DELETE /userSettings/{key}: back to the default (12.1)."""
    settings.set_user_setting(context.store(), _owner(), key, None)
    return TextBody()


def list_system_settings() -> Annotated[PlainBody, dict[str, Setting]]:
    """GET /systemSettings: all that are no secrets, typed (12.2)."""
    values = settings.system_settings(context.state())
    shown = _without_secrets(_picked(_without_secrets(values)))
    return PlainBody(shown, cache_control=_caching())


def get_system_setting(
    key: str,
) -> Annotated[PlainBody, dict[str, Setting]] | TextBody:
    """GET /systemSettings/{key}: an object of one key, or bare text if asked (12.2)."""
    state, user = context.state(), context.acting_user()
    value = settings.system_setting(state, user, key)
    if key in TRANSLATABLE:
        locale = context.parameter("locale") or language_of(state, user)
        value = translated(state, key, locale)
    if context.prefers_text() or context.has_parameter("locale"):
        return TextBody(_bare(value), cache_control=_caching())
    return PlainBody({key: value}, cache_control=_caching())


@takes(dict[str, Setting], {"keyEmailPort": 587})
def import_system_settings() -> WebMessage:
    """POST /systemSettings: many at once, all or none (12.2)."""
    require_authority(Authority.SYSTEM_SETTING)
    given = read_json(bodies.body())
    if not isinstance(given, dict):
        raise MissingBodyError
    for key, value in given.items():
        if isinstance(value, dict | list):
            raise UnreadableBodyError(reason=f"{key} is no simple value")
    _set_system_settings({key: _text(value) for key, value in given.items()})
    return WebMessage(200, "System settings imported")


@takes(str, is_required=False, types=_VALUE_TYPES)
def set_system_setting(key: str) -> WebMessage:
    """POST /systemSettings/{key}: `value`, or the body; for a `locale` if so (12.2)."""
    require_authority(Authority.SYSTEM_SETTING)
    text, locale = _given_value(), context.parameter("locale")
    if locale:
        _translate(key, locale, text)
        told = f"Translation for system setting '{key}' and locale: '{locale}'"
        return WebMessage(200, f"{told} set to: '{text}'")
    _set_system_settings({key: text})
    told = f"System setting '{key}' set to value '{_told(key, text)}'."
    return WebMessage(200, told)


def delete_system_setting(key: str) -> NoContent:
    """DELETE /systemSettings/{key}: back to the default, or no translation (12.2)."""
    locale = context.parameter("locale")
    if locale:
        _translate(key, locale, "")
    else:
        _set_system_settings({key: None})
    return NoContent()


def _set_system_settings(texts: Mapping[str, str | None]) -> None:
    store, user = context.store(), context.acting_user()
    lenient = context.profile().old_settings
    settings.set_system_settings(store, user, texts, lenient=lenient)


def _translate(key: str, locale: str, text: str) -> None:
    translate_system_setting(context.store(), context.acting_user(), key, locale, text)


def _caching() -> str:
    """Return how long settings of the system may be kept: since 2.42 never (1.1)."""
    return _PRIVATE if context.profile().old_settings else _NEVER


def _user_settings() -> Mapping[str, object]:
    """Return the settings asked for; up to 2.41 those he chose may stand alone."""
    state, owner = context.state(), _owner()
    fall_back = to_boolean("useFallback", context.parameter("useFallback") or "true")
    if not fall_back and context.profile().old_settings:
        return state.settings_of(owner.uid)
    return settings.user_settings(state, owner, fall_back=fall_back)


def _owner() -> User:
    """Return whose settings are meant: `userId`, `user`, or the caller's own."""
    directory = context.state().directory
    uid, username = context.parameter("userId"), context.parameter("user")
    user = directory.users.get(uid) if uid is not None else None
    if username is not None and user is None:
        user = directory.by_username.get(username)
    if user is None and username is not None:
        raise SettingsOwnerNotFoundError(name=username)
    if user is None and uid is not None:
        raise SettingsOwnerNotFoundError(name=uid)
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


def _without_secrets(values: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is secret, also where it is named and has no value (1.7)."""
    return {k: v for k, v in values.items() if k not in settings.CONFIDENTIAL}


def _given_value() -> str:
    """Return the value for a system setting: `value`, or what the body says (1.7)."""
    value, is_old = context.parameter("value"), context.profile().old_settings
    if bodies.raw_body() and (is_old or value is None):
        sent = _value_sent(is_old=is_old)
        value = sent if value is None else value
    if value is None:
        raise SettingValueMissingError
    return value


def _value_sent(*, is_old: bool) -> str | None:
    """Return the text or simple JSON of the body; up to 2.41 JSON is a text (1.7)."""
    text = read_text(bodies.body(_VALUE_TYPES | _HTML if is_old else _VALUE_TYPES))
    if is_old or context.media_type() not in JSON_TYPES:
        return text
    value = read_json(text.encode())
    if isinstance(value, dict | list):
        raise SettingNotSimpleError(value=text)
    return _text(value)


def _told(key: str, text: str) -> str:
    """Return the value that an answer names: up to 2.41 as it is stored (1.7)."""
    if not context.profile().old_settings:
        return text
    return _bare(context.state().configuration.settings.get(key, text))


def _text(value: object) -> str | None:
    """Return the text that a simple value of JSON stands for, which may be none."""
    return None if value is None else _bare(value)


def _bare(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
