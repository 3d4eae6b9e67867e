"""Bytes that are no HTTP, as from something else that listens on the port."""

from dataclasses import dataclass
from typing import ClassVar

from mock_server.injection.effect import Delivery, Effect, Phase, Scene
from mock_server.injection.register import PhasedSchema, effect

_SIZE = 256
_NO_HTTP = b"\x00"
"""No status line begins so, and no client can take it for one."""


@effect("random_data", PhasedSchema)
@dataclass(frozen=True)
class RandomData(Effect):
    """The client gets 257 bytes that mean nothing, then FIN."""

    needs_connection: ClassVar[bool] = True
    phase: Phase = Phase.BEFORE

    def perform(self, scene: Scene) -> Delivery:
        """Send the same bytes at the same match of the same rule."""
        data = _NO_HTTP + scene.random.randbytes(_SIZE)
        return Delivery(
            scene.answer, "random_data", on_the_line=lambda line: line.finish(data)
        )
