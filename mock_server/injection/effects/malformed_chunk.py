"""An answer whose body is framed wrong, as a broken proxy frames it."""

from dataclasses import dataclass
from typing import ClassVar

from mock_server.injection.effect import Delivery, Effect, Phase, Scene, with_header
from mock_server.injection.register import PhasedSchema, effect
from mock_server.traffic import Outgoing

_GOOD_START = Outgoing(200, "OK", (("Content-Type", "application/json;charset=UTF-8"),))
_NO_CHUNK = b"this is not the size of a chunk\r\n{"


@effect("malformed_chunk", PhasedSchema)
@dataclass(frozen=True)
class MalformedChunk(Effect):
    """The client gets status and headers, then a chunk that is none, then FIN."""

    needs_connection: ClassVar[bool] = True
    phase: Phase = Phase.BEFORE

    def perform(self, scene: Scene) -> Delivery:
        """Begin as the real answer does, if there is one."""
        start = with_header(scene.answer or _GOOD_START, "Content-Length", None)
        start = with_header(start, "Transfer-Encoding", "chunked")
        lines = [f"HTTP/1.1 {start.status_line}", *map(": ".join, start.headers)]
        head = "".join(f"{line}\r\n" for line in lines) + "\r\n"
        data = head.encode("latin-1", "replace") + _NO_CHUNK
        return Delivery(
            scene.answer, "malformed_chunk", on_the_line=lambda line: line.finish(data)
        )
