"""What a benchmark yields, and how it is printed."""

from dataclasses import dataclass
from statistics import median
from typing import TypeAlias


class UnavailableError(Exception):
    """A program or package that the benchmark measures against is not installed."""


@dataclass(frozen=True)
class Limit:
    """What a ratio should be: at most `value`, or at least."""

    value: float
    at_least: bool = False

    def __str__(self) -> str:
        """Return the limit as it is printed."""
        return f"{'>=' if self.at_least else '<='} {self.value:g}"

    def holds(self, ratio: float) -> bool:
        """Say whether `ratio` keeps the limit."""
        return ratio >= self.value if self.at_least else ratio <= self.value


@dataclass(frozen=True)
class Finding:
    """One subject measured against one base, samples of both from the same run."""

    name: str
    subject: tuple[float, ...]
    base: tuple[float, ...]
    unit: str
    limit: Limit | None = None

    @property
    def ratio(self) -> float:
        """The median of the subject to the median of the base."""
        return median(self.subject) / median(self.base)

    def __str__(self) -> str:
        """Return one line: the ratio, its limit, and the medians with their range."""
        verdict = ""
        if self.limit is not None:
            held = "held" if self.limit.holds(self.ratio) else "MISSED"
            verdict = f"{self.limit} {held}"
        return (
            f"  {self.name:<44} {self.ratio:8.2f}x  {verdict:<16}"
            f" {_spread(self.subject)} to {_spread(self.base)} {self.unit}"
        )


Result: TypeAlias = Finding | str
"""A ratio, or a remark that stands between them."""


def _spread(samples: tuple[float, ...]) -> str:
    low, high = min(samples), max(samples)
    return f"{median(samples):,.4g} ({low:,.4g}-{high:,.4g})"
