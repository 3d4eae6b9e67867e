"""The OpenAPI document of the control plane (control-plane 3.2)."""

from mock_server.control.blueprint import control
from mock_server.gate.world import base_url
from mock_server.later import later

_document = later("mock_server.control.description", "control_document")


@control.get("/openapi.json")
def get_openapi() -> dict[str, object]:
    """GET /__mock/openapi.json: all of this, for programs (3.2)."""
    return {**_document(), "servers": [{"url": base_url()}]}
