"""
The data store of apps: there is nothing in it, and nothing can be put there.

The shell of an app looks into it at its start (resources.md 0.1, 14). DEVIATION D14.
"""

from mock_server.api.blueprint import route
from mock_server.domain.errors import (
    DataStoreKeyNotFoundError,
    DataStoreNamespaceNotFoundError,
)
from mock_server.wire.answers import PlainBody

_NO_STORE = "no-store"


@route("/dataStore", "GET", "dataStore.list")
def list_namespaces() -> PlainBody:
    """GET /dataStore: the namespaces, of which there are none."""
    return PlainBody([], cache_control=_NO_STORE)


@route("/dataStore/<namespace>", "GET", "dataStore.namespace")
def get_namespace(namespace: str) -> PlainBody:
    """GET /dataStore/{namespace}: the keys of a namespace that is not there."""
    raise DataStoreNamespaceNotFoundError(namespace=namespace)


@route("/dataStore/<namespace>/<key>", "GET", "dataStore.get")
def get_value(namespace: str, key: str) -> PlainBody:
    """GET /dataStore/{namespace}/{key}: a value that is not there."""
    raise DataStoreKeyNotFoundError(namespace=namespace, key=key)
