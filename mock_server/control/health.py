"""Whether the mock is ready, what it runs, and which version it is."""

from datetime import datetime
from typing import Literal, TypedDict

from mock_server.control.blueprint import control, only_at_the_root
from mock_server.domain.clock import real_time
from mock_server.gate.world import all_worlds, current_world
from mock_server.schemas.catalogue import instant
from mock_server.version import __version__


class SeedSize(TypedDict):
    """Which seed is run, and how much is in it."""

    name: str
    users: int
    conversations: int
    messages: int


class Health(TypedDict):
    """How the server is, which answers nothing before it is ready."""

    status: Literal["healthy"]
    version: str
    profile: str
    uptimeSeconds: float
    time: str
    seed: SeedSize
    worlds: int


class Version(TypedDict):
    """Which mock this is."""

    name: str
    version: str


@control.get("/health")
def health() -> Health:
    """GET /__mock/health: version, profile, seed and age (control-plane 3.6)."""
    here, worlds = current_world(), all_worlds()
    seed, now = here.seed.state, real_time()
    return {
        "status": "healthy",
        "version": __version__,
        "profile": here.profile.name,
        "uptimeSeconds": _seconds_between(worlds.default.created, now),
        "time": f"{instant(now)}Z",
        "seed": {
            "name": here.seed.name,
            "users": len(seed.directory.users),
            "conversations": len(seed.conversations),
            "messages": seed.message_count,
        },
        "worlds": len(list(worlds)),
    }


@control.get("/version")
def version() -> Version:
    """GET /__mock/version: the version of the mock itself (control-plane 3.2)."""
    only_at_the_root()
    return {"name": "dhis2-mock", "version": __version__}


def _seconds_between(earlier: datetime, later: datetime) -> float:
    return max(0.0, (later - earlier).total_seconds())
