"""Which entries did the same as another (journal/selection.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mock_server.journal.record import Entry, RecordedRequest
from mock_server.journal.selection import repeated
from mock_server.traffic import Caller, Incoming

NOON = datetime(2024, 1, 1, 12)  # noqa: DTZ001 - naive UTC, as everywhere
REPLY = Incoming(
    "POST",
    "/api/messageConversations/Conversat01",
    body=b"Yes",
    body_size=3,
    operation="messageConversations.reply",
    user=Caller("SamPlainU01", "sam"),
)


def entry(
    number: int, incoming: Incoming = REPLY, seconds: int = 0, *, committed: bool = True
) -> Entry:
    """Return an entry of a request so many seconds past noon."""
    moment = NOON + timedelta(seconds=seconds)
    request = RecordedRequest(moment, moment, "default", incoming, None)
    return Entry(number, request._replace(committed=committed))


class TestRepeated:
    """The same done twice."""

    @pytest.mark.parametrize(
        ("second", "found"),
        [
            (entry(2, seconds=60), {"r1": "r1", "r2": "r1"}),
            (entry(2, seconds=61), {}),
            (entry(2, committed=False), {}),
            (entry(2, replace(REPLY, body=b"No!")), {}),
            (
                entry(2, replace(REPLY, path="/api/messageConversations/Other000001")),
                {},
            ),
            (entry(2, replace(REPLY, user=Caller("KimPlainU01", "kim"))), {}),
            (entry(2, replace(REPLY, operation="messageConversations.x")), {}),
            (entry(2, replace(REPLY, query_string="internal=true")), {}),
        ],
        ids=[
            "twice",
            "later",
            "refused",
            "text",
            "place",
            "user",
            "operation",
            "query",
        ],
    )
    def test_same_deed_within_a_minute(
        self, second: Entry, found: dict[str, str]
    ) -> None:
        """User, operation, place and body make a deed; a minute parts two (5.5)."""
        assert repeated([entry(1), second]) == found

    def test_chain_is_told_by_its_first(self) -> None:
        """Each of a chain, a minute apart at most, is the same as the first."""
        chain = [entry(number, seconds=50 * number) for number in range(1, 4)]

        assert repeated(chain) == {"r1": "r1", "r2": "r1", "r3": "r1"}
