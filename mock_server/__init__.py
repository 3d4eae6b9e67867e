"""
A mock of the DHIS2 messaging Web API; these are the names to import from outside.

They are found on first use, so that importing the package itself costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from mock_server.version import __version__

if TYPE_CHECKING:
    from mock_server.factory import create_app
    from mock_server.settings import Settings

__all__ = ["Settings", "__version__", "create_app"]

_HOMES = {"Settings": "mock_server.settings", "create_app": "mock_server.factory"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
