"""The e-mails and SMS that the server would have sent."""

from mock_server.control.blueprint import RefusedError, control
from mock_server.control.bodies import query
from mock_server.declarations import answers, asks
from mock_server.gate.world import base_url, current_world
from mock_server.schemas.outbox import (
    OutboxQuerySchema,
    ShownEntry,
    matching,
    shown_entry,
)
from mock_server.wire.answers import Problem

_QUERY = OutboxQuerySchema()


@control.get("/outbox")
@asks(_QUERY)
def list_outbox() -> list[ShownEntry]:
    """GET /__mock/outbox?channel=&to=&subject=&status=: the oldest first (3.6)."""
    state = current_world().store.state
    found = matching(iter(state.outbox), query(_QUERY))
    return [shown_entry(entry, state, base_url()) for entry in found]


@control.get("/outbox/<uid>")
def get_outbox_entry(uid: str) -> ShownEntry:
    """GET /__mock/outbox/{id}: one entry (3.2)."""
    state = current_world().store.state
    entry = next((each for each in state.outbox if each.uid == uid), None)
    if entry is None:
        detail = f"The outbox holds no {uid!r}; GET /__mock/outbox lists what it does."
        raise RefusedError(Problem(404, detail))
    return shown_entry(entry, state, base_url())


@control.delete("/outbox")
@answers(204)
def empty_outbox() -> tuple[str, int]:
    """DELETE /__mock/outbox: forget what was sent; ids count on (3.2)."""
    with current_world().store.amendment() as draft:
        draft.empty_outbox()
    return "", 204
