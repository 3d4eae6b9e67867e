"""What `system/info` and `loginConfig` tell (resources.md 11.1, 13)."""

from collections.abc import Sequence

from mock_server.domain import access
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.profiles import Profile
from mock_server.services.settings import is_email_configured, system_settings
from mock_server.sessions import LIFETIME

LOCALES = (
    {
        "locale": "en",
        "languageTag": "en",
        "name": "English",
        "displayName": "English",
    },
    {
        "locale": "fr",
        "languageTag": "fr",
        "name": "fran\u00e7ais",
        "displayName": "French",
    },
    {
        "locale": "nb",
        "languageTag": "nb",
        "name": "norsk bokm\u00e5l",
        "displayName": "Norwegian Bokm\u00e5l",
    },
)
_NEVER = "1970-01-01T00:00:00.000"
_NEVER_HAPPENED = ("lastSystemMonitoringSuccess", "lastMetadataVersionSyncAttempt")
_APPS = (("messaging", "Messaging"), ("dashboard", "Dashboard"))


def version(state: State, profile: Profile) -> str:
    """Return what a switch says, or else the seed, or else the profile."""
    if "version" in profile.overridden:
        return profile.version
    return state.configuration.version or profile.version


def system_info(
    state: State, user: User, profile: Profile, root_url: str, now: str
) -> dict[str, object]:
    """Return the facts of the server as `user` may know them (11.1)."""
    configuration = state.configuration
    info: dict[str, object] = {
        "contextPath": root_url,
        "calendar": "iso8601",
        "dateFormat": "yyyy-mm-dd",
        "serverDate": now,
        "serverTimeZoneId": "Etc/UTC",
        "serverTimeZoneDisplayName": "Coordinated Universal Time",
        "version": version(state, profile),
        "revision": configuration.revision,
        "buildTime": "2026-01-01T00:00:00.000",
        "systemId": configuration.system_id,
        "systemName": system_settings(state)["applicationTitle"],
        "instanceBaseUrl": root_url,
        "emailConfigured": is_email_configured(state),
        "redisEnabled": False,
        "encryption": False,
        "isMetadataVersionEnabled": False,
        "databaseInfo": {"spatialSupport": True, "time": now},
    }
    if not profile.old_settings:
        # From 2.42 on what never happened did so at the beginning of time.
        info |= {"systemMetadataVersion": "", **dict.fromkeys(_NEVER_HAPPENED, _NEVER)}
    if profile.session_timeout_shown:
        info["sessionTimeout"] = int(LIFETIME.total_seconds())
        info["capability"] = {"analyticsTotalCounts": False}
    if access.is_superuser(state, user):
        info |= {"javaVersion": "17 (mock)", "nodeId": "mock"}
        info["databaseInfo"] = {"name": "mock", "spatialSupport": True, "time": now}
    return info


def login_config(state: State, profile: Profile) -> dict[str, object]:
    """Return what the login page shows; nothing in it is secret (13)."""
    settings = system_settings(state)
    config = {
        "apiVersion": version(state, profile),
        "applicationTitle": settings["applicationTitle"],
        "applicationDescription": settings["keyApplicationIntro"],
        "applicationNotification": settings["keyApplicationNotification"],
        "applicationLeftSideFooter": settings["keyApplicationFooter"],
        "applicationRightSideFooter": settings["keyApplicationRightFooter"],
        "countryFlag": settings["keyFlag"],
        "uiLocale": settings["keyUiLocale"],
        "loginPopup": settings["loginPopup"],
        "loginPageLayout": settings["loginPageLayout"],
        "loginPageTemplate": settings["loginPageTemplate"],
        "minPasswordLength": str(settings["minPasswordLength"]),
        "maxPasswordLength": str(settings["maxPasswordLength"]),
        "recaptchaSite": "",
        "emailConfigured": is_email_configured(state),
        "selfRegistrationEnabled": False,
        "selfRegistrationNoRecaptcha": settings["keySelfRegistrationNoRecaptcha"],
        "allowAccountRecovery": settings["keyAccountRecovery"],
        "useCustomLogoFront": settings["keyUseCustomLogoFront"],
        "oidcProviders": [],
    }
    if settings["keyUseCustomLogoFront"]:
        config["loginPageLogo"] = "/api/staticContent/logo_front.png"
    if profile.login_config_sparse:
        lengths = {"minPasswordLength", "maxPasswordLength"}
        config = {k: v for k, v in config.items() if v != "" and k not in lengths}
    return config


def menu(
    state: State, user: User, profile: Profile, root_url: str
) -> Sequence[dict[str, object]]:
    """Return a row for each app that `user` may open (resources-system.md 1.10)."""
    return [
        _menu_row(name, title, profile, root_url)
        for name, title in _APPS
        if access.has_authority(state, user, f"M_dhis-web-{name}")
    ]


def _menu_row(
    name: str, title: str, profile: Profile, root_url: str
) -> dict[str, object]:
    path = f"/dhis-web-{name}"
    row: dict[str, object] = {
        "name": f"dhis-web-{name}",
        "namespace": path,
        "defaultAction": f"{root_url}{path}/index.html",
        "displayName": title,
        "icon": f"{root_url}{path}/icons/dhis-web-{name}.png",
        "description": "",
    }
    if profile.rich_menu:
        row |= {"displayDescription": "", "version": "100.0.0", "shortcuts": []}
    return row
