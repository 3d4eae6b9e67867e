"""
A mock of the DHIS2 messaging Web API; these are the names to import from outside.

They are found on first use, so that importing the package itself costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from mock_server.version import __version__

if TYPE_CHECKING:
    from mock_server.factory import create_app
    from mock_server.seed import SeedError
    from mock_server.serving import CannotListenError
    from mock_server.settings import Settings
    from mock_server.switches import SwitchError
    from mock_server.testing import faults
    from mock_server.testing.control import ControlPlaneError
    from mock_server.testing.decorator import mock_dhis2
    from mock_server.testing.handle import RemoteServer, connect
    from mock_server.testing.seeds import Seed
    from mock_server.testing.server import MockServer
    from mock_server.testing.transport import ReplyError
    from mock_server.testing.world import MockWorld

__all__ = [
    "CannotListenError",
    "ControlPlaneError",
    "MockServer",
    "MockWorld",
    "RemoteServer",
    "ReplyError",
    "Seed",
    "SeedError",
    "Settings",
    "SwitchError",
    "__version__",
    "connect",
    "create_app",
    "faults",
    "mock_dhis2",
]

_HOMES = {
    "CannotListenError": "mock_server.serving",
    "ControlPlaneError": "mock_server.testing.control",
    "MockServer": "mock_server.testing.server",
    "MockWorld": "mock_server.testing.world",
    "RemoteServer": "mock_server.testing.handle",
    "ReplyError": "mock_server.testing.transport",
    "Seed": "mock_server.testing.seeds",
    "SeedError": "mock_server.seed",
    "Settings": "mock_server.settings",
    "SwitchError": "mock_server.switches",
    "connect": "mock_server.testing.handle",
    "create_app": "mock_server.factory",
    "mock_dhis2": "mock_server.testing.decorator",
}
_MODULES = {"faults": "mock_server.testing.faults"}
"""Public modules; nothing else in this package may be a module of such a name."""


if not TYPE_CHECKING:  # to type checkers a name that is not above is an error

    def __getattr__(name: str) -> object:
        """Import what is asked for, and what it needs."""
        if name in _MODULES:
            return import_module(_MODULES[name])
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(_HOMES[name]), name)
