"""What `system/info` and `loginConfig` tell (resources.md 11.1, 13)."""

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

from mock_server.domain import access
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.profiles import Profile
from mock_server.services.settings import (
    CONFIDENTIAL,
    is_email_configured,
    system_settings,
    value_of,
)
from mock_server.services.translations import TRANSLATABLE, translated
from mock_server.sessions import LIFETIME
from mock_server.store import Store

_NEVER = "1970-01-01T00:00:00.000"
_APPS = (("messaging", "Messaging"), ("dashboard", "Dashboard"))


class DatabaseInfo(TypedDict, total=False):
    """What a server tells of its database."""

    name: str
    user: str
    url: str
    databaseVersion: str
    spatialSupport: bool
    time: str


class Past(TypedDict, total=False):
    """What happened last, and how long it took."""

    lastAnalyticsTableSuccess: str
    lastAnalyticsTableRuntime: str
    lastAnalyticsTablePartitionSuccess: str
    lastAnalyticsTablePartitionRuntime: str
    lastSystemMonitoringSuccess: str
    lastMetadataVersionSyncAttempt: str
    systemMetadataVersion: str


class Machine(TypedDict, total=False):
    """What a server runs on."""

    environmentVariable: str
    externalDirectory: str
    fileStoreProvider: str
    readOnlyMode: str
    nodeId: str
    javaVersion: str
    javaVendor: str
    osName: str
    osArchitecture: str
    osVersion: str
    memoryInfo: str
    cpuCores: int
    readReplicaCount: int


class SystemInfo(Past, Machine, total=False):
    """The facts of a server; who asks, and the profile, decide which there are."""

    contextPath: str
    userAgent: str
    calendar: str
    dateFormat: str
    serverDate: str
    serverTimeZoneId: str
    serverTimeZoneDisplayName: str
    version: str
    revision: str
    buildTime: str
    systemId: str
    systemName: object
    instanceBaseUrl: str
    emailConfigured: bool
    redisEnabled: bool
    encryption: bool
    isMetadataVersionEnabled: bool
    databaseInfo: DatabaseInfo
    sessionTimeout: int
    capability: dict[str, bool]


class Locale(TypedDict):
    """A language."""

    locale: str
    languageTag: NotRequired[str]
    name: str
    displayName: str


class MenuRow(TypedDict):
    """An app of the menu."""

    name: str
    namespace: str
    defaultAction: str
    displayName: str
    icon: str
    description: str
    displayDescription: NotRequired[str]
    version: NotRequired[str]
    shortcuts: NotRequired[list[str]]


LOCALES: Sequence[Locale] = (
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
_PAST: Past = {
    "lastAnalyticsTableSuccess": _NEVER,
    "lastAnalyticsTableRuntime": "",
    "lastAnalyticsTablePartitionSuccess": _NEVER,
    "lastAnalyticsTablePartitionRuntime": "",
    "lastSystemMonitoringSuccess": _NEVER,
    "lastMetadataVersionSyncAttempt": _NEVER,
    "systemMetadataVersion": "",
}
"""From 2.42 on what never happened did so at the beginning of time."""
_MACHINE: Machine = {
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
_DATABASE: DatabaseInfo = {
    "name": "mock",
    "user": "dhis",
    "url": "jdbc:postgresql://localhost/mock",
    "databaseVersion": "PostgreSQL 16 (mock)",
}


def version(state: State, profile: Profile) -> str:
    """Return what a switch says, or else the seed, or else the profile."""
    if "version" in profile.overridden:
        return profile.version
    return state.configuration.version or profile.version


def system_info(
    state: State, user: User, profile: Profile, root_url: str, now: str
) -> SystemInfo:
    """Return the facts of the server as `user` may know them (11.1)."""
    configuration = state.configuration
    info: SystemInfo = {
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
        info = {**info, **_PAST}
    if profile.session_timeout_shown:
        info["sessionTimeout"] = int(LIFETIME.total_seconds())
        info["capability"] = {"analyticsTotalCounts": False}
    if access.is_superuser(state, user):
        info = {**info, **_MACHINE}
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
        "uiLocale": str(settings["keyUiLocale"]).partition("_")[0],
        "loginPopup": settings["loginPopup"],
        "loginPageLayout": settings["loginPageLayout"],
        "loginPageTemplate": settings["loginPageTemplate"],
        "minPasswordLength": str(settings["minPasswordLength"]),
        "maxPasswordLength": str(settings["maxPasswordLength"]),
        "recaptchaSite": settings.get("recaptchaSite", CONFIDENTIAL["recaptchaSite"]),
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
) -> Sequence[MenuRow]:
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
    return sorted(rows, key=lambda row: places.get(row["name"], len(places)))


def order_menu(store: Store, user: User, names: Iterable[str]) -> None:
    """Keep the order in which `user` wants to see his apps (1.10)."""
    with store.transaction() as draft:
        draft.put_apps(user.uid, tuple(dict.fromkeys(names)))


def locales(profile: Profile) -> Sequence[Locale]:
    """Return the languages there are, by name (1.13)."""
    if profile.language_tags:
        return LOCALES
    return [
        {
            "locale": each["locale"],
            "name": each["name"],
            "displayName": each["displayName"],
        }
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


def _menu_row(name: str, title: str, profile: Profile, root_url: str) -> MenuRow:
    path = f"/dhis-web-{name}"
    row: MenuRow = {
        "name": f"dhis-web-{name}",
        "namespace": path,
        "defaultAction": f"{root_url}{path}/index.html",
        "displayName": title,
        "icon": f"{root_url}{path}/icons/dhis-web-{name}.png",
        "description": "",
    }
    if profile.rich_menu:
        row["displayDescription"] = ""
        row["version"] = "100.0.0"
        row["shortcuts"] = []
    return row
