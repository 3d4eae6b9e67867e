"""The one blueprint of the mocked API: everything below `/api`."""

from mock_server.api import (  # noqa: F401 - imported for the routes they hang up
    closed,
    configuration,
    data_store,
    entry,
    files,
    lookup,
    marking,
    me,
    neighbours,
    openapi,
    outbound,
    properties,
    reading,
    removing,
    settings,
    shell,
    sign_in,
    system,
    writing,
)
from mock_server.api.blueprint import api

__all__ = ["api"]
