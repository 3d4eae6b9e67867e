"""The connection cut, as a crashing server or a firewall cuts it."""

from dataclasses import dataclass
from typing import ClassVar

from mock_server.injection.effect import Delivery, Effect, Phase, Scene
from mock_server.injection.register import PhasedSchema, effect


@effect("reset", PhasedSchema)
@dataclass(frozen=True)
class Reset(Effect):
    """The client sees RST, and no byte of an answer."""

    needs_connection: ClassVar[bool] = True
    phase: Phase = Phase.BEFORE

    def perform(self, scene: Scene) -> Delivery:
        """Cut the line."""
        return Delivery(scene.answer, "reset", on_the_line=lambda line: line.reset())
