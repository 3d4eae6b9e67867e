"""The control plane: how a test steers the mock, at `/__mock` beside the API."""

from mock_server.control import (  # noqa: F401 - for their routes
    clock,
    events,
    faults,
    health,
    index,
    openapi,
    outbox,
    requests,
    reset,
    seed,
    settings,
    snapshots,
    strictness,
    visibility,
    worlds,
)
from mock_server.control.blueprint import control

__all__ = ["control"]
