"""System and user settings: defaults, what was set, and who may set it (12)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from mock_server.domain import access, errors
from mock_server.domain.enums import Authority
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.store import Store

Setting: TypeAlias = str | int | bool

USER_DEFAULTS: Mapping[str, object] = {
    "keyStyle": "light_blue/light_blue.css",
    "keyMessageEmailNotification": False,
    "keyMessageSmsNotification": False,
    "keyUiLocale": "en",
    "keyDbLocale": "en",
    "keyAnalysisDisplayProperty": "name",
    "keyTrackerDashboardLayout": "",
}

SYSTEM_DEFAULTS: Mapping[str, object] = {
    "applicationTitle": "DHIS 2",
    "keyApplicationIntro": "",
    "keyApplicationNotification": "",
    "keyApplicationFooter": "",
    "keyApplicationRightFooter": "",
    "helpPageLink": "https://dhis2.github.io/dhis2-docs/master/en/user/html/"
    "dhis2_user_manual_en.html",
    "keyFlag": "dhis2",
    "keyStyle": "light_blue/light_blue.css",
    "startModule": "dhis-web-dashboard",
    "keyUiLocale": "en",
    "keyDbLocale": "en",
    "keyCalendar": "iso8601",
    "keyDateFormat": "yyyy-MM-dd",
    "keyEmailHostName": "",
    "keyEmailPort": 587,
    "keyEmailUsername": "",
    "keyEmailTls": True,
    "keyEmailSender": "",
    "keySmsMaxLength": 1071,
    "keySystemNotificationsEmail": "",
    "keyAccountRecovery": False,
    "keySelfRegistrationNoRecaptcha": False,
    "keyUseCustomLogoFront": False,
    "keyUseCustomLogoBanner": False,
    "loginPopup": "",
    "loginPageLayout": "DEFAULT",
    "loginPageTemplate": "",
    "minPasswordLength": 8,
    "maxPasswordLength": 72,
    "keyCanGrantOwnUserAuthorityGroups": False,
    "globalShellEnabled": True,
    "enforceVerifiedEmail": False,
}

_CHOICES: Mapping[str, Sequence[str]] = {
    "keyAnalysisDisplayProperty": ("name", "shortName"),
    "loginPageLayout": ("DEFAULT", "CUSTOM", "SIDEBAR"),
}
"""What settings that are one of a few words may be."""

_LOCALES = {"keyUiLocale", "keyDbLocale"}
_LOCALE = re.compile(r"[a-z]{2,3}(?:[_-](?:[A-Z]{2}|\d{3})(?:[_-]\w+)?)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_NUMBERS = range(-(2**31), 2**31)

CONFIDENTIAL: Mapping[str, str] = {
    "keyEmailPassword": "",
    "keyRemoteInstancePassword": "",
    "recaptchaSecret": "",
    "recaptchaSite": "6LcVwT0UAAAAAAkO_EGPiYOiymIszZUeHfqWIYX5",
}
"""What only superusers are shown, with its defaults (resources-system.md 1.7)."""


def system_settings(state: State) -> dict[str, object]:
    """Return every setting that is no secret, defaults filled in (12.2)."""
    return {**SYSTEM_DEFAULTS, **state.configuration.settings}


def value_of(state: State, key: str) -> object:
    """Return the setting `key`, which has a default."""
    return state.configuration.settings.get(key, SYSTEM_DEFAULTS[key])


def sends_email(state: State) -> bool:
    """
    Say whether the server has an SMTP host, which is all that sending needs (15.4).

    A seed says so in a word, or names the host among its settings.
    """
    host = state.configuration.settings.get("keyEmailHostName")
    if host is None:
        return state.configuration.email_configured
    return bool(str(host).strip())


def is_email_configured(state: State) -> bool:
    """Say what `emailConfigured` shows, which wants a user name too (13)."""
    if state.configuration.email_configured:
        return True
    needed = ("keyEmailHostName", "keyEmailUsername")
    return all(str(value_of(state, key)).strip() for key in needed)


def system_setting(state: State, acting_user: User, key: str) -> object:
    """
    Return one setting.

    Raises:
        ConfidentialSettingError: it is a secret and the caller no superuser.
        SettingNotFoundError: there is none of this name.
    """
    settings = system_settings(state)
    if key in CONFIDENTIAL:
        if not access.is_superuser(state, acting_user):
            raise errors.ConfidentialSettingError(key=key)
        return settings.get(key, CONFIDENTIAL[key])
    if key not in settings:
        raise errors.SettingNotFoundError(key=key)
    return settings[key]


def set_system_settings(
    store: Store,
    acting_user: User,
    texts: Mapping[str, str | None],
    *,
    lenient: bool = False,
) -> None:
    """
    Set settings, read as the type of their defaults; no text goes back to those.

    Raises:
        UnsupportedSettingError: there is none of this name.
        SettingUnreadableError: a text is not of the type.
    """
    with store.transaction() as draft:
        require_authority(draft.state, acting_user, Authority.SYSTEM_SETTING)
        settings = {**draft.state.configuration.settings}
        unknown = [key for key in texts if not is_system_setting(key)]
        if unknown:
            raise errors.UnsupportedSettingError(
                key=",".join(unknown), keys=", ".join(unknown)
            )
        for key, text in texts.items():
            settings.pop(key, None)
            if text:
                default = SYSTEM_DEFAULTS.get(key, "")
                settings[key] = _typed(key, text, default, lenient=lenient)
        draft.configure(replace(draft.state.configuration, settings=settings))


def is_system_setting(key: str) -> bool:
    """Say whether there is a setting of the system of this name."""
    return key in SYSTEM_DEFAULTS or key in CONFIDENTIAL


def known_settings(
    settings: Mapping[str, object], names: Sequence[str]
) -> dict[str, object]:
    """Return what there is of `names`, or of all: up to 2.41 nothing else (12)."""
    return {
        key: value
        for key, value in settings.items()
        if (not names or key in names) and value != ""
    }


def user_settings(
    state: State, user: User, *, fall_back: bool = True
) -> dict[str, object]:
    """
    Return the settings that hold for `user` (12.1).

    His own come before the system's, if it is to `fall_back` on those, and these
    before the defaults.
    """
    system = {
        key: value
        for key, value in state.configuration.settings.items()
        if key in USER_DEFAULTS and fall_back
    }
    return {**USER_DEFAULTS, **system, **state.settings_of(user.uid)}


def set_user_setting(
    store: Store, user: User, key: str, text: str | None, *, lenient: bool = False
) -> None:
    """Set one setting of `user`; `None` takes it back."""
    if key not in USER_DEFAULTS:
        raise errors.SettingNotFoundError(key=key)
    if text == "":
        raise errors.SettingValueMissingError(key=key)
    with store.transaction() as draft:
        settings = {**draft.state.settings_of(user.uid)}
        settings.pop(key, None)
        if text is not None:
            settings[key] = _typed(key, text, USER_DEFAULTS[key], lenient=lenient)
        draft.put_settings(user.uid, settings)


def settings_owner(state: State, acting_user: User, user: User | None) -> User:
    """
    Return whose settings are meant: others' are for superusers (12.1).

    However the other is named: a server asks nobody about a username. DEVIATION D13
    """
    if user is None or user == acting_user:
        return acting_user
    if not access.is_superuser(state, acting_user):
        raise errors.UserNotManageableError(username=user.username)
    return user


def require_authority(state: State, acting_user: User, authority: str) -> None:
    """Refuse a caller without `authority`."""
    if not access.has_authority(state, acting_user, authority):
        raise errors.MissingAuthorityError(authority=authority)


def _typed(key: str, text: str, default: object, *, lenient: bool) -> object:
    """Return what `text` says; up to 2.41 servers were `lenient` with words (1.6)."""
    if isinstance(default, bool):
        if not lenient and text not in {"true", "false"}:
            raise errors.SettingUnreadableError(key=key, value=text)
        return text.lower() == "true"
    if isinstance(default, int):
        if not _NUMBER.fullmatch(text) or int(text) not in _NUMBERS:
            raise errors.SettingUnreadableError(key=key, value=text)
        return int(text)
    return text if lenient else _worded(key, text)


def _worded(key: str, text: str) -> str:
    """Return a text as it is shown, which a choice or a locale may be in two forms."""
    if key in _LOCALES:
        if not _LOCALE.fullmatch(text):
            raise errors.SettingUnreadableError(key=key, value=text)
        return text.replace("-", "_")
    words = {each.lower(): each for each in _CHOICES.get(key, ())}
    if words and text.lower() not in words:
        raise errors.SettingUnreadableError(key=key, value=text)
    return words.get(text.lower(), text)
