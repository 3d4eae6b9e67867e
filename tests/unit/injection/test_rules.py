"""The rules of one world, begun again while others are set (injection/rules.py)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from threading import Event, Thread

from mock_server.injection.effects.reset import Reset
from mock_server.injection.fault import Fault
from mock_server.injection.rules import FaultExistsError, Rules

NOW = datetime(2026, 1, 5)  # noqa: DTZ001 - naive UTC, as everywhere
LOST = Fault(Reset(), fault_id="lost")
_TIMES = 3000


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
