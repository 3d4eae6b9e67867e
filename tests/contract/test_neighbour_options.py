"""What the resources around messaging can be asked for besides (RA, system)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.settings import Settings
from tests.conftest import CONTRACT_SEED, Api, in_process

if TYPE_CHECKING:
    from pathlib import Path

BOUNDARY = "----boundary"
TYPES = "Invalid content type, valid content types are: "


def server(profile: str = "2.42", seed: Path | None = None, **switches: Any) -> Api:
    """Return a client of a server of its own; `mobile` is the default seed's."""
    chosen = PROFILES[profile].with_switches(switches)
    return Api(in_process(create_app(Settings(profile=chosen, seed=seed))), "mobile")


def upload(api: Api, domain: str, name: str, kind: str, size: int = 5) -> Any:
    """Upload a file and return the answer."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    return api.post(
        f"/fileResources?domain={domain}",
        body=head.encode() + b"x" * size + f"\r\n--{BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )


class TestUsers:
    """Lists of users (3.2)."""

    @pytest.mark.parametrize(
        ("query", "usernames"),
        [
            ("phoneNumber=0023276000002", ["mobile"]),
            ("phoneNumber=nobody's", []),
            ("ou=DiszpKrYNg8", ["android", "mobile"]),
            ("ou=YuQRtpLP10I", []),
            ("ou=YuQRtpLP10I&includeChildren=true", ["android", "mobile"]),
            ("ou=DiszpKrYNg8&query=barn", ["android"]),
            ("ou=Unknown0000", []),
            ("ou=&phoneNumber=%20&query=barn", ["android"]),
        ],
    )
    def test_parameters_narrow_list(
        self, default_api: Api, query: str, usernames: list[str]
    ) -> None:
        """Phone number and unit narrow the list beside its filters (3.2)."""
        reply = default_api.as_user("admin").get(f"/users?{query}&fields=username")

        assert [each["username"] for each in reply.json()["users"]] == usernames

    @pytest.mark.parametrize(
        ("user", "switches", "found"),
        [
            ("boateng", {}, ["boateng"]),
            ("boateng", {"same_role_users_hidden": "true"}, []),
            ("admin", {"same_role_users_hidden": "true"}, ["boateng"]),
        ],
    )
    def test_same_role_can_be_hidden(
        self, user: str, switches: dict[str, Any], found: list[str]
    ) -> None:
        """A search may leave out who has a role of one's own (3.2)."""
        api = server(**switches).as_user(user)

        reply = api.get("/users?query=boateng&fields=username")

        assert [each["username"] for each in reply.json()["users"]] == found
        assert api.get("/users").json()["pager"]["total"] == 9

    def test_lookup_stops_at_25(self, tmp_path: Path) -> None:
        """Thirty users who match are 25, by surname; nothing pages (4, case 14)."""
        seed = json.loads(CONTRACT_SEED.read_text(encoding="utf-8"))
        seed["users"] += [
            {
                "id": f"TestUser{number:03}",
                "username": f"test{number}",
                "password": "district",
                "firstName": "Test",
                "surname": f"N{number:02}",
                "userRoles": ["PlainRole01"],
            }
            for number in reversed(range(30))
        ]
        (tmp_path / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
        api = server(seed=tmp_path / "seed.json").as_user("sam")

        users = api.get("/userLookup?query=test&pageSize=5").json()["users"]

        assert [each["surname"] for each in users] == [f"N{n:02}" for n in range(25)]

    def test_missing_lookup_can_be_404(self) -> None:
        """Nobody is 200 and nothing, or a 404 by a switch (4, case 17)."""
        reply = server(missing_lookup_empty="false").get("/userLookup/nobody")

        assert reply.status == 404
        assert reply.json()["message"] == "User with id nobody could not be found."


class TestRolesAndUnits:
    """Roles, and the units around a unit (6)."""

    def test_roles_are_read(self, default_api: Api) -> None:
        """Roles are listed by name and read one by one (resources.md 1.5)."""
        mobile = default_api.as_user("mobile")

        roles = mobile.get("/userRoles").json()["userRoles"]
        role = mobile.get("/userRoles/Ufph3mGRmMo?fields=name,authorities")

        assert [each["displayName"] for each in roles] == [
            "Data entry clerk",
            "Facility tracker",
            "Helpdesk",
            "Importer",
            "M and E Officer",
            "Superuser",
        ]
        assert role.json() == {"name": "Superuser", "authorities": ["ALL"]}
        assert mobile.get("/userRoles/Unknown0000").status == 404

    @pytest.mark.parametrize(
        ("path", "names"),
        [
            ("?level=2", ["Bo"]),
            ("?maxLevel=2", ["Bo", "Sierra Leone"]),
            ("?userOnly=true", ["Bo"]),
            ("?withinUserHierarchy=true", ["Badjia", "Bo", "Ngelehun CHC"]),
            ("/O6uvpzGd5pu?includeChildren=true", ["Badjia", "Bo"]),
            (
                "/O6uvpzGd5pu?includeDescendants=true",
                ["Badjia", "Bo", "Ngelehun CHC"],
            ),
            ("/O6uvpzGd5pu?includeAncestors=true", ["Sierra Leone", "Bo"]),
            ("/O6uvpzGd5pu/children", ["Badjia", "Bo"]),
            ("/O6uvpzGd5pu/descendants", ["Badjia", "Bo", "Ngelehun CHC"]),
            (
                "/DiszpKrYNg8/ancestors",
                ["Sierra Leone", "Bo", "Badjia", "Ngelehun CHC"],
            ),
            ("/DiszpKrYNg8/ancestors?order=name:desc&pageSize=1", ["Sierra Leone"]),
            ("/DiszpKrYNg8/parents", ["Sierra Leone", "Bo", "Badjia"]),
            ("/ImspTQPwCqd/parents", []),
            ("/O6uvpzGd5pu?level=2", ["Ngelehun CHC"]),
            ("/O6uvpzGd5pu/children?level=0", ["Bo"]),
            ("/O6uvpzGd5pu/children?filter=level:gt:2", ["Badjia"]),
        ],
    )
    def test_units_by_place(
        self, default_api: Api, path: str, names: list[str]
    ) -> None:
        """Units are found by level, by one's own, and around another (6)."""
        reply = default_api.as_user("boateng").get(f"/organisationUnits{path}")

        units = reply.json()["organisationUnits"]
        assert [each["displayName"] for each in units] == names

    def test_user_without_units(self, default_api: Api) -> None:
        """No hierarchy of one's own limits nothing, no units of one's own all (6)."""
        konan = default_api.as_user("konan")

        within = konan.get("/organisationUnits?withinUserHierarchy=true").json()
        own = konan.get("/organisationUnits?userOnly=true").json()

        assert len(within["organisationUnits"]) == 4
        assert own["organisationUnits"] == []

    def test_unknown_unit_has_none_around(self, default_api: Api) -> None:
        """Who is not there has no children either (6)."""
        reply = default_api.as_user("mobile").get(
            "/organisationUnits/ZZZZZZZZZZZ/children"
        )

        assert reply.status == 404
        assert reply.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "OrganisationUnit with id ZZZZZZZZZZZ could not be found.",
            "errorCode": "E1005",
        }

    @pytest.mark.parametrize("profile", PROFILES)
    def test_2_43_shows_more(self, profile: str, tmp_path: Path) -> None:
        """Descriptions of groups and the period types came with 2.43 (9)."""
        seed = json.loads(CONTRACT_SEED.read_text(encoding="utf-8"))
        seed["userGroups"][0]["description"] = "Two of us"
        (tmp_path / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
        api = server(profile, seed=tmp_path / "seed.json").as_user("sam")

        group = api.get("/userGroups/GroupPair01?fields=description")
        configuration = api.get("/configuration").json()

        is_new = profile == "2.43"
        assert group.json() == ({"description": "Two of us"} if is_new else {})
        assert ("dataOutputPeriodTypes" in configuration) is is_new


class TestPictures:
    """Files that are to be pictures (7.1, 7.3)."""

    @pytest.mark.parametrize(
        ("domain", "name", "kind", "message"),
        [
            (
                "USER_AVATAR",
                "a.png",
                "text/plain",
                f"{TYPES}image/jpeg,image/png,image/gif",
            ),
            (
                "ORG_UNIT",
                "a.txt",
                "image/png",
                "Wrong file extension, valid extensions are: jpg,jpeg,png,gif",
            ),
            (
                "ICON",
                "a.jpg",
                "image/jpeg",
                f"{TYPES}image/png",
            ),
        ],
    )
    def test_other_files_are_refused(
        self, default_api: Api, domain: str, name: str, kind: str, message: str
    ) -> None:
        """Type and extension must be those of a picture (7.1)."""
        reply = upload(default_api.as_user("mobile"), domain, name, kind)

        assert reply.status == 409
        assert reply.json()["message"] == message

    def test_large_avatar_is_refused(self, default_api: Api) -> None:
        """An avatar has a limit of its own (7.1)."""
        mobile = default_api.as_user("mobile")

        reply = upload(mobile, "USER_AVATAR", "a.png", "image/png", 2_000_001)

        assert reply.status == 409
        assert reply.json()["message"] == (
            "File size can't be bigger than 2000000, current file size 2000001"
        )

    def test_avatar_is_for_who_may_see_users(self, default_api: Api) -> None:
        """Others' avatars need F_USER_VIEW (7.3)."""
        mobile = default_api.as_user("mobile")
        answer = upload(mobile, "USER_AVATAR", "a.png", "image/png").json()
        path = f"/fileResources/{answer['response']['fileResource']['id']}/data"

        assert mobile.get(path).status == 403
        assert default_api.as_user("boateng").get(path).status == 200

    def test_files_are_listed(self, default_api: Api) -> None:
        """The list of files is for any login (7.2)."""
        reply = default_api.as_user("konan").get(
            "/fileResources?filter=assigned:eq:true"
        )

        assert reply.json()["fileResources"] == [
            {"id": "UsedAttach1", "displayName": "calendar.txt"}
        ]


class TestSettings:
    """Settings beyond the numbered cases (resources-system.md 1.6, 1.7)."""

    def test_fallback_can_be_left_out(self, default_api: Api) -> None:
        """Without fallback the system's settings do not count (1.6)."""
        admin = default_api.as_user("admin")
        admin.post("/systemSettings/keyUiLocale?value=fr")

        with_system = admin.get("/userSettings?key=keyUiLocale")
        without = admin.get("/userSettings?key=keyUiLocale&useFallback=false")

        assert with_system.json() == {"keyUiLocale": "fr"}
        assert without.json() == {"keyUiLocale": "en"}

    @pytest.mark.parametrize("parameter", ["user=admin", "userId=xE7jOejl9FI"])
    def test_others_settings_are_closed(self, default_api: Api, parameter: str) -> None:
        """Neither name of another user opens his settings (1.6, DEVIATION D13)."""
        reply = default_api.as_user("mobile").get(f"/userSettings?{parameter}")

        assert reply.status == 403
        assert reply.json()["message"] == (
            "You are not authorized to access user: admin"
        )

    @pytest.mark.parametrize(
        ("profile", "status", "message"),
        [
            ("2.41", 409, "Could not find user 'nobody'"),
            ("2.42", 404, "User with id nobody could not be found."),
        ],
    )
    def test_unknown_owner_is_refused(
        self, profile: str, status: int, message: str
    ) -> None:
        """Settings of nobody cannot be read (resources.md 12.1)."""
        reply = server(profile).get("/userSettings?user=nobody")

        assert reply.status == status
        assert reply.json()["message"] == message

    @pytest.mark.parametrize(
        ("path", "body", "status", "message"),
        [
            ("/applicationTitle", '"Quoted"', 200, "'Quoted'"),
            (
                "/applicationTitle",
                "{}",
                409,
                "Value must be a simple JSON value",
            ),
            ("/applicationTitle", "", 400, "Required request body is missing"),
            ("/nope", '"x"', 404, "Setting does not exist: nope"),
            ("/keyEmailPort", '"x"', 400, "Not a valid value for setting keyEmailPort"),
        ],
    )
    def test_system_setting_is_one_value(
        self, default_api: Api, path: str, body: str, status: int, message: str
    ) -> None:
        """A JSON value is stored without its quotes; objects are none (1.7)."""
        reply = default_api.as_user("admin").post(
            f"/systemSettings{path}", body=body, content_type="application/json"
        )

        assert reply.status == status
        assert message in reply.json()["message"]

    @pytest.mark.parametrize(
        ("method", "path", "status", "message"),
        [
            ("GET", "/systemSettings?key=nope", 404, "Setting does not exist or is"),
            ("POST", "/systemSettings/nope?value=1", 409, "Key is not supported: nope"),
            (
                "POST",
                "/systemSettings/applicationTitle",
                409,
                "Value must be specified",
            ),
            ("GET", "/userSettings?key=nope", 404, "No user setting found with key"),
        ],
    )
    def test_2_41_refuses_in_its_words(
        self, method: str, path: str, status: int, message: str
    ) -> None:
        """Before the rewrite settings were refused otherwise (1.6, 1.7)."""
        reply = server("2.41").as_user("admin").call(method, path)

        assert reply.status == status
        assert reply.json()["message"].startswith(message)

    def test_2_41_drops_unknown_keys(self) -> None:
        """Before the rewrite a list had only what there was (1.7)."""
        api = server("2.41")

        reply = api.get("/systemSettings?key=keyUiLocale,nope")

        assert reply.json() == {"keyUiLocale": "en"}
        assert api.get("/me/settings").headers["Cache-Control"] == "no-store"

    def test_2_41_knows_no_empty_setting(self) -> None:
        """What is not set is not found, or spelled `null` as text (RA 2.4, 1.6)."""
        api = server("2.41")

        refused = api.get("/me/settings/keyTrackerDashboardLayout")
        shown = api.get("/userSettings/keyTrackerDashboardLayout")

        assert refused.status == 404
        assert refused.json() == {
            "httpStatus": "Not Found",
            "httpStatusCode": 404,
            "status": "ERROR",
            "message": "User setting not found for key: keyTrackerDashboardLayout",
            "errorCode": "E1005",
        }
        assert shown.text == "null"

    @pytest.mark.parametrize("accept", ["application/xml", "text/plain", None])
    @pytest.mark.parametrize("path", ["/me/settings?key=keyDbLocale", "/me/settings"])
    def test_own_settings_are_json(
        self, default_api: Api, path: str, accept: str | None
    ) -> None:
        """Whatever is accepted, these are JSON, with quotes if alone (RA 2.4)."""
        mobile = default_api.as_user("mobile")

        reply = mobile.get(path, accept=accept)
        alone = mobile.get("/me/settings/keyDbLocale", accept=accept)

        assert reply.json()["keyDbLocale"] == "en"
        assert alone.body == b'"en"'
        assert alone.headers["Content-Type"] == "application/json;charset=UTF-8"

    def test_locale_makes_it_text(self, default_api: Api) -> None:
        """With a language a setting comes as text (1.7)."""
        reply = default_api.as_user("mobile").get(
            "/systemSettings/applicationTitle?locale=de"
        )

        assert reply.text == "DHIS 2"
        assert reply.headers["Content-Type"] == "text/plain;charset=UTF-8"

    def test_custom_logo_is_named(self, default_api: Api) -> None:
        """The login page is told of a custom logo (1.8)."""
        admin = default_api.as_user("admin")
        admin.post("/systemSettings/keyUseCustomLogoFront?value=true")

        config = default_api.get("/loginConfig").json()

        assert config["loginPageLogo"] == "/api/staticContent/logo_front.png"


class TestVersion:
    """A version of one's own (resources.md 21, case 6)."""

    def test_version_is_told_and_accepted(self) -> None:
        """info, loginConfig and the prefix follow the switch (11.1)."""
        api = server(version="2.44-SNAPSHOT")

        info = api.get("/api/44/system/info?fields=version")
        config = api.get("/loginConfig")

        assert info.json() == {"version": "2.44-SNAPSHOT"}
        assert config.json()["apiVersion"] == "2.44-SNAPSHOT"
        assert api.get("/api/45/system/info").status == 404


def test_interpretations_are_read(default_api: Api) -> None:
    """The header's second number stays what it is (2.3)."""
    mobile = default_api.as_user("mobile")

    reply = mobile.post("/me/dashboard/interpretations/read")

    assert reply.status == 204
    assert "Content-Length" not in reply.headers
    assert mobile.get("/me/dashboard").json()["unreadInterpretations"] == 0


def test_apps_are_none(default_api: Api) -> None:
    """No app is installed (resources.md 14)."""
    mobile = default_api.as_user("mobile")

    one = mobile.get("/api/apps?key=messaging")

    assert mobile.get("/api/apps").json() == []
    assert (one.status, one.body) == (404, b"")
    assert "Content-Type" not in one.headers


class TestManySettings:
    """Settings set at once, and taken back (1.7)."""

    def test_many_are_set_at_once(self, default_api: Api) -> None:
        """A map of settings is taken as a whole (1.7)."""
        admin = default_api.as_user("admin")

        reply = admin.post(
            "/systemSettings", json={"keyEmailPort": 25, "applicationTitle": "Mock"}
        )

        assert reply.json()["message"] == "System settings imported"
        assert admin.get(
            "/systemSettings?key=keyEmailPort,applicationTitle"
        ).json() == {
            "keyEmailPort": 25,
            "applicationTitle": "Mock",
        }

    @pytest.mark.parametrize(
        ("body", "status"),
        [('{"applicationTitle": "Mock", "nope": 1}', 404), ("[1]", 400)],
    )
    def test_bad_map_sets_nothing(
        self, default_api: Api, body: str, status: int
    ) -> None:
        """With one unknown key nothing is set (1.7)."""
        admin = default_api.as_user("admin")

        reply = admin.post(
            "/systemSettings", body=body, content_type="application/json"
        )

        assert reply.status == status
        assert admin.get("/systemSettings/applicationTitle").json() == {
            "applicationTitle": "DHIS 2"
        }

    def test_deleted_setting_falls_back(self, default_api: Api) -> None:
        """Without a value of its own a setting has its default (1.7)."""
        admin = default_api.as_user("admin")
        admin.post("/systemSettings/keyEmailPort?value=25")

        reply = admin.delete("/systemSettings/keyEmailPort")

        assert reply.status == 204
        assert admin.get("/systemSettings/keyEmailPort").json() == {"keyEmailPort": 587}

    def test_superuser_reads_secret(self, default_api: Api) -> None:
        """Secrets are shown to superusers alone (1.7)."""
        admin = default_api.as_user("admin")
        admin.post("/systemSettings/keyEmailPassword?value=hush")

        reply = admin.get("/systemSettings/keyEmailPassword", accept="text/plain")

        assert reply.text == "hush"

    def test_unknown_owner_by_uid(self, default_api: Api) -> None:
        """Settings of an unknown uid are not found (1.6)."""
        reply = default_api.as_user("admin").get("/userSettings?userId=Unknown0000")

        assert reply.status == 404
        assert reply.json()["message"] == "User with id Unknown0000 could not be found."


def test_system_id_and_uuids(default_api: Api) -> None:
    """The system's id is a bare text, and uuids are made as uids are (8.4, 1.5)."""
    mobile = default_api.as_user("mobile")

    system_id = mobile.get("/configuration/systemId")
    uuids = mobile.get("/system/uuid?limit=2").json()["codes"]

    assert system_id.text == mobile.get("/system/info").json()["systemId"]
    assert [len(each) for each in uuids] == [36, 36]
    assert mobile.get("/system/uuid?limit=2").json()["codes"] == uuids


def test_login_wants_an_object(default_api: Api) -> None:
    """A login that is no object is a 400 (resources.md 13)."""
    assert default_api.post("/auth/login", json=["mobile"]).status == 400


class TestEmptyNumbers:
    """A number that is named without a value is as good as none (query.md 13.3)."""

    def test_limit_falls_back(self, default_api: Api) -> None:
        """Without a number there is one id (resources.md 11.2)."""
        reply = default_api.as_user("mobile").get("/system/id?limit=")

        assert reply.status == 200
        assert len(reply.json()["codes"]) == 1

    def test_level_limits_nothing(self, default_api: Api) -> None:
        """Units of all levels are listed, and one unit is itself (RA 6)."""
        mobile = default_api.as_user("mobile")

        units = mobile.get("/organisationUnits?level=&maxLevel=").json()
        unit = mobile.get("/organisationUnits/ImspTQPwCqd?level=&fields=id").json()

        assert units["pager"]["total"] == 4
        assert unit == {"id": "ImspTQPwCqd"}

    @pytest.mark.parametrize(
        ("path", "parameter"),
        [
            ("/system/id?limit=x", "limit"),
            ("/organisationUnits?level=x", "level"),
            ("/organisationUnits?maxLevel=x", "maxLevel"),
        ],
    )
    def test_no_number_is_refused(
        self, default_api: Api, path: str, parameter: str
    ) -> None:
        """What is no number is refused by its name (query.md 13.3)."""
        reply = default_api.as_user("mobile").get(path)

        assert reply.status == 400
        assert reply.json()["message"] == (
            f"Value 'x' is not valid for parameter {parameter}."
            " It should be of type int"
        )


class TestFileOptions:
    """What files may be asked for in, and how large they may be."""

    @pytest.mark.parametrize("path", ["", "/data"])
    @pytest.mark.parametrize("size", ["SMALL", "medium", "Large", "ORIGINAL"])
    def test_dimension_changes_nothing(
        self, default_api: Api, path: str, size: str
    ) -> None:
        """Every size that pictures have may be named, in any case (RA 7.2, 7.3)."""
        mobile, file = default_api.as_user("mobile"), "/fileResources/fTpI4GOmujz"

        reply = mobile.get(f"{file}{path}?dimension={size}")

        assert reply.status == 200
        assert reply.body == mobile.get(f"{file}{path}").body

    @pytest.mark.parametrize("path", ["", "/data"])
    def test_unknown_dimension_is_refused(self, default_api: Api, path: str) -> None:
        """Another one is refused with the list of them (query.md 13.3)."""
        reply = default_api.as_user("mobile").get(
            f"/fileResources/fTpI4GOmujz{path}?dimension=HUGE"
        )

        assert reply.status == 400
        assert reply.json()["message"] == (
            "Value 'HUGE' is not valid for parameter dimension."
            " Valid values are: [SMALL, MEDIUM, LARGE, ORIGINAL]"
        )

    def test_size_limit_can_be_set(self) -> None:
        """A server may be told how much it takes, and names the limit (RA 7.1)."""
        api = server("2.42", max_upload_bytes=5)

        fits = upload(api, "MESSAGE_ATTACHMENT", "a.txt", "text/plain", 5)
        exceeds = upload(api, "MESSAGE_ATTACHMENT", "a.txt", "text/plain", 6)

        assert fits.status == 202
        assert exceeds.status == 409
        assert exceeds.json()["message"] == (
            "File size can't be bigger than 5, current file size 6"
        )
