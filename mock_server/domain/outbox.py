"""
What a server sends beside its answers: e-mails and SMS (resources.md 15).

The outbox is a value of the state, so that a refused request has sent nothing and a
reset brings back what was there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from rpds import HashTrieMap

OUTBOX_SIZE = 2000
"""How many entries are kept: as many as a journal of 1,000 requests may bring."""


class Channel(StrEnum):
    """The ways out of a server."""

    EMAIL = "EMAIL"
    SMS = "SMS"


class OutboxStatus(StrEnum):
    """What became of an entry."""

    SENT = "SENT"
    SKIPPED = "SKIPPED"
    FAILED = "FAILED"


@dataclass(frozen=True)
class OutboxEntry:
    """
    One e-mail or SMS, or the reason why there was none.

    A server sends one for all recipients, so there is one entry a message and channel.
    """

    channel: Channel
    time: datetime
    text: str
    conversation: str | None = None
    message: str | None = None
    """What it is about; an e-mail or SMS sent by hand is about nothing."""
    status: OutboxStatus = OutboxStatus.SENT
    reason: str | None = None
    recipients: tuple[str, ...] = ()
    """Addresses, all of them blind copies; telephone numbers of an SMS."""
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Reason -> the users who were to get it and for that reason did not."""
    subject: str | None = None
    sender: str | None = None
    sender_name: str | None = None
    link: str | None = None
    """Where a reader answers, below the server's address; replies have none."""
    number: int = 0

    @property
    def uid(self) -> str:
        """What the control plane calls it: `o1`, `o2` and so on."""
        return f"o{self.number}"

    @property
    def is_outgoing_email(self) -> bool:
        """Say whether this is an e-mail that somebody gets."""
        return self.channel is Channel.EMAIL and self.status is OutboxStatus.SENT

    def failed(self, reason: str) -> OutboxEntry:
        """Return the entry as one that could not be sent."""
        return replace(self, status=OutboxStatus.FAILED, reason=reason)


@dataclass(frozen=True)
class Outbox:
    """The entries by number; numbers count on when some are deleted."""

    entries: HashTrieMap[int, OutboxEntry] = field(default_factory=HashTrieMap)
    made: int = 0
    oldest: int = field(default=1, compare=False)
    """No entry has a lower number."""

    def __iter__(self) -> Iterator[OutboxEntry]:
        """Go through the entries, the oldest first."""
        return iter(self.entries[number] for number in sorted(self.entries))

    def posted(self, *new: OutboxEntry) -> Outbox:
        """Return the outbox with the `new` entries at its end."""
        entries, number = self.entries, self.made
        for entry in new:
            number += 1
            entries = entries.insert(number, replace(entry, number=number))
        return replace(self, entries=entries, made=number)

    def limited(self, size: int) -> Outbox:
        """Return the outbox with its newest `size` entries."""
        entries, oldest = self.entries, self.oldest
        while len(entries) > size:
            if oldest not in entries:
                oldest = min(entries)
            entries = entries.remove(oldest)
            oldest += 1
        if entries is self.entries:
            return self
        return replace(self, entries=entries, oldest=oldest)

    def corrected(self, old: OutboxEntry, new: OutboxEntry) -> Outbox:
        """Return the outbox with `new` for `old`, if `old` is still in it."""
        if self.entries.get(old.number) is not old:
            return self
        return replace(self, entries=self.entries.insert(old.number, new))

    def without(self, entry: OutboxEntry) -> Outbox:
        """Return the outbox without `entry`, which is in it."""
        return replace(self, entries=self.entries.remove(entry.number))

    def emptied(self) -> Outbox:
        """Return the outbox without its entries."""
        return Outbox(made=self.made, oldest=self.made + 1)

    def since(self, earlier: Outbox) -> list[OutboxEntry]:
        """Return the entries that were posted after `earlier`."""
        numbers = range(earlier.made + 1, self.made + 1)
        return [self.entries[each] for each in numbers if each in self.entries]
