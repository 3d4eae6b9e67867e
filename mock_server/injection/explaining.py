"""Why a request meets a fault, or meets none: each rule told in turn."""

from collections.abc import Iterator
from typing import NotRequired, TypedDict

from mock_server.injection.rules import Moment, Rule, Rules, lost_to, refusal
from mock_server.journal.documents import shown_differences
from mock_server.journal.shown import ShownDifference
from mock_server.matching import differences
from mock_server.traffic import Incoming


class Decided(TypedDict):
    """What a rule decided when a request came."""

    fired: bool
    reason: str | None


class Explained(TypedDict):
    """What a rule would do with a request, and why; and what it decided `then`."""

    id: str
    effect: str
    matches: bool
    differences: list[ShownDifference]
    fires: bool
    reason: str | None
    then: NotRequired[Decided | None]


def explain(rules: Rules, incoming: Incoming, moment: Moment) -> Iterator[Explained]:
    """Say of each rule what it would do if `incoming` came now; nothing is counted."""
    winner: str | None = None
    for rule in rules:
        told = shown_differences(incoming, differences(rule.fault.match, incoming))
        reason = None if told else _refusal(rule, winner, incoming, moment)
        fires = not told and reason is None
        if fires and rule.fault.effect.is_terminal:
            winner = rule.fault_id
        yield {
            "id": rule.fault_id,
            "effect": rule.fault.effect.name,
            "matches": not told,
            "differences": told,
            "fires": fires,
            "reason": reason,
        }


def _refusal(
    rule: Rule, winner: str | None, incoming: Incoming, moment: Moment
) -> str | None:
    if winner is not None and rule.fault.effect.is_terminal:
        return lost_to(winner)
    return refusal(rule, incoming, moment, ahead=1)
