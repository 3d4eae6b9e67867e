"""Settings of the system in other languages (resources-system.md 1.7, 1.8)."""

from dataclasses import replace

from mock_server.domain import errors
from mock_server.domain.enums import Authority
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.services.settings import require_authority, user_settings, value_of
from mock_server.store import Store

TRANSLATABLE = frozenset(
    {
        "applicationTitle",
        "keyApplicationIntro",
        "keyApplicationNotification",
        "keyApplicationFooter",
        "keyApplicationRightFooter",
        "loginPopup",
    }
)


def language_of(state: State, user: User) -> str:
    """Return the language that `user` reads: that of his locale."""
    locale = str(user_settings(state, user)["keyUiLocale"])
    return locale.partition("_")[0]


def translated(state: State, key: str, locale: str) -> object:
    """Return the setting `key`, which has a default, in the language of `locale`."""
    texts = state.configuration.translations.get(key, {})
    return texts.get(locale) or value_of(state, key)


def translate_system_setting(
    store: Store, acting_user: User, key: str, locale: str, text: str
) -> None:
    """
    Keep `text` as what the setting `key` says in `locale`; no text takes it back.

    Raises:
        SettingNotTranslatableError: it is the same in all languages.
    """
    with store.transaction() as draft:
        require_authority(draft.state, acting_user, Authority.SYSTEM_SETTING)
        if key not in TRANSLATABLE:
            raise errors.SettingNotTranslatableError(key=key)
        configuration = draft.state.configuration
        texts = {**configuration.translations.get(key, {}), locale: text}
        if not text:
            del texts[locale]
        translations = {**configuration.translations, key: texts}
        if not texts:
            del translations[key]
        draft.configure(replace(configuration, translations=translations))
