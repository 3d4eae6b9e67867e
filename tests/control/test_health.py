"""GET /__mock/health: is the mock ready, and with what (control-plane 3.6)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mock_server import __version__

if TYPE_CHECKING:
    from tests.conftest import Api


class TestHealth:
    """What a probe reads."""

    def test_fresh_server_counts_its_seed(self, default_api: Api) -> None:
        """Health tells version, profile and counts, without a login (3.2)."""
        reply = default_api.get("/__mock/health")

        health = reply.json()
        assert reply.status == 200
        assert health.pop("uptimeSeconds") >= 0
        assert datetime.fromisoformat(health.pop("time")).tzinfo is not None
        assert health == {
            "status": "healthy",
            "version": __version__,
            "profile": "documented",
            "seed": {"name": "default", "users": 9, "conversations": 7, "messages": 10},
            "worlds": 1,
        }

    def test_world_tells_of_itself(self, default_api: Api) -> None:
        """Below a world's path it is that world's seed and profile (3.1)."""
        body = {"seed": "empty", "profile": "2.43"}
        default_api.call("PUT", "/__mock/worlds/w1", json=body)

        health = default_api.get("/w1/__mock/health").json()

        default_api.delete("/__mock/worlds/w1")
        assert (health["profile"], health["worlds"]) == ("2.43", 2)
        assert health["seed"] == {
            "name": "empty",
            "users": 1,
            "conversations": 0,
            "messages": 0,
        }

    def test_head_is_enough_for_probes(self, default_api: Api) -> None:
        """A probe that sends HEAD reads the status alone (3.2)."""
        reply = default_api.call("HEAD", "/__mock/health")

        assert (reply.status, reply.body) == (200, b"")

    def test_foreign_origin_is_refused(self, default_api: Api) -> None:
        """Web pages of other origins do not even read (3.1)."""
        reply = default_api.get(
            "/__mock/health", headers={"Origin": "https://evil.example"}
        )

        assert reply.status == 403
