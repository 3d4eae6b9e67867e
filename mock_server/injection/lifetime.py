"""When a rule fires: at which of the requests that it matches (control-plane 3.3)."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.control import ControlSchema, Real


@dataclass(frozen=True)
class Lifetime:
    """All conditions that must hold, in the order they are asked."""

    skip: int = 0
    every: int = 1
    probability: float = 1.0
    times: int | None = None
    ttl_seconds: float | None = None
    per_user: bool = False

    def refusal(self, number: int, fired: int, draw: float) -> str | None:
        """
        Say why match `number` (from 1) does not fire, or `None` if it does.

        Args:
            number: how many requests matched until now, this one included.
            fired: how many of them fired.
            draw: chance, from 0 up to 1.

        """
        if number <= self.skip:
            return f"match {number} is among the first {self.skip}, which are skipped"
        if (number - self.skip) % self.every:
            return f"match {number} is between those that fire, every {self.every}"
        if draw >= self.probability:
            return f"match {number} is one that probability {self.probability} spares"
        if self.is_used_up(fired):
            return f"it has fired {self.times} times, as often as it may"
        return None

    def is_used_up(self, fired: int) -> bool:
        """Say whether it has fired as often as it may."""
        return self.times is not None and fired >= self.times


def _at_least(least: int) -> validate.Validator:
    return validate.Range(min=least, error=f"{{input}} is less than {least}")


class LifetimeSchema(ControlSchema):
    """What `lifetime` holds."""

    skip = fields.Integer(strict=True, validate=_at_least(0))
    every = fields.Integer(strict=True, validate=_at_least(1))
    probability = Real(
        validate=validate.Range(0, 1, error="{input} is not between 0 and 1")
    )
    times = fields.Integer(strict=True, validate=_at_least(1))
    ttl_seconds = Real(
        validate=validate.Range(
            min=0, min_inclusive=False, error="{input} is not more than 0"
        )
    )
    per_user = kinds.Flag()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Lifetime:
        """Return the lifetime that was read."""
        return Lifetime(**data)
