"""An answer cut in the middle: the length promised, and less sent."""

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, validates_schema

from mock_server.injection.effect import Delivery, Effect, Phase, Scene, with_header
from mock_server.injection.kinds import AtMost, Whole
from mock_server.injection.register import AfterSchema, effect


class TruncateSchema(AfterSchema):
    """The keys of `truncate`."""

    bytes = Whole()
    fraction = AtMost(1)

    @validates_schema
    def check_choice(self, data: dict[str, Any], **_: object) -> None:
        """Refuse two ways to say where."""
        if "bytes" in data and "fraction" in data:
            raise ValidationError("has both bytes and fraction")


@effect("truncate", TruncateSchema)
@dataclass(frozen=True)
class Truncate(Effect):
    """The client gets the right headers, the first part of the body, then FIN."""

    phase: Phase = Phase.AFTER
    bytes: int | None = None
    fraction: float = 0.5

    def perform(self, scene: Scene) -> Delivery:
        """Keep the header that says how long the whole is."""
        whole = scene.answer
        if whole is None or not whole.body:
            return Delivery(whole)
        size = len(whole.body)
        kept = int(size * self.fraction) if self.bytes is None else self.bytes
        kept = min(kept, size)
        promised = with_header(whole, "Content-Length", str(size))
        part = promised._replace(body=whole.body[:kept])
        return Delivery(part, f"truncated:{kept}")
