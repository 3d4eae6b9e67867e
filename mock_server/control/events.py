"""What the server does by itself: at once, or when its time comes (5.2, 5.3)."""

from collections.abc import Iterator

from mock_server.control.blueprint import RefusedError, control
from mock_server.control.bodies import json_body
from mock_server.declarations import answers, takes
from mock_server.domain.state import State
from mock_server.domain.timeline import Plan, Told
from mock_server.gate.world import CONTROL, base_url, current_world
from mock_server.schemas.control import InvalidDocumentError
from mock_server.schemas.timeline import (
    POSTED_SHAPE,
    TITLE,
    ShownEvent,
    load_posted,
    shown_firing,
    shown_scheduled,
)
from mock_server.seed.document import printed
from mock_server.seed.references import known_in, unknown_references
from mock_server.services.events import EventRefusedError, fire
from mock_server.store import Draft
from mock_server.wire.answers import Problem

_NOTICE = {
    "type": "systemMessage",
    "to": ["mobile"],
    "subject": "Maintenance",
    "text": "The server is down tonight.",
}
_EXAMPLES = (_NOTICE, {"after": "PT5M", "event": _NOTICE}, [_NOTICE])


@control.get("/events")
def list_events() -> list[ShownEvent]:
    """GET /__mock/events: what happened, the oldest first, then what comes (5.3)."""
    return list(_shown())


@control.get("/events/<uid>")
def get_event(uid: str) -> ShownEvent:
    """GET /__mock/events/{id}: one of them (3.2)."""
    found = next((each for each in _shown() if each["id"] == uid), None)
    if found is None:
        detail = f"There is no event {uid!r}; GET /{CONTROL}/events lists all."
        raise RefusedError(Problem(404, detail))
    return found


@control.post("/events")
@takes(POSTED_SHAPE, *_EXAMPLES)
@answers(201)
def post_events() -> tuple[ShownEvent | list[ShownEvent], int, dict[str, str]]:
    """POST /__mock/events: let one happen, or put it on the timeline; or many (5.2)."""
    body = json_body()
    shown = _taken_in(load_posted(body), is_one=not isinstance(body, list))
    location = f"{base_url()}/{CONTROL}/events"
    if isinstance(body, list):
        return shown, 201, {"Location": location}
    return shown[0], 201, {"Location": f"{location}/{shown[0]['id']}"}


@control.delete("/events/<uid>")
@answers(204)
def delete_event(uid: str) -> tuple[str, int]:
    """DELETE /__mock/events/{id}: let it not come; a missing one is no matter (3.1)."""
    with current_world().store.amendment() as draft:
        draft.unplan(uid)
    return "", 204


@control.delete("/events")
@answers(204)
def delete_events() -> tuple[str, int]:
    """DELETE /__mock/events: forget what comes and what has been (3.1)."""
    with current_world().store.amendment() as draft:
        draft.unplan()
    return "", 204


def _taken_in(posted: list[Told | Plan], *, is_one: bool) -> list[ShownEvent]:
    """Take in all that was posted or, if one of them cannot be, none."""
    store = current_world().store
    is_write = any(isinstance(each, Told) for each in posted)
    placed = [("" if is_one else f"/{at}", each) for at, each in enumerate(posted)]
    with store.transaction() if is_write else store.amendment() as draft:
        unknown = list(_unknown(draft.state, placed))
        if unknown:
            raise InvalidDocumentError(TITLE, unknown)
        return [_accepted(draft, each, place) for place, each in placed]


def _unknown(
    state: State, placed: list[tuple[str, Told | Plan]]
) -> Iterator[dict[str, str]]:
    """Find what the events refer to and this world has not."""
    known = known_in(state)
    for place, each in placed:
        if isinstance(each, Plan):
            place, each = f"{place}/event", each.told  # noqa: PLW2901
        for problem in unknown_references(each.document, known):
            pointer = place + printed(problem.pointer)
            yield {"pointer": pointer, "message": problem.text}


def _accepted(draft: Draft, posted: Told | Plan, place: str) -> ShownEvent:
    if isinstance(posted, Plan):
        return shown_scheduled(draft.plan(posted))
    try:
        return shown_firing(fire(draft, posted))
    except EventRefusedError as error:
        found = {"pointer": place + error.pointer, "message": error.reason}
        raise InvalidDocumentError(TITLE, [found]) from error


def _shown() -> Iterator[ShownEvent]:
    timeline = current_world().store.state.timeline
    yield from map(shown_firing, timeline.past)
    yield from map(shown_scheduled, timeline.coming)
