"""Checks of what a client meets around conversations; all of them read."""

from typing import Any

from mock_server.contract.model import TEXT, Check, Step
from mock_server.contract.steps import NOBODY, accepting, get


def _check(name: str, section: str, *steps: Step, **more: Any) -> Check:
    return Check("resources", name, f"resources.md {section}", steps, **more)


CHECKS = (
    _check(
        "me",
        "4",
        get("/me?fields=id,username,displayName,name", "username"),
        get("/me?fields=id,authorities,nope"),
    ),
    _check("my-dashboard", "4", get("/me/dashboard")),
    _check(
        "my-authorization",
        "4",
        get("/me/authorization"),
        get("/me/authorization/F_NO_SUCH_AUTHORITY"),
    ),
    _check(
        "my-settings",
        "4",
        get("/me/settings/keyMessageEmailNotification"),
        get("/me?fields=id,settings[keyUiLocale,nope]"),
    ),
    _check("look-up-me", "6", get("/userLookup/{me}")),
    _check("look-up-by-name", "6", get("/userLookup/{username}")),
    _check("look-up-nobody", "6", get(f"/userLookup/{NOBODY}")),
    _check("look-up-by-query", "6", get("/userLookup?query={run}")),
    _check("look-up-without-query", "6", get("/userLookup")),
    _check(
        "users",
        "5",
        get("/users?filter=id:eq:{me}&fields=id,username,displayName", "username"),
        get("/users?filter=id:eq:{me}", "total"),
        get("/users/{me}?fields=id,username", "username"),
    ),
    _check("user-unknown", "5", get(f"/users/{NOBODY}")),
    _check(
        "groups",
        "7",
        get(f"/userGroups?filter=id:eq:{NOBODY}", "total", "pageCount", "page"),
        get(f"/userGroups/{NOBODY}"),
    ),
    _check(
        "units",
        "8",
        get(f"/organisationUnits?filter=id:eq:{NOBODY}", "total", "pageCount"),
        get(f"/organisationUnits/{NOBODY}"),
        get("/organisationUnits?filter=foo:eq:1"),
    ),
    _check(
        "configuration",
        "10",
        get("/configuration/systemId"),
    ),
    _check("system-info", "11.1", get("/system/info?fields=version")),
    _check("system-ids", "11.2", get("/system/id?limit=2"), get("/system/id?limit=x")),
    _check("ping", "11.3", get("/ping", by=None), get("/system/ping", "body")),
    _check(
        "user-settings",
        "12.1",
        get("/userSettings/keyMessageEmailNotification"),
        get("/userSettings/keyNoSuchSetting"),
    ),
    _check(
        "system-settings",
        "12.2",
        get("/systemSettings/applicationTitle"),
        get("/systemSettings/applicationTitle", headers=accepting(TEXT)),
        get("/systemSettings/keyNoSuchSetting"),
    ),
)
