"""The one blueprint of the mocked API: everything below `/api`."""

from mock_server.api.blueprint import api

__all__ = ["api"]
