"""Settings of users and of the system, statement by statement (system 1.6, 1.7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api, app_for, in_process

TITLE = "/systemSettings/applicationTitle"
EMAIL = "/userSettings/keyMessageEmailNotification"
PLAIN, JSON = "text/plain", "application/json"
FORM = "application/x-www-form-urlencoded"


def server(profile: str = "2.42", user: str = "mobile") -> Api:
    """Return a client of the default seed in a profile, fresh from it."""
    api = Api(in_process(app_for(profile, None)))
    api.post("/__mock/reset")
    return api.as_user(user)


def refused(status: int, phrase: str, message: str, **code: str) -> dict[str, Any]:
    """Return the WebMessage of a refusal."""
    return {
        "httpStatus": phrase,
        "httpStatusCode": status,
        "status": "ERROR",
        "message": message,
        **code,
    }


class TestUserSettings:
    """`/userSettings` (1.6)."""

    @pytest.mark.parametrize("accept", [PLAIN, JSON, "text/html", "application/xml"])
    def test_one_setting_is_text_for_all(self, default_api: Api, accept: str) -> None:
        """One value is plain text, whatever is accepted (1.6)."""
        reply = default_api.as_user("mobile").get(
            "/userSettings/keyUiLocale", accept=accept
        )

        assert (reply.status, reply.text) == (200, "en")
        assert reply.headers["Content-Type"] == "text/plain;charset=UTF-8"

    @pytest.mark.parametrize(("fallback", "text"), [("true", "fr"), ("false", "en")])
    def test_one_setting_without_fallback(self, fallback: str, text: str) -> None:
        """`useFallback` counts for one setting as it does for all (1.6)."""
        admin = server(user="admin")
        admin.post("/systemSettings/keyUiLocale?value=fr")

        reply = admin.get(f"/userSettings/keyUiLocale?useFallback={fallback}")

        assert reply.text == text

    def test_2_41_shows_what_was_chosen(self) -> None:
        """Up to 2.41 nothing is there without fallback but one's own (12.1)."""
        api = server("2.41")

        shown = api.get("/userSettings?useFallback=false")
        alone = api.get("/userSettings/keyUiLocale?useFallback=false")

        assert shown.json() == {
            "keyMessageEmailNotification": True,
            "keyMessageSmsNotification": True,
        }
        assert alone.text == "null"

    @pytest.mark.parametrize("query", ["userId=Unknown0000", "user=Unknown0000"])
    def test_2_41_finds_no_owner(self, query: str) -> None:
        """Up to 2.41 nobody of that uid or name is a conflict (1.6)."""
        reply = server("2.41", "admin").get(f"/userSettings?{query}")

        message = "Could not find user 'Unknown0000'"
        assert reply.status == 409
        assert reply.json() == refused(409, "Conflict", message)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("keyMessageEmailNotification", "TRUE"),
            ("keyMessageEmailNotification", "1"),
            ("keyAnalysisDisplayProperty", "longName"),
            ("keyUiLocale", "French"),
            ("keyUiLocale", "fr_"),
            ("keyDbLocale", "FR"),
        ],
    )
    def test_value_of_another_type(self, key: str, value: str) -> None:
        """Flags are `true` or `false`, choices and locales one that there is (1.6)."""
        reply = server().post(f"/userSettings/{key}?value={value}")

        message = f"Not a valid value for setting {key}: {value}"
        assert reply.status == 400
        assert reply.json() == refused(400, "Bad Request", message, errorCode="E1003")

    @pytest.mark.parametrize("value", ["shortName", "SHORTNAME"])
    def test_choice_is_shown_in_its_spelling(self, value: str) -> None:
        """A word may be written in capitals, and is shown as it is spelled (1.6)."""
        api = server()

        api.post(f"/userSettings/keyAnalysisDisplayProperty?value={value}")

        assert api.get("/me/settings/keyAnalysisDisplayProperty").json() == "shortName"

    @pytest.mark.parametrize(
        ("value", "shown"),
        [("pt_BR", "pt_BR"), ("pt-BR", "pt_BR"), ("uz_UZ_Cyrl", "uz_UZ_Cyrl")],
    )
    def test_locale_is_shown_with_underscores(self, value: str, shown: str) -> None:
        """Language, country and script stand in the form of apps (resources.md 1.1)."""
        api = server()

        api.post(f"/userSettings/keyUiLocale?value={value}")

        assert api.get("/me/settings/keyUiLocale").json() == shown

    @pytest.mark.parametrize(("value", "shown"), [("TRUE", "true"), ("maybe", "false")])
    def test_2_41_takes_any_word(self, value: str, shown: str) -> None:
        """Up to 2.41 no type is checked: what is not true is false (12.1)."""
        api = server("2.41")

        reply = api.post(f"{EMAIL}?value={value}")

        assert reply.status == 200
        assert api.get(EMAIL).text == shown

    def test_2_41_takes_any_choice(self) -> None:
        """Up to 2.41 what is one of a few words may be another, as written (12.1)."""
        api = server("2.41")

        reply = api.post("/userSettings/keyAnalysisDisplayProperty?value=longName")

        assert reply.status == 200
        assert api.get("/userSettings/keyAnalysisDisplayProperty").text == "longName"

    @pytest.mark.parametrize(
        ("profile", "style"), [("documented", "red.css"), ("2.42", "red.css=")]
    )
    def test_form_is_a_name_without_value(self, profile: str, style: str) -> None:
        """Servers get a form rebuilt from its parts (1.6, messaging.md 4.5)."""
        api = server(profile)

        api.post("/userSettings/keyStyle", body="red.css", content_type=FORM)

        assert api.get("/userSettings/keyStyle").text == style

    def test_value_in_a_form(self) -> None:
        """A form may name the value, as a query does (1.6)."""
        api = server()

        api.post("/userSettings/keyUiLocale", body="value=fr", content_type=FORM)

        assert api.get("/userSettings/keyUiLocale").text == "fr"


class TestSystemSettings:
    """`/systemSettings` (1.7)."""

    @pytest.mark.parametrize(
        ("profile", "caching"),
        [
            ("2.41", "no-cache, private"),
            ("2.42", "no-cache, no-store, must-revalidate"),
        ],
    )
    @pytest.mark.parametrize("path", ["/systemSettings", TITLE])
    def test_caching(self, profile: str, caching: str, path: str) -> None:
        """Nothing of it may be stored since 2.42 (1.1)."""
        reply = server(profile).get(path)

        assert reply.headers["Cache-Control"] == caching

    @pytest.mark.parametrize(
        ("profile", "title"), [("2.41", '"Mock"'), ("2.42", "Mock")]
    )
    def test_json_is_unquoted_since_2_42(self, profile: str, title: str) -> None:
        """A JSON text keeps its quotes up to 2.41 (1.7)."""
        admin = server(profile, "admin")

        reply = admin.post(TITLE, body='"Mock"', content_type=JSON)

        text = f"System setting 'applicationTitle' set to value '{title}'."
        assert reply.json()["message"] == text
        assert admin.get(TITLE).json() == {"applicationTitle": title}

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            (TITLE, None),
            (TITLE, '{"a": 1}'),
            (f"{TITLE}?locale=fr", None),
            ("/systemSettings", "{"),
            ("/systemSettings", "[]"),
        ],
    )
    def test_authority_is_asked_first(self, path: str, body: str | None) -> None:
        """Who may not set is not told what is wrong with his request (1.7)."""
        reply = server().post(path, body=body, content_type=JSON)

        assert reply.status == 403

    @pytest.mark.parametrize(
        ("profile", "query", "kind", "status"),
        [
            ("2.42", "", FORM, 415),
            ("2.42", "", "application/xml", 415),
            ("2.42", "", "text/html", 415),
            ("2.42", "?value=Mine", FORM, 200),
            ("2.42", "?value=Mine", "application/xml", 200),
            ("2.41", "", "text/html", 200),
            ("2.41", "", FORM, 415),
            ("2.41", "?value=Mine", FORM, 415),
        ],
    )
    def test_types_of_a_value(
        self, profile: str, query: str, kind: str, status: int
    ) -> None:
        """A value comes as text or JSON, up to 2.41 as HTML too (1.7)."""
        admin = server(profile, "admin")

        reply = admin.post(f"{TITLE}{query}", body="Mine", content_type=kind)

        assert reply.status == status
        assert status == 200 or kind in reply.json()["message"]

    def test_value_in_a_form(self) -> None:
        """From 2.42 on a form may name the value, as a query does (1.7)."""
        admin = server(user="admin")

        reply = admin.post(TITLE, body="value=Mine", content_type=FORM)

        assert reply.status == 200
        assert admin.get(TITLE).json() == {"applicationTitle": "Mine"}

    @pytest.mark.parametrize(
        ("key", "value", "shown"),
        [("keyEmailTls", "TRUE", "true"), ("keyAccountRecovery", "maybe", "false")],
    )
    def test_2_41_tells_what_it_understood(
        self, key: str, value: str, shown: str
    ) -> None:
        """Up to 2.41 the answer names the value that is stored (1.7)."""
        reply = server("2.41", "admin").post(f"/systemSettings/{key}?value={value}")

        told = f"System setting '{key}' set to value '{shown}'."
        assert reply.json()["message"] == told

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("keyEmailPort", "x"),
            ("keyEmailPort", "2147483648"),
            ("loginPageLayout", "WIDE"),
            ("keyUiLocale", "French"),
        ],
    )
    def test_value_of_another_type(self, key: str, value: str) -> None:
        """A number is one of 32 bits, a layout and a locale one that there is (1.7)."""
        reply = server(user="admin").post(f"/systemSettings/{key}?value={value}")

        message = f"Not a valid value for setting {key}: {value}"
        assert reply.status == 400
        assert reply.json() == refused(400, "Bad Request", message, errorCode="E1003")

    @pytest.mark.parametrize(
        ("key", "value", "shown"),
        [
            ("keyEmailPort", "-1", -1),
            ("keyEmailPort", "%2B25", 25),
            ("loginPageLayout", "custom", "CUSTOM"),
        ],
    )
    def test_value_as_java_reads_it(self, key: str, value: str, shown: object) -> None:
        """Numbers may have a sign, words of a choice any case (1.7)."""
        admin = server(user="admin")

        admin.post(f"/systemSettings/{key}?value={value}")

        assert admin.get(f"/systemSettings/{key}").json() == {key: shown}

    def test_map_names_all_unknown_keys(self) -> None:
        """From 2.42 on as well, but in other words and without blanks (1.7)."""
        reply = server(user="admin").post("/systemSettings", json={"b": 1, "a": 2})

        assert reply.status == 404
        assert reply.json()["message"] == "Setting does not exist: b,a"

    @pytest.mark.parametrize("user", ["admin", "mobile"])
    def test_secrets_are_in_no_list(self, user: str) -> None:
        """Even if they are named, and not empty as unknown ones are (1.7)."""
        reply = server(user=user).get("/systemSettings?key=keyEmailPassword,nope")

        assert reply.json() == {"nope": ""}

    def test_null_is_no_value(self) -> None:
        """A JSON null is nothing to set (1.7)."""
        admin = server(user="admin")

        reply = admin.post(TITLE, body="null", content_type=JSON)

        assert reply.status == 400
        assert admin.get(TITLE).json() == {"applicationTitle": "DHIS 2"}

    @pytest.mark.parametrize(
        "body", [{"applicationTitle": None}, {"applicationTitle": ""}]
    )
    def test_nothing_goes_back_to_default(self, body: dict[str, object]) -> None:
        """A setting without a text has its default (1.7)."""
        admin = server(user="admin")
        admin.post(f"{TITLE}?value=Mock")

        reply = admin.post("/systemSettings", json=body)

        assert reply.status == 200
        assert admin.get(TITLE).json() == {"applicationTitle": "DHIS 2"}

    @pytest.mark.parametrize("value", [{"a": 1}, [1]])
    def test_map_holds_simple_values(self, value: object) -> None:
        """An object or array sets nothing, and is no text either (1.7)."""
        admin = server(user="admin")

        reply = admin.post("/systemSettings", json={"applicationTitle": value})

        assert reply.status == 400
        assert admin.get(TITLE).json() == {"applicationTitle": "DHIS 2"}

    def test_2_41_names_all_unknown_keys(self) -> None:
        """Up to 2.41 a map with unknown keys is refused for all of them (1.7)."""
        given = {"nope": 1, "applicationTitle": "Mock", "never": 2}

        reply = server("2.41", "admin").post("/systemSettings", json=given)

        message = "Key(s) is not supported: nope, never"
        assert reply.status == 409
        assert reply.json() == refused(409, "Conflict", message)

    def test_recaptcha_site_is_told_before_login(self) -> None:
        """The login page is told the site, which is no secret there (1.8)."""
        admin = server(user="admin")
        default = admin.get("/loginConfig").json()["recaptchaSite"]
        admin.post("/systemSettings/recaptchaSite?value=site-key")

        assert default == "6LcVwT0UAAAAAAkO_EGPiYOiymIszZUeHfqWIYX5"
        assert admin.get("/loginConfig").json()["recaptchaSite"] == "site-key"


class TestTranslations:
    """Settings in other languages (1.7, 1.8)."""

    @pytest.fixture
    def admin(self, default_api: Api) -> Api:
        """Return the administrator of a server whose title has a French form."""
        admin = default_api.as_user("admin")
        reply = admin.post(f"{TITLE}?locale=fr&value=Titre")
        assert reply.json()["message"] == (
            "Translation for system setting 'applicationTitle' and locale: 'fr'"
            " set to: 'Titre'"
        )
        return admin

    @pytest.mark.parametrize(("locale", "title"), [("fr", "Titre"), ("nb", "DHIS 2")])
    def test_locale_asks_for_translation(
        self, admin: Api, locale: str, title: str
    ) -> None:
        """With a locale the translation comes as text, or the value (1.7)."""
        reply = admin.get(f"{TITLE}?locale={locale}")

        assert reply.text == title
        assert reply.headers["Content-Type"] == "text/plain;charset=UTF-8"

    def test_own_language_comes_first(self, admin: Api) -> None:
        """Without a locale the caller's language counts, without its country (1.7)."""
        mobile = admin.as_user("mobile")
        mobile.post("/userSettings/keyUiLocale?value=fr_CA")

        assert mobile.get(TITLE).json() == {"applicationTitle": "Titre"}
        assert mobile.get(TITLE, accept=PLAIN).text == "Titre"
        assert admin.get(TITLE).json() == {"applicationTitle": "DHIS 2"}

    def test_login_page_is_translated(self, admin: Api) -> None:
        """The texts of the login page follow `locale` (1.8)."""
        french = admin.get("/loginConfig?locale=fr").json()
        default = admin.get("/loginConfig").json()

        assert french["applicationTitle"] == "Titre"
        assert french | {"applicationTitle": "DHIS 2"} == default

    @pytest.mark.parametrize("query", ["", "?locale="])
    def test_login_page_is_english_by_default(self, admin: Api, query: str) -> None:
        """Without `locale` the English translation counts, if there is one (1.8)."""
        admin.post(f"{TITLE}?locale=en&value=English title")

        shown = admin.get(f"/loginConfig{query}").json()

        assert shown["applicationTitle"] == "English title"

    def test_login_page_has_a_language(self, admin: Api) -> None:
        """`uiLocale` is the language of the system's locale alone (1.8)."""
        admin.post("/systemSettings/keyUiLocale?value=pt_BR")

        assert admin.get("/loginConfig").json()["uiLocale"] == "pt"

    def test_body_is_translation(self, admin: Api) -> None:
        """A translation may stand in the body (1.7)."""
        admin.post(f"{TITLE}?locale=nb", body="Tittel", content_type=PLAIN)

        assert admin.get(f"{TITLE}?locale=nb").text == "Tittel"
        assert admin.get(f"{TITLE}?locale=fr").text == "Titre"

    @pytest.mark.parametrize(
        ("method", "query"), [("DELETE", "locale=fr"), ("POST", "locale=fr&value=")]
    )
    def test_translation_is_taken_back(
        self, admin: Api, method: str, query: str
    ) -> None:
        """Deleted or emptied, the translation is gone and the value stays (1.7)."""
        admin.post(f"{TITLE}?value=Mock")

        reply = admin.call(method, f"{TITLE}?{query}")

        assert reply.status in {200, 204}
        assert admin.get(f"{TITLE}?locale=fr").text == "Mock"
        assert admin.delete(f"{TITLE}?locale=fr").status == 204
        snapshot = admin.get("/__mock/snapshots/current").json()
        assert "translations" not in snapshot["system"]

    @pytest.mark.parametrize(
        ("profile", "status", "phrase", "code"),
        [
            ("2.41", 409, "Conflict", {}),
            ("2.42", 400, "Bad Request", {"errorCode": "E1003"}),
        ],
    )
    def test_some_settings_are_not_translated(
        self, profile: str, status: int, phrase: str, code: dict[str, str]
    ) -> None:
        """Only texts that people read have translations (1.7)."""
        reply = server(profile, "admin").post(
            "/systemSettings/keyFlag?locale=fr&value=france"
        )

        assert reply.status == status
        assert reply.json() == refused(
            status, phrase, "Not translatable: keyFlag", **code
        )

    def test_translation_needs_authority(self, default_api: Api) -> None:
        """Who may not set a setting may not translate it (1.7)."""
        reply = default_api.as_user("mobile").post(f"{TITLE}?locale=fr&value=Titre")

        assert reply.status == 403

    def test_snapshot_keeps_translation(self, admin: Api) -> None:
        """A translation is part of the state (control-plane 3.6)."""
        document = admin.get("/__mock/snapshots/current").json()

        assert document["system"]["translations"] == {
            "applicationTitle": {"fr": "Titre"}
        }
