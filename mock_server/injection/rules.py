"""
The rules of one world: which fault meets a request, and how often each did.

Counting is under one lock, so `times: 2` fires twice however many requests come at
once. Chance hangs on seed, rule and number alone, so that it repeats.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from mock_server.domain.errors import ConflictError, NotFoundError
from mock_server.injection.effect import Effect, Phase
from mock_server.traffic import Incoming

if TYPE_CHECKING:
    from mock_server.injection.fault import Fault


class FaultExistsError(ConflictError):
    """A fault has this id already: `id`."""


class FaultNotFoundError(NotFoundError):
    """No fault has this id: `id`."""


class Moment(NamedTuple):
    """What else but the request decides: the world's time, and the seed of chance."""

    now: datetime
    random_seed: int = 0


class Counters(TypedDict):
    """What became of a rule, as GET shows it."""

    matched: int
    fired: int
    remaining: int | None
    active: bool


@dataclass
class Rule:
    """A fault in force, and its counters, by caller where it counts so."""

    fault: "Fault"
    since: datetime
    matched: Counter[str] = field(default_factory=Counter)
    fired: Counter[str] = field(default_factory=Counter)

    @property
    def fault_id(self) -> str:
        """Its name among the rules."""
        return self.fault.fault_id or ""

    def is_over(self, now: datetime) -> bool:
        """Say whether its time has run out."""
        ttl = self.fault.lifetime.ttl_seconds
        return ttl is not None and (now - self.since).total_seconds() > ttl

    def is_active(self, now: datetime) -> bool:
        """Say whether it can still fire."""
        lifetime = self.fault.lifetime
        used_up = not lifetime.per_user and lifetime.is_used_up(self.fired.total())
        return self.fault.enabled and not used_up and not self.is_over(now)

    def status(self, now: datetime) -> Counters:
        """Return its counters, as GET shows them."""
        times, fired = self.fault.lifetime.times, self.fired.total()
        limited = times is not None and not self.fault.lifetime.per_user
        return {
            "matched": self.matched.total(),
            "fired": fired,
            "remaining": max(0, (times or 0) - fired) if limited else None,
            "active": self.is_active(now),
        }


class Firing(NamedTuple):
    """A rule at the request that it fires for."""

    fault_id: str
    effect: Effect
    random: Random


class Decision(NamedTuple):
    """What the rules want done with a request."""

    delay_seconds: float = 0
    firing: Firing | None = None
    """The one terminal effect."""
    delays: tuple[str, ...] = ()
    """The ids of the rules that delay it."""
    outcomes: tuple[tuple[str, str | None], ...] = ()
    """Each rule that matched, and why it did not fire; `None` is that it did."""

    @property
    def skips_handler(self) -> bool:
        """Whether the request is lost before it does anything."""
        return self.firing is not None and self.firing.effect.phase is Phase.BEFORE


NOTHING = Decision()


class Rules:
    """The faults of one world, in their order."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rules: tuple[Rule, ...] = ()
        self._named = 0
        self._lock = Lock()

    def __iter__(self) -> Iterator[Rule]:
        """Go through the rules as they are now."""
        return iter(self._rules)

    def __len__(self) -> int:
        """Return how many there are; without any nothing needs to be asked."""
        return len(self._rules)

    def documents(self, names: Container[str]) -> list[Mapping[str, object]]:
        """Return the faults as they were set, but those for users not in `names`."""
        return [
            rule.fault.document
            for rule in self._rules
            if not rule.fault.match.user or rule.fault.match.user in names
        ]

    def get(self, fault_id: str) -> Rule:
        """Return the rule of this id or raise `FaultNotFoundError`."""
        for rule in self._rules:
            if rule.fault_id == fault_id:
                return rule
        raise FaultNotFoundError(id=fault_id)

    def add(self, faults: Sequence["Fault"], now: datetime) -> list[Rule]:
        """
        Append all of `faults`, or none of them.

        Raises:
            FaultExistsError: one of them has an id that is taken.
        """
        with self._lock:
            added = self._begun(faults, now, {rule.fault_id for rule in self._rules})
            self._rules += tuple(added)
        return added

    def put(self, fault: "Fault", now: datetime) -> bool:
        """Put `fault` in the place of that of its id; say whether it is new."""
        rule = Rule(fault, now)
        with self._lock:
            is_new = rule.fault_id not in {each.fault_id for each in self._rules}
            if is_new:
                self._rules += (rule,)
            else:
                self._rules = tuple(
                    rule if each.fault_id == rule.fault_id else each
                    for each in self._rules
                )
        return is_new

    def remove(self, fault_id: str) -> None:
        """Drop the rule of this id; a missing one is no matter."""
        with self._lock:
            self._rules = tuple(
                each for each in self._rules if each.fault_id != fault_id
            )

    def restart(self, faults: Sequence["Fault"], now: datetime) -> None:
        """Begin again with `faults` alone, all counters at nothing."""
        with self._lock:
            self._named = 0
            self._rules = tuple(self._begun(faults, now, set()))

    def decide(self, incoming: Incoming, moment: Moment) -> Decision:
        """Return what is done with `incoming`, and count it."""
        # Matching may take a while, counting never does.
        matching = [rule for rule in self._rules if rule.fault.match.matches(incoming)]
        if not matching:
            return NOTHING
        with self._lock:
            return _decision(matching, incoming, moment)

    def _begun(
        self, faults: "Sequence[Fault]", now: datetime, taken: set[str]
    ) -> list[Rule]:
        """Return new rules of `faults`, with ids that are not yet `taken`."""
        begun = []
        for fault in faults:
            named = fault if fault.fault_id else fault.named(self._new_id(taken))
            if named.fault_id in taken:
                raise FaultExistsError(id=named.fault_id)
            taken.add(named.fault_id or "")
            begun.append(Rule(named, now))
        return begun

    def _new_id(self, taken: set[str]) -> str:
        while True:
            self._named += 1
            name = f"f{self._named}"
            if name not in taken:
                return name


def refusal(
    rule: Rule, incoming: Incoming, moment: Moment, *, ahead: int = 0
) -> str | None:
    """Say why `rule` does not fire at its match `ahead` of now, or `None`."""
    if not rule.fault.enabled:
        return "it is not enabled"
    if rule.is_over(moment.now):
        return f"its {rule.fault.lifetime.ttl_seconds} seconds are over"
    caller = caller_key(rule, incoming)
    number = rule.matched[caller] + ahead
    draw = _chance(rule, caller, number, moment).random()
    return rule.fault.lifetime.refusal(number, rule.fired[caller], draw)


def caller_key(rule: Rule, incoming: Incoming) -> str:
    """Return whose counter a request counts on."""
    if not rule.fault.lifetime.per_user or incoming.user is None:
        return ""
    return incoming.user.uid


def _decision(matching: list[Rule], incoming: Incoming, moment: Moment) -> Decision:
    delay, delays, firing = 0.0, [], None
    outcomes: list[tuple[str, str | None]] = []
    for rule in matching:
        effect = rule.fault.effect
        if effect.is_terminal and firing is not None:
            outcomes.append((rule.fault_id, lost_to(firing.fault_id)))
            continue
        fired = _fire(rule, incoming, moment)
        outcomes.append((rule.fault_id, fired if isinstance(fired, str) else None))
        if isinstance(fired, str):
            continue
        if effect.is_terminal:
            firing = fired
        else:
            delay += effect.seconds(fired.random)
            delays.append(rule.fault_id)
    return Decision(delay, firing, tuple(delays), tuple(outcomes))


def lost_to(winner: str) -> str:
    """Say why a rule does not fire where `winner` does."""
    return f"{winner} comes before it"


def _fire(rule: Rule, incoming: Incoming, moment: Moment) -> Firing | str:
    """Count a match of `rule`; return its firing, or why it does not fire."""
    caller = caller_key(rule, incoming)
    if rule.fault.enabled and not rule.is_over(moment.now):
        rule.matched[caller] += 1
    reason = refusal(rule, incoming, moment)
    if reason is not None:
        return reason
    rule.fired[caller] += 1
    number = rule.matched[caller]
    chance = _chance(rule, caller, number, moment)
    chance.random()  # the one that decided
    return Firing(rule.fault_id, rule.fault.effect, chance)


def _chance(rule: Rule, caller: str, number: int, moment: Moment) -> Random:
    whose = f"{caller}:" if caller else ""
    return Random(f"{moment.random_seed}:{rule.fault_id}:{whose}{number}")  # noqa: S311 - it is to repeat
