"""The body by which a test changes the settings of a world (control-plane 3.6)."""

from typing import Any

from marshmallow import ValidationError

from mock_server.profiles import PROFILES
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.control import ControlSchema, one_of
from mock_server.settings import (
    LARGEST_JOURNAL,
    LARGEST_KEPT_BODY,
    LARGEST_OUTBOX,
    LONGEST_LATENCY,
    is_web_address,
)


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
        firsts: dict[Any, int] = {}
        wrong = {
            at: [f"stands at {firsts[uid]} already"]
            for at, uid in enumerate(uids)
            if firsts.setdefault(uid, at) != at
        }
        if wrong:
            raise ValidationError(wrong)
        return uids


class JournalSchema(ControlSchema):
    """The `journal` of the settings."""

    size = kinds.Count(0, LARGEST_JOURNAL)
    body_bytes = kinds.Count(0, LARGEST_KEPT_BODY)


class OutboxSchema(ControlSchema):
    """The `outbox` of the settings."""

    size = kinds.Count(0, LARGEST_OUTBOX)


class SettingsSchema(ControlSchema):
    """The body of PATCH /__mock/settings."""

    title = "Invalid settings"
    profile = kinds.Text(validate=one_of(PROFILES))
    switches = kinds.Switches()
    strict = kinds.Flag()
    random_seed = kinds.Count()
    latency_milliseconds = kinds.Count(0, LONGEST_LATENCY)
    journal = kinds.Part(JournalSchema)
    outbox = kinds.Part(OutboxSchema)
    external_url = WebAddress(allow_none=True)
    uids = UidQueue()
