"""
The data store of apps: there is nothing in it, and nothing can be put there.

The shell of an app looks into it at its start (resources.md 0.1, 14). DEVIATION D14.
"""

from typing import Annotated, NoReturn

from mock_server.domain.errors import (
    DataStoreKeyNotFoundError,
    DataStoreNamespaceNotFoundError,
)
from mock_server.wire.answers import PlainBody

_NO_STORE = "no-store"


def list_namespaces() -> Annotated[PlainBody, list[str]]:
    """GET /dataStore: the namespaces, of which there are none."""
    return PlainBody([], cache_control=_NO_STORE)


def get_namespace(namespace: str) -> NoReturn:
    """GET /dataStore/{namespace}: the keys of a namespace that is not there."""
    raise DataStoreNamespaceNotFoundError(namespace=namespace)


def get_value(namespace: str, key: str) -> NoReturn:
    """GET /dataStore/{namespace}/{key}: a value that is not there."""
    raise DataStoreKeyNotFoundError(namespace=namespace, key=key)
