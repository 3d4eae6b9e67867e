"""GET /__mock/health: is the mock ready, and with what (control-plane 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_server import __version__

if TYPE_CHECKING:
    from tests.conftest import Api


class TestHealth:
    """What a probe reads."""

    def test_fresh_server_counts_its_seed(self, default_api: Api) -> None:
        """Health tells version, profile and counts, without a login (3.2)."""
        reply = default_api.get("/__mock/health")

        assert reply.status == 200
        assert reply.json() == {
            "status": "healthy",
            "version": __version__,
            "profile": "documented",
            "users": 9,
            "conversations": 7,
            "messages": 10,
        }

    def test_counts_follow_the_state(self, api: Api) -> None:
        """The counts are those of the moment (3.2)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")
        sam.post(f"/messageConversations/{uid}", body="More")

        reply = api.get("/__mock/health")

        assert reply.json()["conversations"] == 1
        assert reply.json()["messages"] == 2

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
