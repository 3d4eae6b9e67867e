"""Faults that are in place, and what became of them (control-plane 3.3)."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypedDict
from urllib.parse import quote

from mock_server.testing.control import ControlPlane
from mock_server.testing.faults import Effect
from mock_server.testing.matching import wire_key


class Lifetime(TypedDict, total=False):
    """When a fault fires; without any it is at each match until the reset."""

    skip: int
    times: int
    every: int
    probability: float
    ttl_seconds: float
    per_user: bool


class Fault:
    """A rule in place; as a context manager it is taken away at the end."""

    def __init__(self, control: ControlPlane, document: Mapping[str, Any]) -> None:
        """Take the rule that `document` tells of."""
        self._control = control
        self._document = document
        self._is_removed = False
        self.id: str = document["id"]

    def __repr__(self) -> str:
        """Return the rule with its counters."""
        return f"<Fault {self.id}: fired {self.fired} of {self.matched} matched>"

    def __enter__(self) -> Self:
        """Return the rule."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the rule away; its counters stay readable."""
        self.remove()

    @property
    def document(self) -> Mapping[str, Any]:
        """The rule as the server has it now, or was last seen to have it."""
        __tracebackhide__ = True
        self._look()
        return self._document

    @property
    def fired(self) -> int:
        """How often it did its harm."""
        return int(self._status["fired"])

    @property
    def matched(self) -> int:
        """How many requests it was meant for."""
        return int(self._status["matched"])

    @property
    def remaining(self) -> int | None:
        """How often it will still fire, where that is limited."""
        remaining = self._status.get("remaining")
        return None if remaining is None else int(remaining)

    @property
    def active(self) -> bool:
        """Whether it may fire again."""
        return bool(self._status["active"])

    def remove(self) -> None:
        """Take it away, if that is not done yet."""
        __tracebackhide__ = True
        self._look()
        if not self._is_removed:
            self._control.call("DELETE", f"/faults/{quote(self.id, safe='')}")
            self._is_removed = True

    def _look(self) -> None:
        """See what the server has; a reset takes away the rule as well."""
        __tracebackhide__ = True
        if not self._is_removed:
            there = {each["id"]: each for each in self._control.call("GET", "/faults")}
            self._document = there.get(self.id, self._document)
            self._is_removed = self.id not in there

    @property
    def _status(self) -> Mapping[str, Any]:
        status: Mapping[str, Any] = self.document["status"]
        return status


def rule_document(
    match: Mapping[str, object],
    effect: Effect | Mapping[str, object],
    lifetime: Lifetime,
) -> dict[str, object]:
    """Return the document of a rule; what is no effect is a `TypeError`."""
    __tracebackhide__ = True
    if not isinstance(effect, Effect | Mapping):
        message = f"{effect!r} is no effect: `mock_server.faults` makes them"
        raise TypeError(message)
    told = effect.document if isinstance(effect, Effect) else effect
    document: dict[str, object] = {"effect": dict(told)}
    if match:
        document["match"] = dict(match)
    if lifetime:
        document["lifetime"] = {wire_key(key): part for key, part in lifetime.items()}
    return document
