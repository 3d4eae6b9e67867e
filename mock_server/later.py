"""
What few starts need, of modules that are imported when it is asked for.

Imports inside of functions are hard to see; one search for these two finds them all.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def found(module: str, name: str) -> Any:
    """Return `name` of `module`, which is imported now unless it is there."""
    return getattr(import_module(module), name)


def later(module: str, name: str) -> Callable[..., Any]:
    """Return what calls `name` of `module`, which is imported by the first call."""

    def call(*given: Any, **options: Any) -> Any:
        return found(module, name)(*given, **options)

    return call
