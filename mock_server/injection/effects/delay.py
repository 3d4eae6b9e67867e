"""Waiting before anything else is done; delays of several rules add up."""

from dataclasses import dataclass
from math import log
from random import Random
from typing import Any, ClassVar, TypeAlias

from marshmallow import ValidationError, fields, validates_schema

from mock_server.injection.effect import Effect
from mock_server.injection.kinds import AtMost, Milliseconds, OneKind
from mock_server.injection.register import EffectSchema, effect
from mock_server.schemas.control import ControlSchema

_TRIES = 10


@dataclass(frozen=True)
class Uniform:
    """Any time between two, all equally often."""

    lower: int
    upper: int

    def milliseconds(self, random: Random) -> float:
        """Return a time drawn from `random`."""
        return random.uniform(self.lower, self.upper)


@dataclass(frozen=True)
class LogNormal:
    """Mostly around the median, now and then much longer: as networks are."""

    median: int
    sigma: float
    max_value: int | None = None

    def milliseconds(self, random: Random) -> float:
        """Return a time drawn from `random`; what stays too long is cut."""
        drawn = random.lognormvariate(log(self.median), self.sigma)
        for _ in range(_TRIES):
            if self.max_value is None or drawn <= self.max_value:
                return drawn
            drawn = random.lognormvariate(log(self.median), self.sigma)
        return min(drawn, self.max_value or drawn)


Distribution: TypeAlias = Uniform | LogNormal


class UniformSchema(ControlSchema):
    """The keys of `distribution` with `type: uniform`."""

    kind = fields.String(required=True, data_key="type")
    lower = Milliseconds(required=True)
    upper = Milliseconds(required=True)

    @validates_schema
    def check_order(self, data: dict[str, Any], **_: object) -> None:
        """Refuse an interval without anything in it."""
        if data["upper"] < data["lower"]:
            raise ValidationError({"upper": ["is less than lower"]})


class LogNormalSchema(ControlSchema):
    """The keys of `distribution` with `type: lognormal`."""

    kind = fields.String(required=True, data_key="type")
    median = Milliseconds(required=True, least=1)
    sigma = AtMost(10, required=True)
    max_value = Milliseconds()


class DelaySchema(EffectSchema):
    """The keys of `delay`: a fixed time or a distribution."""

    milliseconds = Milliseconds()
    distribution = OneKind(
        {
            "uniform": (UniformSchema(), Uniform),
            "lognormal": (LogNormalSchema(), LogNormal),
        }
    )

    @validates_schema
    def check_choice(self, data: dict[str, Any], **_: object) -> None:
        """Want exactly one of the two."""
        if ("milliseconds" in data) == ("distribution" in data):
            raise ValidationError("has not exactly one of milliseconds, distribution")


@effect("delay", DelaySchema)
@dataclass(frozen=True)
class Delay(Effect):
    """The client waits, and then gets what it would have got."""

    is_terminal: ClassVar[bool] = False
    milliseconds: int = 0
    distribution: Distribution | None = None

    def seconds(self, random: Random) -> float:
        """Return the time to wait."""
        drawn = self.distribution
        return (self.milliseconds if not drawn else drawn.milliseconds(random)) / 1000
