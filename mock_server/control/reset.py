"""Back to the seed."""

from mock_server.control.blueprint import control
from mock_server.declarations import answers
from mock_server.gate.world import current_world


@control.post("/reset")
@answers(204)
def reset() -> tuple[str, int]:
    """POST /__mock/reset: restore the seed in one assignment (control-plane 3.2)."""
    current_world().reset()
    return "", 204
