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
    from mock_server.testing import faults

__all__ = ["Settings", "__version__", "create_app", "faults"]

_HOMES = {"Settings": "mock_server.settings", "create_app": "mock_server.factory"}
_MODULES = {"faults": "mock_server.testing.faults"}
"""Public modules; nothing else in this package may be a module of such a name."""


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
