"""GET /system/info says which DHIS2 the mock behaves like (resources.md 11.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


@pytest.mark.parametrize(
    "version",
    [
        pytest.param("2.42.0", id="documented"),
        pytest.param("2.41.8.1", id="2.41", marks=pytest.mark.profile("2.41")),
        pytest.param("2.42.0", id="2.42", marks=pytest.mark.profile("2.42")),
        pytest.param("2.43.0", id="2.43", marks=pytest.mark.profile("2.43")),
    ],
)
def test_version_is_the_profile_s(default_api: Api, version: str) -> None:
    """A seed that names no version leaves it to the profile (resources.md 11.1)."""
    reply = default_api.as_user("mobile").get("/system/info")

    assert reply.status == 200
    assert reply.json()["version"] == version
