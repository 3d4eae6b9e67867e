"""The clock of a world: GET, PUT, DELETE, and advance (control-plane 3.6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api

CLOCK = "/__mock/clock"
INBOX = "/messageConversations"
FROZEN = {"mode": "frozen", "now": "2026-01-05T10:00:00"}


def dates_of(api: Api, uid: str) -> dict[str, str]:
    """Return the three dates of a conversation."""
    fields = "created,lastUpdated,lastMessage"
    found: dict[str, str] = (
        api.as_user("mobile").get(f"{INBOX}/{uid}?fields={fields}").json()
    )
    return found


def server_date(api: Api) -> str:
    """Return the time that the server says it is."""
    return str(api.as_user("admin").get("/system/info").json()["serverDate"])


def moment(text: str) -> datetime:
    """Return an instant of an answer, which is UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestReal:
    """The clock of a fresh server."""

    def test_fresh_clock_is_real(self, default_api: Api) -> None:
        """Nothing is frozen or shifted, and the time is that on the wall (3.6)."""
        clock = default_api.get(CLOCK).json()

        now = moment(clock.pop("now"))
        assert abs(datetime.now(UTC) - now) < timedelta(minutes=1)
        assert clock == {
            "mode": "real",
            "frozenAt": None,
            "offsetSeconds": 0,
            "tickMilliseconds": 0,
        }


class TestFrozen:
    """A time that stands still."""

    def test_frozen_clock_dates_everything(self, default_api: Api) -> None:
        """Created, lastUpdated, lastMessage and serverDate equal it (check 19)."""
        reply = default_api.call("PUT", CLOCK, json=FROZEN)

        uid = default_api.as_user("admin").send("PhzytPW3g2J")
        at = "2026-01-05T10:00:00.000"
        assert reply.status == 200
        assert reply.json() == default_api.get(CLOCK).json()
        assert reply.json() == {
            "mode": "frozen",
            "now": at,
            "frozenAt": at,
            "offsetSeconds": 0,
            "tickMilliseconds": 0,
        }
        assert dates_of(default_api, uid) == {
            "created": at,
            "lastUpdated": at,
            "lastMessage": at,
        }
        assert server_date(default_api) == at

    def test_tick_orders_writes(self, default_api: Api) -> None:
        """Each write moves a ticking clock, and reads do not (check 19)."""
        default_api.call("PUT", CLOCK, json=FROZEN | {"tickMilliseconds": 250})
        admin = default_api.as_user("admin")

        uids = [admin.send("PhzytPW3g2J") for _ in range(3)]

        assert [dates_of(default_api, uid)["created"] for uid in uids] == [
            "2026-01-05T10:00:00.000",
            "2026-01-05T10:00:00.250",
            "2026-01-05T10:00:00.500",
        ]
        assert server_date(default_api) == "2026-01-05T10:00:00.750"

    def test_frozen_without_moment_stops_now(self, default_api: Api) -> None:
        """A clock frozen at no moment in particular stands where it was."""
        default_api.call("PUT", CLOCK, json={"mode": "frozen"})

        first = default_api.get(CLOCK).json()
        assert abs(datetime.now(UTC) - moment(first["now"])) < timedelta(minutes=1)
        assert default_api.get(CLOCK).json() == first

    def test_zone_is_understood(self, default_api: Api) -> None:
        """A moment with a zone is turned into UTC, which DHIS2 prints."""
        body = {"mode": "frozen", "now": "2026-01-05T10:00:00+05:30"}

        reply = default_api.call("PUT", CLOCK, json=body)

        assert reply.json()["now"] == "2026-01-05T04:30:00.000"


class TestOffset:
    """A time that runs elsewhere."""

    def test_shifted_clock_runs(self, default_api: Api) -> None:
        """The server lives in another year, and its writes keep their order."""
        body = {"mode": "offset", "now": "2031-07-01T00:00:00"}

        default_api.call("PUT", CLOCK, json=body)

        admin = default_api.as_user("admin")
        first, second = (
            dates_of(default_api, admin.send("PhzytPW3g2J"))["created"]
            for _ in range(2)
        )
        assert first.startswith("2031-07-01T00:")
        assert first < second

    def test_offset_is_taken_as_seconds(self, default_api: Api) -> None:
        """What GET says of an offset can be put back."""
        body = {"mode": "offset", "offsetSeconds": -3600.5}

        reply = default_api.call("PUT", CLOCK, json=body)

        assert reply.json()["offsetSeconds"] == -3600.5

    def test_real_time_comes_back(self, default_api: Api) -> None:
        """After DELETE nothing is dated in the future that a write was in (3.6)."""
        admin = default_api.as_user("admin")
        default_api.call("PUT", CLOCK, json=FROZEN | {"now": "2090-01-01T00:00:00"})
        admin.send("PhzytPW3g2J")

        reply = default_api.delete(CLOCK)

        created = dates_of(default_api, admin.send("PhzytPW3g2J"))["created"]
        assert (reply.status, reply.body) == (204, b"")
        assert default_api.get(CLOCK).json()["mode"] == "real"
        assert abs(datetime.now(UTC) - moment(created)) < timedelta(minutes=1)


class TestAdvance:
    """POST /__mock/clock/advance."""

    def test_frozen_clock_moves_and_stands(self, default_api: Api) -> None:
        """An hour passes at once, and the clock is still frozen (3.6)."""
        default_api.call("PUT", CLOCK, json=FROZEN)

        reply = default_api.post(f"{CLOCK}/advance", json={"seconds": 3600})

        assert reply.status == 200
        assert reply.json() == default_api.get(CLOCK).json()
        assert reply.json()["mode"] == "frozen"
        assert reply.json()["now"] == "2026-01-05T11:00:00.000"

    def test_real_clock_runs_shifted(self, default_api: Api) -> None:
        """A running clock goes on running, so much ahead (3.6)."""
        reply = default_api.post(f"{CLOCK}/advance", json={"seconds": 0.25})

        assert reply.json()["mode"] == "offset"
        assert reply.json()["offsetSeconds"] == 0.25

    def test_reset_brings_the_real_time_back(self, default_api: Api) -> None:
        """A reset is of the clock, too (3.2)."""
        default_api.call("PUT", CLOCK, json=FROZEN)

        default_api.post("/__mock/reset")

        assert default_api.get(CLOCK).json()["mode"] == "real"


class TestRefusals:
    """What no clock can do: nothing has changed then (3.1)."""

    @pytest.mark.parametrize(
        ("body", "errors"),
        [
            ({}, {"/mode": "is required"}),
            (
                {"mode": "frosen", "nwo": 1, "tickMilliseconds": -1},
                {
                    "/mode": "is not one of real, frozen, offset",
                    "/tickMilliseconds": "is not a whole number from 0 to 86400000",
                    "/nwo": "unknown key 'nwo'; did you mean 'now'?",
                },
            ),
            (
                {"mode": "frozen", "now": "soon"},
                {
                    "/now": (
                        "is not a moment; write it like 2026-01-05T10:00:00 or with "
                        "a zone"
                    )
                },
            ),
            (
                {"mode": "real", "now": "2026-01-05T10:00:00"},
                {"/now": "is not for the mode real"},
            ),
            (
                {"mode": "offset", "tickMilliseconds": 5},
                {
                    "/tickMilliseconds": "is not for the mode offset",
                    "/mode": "needs one of now and offsetSeconds beside it",
                },
            ),
        ],
        ids=["empty", "three-at-once", "no-moment", "real", "offset"],
    )
    def test_wrong_clock_is_explained(
        self, default_api: Api, body: object, errors: dict[str, str]
    ) -> None:
        """Every error is named by its place, all at once."""
        default_api.call("PUT", CLOCK, json=FROZEN)
        before = default_api.get(CLOCK).json()

        reply = default_api.call("PUT", CLOCK, json=body)

        assert reply.status == 422
        assert reply.headers["Content-Type"] == "application/problem+json"
        found = {each["pointer"]: each["message"] for each in reply.json()["errors"]}
        assert found == errors
        assert default_api.get(CLOCK).json() == before

    @pytest.mark.parametrize("seconds", [-1, "60", True, 1e12, None])
    def test_wrong_advance_is_explained(
        self, default_api: Api, seconds: object
    ) -> None:
        """Time goes ahead by a number of seconds, never back."""
        default_api.call("PUT", CLOCK, json=FROZEN)

        reply = default_api.post(f"{CLOCK}/advance", json={"seconds": seconds})

        assert reply.status == 422
        assert [each["pointer"] for each in reply.json()["errors"]] == ["/seconds"]
        assert default_api.get(CLOCK).json()["now"] == "2026-01-05T10:00:00.000"

    def test_end_of_years_is_refused(self, default_api: Api) -> None:
        """A clock that would run out of years stays where it is."""
        default_api.call("PUT", CLOCK, json=FROZEN | {"now": "8999-12-31T23:59:59"})

        reply = default_api.post(f"{CLOCK}/advance", json={"seconds": 1})

        assert reply.status == 422
        assert reply.json()["detail"] == (
            "A clock shows no time before 1970, and none from the year 9000 on."
        )
        assert default_api.get(CLOCK).json()["now"] == "8999-12-31T23:59:59.000"

    def test_past_before_1970_is_refused(self, default_api: Api) -> None:
        """An offset cannot lead out of the years either."""
        body = {"mode": "offset", "offsetSeconds": -3_000_000_000}

        reply = default_api.call("PUT", CLOCK, json=body)

        assert reply.status == 422
        assert default_api.get(CLOCK).json()["mode"] == "real"


class TestSessions:
    """What else hangs on the clock."""

    def test_session_expires_with_the_world_s_time(self, default_api: Api) -> None:
        """An hour and a second of the world's time end an unused session (3.6)."""
        default_api.call("PUT", CLOCK, json=FROZEN)
        login = default_api.as_user("mobile").get("/me")
        cookie = login.headers["Set-Cookie"].partition(";")[0]
        headers = {"Cookie": cookie, "X-Requested-With": "XMLHttpRequest"}

        before = default_api.get("/me", headers=headers)
        default_api.post(f"{CLOCK}/advance", json={"seconds": 3601})
        after = default_api.get("/me", headers=headers)

        assert (before.status, after.status) == (200, 401)
