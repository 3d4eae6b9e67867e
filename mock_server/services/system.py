"""What `system/info` and `loginConfig` tell (resources.md 11.1, 13)."""

from collections.abc import Iterable, Mapping, Sequence

from mock_server.domain import access
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.profiles import Profile
from mock_server.services.settings import (
    is_email_configured,
    system_settings,
    value_of,
)
from mock_server.services.translations import TRANSLATABLE, translated
from mock_server.sessions import LIFETIME
from mock_server.store import Store

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
_NEVER_HAPPENED = (
    *("lastAnalyticsTableSuccess", "lastAnalyticsTablePartitionSuccess"),
    *("lastSystemMonitoringSuccess", "lastMetadataVersionSyncAttempt"),
)
_NEVER_LASTED = ("lastAnalyticsTableRuntime", "lastAnalyticsTablePartitionRuntime")
_MACHINE: Mapping[str, object] = {
    "environmentVariable": "DHIS2_HOME",
    "externalDirectory": "/opt/dhis2",
    "fileStoreProvider": "filesystem",
    "readOnlyMode": "off",
    "nodeId": "mock",
    "javaVersion": "17 (mock)",
    "javaVendor": "mock",
    "osName": "Linux",
    "osArchitecture": "amd64",
    "osVersion": "6.1",
    "memoryInfo": "Mem Total in JVM: 512 Free in JVM: 256 Max Limit: 1024",
    "cpuCores": 1,
    "readReplicaCount": 0,
}
"""What superusers alone are told; a mock has no machine worth asking (1.4)."""
_DATABASE: Mapping[str, object] = {
    "name": "mock",
    "user": "dhis",
    "url": "jdbc:postgresql://localhost/mock",
    "databaseVersion": "PostgreSQL 16 (mock)",
}
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
        info |= dict.fromkeys(_NEVER_HAPPENED, _NEVER)
        info |= dict.fromkeys(("systemMetadataVersion", *_NEVER_LASTED), "")
    if profile.session_timeout_shown:
        info["sessionTimeout"] = int(LIFETIME.total_seconds())
        info["capability"] = {"analyticsTotalCounts": False}
    if access.is_superuser(state, user):
        info |= _MACHINE
        info["databaseInfo"] = {**_DATABASE, "spatialSupport": True, "time": now}
    return info


def login_config(state: State, profile: Profile, locale: str) -> dict[str, object]:
    """Return what the login page shows; nothing in it is secret (13)."""
    translations = {key: translated(state, key, locale) for key in TRANSLATABLE}
    settings = {**system_settings(state), **translations}
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
        "recaptchaSite": settings.get("recaptchaSite", ""),
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
    """
    Return a row for each app that `user` may open (resources-system.md 1.10).

    They stand in the order that he chose, those that he did not name at the end.
    """
    rows = [
        _menu_row(name, title, profile, root_url)
        for name, title in _APPS
        if access.has_authority(state, user, f"M_dhis-web-{name}")
    ]
    places = {name: at for at, name in enumerate(state.apps_of(user.uid))}
    return sorted(rows, key=lambda row: places.get(str(row["name"]), len(places)))


def order_menu(store: Store, user: User, names: Iterable[str]) -> None:
    """Keep the order in which `user` wants to see his apps (1.10)."""
    with store.transaction() as draft:
        draft.put_apps(user.uid, tuple(dict.fromkeys(names)))


def locales(profile: Profile) -> Sequence[Mapping[str, str]]:
    """Return the languages there are, by name (1.13)."""
    if profile.language_tags:
        return LOCALES
    return [
        {key: text for key, text in each.items() if key != "languageTag"}
        for each in LOCALES
    ]


def login_target(state: State, profile: Profile) -> str:
    """
    Return where a login leads, below the context path (1.9).

    Nobody's address is verified here, so who must have verified his goes there first.
    """
    if profile.old_settings or not value_of(state, "enforceVerifiedEmail"):
        return profile.login_target
    return "/dhis-web-user-profile/#/profile"


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
