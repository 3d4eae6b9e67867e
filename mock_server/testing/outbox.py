"""The e-mails and text messages that a server would have sent (control-plane 3.6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_server.testing.calls import with_hints
from mock_server.testing.control import Part

_ADDRESSED = ("to", "cc", "bcc")
"""Where the control plane has those who get it: of an e-mail all are in `bcc`."""


@dataclass(frozen=True)
class OutboxEntry:
    """One e-mail or text message, sent or not."""

    id: str
    channel: str
    """`EMAIL` or `SMS`."""
    to: tuple[str, ...]
    """The addresses, or phone numbers, of all who get it."""
    subject: str | None
    text: str
    status: str
    """`SENT`, `SKIPPED` or `FAILED`."""
    reason: str | None
    """Why it was not sent."""
    entry: Mapping[str, Any] = field(repr=False)
    """All that the server tells of it."""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> "OutboxEntry":
        """Return an entry of `GET /__mock/outbox`."""
        return cls(
            id=entry["id"],
            channel=entry["channel"],
            to=tuple(each for key in _ADDRESSED for each in entry.get(key) or ()),
            subject=entry.get("subject"),
            text=entry.get("text") or "",
            status=entry["status"],
            reason=entry.get("reason"),
            entry=entry,
        )


class Outbox(Part):
    """What left the server, or would have but for a setting."""

    def __iter__(self) -> Iterator[OutboxEntry]:
        """Go through all that is there, sent or not."""
        return iter(self.find())

    def __len__(self) -> int:
        """Return how many there are, sent or not."""
        return len(self.find())

    @with_hints
    def find(self, **query: object) -> list[OutboxEntry]:
        """Return what meets all of `channel`, `to`, `subject` and `status`."""
        __tracebackhide__ = True
        found = self._control.call("GET", "/outbox", query=query)
        return [OutboxEntry.read(entry) for entry in found]

    def emails(self, status: str = "SENT", **query: object) -> list[OutboxEntry]:
        """Return the e-mails sent, or those of another `status`."""
        __tracebackhide__ = True
        return self.find(channel="EMAIL", status=status, **query)

    def sms(self, status: str = "SENT", **query: object) -> list[OutboxEntry]:
        """Return the text messages sent, or those of another `status`."""
        __tracebackhide__ = True
        return self.find(channel="SMS", status=status, **query)

    def clear(self) -> None:
        """Forget what was sent so far."""
        self._control.call("DELETE", "/outbox")
