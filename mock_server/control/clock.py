"""The time of a world: read, frozen, shifted and moved ahead (control-plane 3.6)."""

from datetime import timedelta
from typing import Any, TypedDict

from mock_server.control.blueprint import control
from mock_server.control.bodies import document
from mock_server.declarations import answers, takes
from mock_server.domain.clock import Clock, ClockMode
from mock_server.gate.world import current_world
from mock_server.schemas.catalogue import instant
from mock_server.schemas.clock import AdvanceSchema, ClockSchema
from mock_server.world import World

_CLOCK = ClockSchema()
_ADVANCE = AdvanceSchema()


class ShownClock(TypedDict):
    """How time runs in a world, and what it is there."""

    mode: ClockMode
    now: str | None
    frozenAt: str | None
    offsetSeconds: float
    tickMilliseconds: int


@control.get("/clock")
def get_clock() -> ShownClock:
    """GET /__mock/clock: how time runs here, and what it is (3.6)."""
    return _shown(current_world())


@control.put("/clock")
@takes(_CLOCK, {"mode": "frozen", "now": "2026-01-05T10:00:00Z"})
def set_clock() -> ShownClock:
    """PUT /__mock/clock: freeze the time, shift it, or let it be real (3.6)."""
    here = current_world()
    here.set_clock(_clock(document(_CLOCK), here))
    return _shown(here)


@control.delete("/clock")
@answers(204)
def delete_clock() -> tuple[str, int]:
    """DELETE /__mock/clock: back to the real time (3.6)."""
    current_world().set_clock(Clock())
    return "", 204


@control.post("/clock/advance")
@takes(_ADVANCE, {"seconds": 60})
def advance_clock() -> ShownClock:
    """POST /__mock/clock/advance: move ahead, whatever the mode (3.6)."""
    here = current_world()
    here.advance(document(_ADVANCE)["seconds"])
    return _shown(here)


def _clock(wanted: dict[str, Any], here: World) -> Clock:
    mode, now = wanted["mode"], wanted.get("now")
    if mode is ClockMode.REAL:
        return Clock()
    if mode is ClockMode.FROZEN:
        tick = timedelta(milliseconds=wanted.get("tick_milliseconds", 0))
        return Clock.frozen(now or here.store.now(), tick)
    if now is not None:
        return Clock.shifted(now, here.store.real_time())
    return Clock.ahead(wanted["offset_seconds"])


def _shown(here: World) -> ShownClock:
    clock = here.store.state.clock
    frozen_at, offset = clock.frozen_at, clock.offset.total_seconds()
    return {
        "mode": clock.mode,
        "now": instant(here.store.now()),
        "frozenAt": instant(frozen_at) if frozen_at is not None else None,
        "offsetSeconds": int(offset) if offset.is_integer() else offset,
        "tickMilliseconds": clock.tick // timedelta(milliseconds=1),
    }
