"""A body that comes slowly, as over a bad line."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from marshmallow import ValidationError, validates_schema

from mock_server.injection.effect import Delivery, Effect, Phase, Scene
from mock_server.injection.kinds import LONGEST, Milliseconds, Whole
from mock_server.injection.register import AfterSchema, effect

_PIECES_A_SECOND = 20
"""How often something is sent where only the rate is given."""


class DribbleSchema(AfterSchema):
    """The keys of `dribble`: chunks over a time, or a rate."""

    chunks = Whole(1, 10_000)
    milliseconds = Milliseconds()
    bytes_per_second = Whole(1)

    @validates_schema
    def check_choice(self, data: dict[str, Any], **_: object) -> None:
        """Refuse two ways to say how slowly."""
        if "bytes_per_second" in data and data.keys() & {"chunks", "milliseconds"}:
            raise ValidationError("has bytesPerSecond besides chunks or milliseconds")


@effect("dribble", DribbleSchema)
@dataclass(frozen=True)
class Dribble(Effect):
    """The client gets the whole answer, bit by bit."""

    phase: Phase = Phase.AFTER
    chunks: int = 10
    milliseconds: int = 1000
    bytes_per_second: int | None = None

    def perform(self, scene: Scene) -> Delivery:
        """Part the body, and wait before each part."""
        body = scene.answer.body if scene.answer else b""
        chunks, seconds = self._pace(len(body))
        size = -(-len(body) // chunks) or 1

        def pieces() -> Iterator[bytes]:
            begin = monotonic()
            for number in range(chunks):
                due = begin + seconds * (number + 1) / chunks
                scene.pause(max(0, due - monotonic()))
                yield body[number * size : (number + 1) * size]

        return Delivery(scene.answer, "dribbled", pieces=pieces)

    def _pace(self, size: int) -> tuple[int, float]:
        """Return into how many parts it goes, and how long all of them take."""
        if self.bytes_per_second is None:
            return max(1, min(self.chunks, size)), self.milliseconds / 1000
        seconds = min(size / self.bytes_per_second, LONGEST / 1000)
        return max(1, min(size, round(seconds * _PIECES_A_SECOND))), seconds
