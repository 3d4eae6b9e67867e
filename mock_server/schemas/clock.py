"""How a clock is set: by a request, or by the seed that a server begins with (3.6)."""

from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, validates_schema

from mock_server.domain.clock import Clock, ClockMode
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.control import ControlSchema
from mock_server.schemas.json_schema import Shape

_DAY_MILLISECONDS = 86_400_000

_MODES = {
    ClockMode.REAL: frozenset[str](),
    ClockMode.FROZEN: frozenset({"now", "tickMilliseconds"}),
    ClockMode.OFFSET: frozenset({"now", "offsetSeconds"}),
}
"""Mode of a clock -> the keys that say more about it."""


class ClockSchema(ControlSchema):
    """The body of PUT /__mock/clock."""

    title = "Invalid clock"
    mode = kinds.Choice(ClockMode, required=True)
    now = kinds.Moment()
    offset_seconds = kinds.Duration()
    tick_milliseconds = kinds.Count(0, _DAY_MILLISECONDS)

    @validates_schema(skip_on_field_errors=False)
    def keys_fit_the_mode(self, data: dict[str, Any], **_: object) -> None:
        """Refuse what says nothing about a clock of this mode."""
        mode = data.get("mode")
        if mode is None:
            return
        given = {str(self.fields[name].data_key) for name in data} - {"mode"}
        wrong = {key: [f"is not for the mode {mode!s}"] for key in given - _MODES[mode]}
        if mode is ClockMode.OFFSET and len(given & _MODES[mode]) != 1:
            wrong["mode"] = ["needs one of now and offsetSeconds beside it"]
        if wrong:
            raise ValidationError(wrong)


class AdvanceSchema(ControlSchema):
    """The body of POST /__mock/clock/advance."""

    title = "Invalid advance"
    seconds = kinds.Duration(0, required=True)


_CLOCK = ClockSchema()


class SeedClock(kinds.Kind):
    """A clock that begins with the server: an instant to freeze at, or an object."""

    wrong = kinds.Moment.wrong

    def read(self, value: Any) -> Any:
        """Return the clock, whose time may not depend on when the seed is read."""
        if not isinstance(value, dict):
            return Clock.frozen(kinds.Moment().read(value))
        given = _CLOCK.load(value)
        if given["mode"] is ClockMode.REAL:
            return Clock()
        if given["mode"] is ClockMode.OFFSET:
            if "offset_seconds" not in given:
                raise ValidationError({"offsetSeconds": ["is required in a seed"]})
            return Clock.ahead(given["offset_seconds"])
        if "now" not in given:
            raise ValidationError({"now": ["is required in a seed"]})
        tick = timedelta(milliseconds=given.get("tick_milliseconds", 0))
        return Clock.frozen(given["now"], tick)

    def write(self, value: Any) -> Any:
        """Return the instant of a frozen clock, else an object."""
        if value.mode is ClockMode.OFFSET:
            offset = kinds.Duration().write(value.offset)
            return {"mode": "offset", "offsetSeconds": offset}
        now = kinds.Moment().write(value.frozen_at)
        if not value.tick:
            return now
        tick = value.tick // timedelta(milliseconds=1)
        return {"mode": "frozen", "now": now, "tickMilliseconds": tick}

    def shape(self) -> Shape:
        """Allow an instant, or an object of one of the three modes."""
        moment = kinds.Moment().shape()
        modes = {
            ClockMode.REAL: {},
            ClockMode.FROZEN: {
                "now": moment,
                "tickMilliseconds": kinds.Count(0, _DAY_MILLISECONDS).shape(),
            },
            ClockMode.OFFSET: {"offsetSeconds": kinds.Duration().shape()},
        }
        return {"anyOf": [moment, *(_mode(*each) for each in modes.items())]}


read_clock = SeedClock().read


def _mode(mode: ClockMode, keys: dict[str, Shape]) -> Shape:
    """Return the shape of a clock: all it needs but the tick, and nothing else."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["mode", *(key for key in keys if key != "tickMilliseconds")],
        "properties": {"mode": {"const": mode.value}, **keys},
    }
