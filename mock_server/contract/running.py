"""Running checks on two sides: what is asked of both, and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mock_server.contract.comparing import Place, places, worst
from mock_server.contract.model import LONE_FEEDBACK, SECOND, Check
from mock_server.contract.shape import Seen
from mock_server.contract.side import Side


@dataclass(frozen=True)
class Difference:
    """A step that the two sides answer otherwise."""

    check: str
    step: str
    section: str
    places: tuple[Place, ...]
    real: Seen
    mock: Seen

    @property
    def severity(self) -> str:
        """How much it matters to a client."""
        return worst(self.places)


@dataclass(frozen=True)
class Result:
    """What came of one check."""

    check: Check
    differences: tuple[Difference, ...] = ()
    untested: str | None = None
    """Why there is nothing to say of it, or not of all of it."""


@dataclass(frozen=True)
class Terms:
    """What a run may do, and what there is to do it with."""

    profile: str
    read_only: bool = False
    offers: frozenset[str] = frozenset()
    """Of what checks may need, what there is."""

    def against(self, check: Check) -> str | None:
        """Say why a check cannot be run, if it cannot."""
        if self.profile not in check.profiles:
            return f"it has no meaning in {self.profile}"
        if self.read_only and not check.reads:
            return "it writes, and --read-only forbids it"
        if check.wants_second and SECOND not in self.offers:
            return "it wants --second-user"
        if LONE_FEEDBACK in check.needs - self.offers:
            return "feedback would reach others"
        return None


def run(
    checks: Iterable[Check], terms: Terms, real: Side, mock: Side
) -> Iterator[Result]:
    """
    Run the checks in order, each with the names of its own.

    Raises:
        GoneError: the real server no longer answers.
    """
    for check in checks:
        reason = terms.against(check)
        yield (
            _compared(check, real, mock)
            if reason is None
            else Result(check, untested=reason)
        )


def _compared(check: Check, real: Side, mock: Side) -> Result:
    real.begin(check.name)
    mock.begin(check.name)
    found: list[Difference] = []
    for step in check.steps:
        here, there = real.take(step), mock.take(step)
        where = tuple(places(here, there))
        if where:
            found.append(
                Difference(check.name, step.call, check.section, where, here, there)
            )
        lost = [n for n in step.keep if not (n in real.names and n in mock.names)]
        if lost and step is not check.steps[-1]:
            reason = f"{step.call} gave no {lost[0]}, so it ends there"
            return Result(check, tuple(found), reason)
    return Result(check, tuple(found))
