"""What only the server itself can do, made to happen (control-plane 5.2)."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mock_server.testing.control import ControlPlane

Event: TypeAlias = Mapping[str, Any]
"""An event and what came of it, in the control plane's words."""


class Events:
    """Lets the server act; what it did, and will do, can be listed."""

    def __init__(self, control: ControlPlane) -> None:
        """Cause events through `control`."""
        self._control = control

    def __iter__(self) -> Iterator[Event]:
        """Go through the time line, past and due."""
        found = self._control.call("GET", "/events")
        return iter(found["events"] if isinstance(found, dict) else found)

    def cause(self, event: Event) -> Event:
        """Let any event happen; return what the server tells of it."""
        told: Event = self._control.call("POST", "/events", dict(event))
        return told
