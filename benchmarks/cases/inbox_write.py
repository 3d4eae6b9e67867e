"""
A write into an inbox of 50,000 conversations to the same write into one of 500.

Records sit in persistent maps and cost the same; the orders of an inbox are tuples,
which a reply, a new conversation or a removal copies.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from benchmarks import seeds
from benchmarks.findings import Finding, Limit, Result
from benchmarks.timing import in_turn
from mock_server.domain.state import State

_SMALL, _LARGE = 500, 50_000


def run() -> Iterator[Result]:
    """Mark, reply, start and remove in the middle of both inboxes."""
    writes = {
        "mark as read": (_mark, Limit(2)),
        "reply": (_reply, Limit(100)),
        "new conversation": (_start, Limit(100)),
        "remove": (_remove, Limit(100)),
    }
    for name, (write, limit) in writes.items():
        samples = in_turn(write(seeds.state(_LARGE)), write(seeds.state(_SMALL)))
        yield Finding(name, *samples, "us", limit)


def _middle(state: State) -> str:
    uids = state.inbox(seeds.READER_UID).by_id
    return uids[len(uids) // 2]


def _mark(state: State) -> Callable[[], State]:
    old = state.conversations[_middle(state)]
    row = replace(old.user_messages[seeds.READER_UID], read=True)
    new = replace(old, user_messages={**old.user_messages, seeds.READER_UID: row})
    return lambda: state.with_conversation(new)


def _reply(state: State) -> Callable[[], State]:
    old = state.conversations[_middle(state)]
    new = replace(old, last_message=old.last_message + timedelta(days=400))
    return lambda: state.with_conversation(new)


def _start(state: State) -> Callable[[], State]:
    old = state.conversations[_middle(state)]
    new = replace(old, uid="NewConv0001")
    return lambda: state.with_conversation(new)


def _remove(state: State) -> Callable[[], State]:
    uid = _middle(state)
    return lambda: state.without_conversation(uid)
