"""The control plane: how a test steers the mock, at `/__mock` beside the API."""

from mock_server.control import health, outbox, reset, worlds  # noqa: F401 - for their routes
from mock_server.control.blueprint import control

__all__ = ["control"]
