"""The rules of one world: begun again, drawn by lot, and timed (injection/rules.py)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest

from mock_server.injection.effects.delay import Delay, Uniform
from mock_server.injection.effects.reset import Reset
from mock_server.injection.fault import Fault, parse_fault
from mock_server.injection.lifetime import Lifetime
from mock_server.injection.rules import FaultExistsError, Moment, Rules
from mock_server.traffic import Caller, Incoming

NOW = datetime(2026, 1, 5)  # noqa: DTZ001 - naive UTC, as everywhere
LOST = Fault(Reset(), fault_id="lost")
_TIMES = 3000
ME = Incoming("GET", "/api/me", user=Caller("SamPlainU01", "sam"))
YOU = Incoming("GET", "/api/me", user=Caller("MiaPlainU01", "mia"))
NOBODY = Incoming("GET", "/api/me")


def fires(rules: Rules, incoming: Incoming = ME, seconds: float = 0) -> bool:
    """Say whether a terminal fault meets a request so many seconds after NOW."""
    moment = Moment(NOW + timedelta(seconds=seconds))
    return rules.decide(incoming, moment).firing is not None


def test_reset_keeps_the_seed_fault() -> None:
    """A fault set under the id of one of the seed's never disturbs a reset (3.2)."""
    rules, is_over = Rules(), Event()
    failures = []

    def set_faults() -> None:
        while not is_over.is_set():
            with suppress(FaultExistsError):
                rules.add([LOST], NOW)
            rules.remove("lost")

    others = [Thread(target=set_faults) for _ in range(2)]
    for other in others:
        other.start()
    for _ in range(_TIMES):
        try:
            rules.restart([LOST], NOW)
        except FaultExistsError as error:
            failures.append(error)
    is_over.set()
    for other in others:
        other.join()

    assert failures == []


def test_restart_counts_ids_from_one() -> None:
    """After a reset the first fault without an id is `f1` again (3.3)."""
    rules = Rules()
    rules.add([Fault(Reset()), Fault(Reset())], NOW)

    rules.restart([Fault(Reset())], NOW)

    assert [rule.fault_id for rule in rules] == ["f1"]


def test_length_of_a_delay_is_drawn_anew() -> None:
    """A delay that fires every other time is not one of the shorter half (3.3)."""
    rules = Rules()
    delay = Delay(distribution=Uniform(0, 1000))
    rules.add([Fault(delay, lifetime=Lifetime(probability=0.5))], NOW)

    drawn = [rules.decide(ME, Moment(NOW)).delay_seconds for _ in range(60)]

    waited = [seconds for seconds in drawn if seconds]
    assert 15 <= len(waited) <= 45
    assert any(seconds > 0.5 for seconds in waited)
    assert any(seconds < 0.5 for seconds in waited)


def test_time_ends_after_its_last_moment() -> None:
    """A rule of ten seconds fires in the tenth, and not a moment later (3.3)."""
    rules = Rules()
    (rule,) = rules.add([Fault(Reset(), lifetime=Lifetime(ttl_seconds=10))], NOW)

    assert fires(rules, seconds=10)
    assert not fires(rules, seconds=10.001)
    assert rule.matched.total() == 1


def test_times_are_for_each_user() -> None:
    """`perUser` lets each caller meet it so often, nobody in particular too (3.3)."""
    rules = Rules()
    lifetime = Lifetime(times=1, per_user=True)
    (rule,) = rules.add([Fault(Reset(), lifetime=lifetime)], NOW)

    met = [fires(rules, each) for each in (ME, YOU, NOBODY) for _ in range(2)]

    assert met == [True, False, True, False, True, False]
    assert rule.status(NOW) == {
        "matched": 6,
        "fired": 3,
        "remaining": None,
        "active": True,
    }


def test_delays_add_up_before_the_end() -> None:
    """Every delay is waited for, and the first terminal effect comes (3.3)."""
    rules = Rules()
    rules.add([Fault(Delay(200)), Fault(Reset()), Fault(Delay(300)), LOST], NOW)

    decision = rules.decide(ME, Moment(NOW))

    assert decision.delay_seconds == pytest.approx(0.5)
    assert decision.delays == ("f1", "f3")
    assert decision.firing is not None
    assert decision.firing.fault_id == "f2"
    assert decision.outcomes == (
        *(("f1", None), ("f2", None), ("f3", None)),
        ("lost", "f2 comes before it"),
    )


def test_users_have_a_lot_of_their_own() -> None:
    """With `perUser` it is not the same requests that fail for everybody (3.3)."""
    rules = Rules()
    lifetime = Lifetime(probability=0.5, per_user=True)
    rules.add([Fault(Reset(), lifetime=lifetime)], NOW)

    mine = [fires(rules, ME) for _ in range(40)]
    yours = [fires(rules, YOU) for _ in range(40)]

    assert mine != yours


def test_counters_are_no_part_of_a_fault() -> None:
    """A fault as GET shows it is set again without its counters (3.3)."""
    shown = {"id": "lost", "effect": {"type": "reset"}}

    fault = parse_fault({**shown, "status": {"matched": 3}})

    assert fault.document == shown
