"""GET /system/info says which DHIS2 the mock behaves like (resources.md 11.1)."""

from __future__ import annotations

import pytest

from tests.conftest import Api, app_for, in_process


@pytest.mark.parametrize(
    "version",
    [
        pytest.param("2.42.0", id="documented"),
        pytest.param("2.41.8.1", id="2.41", marks=pytest.mark.profile("2.41")),
        pytest.param("2.42.0", id="2.42", marks=pytest.mark.profile("2.42")),
        pytest.param("2.43.0", id="2.43", marks=pytest.mark.profile("2.43")),
    ],
)
def test_version_is_the_profile_s(default_api: Api, version: str) -> None:
    """A seed that names no version leaves it to the profile (resources.md 11.1)."""
    reply = default_api.as_user("mobile").get("/system/info")

    assert reply.status == 200
    assert reply.json()["version"] == version


INFO_OF_ALL = {
    *("contextPath", "userAgent", "calendar", "dateFormat", "serverDate"),
    *("serverTimeZoneId", "serverTimeZoneDisplayName", "version", "revision"),
    *("buildTime", "systemId", "systemName", "instanceBaseUrl", "emailConfigured"),
    *("redisEnabled", "encryption", "isMetadataVersionEnabled", "databaseInfo"),
}
NEVER = "1970-01-01T00:00:00.000"
SINCE_2_42 = {
    "systemMetadataVersion": "",
    "lastSystemMonitoringSuccess": NEVER,
    "lastMetadataVersionSyncAttempt": NEVER,
    "lastAnalyticsTableSuccess": NEVER,
    "lastAnalyticsTablePartitionSuccess": NEVER,
    "lastAnalyticsTableRuntime": "",
    "lastAnalyticsTablePartitionRuntime": "",
}
OF_SUPERUSERS = {
    *("environmentVariable", "externalDirectory", "fileStoreProvider", "nodeId"),
    *("readOnlyMode", "javaVersion", "javaVendor", "osName", "osArchitecture"),
    *("osVersion", "memoryInfo", "cpuCores", "readReplicaCount"),
}


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="2.41", marks=pytest.mark.profile("2.41")),
        pytest.param(SINCE_2_42, id="2.42", marks=pytest.mark.profile("2.42")),
    ],
)
def test_what_never_happened_is_dated(
    default_api: Api, more: dict[str, object]
) -> None:
    """From 2.42 on dates that never were are the first of all (system 1.4)."""
    agent = {"User-Agent": "test"}

    info = default_api.as_user("mobile").get("/system/info", headers=agent).json()

    assert set(info) == INFO_OF_ALL | set(more)
    assert {key: info[key] for key in more} == more
    assert info["databaseInfo"] == {"spatialSupport": True, "time": info["serverDate"]}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (":all,!version,!databaseInfo", INFO_OF_ALL - {"version", "databaseInfo"}),
        ("*,!serverDate", INFO_OF_ALL - {"serverDate"}),
        ("version, calendar", {"version", "calendar"}),
        ("version~rename(v)", {"v"}),
        ("nope", set()),
    ],
)
@pytest.mark.profile("2.41")
def test_fields_choose_facts(default_api: Api, fields: str, shown: set[str]) -> None:
    """Presets, exclusions and names work as on objects (resources.md 11.1)."""
    agent = {"User-Agent": "test"}

    reply = default_api.as_user("mobile").get(
        f"/system/info?fields={fields}", headers=agent
    )

    assert set(reply.json()) == shown


def test_fields_go_below_facts(default_api: Api) -> None:
    """Brackets choose of what is within a fact (query.md 8.2)."""
    reply = default_api.as_user("admin").get(
        "/system/info?fields=databaseInfo[name,spatialSupport],encryption"
    )

    assert reply.json() == {
        "databaseInfo": {"name": "mock", "spatialSupport": True},
        "encryption": False,
    }


def test_superuser_is_told_of_the_machine(default_api: Api) -> None:
    """Only superusers learn of machine and database (system 1.4)."""
    admin = default_api.as_user("admin").get("/system/info").json()
    mobile = default_api.as_user("mobile").get("/system/info").json()

    assert admin.keys() - mobile.keys() == OF_SUPERUSERS
    assert set(admin["databaseInfo"]) == {
        *("name", "user", "url", "databaseVersion", "spatialSupport", "time")
    }


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/plain", "text/plain"),
        ("text/html,application/xhtml+xml", "text/html"),
        ("application/xml", "application/xml"),
    ],
)
@pytest.mark.profile("2.42")
def test_pong_is_of_the_type_accepted(
    default_api: Api, accept: str | None, kind: str
) -> None:
    """The text is of the type that is accepted, by default JSON (system 1.5)."""
    reply = default_api.as_user("mobile").get("/system/ping", accept=accept)

    assert (reply.status, reply.text) == (200, "pong")
    assert reply.headers["Content-Type"] == f"{kind};charset=UTF-8"


def test_pong_with_suffix_is_json() -> None:
    """The suffix counts before what is accepted (query.md 10)."""
    api = Api(in_process(app_for("2.42", None)), "mobile")

    reply = api.get("/system/ping.json", accept="text/plain")

    assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
