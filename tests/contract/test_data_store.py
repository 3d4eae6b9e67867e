"""The data store of apps, which stays empty (resources.md 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


def test_there_are_no_namespaces(default_api: Api) -> None:
    """The list of namespaces is an empty array."""
    reply = default_api.as_user("mobile").get("/dataStore")

    assert reply.status == 200
    assert reply.json() == []


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/dataStore/settings", "Namespace not found: 'settings'"),
        (
            "/dataStore/custom-translations/controller",
            "Key 'controller' not found in namespace 'custom-translations'",
        ),
    ],
)
def test_missing_entry_is_a_404(default_api: Api, path: str, message: str) -> None:
    """A namespace or a key that is not there is named."""
    reply = default_api.as_user("mobile").get(path)

    assert reply.status == 404
    assert reply.json() == {
        "httpStatus": "Not Found",
        "httpStatusCode": 404,
        "status": "ERROR",
        "message": message,
        "errorCode": "E1005",
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_store_is_closed(default_api: Api, method: str) -> None:
    """Nothing can be put there, and a later read shows it. DEVIATION D14."""
    mobile = default_api.as_user("mobile")

    reply = mobile.call(method, "/dataStore/settings/colour", json="red")

    assert reply.status == 405
    assert "GET" in reply.headers["Allow"]
    assert mobile.get("/dataStore/settings/colour").status == 404
