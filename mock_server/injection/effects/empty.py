"""The connection ended without an answer, as a server that gives up ends it."""

from dataclasses import dataclass
from typing import ClassVar

from mock_server.injection.effect import Delivery, Effect, Phase, Scene
from mock_server.injection.register import PhasedSchema, effect


@effect("empty", PhasedSchema)
@dataclass(frozen=True)
class Empty(Effect):
    """The client sees FIN, and no byte of an answer."""

    needs_connection: ClassVar[bool] = True
    phase: Phase = Phase.BEFORE

    def perform(self, scene: Scene) -> Delivery:
        """End the line."""
        return Delivery(scene.answer, "empty", on_the_line=lambda line: line.finish())
