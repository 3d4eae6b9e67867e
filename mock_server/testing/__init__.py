"""
The mock as tests use it: started in this process, or reached over HTTP.

Everything here speaks to a server by the documents of its control plane, so a test
does not notice which of the two it has. Outside, import from `mock_server`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_server.testing import lending

__all__ = ["lending"]


def __getattr__(name: str) -> object:
    """Import the modules of this package when the plugin first needs them."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return import_module(f"{__name__}.{name}")
