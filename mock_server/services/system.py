"""What `system/info` and `loginConfig` tell (resources.md 11.1, 13)."""

from mock_server.domain import access
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.profiles import Profile
from mock_server.services.settings import is_email_configured, system_settings

_SESSION_SECONDS = 3600


def system_info(
    state: State, user: User, profile: Profile, root_url: str
) -> dict[str, object]:
    """Return the facts of the server as `user` may know them; the time is not one."""
    configuration = state.configuration
    info: dict[str, object] = {
        "contextPath": root_url,
        "calendar": "iso8601",
        "dateFormat": "yyyy-mm-dd",
        "serverTimeZoneId": "Etc/UTC",
        "serverTimeZoneDisplayName": "Coordinated Universal Time",
        "version": configuration.version or profile.version,
        "revision": configuration.revision,
        "buildTime": "2026-01-01T00:00:00.000",
        "systemId": configuration.system_id,
        "systemName": system_settings(state)["applicationTitle"],
        "instanceBaseUrl": root_url,
        "emailConfigured": is_email_configured(state),
        "redisEnabled": False,
        "encryption": False,
        "isMetadataVersionEnabled": False,
        "databaseInfo": {"spatialSupport": True},
    }
    if profile.session_timeout_shown:
        info["sessionTimeout"] = _SESSION_SECONDS
        info["capability"] = {"analyticsTotalCounts": False}
    if access.is_superuser(state, user):
        info |= {"javaVersion": "17 (mock)", "nodeId": "mock"}
        info["databaseInfo"] = {"name": "mock", "spatialSupport": True}
    return info


def login_config(state: State, profile: Profile) -> dict[str, object]:
    """Return what the login page shows; nothing in it is secret (13)."""
    settings = system_settings(state)
    return {
        "apiVersion": state.configuration.version or profile.version,
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
