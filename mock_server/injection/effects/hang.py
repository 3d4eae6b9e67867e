"""Silence: the connection stays open, and nothing comes."""

from dataclasses import dataclass
from typing import ClassVar

from mock_server.injection.effect import Delivery, Effect, Phase, Scene
from mock_server.injection.kinds import Milliseconds
from mock_server.injection.register import PhasedSchema, effect
from mock_server.injection.sockets import Connection


class HangSchema(PhasedSchema):
    """The keys of `hang`."""

    max_milliseconds = Milliseconds()


@effect("hang", HangSchema)
@dataclass(frozen=True)
class Hang(Effect):
    """The client waits until it gives up, or for the longest time, and sees RST."""

    needs_connection: ClassVar[bool] = True
    phase: Phase = Phase.BEFORE
    max_milliseconds: int = 60_000

    def perform(self, scene: Scene) -> Delivery:
        """Wait, then cut the line."""

        def hang(line: Connection) -> None:
            scene.pause(self.max_milliseconds / 1000)
            line.reset()

        return Delivery(scene.answer, "hang", on_the_line=hang)
