"""What only the server itself can do, made to happen (control-plane 5.2, 5.3)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias, TypedDict, Unpack

from mock_server.domain.duration import print_duration
from mock_server.testing.calls import check_names, with_hints
from mock_server.testing.clock import instant
from mock_server.testing.control import Part
from mock_server.testing.matching import wire_key

Event: TypeAlias = Mapping[str, Any]
"""An event and what came of it, in the control plane's words."""

_EVENTS = "/events"


class Recipients(TypedDict, total=False):
    """Who is told, by uid or username; of groups all members."""

    users: Sequence[str]
    user_groups: Sequence[str]


class ValidationResult(TypedDict, total=False):
    """What a validation rule found; `rule_name` and `recipients` have to be told."""

    rule: str
    rule_name: str
    rule_description: str
    importance: str
    """`HIGH`, `MEDIUM` or `LOW`."""
    operator: str
    left_value: float
    right_value: float
    left_side_description: str
    right_side_description: str
    organisation_unit: str
    period: str
    attribute_option_combo: str
    count: int
    """How many results alike."""
    recipients: Recipients
    hierarchy_only: bool
    parent_only: bool
    templates: Sequence[Mapping[str, str]]


class ValidationResults(ValidationResult, total=False):
    """One result, or several in `results`, for which the rest holds as well."""

    strategy: str
    """`COLLECTIVE_SUMMARY` or `SINGLE_NOTIFICATION`."""
    results: Sequence[ValidationResult]


class Completion(TypedDict, total=False):
    """More of a completed form; nobody is told unless the last is true."""

    period: str
    organisation_unit: str
    attribute_option_combo: str
    recipients: Recipients
    notify_completing_user: bool


class Events(Part):
    """Lets the server act; what it did, and will do, can be listed."""

    def __iter__(self) -> Iterator[Event]:
        """Go through the time line, past and due."""
        return iter(self._control.call("GET", _EVENTS))

    def cause(self, event: Event) -> Event:
        """Let any event happen; `created` in what is returned are conversations."""
        __tracebackhide__ = True
        told: Event = self._control.call("POST", _EVENTS, dict(event))
        return told

    @with_hints
    def plan(
        self,
        event: Event,
        *,
        at: date | str | None = None,
        after: timedelta | str | None = None,
        every: timedelta | str | None = None,
        times: int | None = None,
    ) -> Event:
        """
        Let an event happen when the clock of the world passes a moment.

        Args:
            event: what happens, as `cause` takes it.
            at: when it happens.
            after: how long it is until then; a text is ISO 8601, such as `PT5M`.
            every: how long it is from one time to the next.
            times: how often it happens.

        """
        __tracebackhide__ = True
        when = {
            "at": None if at is None else instant(at),
            "after": _duration(after),
            "every": _duration(every),
            "times": times,
        }
        return self.cause({**_told(when), "event": dict(event)})

    @with_hints
    def validation_results(self, **result: Unpack[ValidationResults]) -> Event:
        """Let a validation notification be sent."""
        __tracebackhide__ = True
        check_names(result, ValidationResults, "Events.validation_results")
        return self.cause({"type": "validationResults", **_wired(result)})

    @with_hints
    def system_message(
        self, *to: str, subject: str, text: str, created_by: str | None = None
    ) -> Event:
        """Let the server itself write to these users."""
        __tracebackhide__ = True
        event = {"type": "systemMessage", "to": list(to), "createdBy": created_by}
        return self.cause({**_told(event), "subject": subject, "text": text})

    @with_hints
    def reply(
        self, conversation: str, *, as_user: str, text: str, internal: bool = False
    ) -> Event:
        """Let somebody reply in a conversation, past the API."""
        __tracebackhide__ = True
        event = {"type": "reply", "conversation": conversation, "internal": internal}
        return self.cause({**event, "as": as_user, "text": text})

    @with_hints
    def version_update(
        self, version: str, *, recipients: Recipients | None = None
    ) -> Event:
        """Let the server tell of a new version, its superusers if nobody is named."""
        __tracebackhide__ = True
        told = None if recipients is None else _wired(recipients)
        event = {"type": "versionUpdate", "version": version, "recipients": told}
        return self.cause(_told(event))

    @with_hints
    def error_notice(
        self, subject: str, message: str, *, cause: str | None = None
    ) -> Event:
        """Let the server tell the feedback group of an error."""
        __tracebackhide__ = True
        event = {"type": "errorNotice", "subject": subject, "message": message}
        return self.cause(_told({**event, "cause": cause}))

    @with_hints
    def data_set_completed(
        self, data_set: str, *, as_user: str, **more: Unpack[Completion]
    ) -> Event:
        """
        Let a data set be completed.

        With `notify_completing_user=True` he is told of it, and the `recipients`.
        """
        __tracebackhide__ = True
        check_names(more, Completion, "Events.data_set_completed")
        event = {"type": "dataSetCompleted", "dataSet": data_set, "as": as_user}
        return self.cause({**event, **_wired(more)})


def _duration(time: timedelta | str | None) -> str | None:
    """Return a length of time as ISO 8601 has it."""
    return print_duration(time) if isinstance(time, timedelta) else time


def _told(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value is not None}


def _wired(part: Any) -> Any:
    """Return a document in the wire's spelling, to its depth."""
    if isinstance(part, Mapping):
        return {wire_key(name): _wired(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_wired(each) for each in part]
    return part
