"""The bodies by which a test steers a world: its clock and its settings (3.6)."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from mock_server.domain.clock import ClockMode
from mock_server.profiles import PROFILES
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.control import ControlSchema, one_of
from mock_server.settings import is_web_address

_DAY_MILLISECONDS = 86_400_000
_LONGEST_WAIT = 600_000
_BODY_BYTES = 64 * 1024 * 1024

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


class WebAddress(kinds.Text):
    """A URL that links can start with."""

    wrong = "is not of the form http://host:port/path or https://..."

    def read(self, value: Any) -> Any:
        """Return it without its last slash."""
        if not is_web_address(super().read(value)):
            raise ValueError
        return value.rstrip("/")


class UidQueue(kinds.Rows):
    """Uids to hand out, each once."""

    def __init__(self, **options: Any) -> None:
        """Hold uids."""
        super().__init__(kinds.Uid(), **options)

    def _deserialize(self, *given: Any, **options: Any) -> list[Any]:
        uids = super()._deserialize(*given, **options)
        wrong = {
            at: [f"stands at {uids.index(uid)} already"]
            for at, uid in enumerate(uids)
            if uids.index(uid) != at
        }
        if wrong:
            raise ValidationError(wrong)
        return uids


class JournalSchema(ControlSchema):
    """The `journal` of the settings."""

    size = kinds.Count(1, 1_000_000)
    body_bytes = kinds.Count(0, _BODY_BYTES)


class SettingsSchema(ControlSchema):
    """The body of PATCH /__mock/settings."""

    title = "Invalid settings"
    profile = kinds.Text(validate=one_of(PROFILES))
    switches = kinds.Switches()
    strict = kinds.Flag()
    random_seed = kinds.Count()
    latency_milliseconds = kinds.Count(0, _LONGEST_WAIT)
    journal = kinds.Part(JournalSchema)
    external_url = WebAddress(allow_none=True)
    uids = UidQueue()
