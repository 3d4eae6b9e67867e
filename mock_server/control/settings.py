"""What a world behaves by: read, and changed while it runs (control-plane 3.6)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict

from mock_server.control.blueprint import control
from mock_server.control.bodies import document
from mock_server.declarations import takes
from mock_server.domain.state import ANY_RESOURCE
from mock_server.gate.world import current_world
from mock_server.profiles import (
    DEFAULT,
    PROFILES,
    EffectiveSwitch,
    Profile,
    effective_switches,
)
from mock_server.schemas.steering import SettingsSchema
from mock_server.settings import Settings

_SCHEMA = SettingsSchema()
_PLAIN = ("strict", "latency_milliseconds", "external_url")
"""Settings that are kept as they are given."""
_SIZED = ("journal", "outbox")
"""What keeps no more than its settings say."""


class KeptJournal(TypedDict):
    """How much the journal keeps."""

    size: int
    bodyBytes: int


class KeptOutbox(TypedDict):
    """How much the outbox keeps."""

    size: int


class ShownSettings(TypedDict):
    """What a world behaves by."""

    profile: str
    switches: dict[str, EffectiveSwitch]
    strict: bool
    randomSeed: int
    latencyMilliseconds: int
    journal: KeptJournal
    outbox: KeptOutbox
    externalUrl: str | None
    uids: Sequence[str]


@control.get("/settings")
def get_settings() -> ShownSettings:
    """GET /__mock/settings: everything that can be set, and the switches (3.6)."""
    here = current_world()
    settings, state = here.settings, here.store.state
    return {
        "profile": here.profile.name,
        "switches": effective_switches(here.profile),
        "strict": settings.strict,
        "randomSeed": state.random_seed,
        "latencyMilliseconds": settings.latency_milliseconds,
        "journal": {
            "size": settings.journal_size,
            "bodyBytes": settings.journal_body_bytes,
        },
        "outbox": {"size": settings.outbox_size},
        "externalUrl": settings.external_url,
        "uids": state.uid_queues.get(ANY_RESOURCE, ()),
    }


@control.patch("/settings")
@takes(_SCHEMA, {"profile": "2.42", "strict": True}, is_required=False)
def patch_settings() -> ShownSettings:
    """PATCH /__mock/settings: set what the body names, all of it or nothing (3.6)."""
    wanted = document(_SCHEMA)
    current_world().configure(
        lambda settings: _revised(settings, wanted),
        wanted.get("random_seed"),
        wanted.get("uids"),
    )
    return get_settings()


def _revised(settings: Settings, wanted: dict[str, Any]) -> Settings:
    sizes = {
        f"{part}_{name}": value
        for part in _SIZED
        for name, value in wanted.get(part, {}).items()
    }
    return replace(
        settings,
        profile=_profile(settings.profile or PROFILES[DEFAULT], wanted),
        **{name: wanted[name] for name in _PLAIN if name in wanted},
        **sizes,
    )


def _profile(present: Profile, wanted: dict[str, Any]) -> Profile:
    """Return the profile asked for; switches set alone before stay set."""
    table = PROFILES[wanted.get("profile", present.name)]
    switches = {name: getattr(present, name) for name in present.overridden}
    switches |= wanted.get("switches", {})
    kept = {name: value for name, value in switches.items() if value is not None}
    return table.with_switches(kept)
