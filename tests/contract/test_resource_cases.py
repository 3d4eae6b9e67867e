"""
The cases of resources.md 21, resources-objects.md 12 and resources-system.md 3.

All run on the default seed; `clerk` of the second file is boateng, who may see users.
Left out are the cases of mail, SMS and server events, which the outbox answers for,
and those of the seed and its story, which test_seed.py and
test_document_examples.py tell.
"""

# ruff: noqa: E501 - a table is read along its rows

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

from tests.contract.cases import (
    SERVER,
    AnyOrder,
    Matching,
    Per,
    Step,
    case,
    numbers,
    run,
    table,
    web_message,
)

if TYPE_CHECKING:
    from tests.conftest import Api

ADMIN, MOBILE, BOATENG = "xE7jOejl9FI", "PhzytPW3g2J", "OYLGMiazHtW"
FEEDBACK, ADMINISTRATORS = "QYrzIjSfI8z", "wl5cDMuUhmF"
CHC = "DiszpKrYNg8"
XHR = {"X-Requested-With": "XMLHttpRequest"}
DOCS = ("documented",)
NEW = ("documented", "2.42", "2.43")
FORBIDDEN = web_message(
    403,
    "You don't have the proper permissions to read objects of this type.",
    "E1006",
)
NO_STORE = {"Cache-Control": ".*no-store.*"}
UID = r"[A-Za-z][A-Za-z0-9]{10}"
SETTING = "F_SYSTEM_SETTING"
DENIED = Per(
    web_message(403, f"Access is denied, requires one Authority from [{SETTING}]"),
    v2_41=web_message(403, "Access is denied"),
)
E6200 = web_message(409, "Feedback message recipients user group not defined", "E6200")
MC = "/messageConversations"
BOUNDARY = "----boundary"


def get(user: str | None, path: str, status: int | Per = 200, **more: Any) -> Step:
    """Return a GET."""
    return Step(user, f"GET {path}", status, **more)


def post(user: str | None, path: str, status: int | Per = 200, **more: Any) -> Step:
    """Return a POST."""
    return Step(user, f"POST {path}", status, **more)


def delete(user: str, path: str, status: int | Per = 200, **more: Any) -> Step:
    """Return a DELETE."""
    return Step(user, f"DELETE {path}", status, **more)


def plain(text: str) -> dict[str, str]:
    """Return a body of plain text."""
    return {"body": text, "content_type": "text/plain"}


def accept(kind: str) -> dict[str, str]:
    """Return what a client accepts."""
    return {"accept": kind}


def upload(name: str = "a.txt", content: bytes = b"hello") -> dict[str, Any]:
    """Return a multipart body with the part `file`."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    )
    return {
        "body": head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode(),
        "content_type": f"multipart/form-data; boundary={BOUNDARY}",
    }


def has(key: str, *uids: str) -> Any:
    """Return the question whether a list holds exactly these ids."""
    return lambda found: {each["id"] for each in found[key]} == set(uids)


def not_found(klass: str, uid: str) -> dict[str, Any]:
    """Return the refusal of an object that does not exist."""
    message = f"{klass} with id {uid} could not be found."
    return {"status": 404, "json": web_message(404, message, "E1005")}


def has_no_null(found: Any) -> bool:
    """Say whether no key of an object is null."""
    return None not in found.values()


def unread(number: int) -> Step:
    """Return the number that the header bar shows mobile."""
    numbers = {"unreadMessageConversations": number, "unreadInterpretations": 0}
    return get("mobile", "/me/dashboard", json=numbers)


GROUPS = "/userGroups?fields=id, displayName&pageSize=10&filter=displayName:token:"
UNITS = "/organisationUnits?fields=id,displayName&pageSize=10&filter=displayName:token:"
SETTINGS_KEYS = frozenset(
    {
        *("keyStyle", "keyMessageEmailNotification", "keyMessageSmsNotification"),
        *("keyUiLocale", "keyDbLocale", "keyAnalysisDisplayProperty"),
        "keyTrackerDashboardLayout",
    }
)
PDF = "You don't have access to fileResource 'DataValueF1' or this fileResource is not available from this endpoint"
NOT_MINE = "You are not authorized to access user: admin"
UNKNOWN_SETTING = web_message(404, "Setting does not exist: nope", "E1005")
HIDDEN = web_message(
    404, "Setting does not exist or is marked as confidential", "E1005"
)
D2_FIELDS = (
    ":all,organisationUnits[id],userGroups[id],userCredentials[:all,!user,userRoles[id]"
)

RESOURCES = (
    case(
        "1",
        get("mobile", "/api", 302, headers={"Location": ".*/api/resources"}),
        get(
            "mobile",
            "/resources",
            check=lambda found: any(
                row["plural"] == "messageConversations"
                and row["displayName"] == "Message Conversations"
                and row["href"].endswith("/api/messageConversations")
                for row in found["resources"]
            ),
        ),
    ),
    case(
        "2",
        get(
            "mobile",
            "/resources",
            sent=accept("application/xml"),
            headers={"Content-Type": "application/xml.*"},
        ),
        profiles=DOCS,
    ),
    case(
        "3", get(None, "/", headers={"Content-Type": "text/html.*", "Location": None})
    ),
    case(
        "4",
        get(
            "mobile",
            "/system/info",
            sent={"headers": {"Host": "mock.example"}},
            like={
                "version": Per("2.42.0", v2_41="2.41.8.1", v2_43="2.43.0"),
                "revision": ANY,
                "contextPath": "http://mock.example",
                "serverDate": Matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}"),
            },
            lacks=("javaVersion",),
            headers=NO_STORE,
        ),
        get("admin", "/system/info", like={"javaVersion": ANY}),
    ),
    case(
        "5",
        *(
            get("mobile", path, check=lambda found: list(found) == ["version"])
            for path in (
                "/system/info?fields=version",
                "/system/info.json?fields=version",
                "/api/42/system/info?fields=version",
            )
        ),
    ),
    case(
        "7",
        get(
            "mobile",
            "/system/id?limit=5",
            check=lambda found: len(set(found["codes"])) == 5,
        ),
        get("mobile", "/system/id", like={"codes": [Matching(UID)]}),
        get(
            "mobile",
            "/system/id?limit=20000",
            check=lambda found: len(found["codes"]) == 10_000,
        ),
        get("mobile", "/system/id?limit=x", 400),
        get(
            "mobile",
            "/system/id",
            sent=accept("application/csv"),
            headers={"Content-Type": "application/csv.*"},
        ),
    ),
    # In the profiles of versions the ping is what it is there (resources-system.md 1.5).
    case(
        "8",
        get(None, "/ping", text="", headers={"Content-Type": None}),
        get(
            "mobile",
            "/system/ping",
            text="pong",
            headers={
                "Content-Type": Per("application/json.*", documented="text/plain.*")
            },
        ),
    ),
    case(
        "9",
        get(
            None,
            "/system/info",
            401,
            sent={"headers": XHR},
            json=web_message(401, "Unauthorized"),
            headers={"WWW-Authenticate": None},
        ),
    ),
    case(
        "10",
        get(
            "mobile",
            "/me?fields=id,name,username",
            json={"id": MOBILE, "name": "User Mobile", "username": "mobile"},
        ),
    ),
    case(
        "11",
        get(
            "mobile",
            "/me",
            like={
                "userGroups": [],
                "organisationUnits": [{"id": CHC}],
                "authorities": ["M_dhis-web-messaging"],
                "programs": [],
            },
            lacks=("lastLogin",),
            check=has_no_null,
        ),
    ),
    case(
        "11b",
        get("mobile", "/me", like={"userCredentials": {"username": "mobile"}}),
        profiles=("2.41",),
    ),
    case("11c", get("mobile", "/me", lacks=("userCredentials",)), profiles=NEW),
    case(
        "12",
        get(
            "boateng",
            "/me?fields=id,authorities,userGroups[id]",
            like={"userGroups": [{"id": FEEDBACK}]},
        ),
        get("admin", "/me?fields=authorities", json={"authorities": ["ALL"]}),
    ),
    case(
        "13",
        get(
            "admin",
            "/me?fields=authorities,avatar,email,name,settings",
            like={"settings": {"keyUiLocale": "en"}, "name": "John Traore"},
            lacks=("avatar",),
        ),
    ),
    case(
        "14",
        get(
            "mobile",
            "/me?fields=name,settings[keyUiLocale,nope]",
            json={"name": "User Mobile", "settings": {"keyUiLocale": "en", "nope": ""}},
        ),
        profiles=NEW,
    ),
    case(
        "15",
        unread(2),
        post("mobile", f"{MC}/read", sent={"json": ["ZjHHSjyyeJ2"]}),
        unread(1),
        post("admin", f"{MC}/ZjHHSjyyeJ2", Per(201, documented=200), sent=plain("x")),
        unread(2),
        *(
            get(
                "mobile",
                f"{MC}?filter=messageType:eq:{kind}&filter=read:eq:false&pageSize=1",
                like={"pager": {"total": total}},
            )
            for kind, total in (
                ("PRIVATE", 1),
                ("TICKET", 0),
                ("SYSTEM", 0),
                ("VALIDATION_RESULT", 1),
            )
        ),
    ),
    case(
        "16",
        get("mobile", "/me/authorization", json=["M_dhis-web-messaging"]),
        get("mobile", "/me/authorization/ALL", text="false"),
        get("admin", "/me/authorization/ANYTHING", text="true"),
    ),
    case("17", get("mobile", f"/me?fields={D2_FIELDS}")),
    case(
        "18",
        get("mobile", "/users", 403, json=FORBIDDEN),
        get("mobile", f"/users/{MOBILE}", 403, json=FORBIDDEN),
        get("boateng", f"/users/{MOBILE}"),
    ),
    case(
        "19",
        get("admin", "/users?query=kam", like={"users": [{"id": "N3PZBUlN8vq"}]}),
        get(
            "admin",
            f"/users?filter=userGroups.id:in:[{FEEDBACK}]&fields=id&paging=false",
            lacks=("pager",),
            check=lambda found: len(found["users"]) == 3,
        ),
    ),
    case(
        "20",
        get("admin", "/users/dMV6G0tPAEa", **not_found("User", "dMV6G0tPAEa")),
        get("admin", "/users/mobile", 405),
    ),
    case(
        "21",
        get(
            "mobile",
            "/userLookup?query=john",
            lacks=("pager",),
            check=lambda found: (
                [each["surname"] for each in found["users"]]
                == ["Barnes", "Kamara", "Traore"]
            ),
        ),
        get(
            "mobile",
            "/userLookup?query=example.org",
            check=lambda found: found["users"] and "email" not in found["users"][0],
        ),
        get("mobile", "/userLookup?query=zzz", json={"users": []}),
        get("mobile", "/userLookup", 400),
    ),
    case(
        "22",
        get(
            "mobile",
            "/userLookup/feedbackRecipients?query=a",
            check=lambda found: (
                [each["surname"] for each in found["users"]]
                == ["Boateng", "Traore", "Wakiki"]
            ),
        ),
        get(
            "mobile",
            "/userLookup/boateng",
            json={
                "id": BOATENG,
                "username": "boateng",
                "firstName": "Kevin",
                "surname": "Boateng",
                "displayName": "Kevin Boateng",
            },
        ),
        get("mobile", "/userLookup/nobody", text="", headers={"Content-Type": None}),
    ),
    case(
        "23",
        get("mobile", f"{GROUPS}bo", check=has("userGroups", "ZoHNWQajIoe")),
        get(
            "mobile",
            f"{GROUPS}africare",
            like={"userGroups": [], "pager": {"total": 0}},
        ),
        get("admin", f"{GROUPS}africare", check=has("userGroups", "vAvEltyXGbD")),
        get(
            "mobile", "/userGroups/vAvEltyXGbD", **not_found("UserGroup", "vAvEltyXGbD")
        ),
    ),
    case(
        "24",
        get(
            "mobile",
            f"/userGroups/{CHC}?fields=name",
            json={"name": "Ngelehun CHC staff"},
        ),
        get(
            "mobile",
            f"/organisationUnits/{CHC}?fields=name",
            json={"name": "Ngelehun CHC"},
        ),
    ),
    case(
        "25",
        get(
            "mobile",
            f"{UNITS}ngel&filter=users:gte:1",
            check=has("organisationUnits", CHC),
        ),
        get(
            "mobile",
            f"{UNITS}badjia&filter=users:gte:1",
            like={"organisationUnits": []},
        ),
        get("mobile", f"{UNITS}badjia", check=has("organisationUnits", "YuQRtpLP10I")),
    ),
    case(
        "26",
        get(
            "mobile",
            f"/organisationUnits/{CHC}",
            like={
                "level": 4,
                "path": f"/ImspTQPwCqd/O6uvpzGd5pu/YuQRtpLP10I/{CHC}",
                "parent": {"id": "YuQRtpLP10I"},
                "users": AnyOrder(
                    [
                        {"username": "mobile", "code": None},
                        {"username": "android", "code": None},
                    ]
                ),
            },
        ),
    ),
    case(
        "27",
        post(
            "mobile",
            "/fileResources?domain=MESSAGE_ATTACHMENT",
            202,
            sent=upload(),
            keep="F",
        ),
        get(
            "konan",
            "/fileResources/{F}",
            like={
                "storageStatus": "STORED",
                "contentMd5": "5d41402abc4b2a76b9719d911017c592",
            },
        ),
        get("konan", "/fileResources/{F}/data", text="hello"),
    ),
    case(
        "28",
        get(
            "mobile",
            "/fileResources/fTpI4GOmujz",
            like={
                "contentLength": 70,
                "contentMd5": "f829b914fc47cfc9c0747c119c27cf1b",
                "assigned": False,
            },
        ),
        post(
            "mobile",
            f"{MC}/ZjHHSjyyeJ2?attachments=fTpI4GOmujz,h2ZsOxMFMfq",
            Per(201, documented=200),
            sent=plain("x"),
        ),
        get("mobile", "/fileResources/fTpI4GOmujz", like={"assigned": True}),
    ),
    case(
        "29",
        get(
            "admin",
            "/fileResources/DataValueF1/data",
            403,
            json=Per(
                web_message(403, PDF, "E1006"),
                v2_43=web_message(
                    403,
                    "File resource not found or not accessible: DataValueF1",
                    "E1006",
                ),
            ),
        ),
        post(
            "admin",
            MC,
            409,
            sent={
                "json": {
                    "subject": "S",
                    "users": [{"id": MOBILE}],
                    "attachments": [{"id": "DataValueF1"}],
                }
            },
            like={
                "message": "Attachment 'DataValueF1' is already used or not a valid attachment."
            },
        ),
    ),
    case(
        "30",
        delete("admin", "/fileResources/UsedAttach1", 405),
        get("admin", "/fileResources/abc", Per(404, v2_43=400)),
    ),
    case(
        "31",
        get(
            "mobile",
            "/configuration",
            like={"feedbackRecipients": {"id": FEEDBACK}},
            check=lambda found: "users" not in found["feedbackRecipients"],
        ),
        get(
            "mobile",
            "/configuration/feedbackRecipients",
            check=lambda found: len(found["users"]) == 3,
        ),
    ),
    case(
        "32",
        post(
            "mobile",
            "/configuration/feedbackRecipients",
            403,
            sent=plain(ADMINISTRATORS),
            json=DENIED,
        ),
        get("mobile", "/configuration", like={"feedbackRecipients": {"id": FEEDBACK}}),
    ),
    case(
        "33",
        post(
            "admin",
            "/configuration/feedbackRecipients",
            204,
            sent=plain(ADMINISTRATORS),
        ),
        post("boateng", f"{MC}/ZrKML5WiyFm?internal=true", 403, sent=plain("x")),
        post(
            "system",
            f"{MC}/ZrKML5WiyFm?internal=true",
            Per(201, documented=200),
            sent=plain("x"),
        ),
        post(
            "admin", "/configuration/feedbackRecipients", 204, sent={"json": FEEDBACK}
        ),
        post(
            "admin",
            "/configuration/feedbackRecipients",
            404,
            sent={"json": {"id": "x"}},
        ),
        post(
            "admin",
            "/configuration/feedbackRecipients",
            404,
            sent=plain(f"{ADMINISTRATORS}\n"),
        ),
        get("mobile", "/configuration", like={"feedbackRecipients": {"id": FEEDBACK}}),
    ),
    case(
        "34",
        *[delete("admin", "/configuration/feedbackRecipients", 204)] * 2,
        get("mobile", "/configuration", lacks=("feedbackRecipients",)),
        get("mobile", "/userLookup/feedbackRecipients?query=a", 409, json=E6200),
        post("mobile", f"{MC}/feedback?subject=S", 201, sent=plain("x"), keep="T"),
        get(
            "mobile",
            f"{MC}/{{T}}?fields=userMessages[user[id]]",
            like={"userMessages": [{"user": {"id": MOBILE}}]},
        ),
    ),
    case(
        "35",
        get(
            "mobile",
            "/userSettings",
            like={"keyMessageEmailNotification": True, "keyUiLocale": "en"},
            check=lambda found: found.keys() == SETTINGS_KEYS,
        ),
        get("mobile", "/userSettings?key=keyUiLocale", json={"keyUiLocale": "en"}),
        get(
            "mobile",
            "/userSettings/keyUiLocale",
            text="en",
            headers={"Content-Type": "text/plain;charset=UTF-8"},
        ),
        get("mobile", "/me/settings/keyUiLocale", text='"en"'),
        profiles=NEW,
    ),
    case(
        "36",
        post(
            "mobile",
            "/userSettings/keyUiLocale?value=fr",
            json=web_message(200, "User setting saved"),
        ),
        get("mobile", "/me?fields=settings", like={"settings": {"keyUiLocale": "fr"}}),
        delete("mobile", "/userSettings/keyUiLocale", text=""),
        get("mobile", "/userSettings/keyUiLocale", text="en"),
        post("mobile", "/userSettings/keyUiLocale", 409),
        post(
            "mobile",
            "/userSettings/nope?value=1",
            404,
            json=Per(
                UNKNOWN_SETTING,
                v2_41=web_message(404, "No user setting found with key: nope"),
            ),
        ),
    ),
    case(
        "37",
        get(
            "mobile",
            f"/userSettings?userId={ADMIN}",
            Per(403, v2_41=401),
            json=Per(
                web_message(403, NOT_MINE, "E1006"), v2_41=web_message(401, NOT_MINE)
            ),
        ),
        get(
            "admin",
            f"/userSettings?userId={MOBILE}",
            like={"keyMessageEmailNotification": True},
        ),
    ),
    case(
        "38",
        *(
            get(
                "mobile",
                "/systemSettings/applicationTitle",
                sent=accept(kind),
                json={"applicationTitle": "DHIS 2"},
            )
            for kind in ("application/json", "*/*")
        ),
        get(
            "mobile",
            "/systemSettings/applicationTitle",
            sent=accept("text/plain"),
            text="DHIS 2",
        ),
        get(
            "mobile",
            "/systemSettings/nope",
            404,
            json=Per(UNKNOWN_SETTING, v2_41=HIDDEN),
        ),
    ),
    case(
        "39",
        post(
            "admin",
            "/systemSettings/applicationTitle",
            sent=plain("Training"),
            json=web_message(
                200, "System setting 'applicationTitle' set to value 'Training'."
            ),
        ),
        get("mobile", "/system/info", like={"systemName": "Training"}),
        get(None, "/loginConfig", like={"applicationTitle": "Training"}),
        post(
            "mobile",
            "/systemSettings/applicationTitle",
            403,
            sent=plain("Mine"),
            json=DENIED,
        ),
    ),
    case(
        "40",
        get(
            "mobile",
            "/systemSettings",
            like={"keyEmailPort": 587},
            lacks=("keyEmailPassword",),
        ),
        get(
            "mobile",
            "/systemSettings/keyEmailPassword",
            Per(403, v2_41=404),
            json=Per(
                web_message(403, "Setting is marked as confidential", "E1006"),
                v2_41=HIDDEN,
            ),
        ),
    ),
    case(
        "41",
        post(
            None,
            "/auth/login",
            sent={"json": {"username": "admin", "password": "district"}},
            like={"loginStatus": "SUCCESS"},
        ),
        get(None, "/me?fields=username", cookie=True, json={"username": "admin"}),
        Step(None, "GET /dhis-web-commons-security/logout.action", 302, cookie=True),
        get(None, "/me", 401, cookie=True, sent={"headers": XHR}),
        post(
            None,
            "/auth/login",
            401,
            sent={"json": {"username": "admin", "password": "x"}},
            json=web_message(401, "Bad credentials"),
        ),
        post(
            None,
            "/auth/login",
            sent={"json": {"username": "diawara", "password": "district"}},
            json={"loginStatus": "ACCOUNT_DISABLED"},
        ),
        get("diawara", "/me", 401, json=web_message(401, "Account disabled")),
    ),
    case(
        "42",
        get(
            None,
            "/loginConfig",
            like={"apiVersion": ANY, "uiLocale": "en", "oidcProviders": []},
            lacks=("loginPageLogo",),
        ),
    ),
    case(
        "42b", get(None, "/loginConfig", like={"minPasswordLength": "8"}), profiles=NEW
    ),
    case(
        "43",
        get(
            "admin",
            "/dhis-web-commons/menu/getModules.action",
            check=lambda found: all(
                row[key].startswith("http")
                for row in found["modules"]
                for key in ("icon", "defaultAction")
            ),
        ),
        get("admin", "/dhis-web-commons/x.action", 404),
    ),
    case(
        "44",
        get(
            "mobile",
            "/staticContent/logo_banner",
            404,
            sent=accept("application/json"),
            json=web_message(404, "No custom file found."),
        ),
        get(
            "mobile",
            "/staticContent/logo_x",
            404,
            json=web_message(404, "Key does not exist.", "E1005"),
        ),
    ),
    # Minor 34 is not among the profiles; test_app_shell.py drives the shell itself.
    case(
        "45",
        get("mobile", "/system/info"),
        get("mobile", "/me"),
        *(
            get("mobile", f"/api/{{N}}{path}".replace("{N}", "42"), status)
            for path, status in (
                ("/me?fields=id", 200),
                ("/userSettings", 200),
                ("/systemSettings/keyCustomTranslationsEnabled", 404),
                ("/dataStore/custom-translations/controller", 404),
                ("/systemSettings/applicationTitle", 200),
                ("/systemSettings/helpPageLink", 200),
                ("/me?fields=authorities,avatar,email,name,settings", 200),
                ("/me/dashboard", 200),
                ("/staticContent/logo_banner", 404),
            )
        ),
        get("mobile", "/dhis-web-commons/menu/getModules.action"),
    ),
    case(
        "46",
        Step(
            None,
            "OPTIONS /dhis-web-commons/menu/getModules.action",
            204,
            sent={
                "headers": {
                    "Origin": "http://localhost:3000",
                    "Access-Control-Request-Method": "GET",
                }
            },
            headers={"Access-Control-Allow-Origin": "http://localhost:3000"},
        ),
    ),
    case(
        "60",
        get("admin", "/system/info"),
        get("admin", "/systemSettings"),
        get("admin", "/me/authorization"),
        get("admin", "/configuration"),
        get(
            "admin",
            "/system/id.json?limit=3",
            check=lambda found: len(found["codes"]) == 3,
        ),
        get(
            "admin",
            f"{MC}?messageType=TICKET&filter=subject:ilike:pivot",
            check=has("messageConversations", "ZrKML5WiyFm"),
        ),
        get(
            "admin",
            f"{MC}?filter=lastUpdated:gt:Wed Oct 18 2023",
            Per(400, v2_41=409),
            check=lambda found: found["status"] == "ERROR",
        ),
    ),
)
OBJECTS = (
    case(
        "1",
        get(
            "mobile", "/me?fields=id,name,username", check=lambda found: len(found) == 3
        ),
    ),
    case(
        "2",
        get(
            "mobile",
            "/me",
            like={"programs": [], "dataSets": [], "settings": {"keyUiLocale": "en"}},
            check=has_no_null,
        ),
        get("mobile", "/me", lacks=("lastLogin",)),
    ),
    case(
        "2b",
        get(
            "mobile",
            "/me",
            lacks=("userCredentials",),
            like={"twoFactorType": "NOT_ENABLED"},
        ),
        profiles=NEW,
    ),
    case(
        "2c",
        get(
            "mobile",
            "/me",
            like={"userCredentials": {"username": "mobile"}},
            lacks=("twoFactorType",),
        ),
        profiles=("2.41",),
    ),
    case(
        "3",
        get("mobile", "/me?fields=userGroups[id,name]", json={"userGroups": []}),
        get(
            "admin",
            "/me?fields=userGroups[id]",
            like={"userGroups": AnyOrder([{"id": FEEDBACK}, {"id": ADMINISTRATORS}])},
        ),
    ),
    case(
        "4",
        get(
            "mobile",
            "/me?fields=name,settings[keyUiLocale]",
            like={"settings": {}},
            check=lambda found: len(found["settings"]) == 1,
        ),
        profiles=NEW,
    ),
    case(
        "5",
        get("admin", "/me/authorities", json=["ALL"], headers=NO_STORE),
        get("admin", "/me/authorization", json=["ALL"]),
        get("admin", "/me/authorization/F_ANY_THING", text="true", headers=NO_STORE),
        get("mobile", "/me/authorization/F_ANY_THING", text="false"),
    ),
    case(
        "6",
        unread(2),
        post("mobile", f"{MC}/read", sent={"json": ["ZjHHSjyyeJ2"]}),
        unread(1),
        post("mobile", f"{MC}/unread", sent={"json": ["ZjHHSjyyeJ2"]}),
        unread(2),
        post("mobile", f"{MC}/ZjHHSjyyeJ2/read"),
        post("admin", f"{MC}/ZjHHSjyyeJ2", Per(201, documented=200), sent=plain("x")),
        unread(2),
    ),
    case(
        "7",
        get(
            "mobile",
            "/me/settings?key=keyUiLocale&key=nope",
            json=Per(
                {"keyUiLocale": "en", "nope": ""},
                v2_41={
                    "keyStyle": "light_blue/light_blue.css",
                    "keyMessageEmailNotification": True,
                    "keyMessageSmsNotification": True,
                    "keyUiLocale": "en",
                    "keyDbLocale": "en",
                    "keyAnalysisDisplayProperty": "name",
                },
            ),
        ),
        get("mobile", "/me/settings/keyUiLocale", text='"en"'),
        get(
            "mobile",
            "/me/settings/nope",
            Per(200, v2_41=409),
            json=Per("", v2_41=web_message(409, "Key is not supported: nope", "E1004")),
        ),
    ),
    case(
        "8",
        get("mobile", "/users", 403, json=FORBIDDEN),
        get("mobile", f"/users/{MOBILE}", 403, json=FORBIDDEN),
        *(get(user, "/users") for user in ("boateng", "admin")),
    ),
    case(
        "9",
        *(
            get(
                "boateng",
                f"/users?query={query}",
                like={"users": [{"id": "N3PZBUlN8vq", "displayName": "John Kamara"}]},
            )
            for query in ("KAMARA", "hn kam", "john.kamara@")
        ),
        get(
            "boateng",
            f"/users?query={MOBILE}",
            like={"users": [], "pager": {"total": 0}},
        ),
    ),
    case(
        "10",
        get(
            "boateng",
            f"/users?filter=userGroups.id:eq:{FEEDBACK}&fields=id&paging=false",
            lacks=("pager",),
            check=lambda found: len(found["users"]) == 3,
        ),
    ),
    case(
        "11",
        get("admin", "/users/mobile", 405),
        get(
            "admin",
            "/users?filter=username:eq:mobile&fields=id&pageSize=1",
            like={"users": [{"id": MOBILE}]},
        ),
        get("admin", "/users/ZZZZZZZZZZZ", **not_found("User", "ZZZZZZZZZZZ")),
        get("admin", f"/users/{MOBILE}", lacks=("password", "settings")),
        get(
            "admin",
            "/users?filter=userCredentials.username:eq:mobile",
            check=has("users", MOBILE),
        ),
    ),
    case(
        "12",
        get(
            "mobile",
            "/userLookup?query=kam",
            lacks=("pager",),
            check=lambda found: (
                found["users"][0].keys()
                == {"id", "username", "firstName", "surname", "displayName"}
            ),
        ),
    ),
    case(
        "13",
        get(
            "mobile",
            "/userLookup?query=john.kam",
            check=lambda found: (
                len(found["users"]) == 1 and "email" not in found["users"][0]
            ),
        ),
        get("mobile", "/userLookup?query=diawara", check=has("users", "awtnYWiVEd5")),
    ),
    case(
        "15",
        get("mobile", "/userLookup?query=zzz", json={"users": []}),
        get("mobile", "/userLookup", 400),
        *(
            get(
                "mobile",
                f"/userLookup?query={query}",
                check=lambda found: len(found["users"]) == 9,
            )
            for query in ("", "%25")
        ),
    ),
    case(
        "16",
        get(
            "mobile",
            "/userLookup?query=a&orgUnitBoundary=data_capture",
            check=has("users", "DXyJmlo9rge", MOBILE),
        ),
        get(
            "mobile",
            "/userLookup?query=a&orgUnitBoundary=FOO",
            check=lambda found: len(found["users"]) > 2,
        ),
    ),
    case(
        "17",
        *(
            get(
                "mobile",
                f"/userLookup/{name}",
                like={"id": MOBILE, "username": "mobile"},
            )
            for name in ("mobile", MOBILE)
        ),
        get("mobile", "/userLookup/nobody", text=""),
    ),
    case(
        "18",
        get(
            "mobile",
            "/userLookup/feedbackRecipients?query=kevin",
            check=has("users", BOATENG),
        ),
        delete("admin", "/configuration/feedbackRecipients", 204),
        get("mobile", "/userLookup/feedbackRecipients?query=kevin", 409, json=E6200),
    ),
    case(
        "19",
        get("mobile", f"{GROUPS}feed", check=has("userGroups", FEEDBACK)),
        get("mobile", f"{GROUPS}afri", like={"userGroups": [], "pager": {"total": 0}}),
        get(
            "mobile", "/userGroups/vAvEltyXGbD", **not_found("UserGroup", "vAvEltyXGbD")
        ),
    ),
    case(
        "20",
        get(
            "admin",
            f"/userGroups/{CHC}?fields=id,users",
            like={
                "users": [
                    {
                        "code": None,
                        "name": "John Barnes",
                        "displayName": "John Barnes",
                        "username": "android",
                    }
                ]
            },
        ),
        get("admin", f"/userGroups/{FEEDBACK}?fields=users~size", json={"users": 3}),
    ),
    case(
        "21",
        get(
            "mobile",
            f"{UNITS}chc&filter=users:gte:1",
            check=has("organisationUnits", CHC),
        ),
        get(
            "mobile",
            f"{UNITS}sierra&filter=users:gte:1",
            check=has("organisationUnits", "ImspTQPwCqd"),
        ),
        get(
            "mobile",
            f"{UNITS}badjia&filter=users:gte:1",
            like={"organisationUnits": []},
        ),
    ),
    case(
        "22",
        get(
            "mobile",
            "/organisationUnits/O6uvpzGd5pu",
            like={
                "path": "/ImspTQPwCqd/O6uvpzGd5pu",
                "level": 2,
                "parent": {"id": "ImspTQPwCqd"},
            },
        ),
        get("mobile", "/organisationUnits/ImspTQPwCqd", lacks=("parent",)),
    ),
    case(
        "23",
        post(
            "mobile",
            "/fileResources?domain=message_attachment",
            202,
            sent=upload("ä b.txt"),
            keep="F",
        ),
        get(
            "konan",
            "/fileResources/{F}",
            like={
                "storageStatus": "STORED",
                "domain": "MESSAGE_ATTACHMENT",
                "contentLength": 5,
                "name": "ä b.txt",
            },
        ),
        get(
            "konan",
            "/fileResources/{F}/data",
            text="hello",
            headers={
                "Content-Disposition": "filename=.*",
                "X-Content-Type-Options": "nosniff",
            },
        ),
        post(
            "mobile",
            "/fileResources?domain=FOO",
            400,
            sent=upload(),
            check=lambda found: "MESSAGE_ATTACHMENT" in found["message"],
        ),
    ),
    case(
        "24",
        post(
            "mobile",
            "/fileResources",
            202,
            sent=upload(),
            like={"response": {"fileResource": {"domain": "DATA_VALUE"}}},
            keep="F",
        ),
        get("mobile", "/fileResources/{F}"),
        get("admin", "/fileResources/{F}/data", 403, like={"errorCode": "E1006"}),
        *(
            post("mobile", "/fileResources?uid=ChosenUid01", status, sent=upload())
            for status in (202, 409)
        ),
        delete("admin", "/fileResources/{F}", 405),
    ),
    case(
        "25",
        get(
            "mobile",
            "/configuration",
            check=lambda found: (
                found["corsWhitelist"] == found["corsAllowlist"] and has_no_null(found)
            ),
        ),
    ),
    case(
        "26",
        post(
            "mobile",
            "/configuration/feedbackRecipients",
            403,
            sent=plain(FEEDBACK),
            json=DENIED,
        ),
    ),
    case(
        "27",
        *(
            post("admin", "/configuration/feedbackRecipients", 204, sent=sent, text="")
            for sent in (plain(ADMINISTRATORS), {"json": ADMINISTRATORS})
        ),
        post(
            "admin",
            "/configuration/feedbackRecipients",
            **not_found("UserGroup", "NoSuchGrp99"),
            sent=plain("NoSuchGrp99"),
        ),
        post(
            "admin",
            "/configuration/feedbackRecipients",
            404,
            sent=plain(f"{FEEDBACK}\n"),
        ),
        get(
            "admin",
            "/configuration",
            like={"feedbackRecipients": {"id": ADMINISTRATORS}},
        ),
    ),
    case(
        "28",
        *[delete("admin", "/configuration/feedbackRecipients", 204)] * 2,
        get("admin", "/configuration", lacks=("feedbackRecipients",)),
        get(
            "admin",
            "/configuration/feedbackRecipients",
            text="",
            headers={"Content-Type": None},
        ),
        post("boateng", f"{MC}/Gc03smoTm6q?internal=true", 403, sent=plain("x")),
        post(
            "admin",
            f"{MC}/Gc03smoTm6q?internal=true",
            Per(201, documented=200),
            sent=plain("x"),
        ),
    ),
)

INFO = "/system/info"
SYSTEM = (
    case("1", get(None, INFO, 401, sent={"headers": XHR})),
    case(
        "1b",
        get(
            None,
            INFO,
            302,
            headers={
                "Location": Per(
                    ".*/dhis-web-login/", v2_41=".*/dhis-web-login", v2_43=".*/login/"
                )
            },
        ),
        profiles=SERVER,
    ),
    case(
        "2",
        get("admin", INFO, like={"javaVersion": ANY, "databaseInfo": {"name": ANY}}),
        get(
            "mobile",
            INFO,
            like={
                "version": ANY,
                "systemId": ANY,
                "databaseInfo": {"spatialSupport": True},
                "encryption": False,
                "redisEnabled": False,
            },
            lacks=("javaVersion",),
            check=lambda found: "name" not in found["databaseInfo"],
        ),
    ),
    case(
        "3",
        get(
            "mobile",
            f"{INFO}?fields=version",
            check=lambda found: list(found) == ["version"],
        ),
    ),
    case(
        "3b",
        get(
            "mobile",
            INFO,
            like={
                "sessionTimeout": 3600,
                "capability": {"analyticsTotalCounts": False},
            },
        ),
        profiles=("2.43",),
    ),
    case(
        "3c",
        get("mobile", INFO, lacks=("sessionTimeout", "capability")),
        profiles=("documented", "2.41", "2.42"),
    ),
    case(
        "4",
        get(
            "mobile",
            INFO,
            like={"serverDate": Matching(r"[-0-9]{10}T[:0-9]{8}\.\d{3}")},
            headers=NO_STORE,
        ),
    ),
    case(
        "5",
        get(
            "mobile",
            "/ping",
            text="",
            sent={"headers": {"Authorization": "Basic eDp5"}},
        ),
        get(
            None,
            "/system/ping",
            Per(401, documented=200),
            sent={"headers": {"Authorization": "Basic eDp5"}},
        ),
        get("mobile", "/system/ping", text="pong"),
        get(
            "mobile",
            "/system/id",
            Per(406, documented=200),
            sent=accept("application/xml"),
        ),
    ),
    case(
        "6",
        get("mobile", "/system/id?n=5", like={"codes": [Matching(UID)]}),
        get("mobile", "/system/id?limit=0", json={"codes": []}),
        get(
            "mobile",
            "/system/id?limit=3",
            check=lambda found: len(set(found["codes"])) == 3,
        ),
    ),
    case(
        "7",
        get(
            "mobile",
            "/resources",
            sent={"headers": {"Host": "mock.example"}},
            check=lambda found: (
                {
                    "displayName": "Message Conversations",
                    "singular": "messageConversation",
                    "plural": "messageConversations",
                    "href": "http://mock.example/api/messageConversations",
                }
                in found["resources"]
            ),
        ),
    ),
    case(
        "8",
        post(
            "boateng",
            "/userSettings/keyMessageEmailNotification?value=true",
            json=web_message(200, "User setting saved"),
        ),
        get("boateng", "/me/settings", like={"keyMessageEmailNotification": True}),
        post(
            "boateng",
            "/userSettings/keyMessageEmailNotification?value=maybe",
            Per(400, v2_41=200),
        ),
        get("boateng", "/userSettings/nope", 404),
        delete("boateng", "/userSettings/keyMessageEmailNotification"),
        get("boateng", "/userSettings/keyMessageEmailNotification", text="false"),
    ),
    case(
        "9",
        get("mobile", "/systemSettings/keyMessageEmailNotification", 404),
        get("mobile", "/systemSettings/keyEmailPassword", Per(403, v2_41=404)),
        post("mobile", "/systemSettings/applicationTitle?value=x", 403),
    ),
    case(
        "10",
        post("admin", "/systemSettings/applicationTitle", sent=plain("Mock")),
        get("mobile", INFO, like={"systemName": "Mock"}),
        get(None, "/loginConfig", like={"applicationTitle": "Mock"}),
    ),
    case(
        "11",
        get(
            None,
            "/loginConfig",
            like={"minPasswordLength": "8", "oidcProviders": []},
            lacks=("loginPageLogo",),
        ),
        profiles=NEW,
    ),
    case(
        "11b",
        get(
            None,
            "/loginConfig",
            like={"oidcProviders": []},
            lacks=("minPasswordLength", "loginPopup"),
        ),
        profiles=("2.41",),
    ),
    case(
        "12",
        *(
            get(
                "admin",
                path,
                check=lambda found: all(
                    {"name", "displayName", "icon", "defaultAction"} <= row.keys()
                    for row in found["modules"]
                ),
            )
            for path in ("/dhis-web-commons/menu/getModules.action", "/api/apps/menu")
        ),
        get(None, "/dhis-web-commons/menu/getModules.action", Per(302, documented=401)),
    ),
    case(
        "13",
        get(
            None,
            "/staticContent/logo_banner",
            404,
            sent=accept("application/json"),
            like={"message": "No custom file found."},
        ),
        get(None, "/staticContent/logo_banner", 302, sent=accept("image/*")),
        get(
            None,
            "/dhis-web-commons/css/light_blue/logo_banner.png",
            headers={"Content-Type": "image/png"},
        ),
    ),
    case(
        "14",
        post(
            None,
            "/auth/login",
            sent={"json": {"username": "mobile", "password": "district"}},
        ),
        get(None, "/me", cookie=True),
        Step(
            None,
            "GET /dhis-web-commons-security/logout.action",
            302,
            cookie=True,
            headers={"Location": ".*/", "Set-Cookie": "JSESSIONID=;.*"},
        ),
    ),
)
ELSEWHERE = {
    # a version of one's own: test_profile_differences.py
    "6",
    # mail, SMS and events: the outbox
    *(str(number) for number in range(47, 57)),
    # the seed and the document's story: test_seed.py, test_document_examples.py
    *("57", "58", "59"),
}
"""The numbers of resources.md 21 that are answered for by other files."""


@table(RESOURCES)
def test_resource_case(default_api: Api, profile: str, steps: tuple[Step, ...]) -> None:
    """Each request gets the answer that its number promises (resources.md 21)."""
    run(default_api, profile, steps)


@table(OBJECTS)
def test_object_case(default_api: Api, profile: str, steps: tuple[Step, ...]) -> None:
    """Each request gets what its number promises (resources-objects.md 12)."""
    run(default_api, profile, steps)


@table(SYSTEM)
def test_system_case(default_api: Api, profile: str, steps: tuple[Step, ...]) -> None:
    """Each request gets what its number promises (resources-system.md 3)."""
    run(default_api, profile, steps)


def test_every_number_is_there() -> None:
    """No case of the three sections is left out but those answered for elsewhere."""
    assert numbers(RESOURCES) | ELSEWHERE == {str(n) for n in range(1, 61)}
    # 14 wants thirty users: test_neighbours.py
    assert numbers(OBJECTS) | {"14"} == {str(n) for n in range(1, 29)}
    # from 15 on it is mail, SMS and events: the outbox
    assert numbers(SYSTEM) == {str(n) for n in range(1, 15)}
