"""What only the server itself can do, made to happen (control-plane 5.2, 5.3)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypedDict, Unpack

from mock_server.testing.clock import instant
from mock_server.testing.control import ControlPlane
from mock_server.testing.matching import wire_key

Event: TypeAlias = Mapping[str, Any]
"""An event and what came of it, in the control plane's words."""

_EVENTS = "/events"


class Recipients(TypedDict, total=False):
    """Who is told, by uid or username; of groups all members."""

    users: Sequence[str]
    user_groups: Sequence[str]


class ValidationResult(TypedDict, total=False):
    """What a validation rule found; the server knows more keys than these."""

    rule: str
    rule_name: str
    importance: str
    """`HIGH`, `MEDIUM` or `LOW`."""
    organisation_unit: str
    period: str
    count: int
    """How many results alike."""
    strategy: str
    """`COLLECTIVE_SUMMARY` or `SINGLE_NOTIFICATION`."""
    recipients: Recipients


class Events:
    """Lets the server act; what it did, and will do, can be listed."""

    def __init__(self, control: ControlPlane) -> None:
        """Cause events through `control`."""
        self._control = control

    def __iter__(self) -> Iterator[Event]:
        """Go through the time line, past and due."""
        return iter(self._control.call("GET", _EVENTS))

    def cause(self, event: Event) -> Event:
        """Let any event happen; return what the server tells of it."""
        told: Event = self._control.call("POST", _EVENTS, dict(event))
        return told

    def plan(self, event: Event, *, at: datetime | str) -> Event:
        """Let an event happen when the clock of the world passes a moment."""
        return self.cause({"at": instant(at), "event": dict(event)})

    def validation_results(self, **result: Unpack[ValidationResult]) -> Event:
        """Let a validation notification be sent."""
        return self.cause({"type": "validationResults", **_wired(result)})

    def system_message(self, *to: str, subject: str, text: str) -> Event:
        """Let the server itself write to these users."""
        event = {"type": "systemMessage", "to": list(to)}
        return self.cause({**event, "subject": subject, "text": text})

    def reply(self, conversation: str, *, as_user: str, text: str) -> Event:
        """Let somebody reply in a conversation, past the API."""
        event = {"type": "reply", "conversation": conversation}
        return self.cause({**event, "as": as_user, "text": text})

    def version_update(self, version: str) -> Event:
        """Let the server tell its superusers of a new version."""
        return self.cause({"type": "versionUpdate", "version": version})

    def error_notice(self, subject: str, message: str) -> Event:
        """Let the server tell the feedback group of an error."""
        event = {"type": "errorNotice", "subject": subject}
        return self.cause({**event, "message": message})

    def data_set_completed(self, data_set: str, *, as_user: str) -> Event:
        """Let the completion of a data set be told."""
        event = {"type": "dataSetCompleted", "dataSet": data_set}
        return self.cause({**event, "as": as_user})


def _wired(part: Mapping[str, Any]) -> dict[str, Any]:
    return {
        wire_key(name): _wired(value) if isinstance(value, Mapping) else value
        for name, value in part.items()
    }
