"""When a rule fires (control-plane 3.3)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.injection.lifetime import Lifetime
from tests.faults.conftest import INBOX

if TYPE_CHECKING:
    from tests.conftest import Api
    from tests.faults.conftest import Mock

BROKEN = {"type": "respond", "status": 503}
MESSAGE = {"subject": "Hi", "text": "x", "users": [{"id": "PhzytPW3g2J"}]}


def statuses(api: Api, count: int, path: str = "/api/me?fields=id") -> list[int]:
    """Ask so many times, and return what came."""
    return [api.get(path).status for _ in range(count)]


def set_fault(mock: Mock, **lifetime: Any) -> str:
    """Let `me.get` fail in this lifetime."""
    return mock.fault(match={"operation": "me.get"}, effect=BROKEN, lifetime=lifetime)


class TestTimes:
    """At most so many firings."""

    def test_exact_under_concurrency(self, client: Mock) -> None:
        """Of twenty creates at once exactly two fail; the rest is stored (check 1)."""
        fault = client.fault(
            match={"operation": "messageConversations.create"},
            effect=BROKEN,
            lifetime={"times": 2},
        )
        before = client.api.get(f"{INBOX}?fields=id").json()["pager"]["total"]

        with ThreadPoolExecutor(20) as pool:
            replies = list(
                pool.map(lambda _: client.api.post(INBOX, json=MESSAGE), range(20))
            )

        total = client.api.get(f"{INBOX}?fields=id").json()["pager"]["total"]
        assert Counter(each.status for each in replies) == {503: 2, 201: 18}
        assert total == before + 18
        assert client.status(fault) == {
            "matched": 20,
            "fired": 2,
            "remaining": 0,
            "active": False,
        }


class TestProbability:
    """Chance that repeats."""

    def test_same_numbers_in_every_run(self, client: Mock) -> None:
        """Which requests fail hangs on the seed alone, traffic or not (check 2)."""
        runs = []
        for noise in (0, 3):
            client.api.post("/__mock/reset")
            client.api.call("PATCH", "/__mock/settings", json={"randomSeed": 42})
            set_fault(client, probability=0.3)
            run = []
            for _ in range(40):
                statuses(client.api, noise, "/api/system/ping")
                run += statuses(client.api, 1)
            runs.append(run)

        assert runs[0] == runs[1]
        assert 5 <= runs[0].count(503) <= 20

    def test_threads_change_nothing(self, client: Mock) -> None:
        """Eight threads see as many failures as one (check 2)."""
        counts = []
        for threads in (1, 8):
            client.api.post("/__mock/reset")
            client.api.call("PATCH", "/__mock/settings", json={"randomSeed": 42})
            set_fault(client, probability=0.3)
            with ThreadPoolExecutor(threads) as pool:
                found = pool.map(lambda _: client.api.get("/api/me").status, range(40))
                counts.append(Counter(found))

        assert counts[0] == counts[1]

    def test_other_seed_differs(self, client: Mock) -> None:
        """Another seed lets other requests fail (check 2)."""
        runs = []
        for seed in (42, 43):
            client.api.post("/__mock/reset")
            client.api.call("PATCH", "/__mock/settings", json={"randomSeed": seed})
            set_fault(client, probability=0.3)
            runs.append(statuses(client.api, 40))

        assert runs[0] != runs[1]


class TestCounting:
    """skip, every, perUser."""

    def test_skip_then_times(self, client: Mock) -> None:
        """`skip: 3, times: 1` is the fourth request alone (check 3)."""
        set_fault(client, skip=3, times=1)

        assert statuses(client.api, 6) == [200, 200, 200, 503, 200, 200]

    def test_every_fifth(self, client: Mock) -> None:
        """`every: 5` is the fifth, tenth and fifteenth (check 3)."""
        set_fault(client, every=5)

        found = statuses(client.api, 16)

        assert [n for n, status in enumerate(found, 1) if status == 503] == [5, 10, 15]

    def test_each_user_his_own(self, client: Mock) -> None:
        """`perUser` keeps a count for each caller (check 3)."""
        fault = set_fault(client, skip=2, perUser=True)
        admin = client.api.as_user("admin")

        mine = statuses(client.api, 3)
        his = statuses(admin, 3)

        assert mine == his == [200, 200, 503]
        assert client.status(fault)["matched"] == 6

    def test_disabled_rule_waits(self, client: Mock) -> None:
        """A rule that is not enabled neither fires nor counts."""
        fault = client.fault(effect=BROKEN, enabled=False)

        assert statuses(client.api, 1) == [200]
        assert client.status(fault) == {
            "matched": 0,
            "fired": 0,
            "remaining": None,
            "active": False,
        }

    def test_loser_is_not_counted(self, client: Mock) -> None:
        """The first terminal effect wins, and the rule after it saw nothing (3.3)."""
        first = client.fault(effect=BROKEN, lifetime={"times": 1})
        second = client.fault(effect={"type": "respond", "status": 429})

        found = statuses(client.api, 2)

        assert found == [503, 429]
        assert client.status(first)["matched"] == 2
        assert client.status(second)["matched"] == 1


class TestTimeToLive:
    """ttlSeconds, on the world's clock."""

    def test_ends_as_the_clock_advances(self, client: Mock) -> None:
        """Sixty seconds last until the clock moves on; the rule stays (check 4)."""
        client.api.call(
            "PUT",
            "/__mock/clock",
            json={"mode": "frozen", "now": "2026-01-05T10:00:00"},
        )
        fault = set_fault(client, ttlSeconds=60)

        before = statuses(client.api, 2)
        client.api.post("/__mock/clock/advance", json={"seconds": 61})
        after = statuses(client.api, 2)

        assert (before, after) == ([503, 503], [200, 200])
        assert client.status(fault) == {
            "matched": 2,
            "fired": 2,
            "remaining": None,
            "active": False,
        }


@pytest.mark.parametrize(
    ("lifetime", "number", "fired", "draw", "reason"),
    [
        (Lifetime(), 1, 0, 0.9, None),
        (
            Lifetime(skip=2),
            2,
            0,
            0.0,
            "match 2 is among the first 2, which are skipped",
        ),
        (Lifetime(skip=2), 3, 0, 0.0, None),
        (
            Lifetime(every=3),
            4,
            1,
            0.0,
            "match 4 is between those that fire, every 3",
        ),
        (Lifetime(skip=1, every=2), 3, 0, 0.0, None),
        (
            Lifetime(probability=0.3),
            1,
            0,
            0.3,
            "match 1 is one that probability 0.3 spares",
        ),
        (Lifetime(probability=0.3), 1, 0, 0.29, None),
        (
            Lifetime(times=1),
            2,
            1,
            0.0,
            "it has fired 1 times, as often as it may",
        ),
    ],
)
def test_refusal_tells_why(
    lifetime: Lifetime, number: int, fired: int, draw: float, reason: str | None
) -> None:
    """skip, every, probability and times are asked in this order (3.3)."""
    assert lifetime.refusal(number, fired, draw) == reason
