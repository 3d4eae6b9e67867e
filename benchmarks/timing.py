"""Timing of calls in this process: two of them in turn, so that both see the same."""

from collections.abc import Callable
from timeit import Timer
from typing import TypeAlias

Samples: TypeAlias = tuple[float, ...]

ROUNDS = 7
_ENOUGH = 0.05
"""Seconds that one sample takes at least, so that the clock does not matter."""


def in_turn(
    subject: Callable[[], object], base: Callable[[], object], rounds: int = ROUNDS
) -> tuple[Samples, Samples]:
    """Return microseconds a call of both, sampled alternately."""
    timers = [_Sampler(each) for each in (subject, base)]
    samples = [[sampler.sample() for sampler in timers] for _ in range(rounds)]
    subjects, bases = zip(*samples, strict=True)
    return subjects, bases


class _Sampler:
    def __init__(self, call: Callable[[], object]) -> None:
        self.timer = Timer(call)
        calls, seconds = self.timer.autorange()
        self.calls = max(1, int(calls * _ENOUGH / seconds))

    def sample(self) -> float:
        return self.timer.timeit(self.calls) / self.calls * 1e6
