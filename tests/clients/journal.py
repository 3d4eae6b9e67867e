"""What the journal of the mock says about the clients that drove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_server import MockWorld


def assert_no_request_went_astray(world: MockWorld) -> None:
    """Look for what a client asked in vain, and for faults of the mock itself."""
    unhandled = world.requests.find(unhandled=True)
    failed = world.requests.find(status="5xx")
    assert not unhandled + failed, "\n".join(map(str, unhandled + failed))
