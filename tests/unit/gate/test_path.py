"""Version, suffix and trailing slash, taken off the path (query.md 1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.domain.state import State
from mock_server.gate.path import PlainPath
from mock_server.profiles import PROFILES
from mock_server.seed import Seed
from mock_server.settings import Settings
from mock_server.wire.environ import API_VERSION, SUFFIX, WORLD
from mock_server.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Recorder:
    """An application that keeps the environ it was called with."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        self.environ = environ
        return [b"done"]


def sent_through(path: str, newest: int = 42) -> dict[str, Any]:
    """Return the environ that reaches the application."""
    application = _Recorder()
    profile = replace(PROFILES["2.42"], max_api_version=newest)
    world = World(Seed(State()), Settings(profile))
    environ: dict[str, Any] = {"PATH_INFO": path, WORLD: world}

    body = PlainPath(application)(environ, lambda *_: lambda _: None)

    assert list(body) == [b"done"]
    return application.environ


class TestPlainPath:
    """Paths as the routes see them."""

    @pytest.mark.parametrize(
        ("path", "plain", "version", "suffix"),
        [
            ("/api", "/api", None, None),
            ("/api/", "/api", None, None),
            ("/api/me", "/api/me", None, None),
            ("/api/me/", "/api/me", None, None),
            ("/api/me//", "/api/me/", None, None),
            ("/api/me.json", "/api/me", None, "json"),
            ("/api/me.xml", "/api/me", None, "xml"),
            ("/api/me.json/", "/api/me", None, "json"),
            ("/api/me.foo", "/api/me.foo", None, None),
            ("/api/me.JSON", "/api/me.JSON", None, None),
            ("/api/me.xml.json", "/api/me.xml", None, "json"),
            ("/api/33", "/api", 33, None),
            ("/api/33/", "/api", 33, None),
            ("/api/33/me", "/api/me", 33, None),
            ("/api/33/me.xml/", "/api/me", 33, "xml"),
            ("/api/28/me", "/api/me", 28, None),
            ("/api/42/me", "/api/me", 42, None),
            ("/api/27/me", "/api/27/me", None, None),
            ("/api/43/me", "/api/43/me", None, None),
            ("/api/333/me", "/api/333/me", None, None),
            ("/api/3/me", "/api/3/me", None, None),
            ("/api/33me", "/api/33me", None, None),
            ("/api/33/33/me", "/api/33/me", 33, None),
            ("/api/\u0663\u0663/me", "/api/\u0663\u0663/me", None, None),
            ("/", "/", None, None),
            ("", "", None, None),
            ("/__mock/health/", "/__mock/health/", None, None),
            ("/apis/33/me.json", "/apis/33/me.json", None, None),
        ],
    )
    def test_path_is_made_plain(
        self, path: str, plain: str, version: int | None, suffix: str | None
    ) -> None:
        """What the path says besides naming a resource is taken off."""
        environ = sent_through(path)

        assert environ["PATH_INFO"] == plain
        assert environ.get(API_VERSION) == version
        assert environ.get(SUFFIX) == suffix

    def test_newest_version_is_asked_each_time(self) -> None:
        """The highest version accepted is the profile's."""
        environ = sent_through("/api/43/me", newest=43)

        assert environ["PATH_INFO"] == "/api/me"
        assert environ[API_VERSION] == 43
