"""The group that is told of new versions (RA 8.4); it is like the feedback group."""

from __future__ import annotations

import pytest

from tests.conftest import Api, app_for, in_process

GROUP = "/configuration/systemUpdateNotificationRecipients"
KEY = "systemUpdateNotificationRecipients"
OFFICERS, EMPTY = "ZoHNWQajIoe", "Rg8wusV7QYi"
PLAIN, FORM = "text/plain", "application/x-www-form-urlencoded"


def configure(api: Api, uid: str) -> None:
    """Let the group `uid` be told of new versions."""
    assert api.as_user("admin").post(GROUP, body=uid, content_type=PLAIN).status == 204


def told(api: Api) -> set[str]:
    """Announce a version and return the usernames of those who were told."""
    made = api.post(
        "/__mock/events", json={"type": "versionUpdate", "version": "2.42.9"}
    ).json()["created"]
    admin, found = api.as_user("admin"), set()
    for uid in made:
        path = f"/messageConversations/{uid}?fields=userMessages[user[username]]"
        (row,) = admin.get(path).json()["userMessages"]
        found.add(row["user"]["username"])
    return found


def test_group_is_configured(default_api: Api) -> None:
    """Its uid as text configures the group; the configuration shows it briefly."""
    configure(default_api, f'"{OFFICERS}"')

    mobile = default_api.as_user("mobile")
    brief = mobile.get("/configuration").json()[KEY]
    whole = mobile.get(GROUP).json()
    assert brief["id"] == whole["id"] == OFFICERS
    assert "users" not in brief
    assert {each["username"] for each in whole["users"]} == {"district", "keita"}


def test_no_group_is_nothing(default_api: Api) -> None:
    """Without a group the key is not there, and the group alone is an empty answer."""
    mobile = default_api.as_user("mobile")

    reply = mobile.get(GROUP)

    assert (reply.status, reply.body) == (200, b"")
    assert KEY not in mobile.get("/configuration").json()


@pytest.mark.parametrize("uid", ["Unknown0000", f"{OFFICERS}\n"])
def test_unknown_group_is_refused(default_api: Api, uid: str) -> None:
    """A group that is not there is not found, and the old one stays."""
    configure(default_api, OFFICERS)
    admin = default_api.as_user("admin")

    reply = admin.post(GROUP, body=uid, content_type=PLAIN)

    assert reply.status == 404
    assert reply.json()["message"] == f"UserGroup with id {uid} could not be found."
    assert admin.get(GROUP).json()["id"] == OFFICERS


@pytest.mark.parametrize(
    ("profile", "status"), [("documented", 204), ("2.41", 404), ("2.43", 404)]
)
def test_form_is_a_name_without_value(profile: str, status: int) -> None:
    """Servers get a form rebuilt from its parts, the uid with a `=` (RA 8.3)."""
    admin = Api(in_process(app_for(profile, None))).as_user("admin")

    reply = admin.post(GROUP, body=OFFICERS, content_type=FORM)

    assert reply.status == status
    assert status == 204 or reply.json()["message"] == (
        f"UserGroup with id {OFFICERS}= could not be found."
    )


@pytest.mark.parametrize("path", [GROUP, "/configuration/feedbackRecipients"])
def test_authority_is_asked_before_the_body(default_api: Api, path: str) -> None:
    """Who may not is not told that the body is missing (resources.md 2)."""
    assert default_api.as_user("mobile").post(path).status == 403
    assert default_api.as_user("admin").post(path).status == 400


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.profile("2.42")
def test_group_needs_authority(default_api: Api, method: str) -> None:
    """Only who may change settings of the system configures it."""
    reply = default_api.as_user("mobile").call(
        method, GROUP, body=OFFICERS, content_type=PLAIN
    )

    assert reply.status == 403
    assert reply.json()["message"] == (
        "Access is denied, requires one Authority from [F_SYSTEM_SETTING]"
    )


def test_group_is_cleared(default_api: Api) -> None:
    """Clearing answers the same whether there was a group or not."""
    configure(default_api, OFFICERS)
    admin = default_api.as_user("admin")

    assert [admin.delete(GROUP).status for _ in range(2)] == [204, 204]
    assert KEY not in admin.get("/configuration").json()


@pytest.mark.parametrize(
    ("uid", "usernames"),
    [(OFFICERS, {"district", "keita"}), (EMPTY, {"admin", "system"})],
)
def test_group_is_told_of_versions(
    default_api: Api, uid: str, usernames: set[str]
) -> None:
    """Its members get the notice, and all superusers if it has none (system 2.6)."""
    configure(default_api, uid)

    assert told(default_api) == usernames


def test_feedback_group_is_another(default_api: Api) -> None:
    """Each of the two groups is configured on its own."""
    before = default_api.as_user("admin").get("/configuration").json()

    configure(default_api, OFFICERS)

    after = default_api.as_user("admin").get("/configuration").json()
    assert after["feedbackRecipients"] == before["feedbackRecipients"]
