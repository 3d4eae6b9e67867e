"""The journal behind the server of the fixtures (control-plane 6, check 22)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_server import MockServer


def test_no_entry_is_missing(started: MockServer) -> None:
    """Who has an answer finds its request: a thousand tries, none missing."""
    with started.world() as world:

        def tried(number: int) -> list[str]:
            missing = []
            for at in range(125):
                mark = f"{number}-{at}"
                world.as_user("mobile").get(f"/api/me?fields=id&mark={mark}")
                if not world.requests.find(**{"query.mark": mark}, limit=1):
                    missing.append(mark)
            return missing

        with ThreadPoolExecutor(8) as pool:
            missing = [mark for each in pool.map(tried, range(8)) for mark in each]

        assert missing == []
        assert len(world.requests) == 1_000
