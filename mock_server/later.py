"""
Names of modules that few starts need: they stand here, and are imported when called.

It is the only way for a module to be imported late, so that one search finds all.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(module: str, name: str) -> Callable[..., Any]:
    """Return what calls `name` of `module`, which is imported by the first call."""

    def call(*given: Any, **options: Any) -> Any:
        return getattr(import_module(module), name)(*given, **options)

    return call
