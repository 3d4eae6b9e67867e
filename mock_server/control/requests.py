"""The journal: what was asked of a world, and whether that is what should have been."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeAlias, TypedDict

import orjson
from flask import request
from werkzeug.wrappers import Response

from mock_server.control.blueprint import RefusedError, control
from mock_server.control.bodies import document
from mock_server.control.operations import unknown_to_us
from mock_server.declarations import answers, asks, takes
from mock_server.gate.passage import idling
from mock_server.gate.routes import routes_of
from mock_server.gate.world import current_world, mocked_api
from mock_server.journal import curl, documents, har
from mock_server.journal.nearest import nearest
from mock_server.journal.record import Entry
from mock_server.journal.selection import repeated, unread_parameters
from mock_server.journal.shown import ShownRequest, ShownVerdict
from mock_server.journal.verification import Question, verify
from mock_server.matching import Match
from mock_server.parameters import PARAMETERS
from mock_server.schemas.control import InvalidDocumentError, load_document
from mock_server.schemas.flat_match import read_flat
from mock_server.schemas.journal import JournalQuerySchema, VerifySchema
from mock_server.wire.answers import Problem
from mock_server.world import World

_QUERY = JournalQuerySchema()
_VERIFY = VerifySchema()
_FAILED = 406
_EXAMPLE = {
    "match": {"operation": "messageConversations.reply", "user": "mobile"},
    "count": {"atLeast": 1},
}

_JSON_LINES, _TEXT = "application/jsonl", "text/plain"


class ShownJournal(TypedDict):
    """The journal, or what was asked for of it."""

    total: int
    evicted: int
    requests: list[ShownRequest]


class Archive(TypedDict):
    """An HTTP archive (HAR 1.2)."""

    log: dict[str, Any]


_Exported: TypeAlias = (
    Annotated[Response, Archive] | Annotated[Response, _JSON_LINES, _TEXT]
)


@control.get("/requests")
@asks(_QUERY)
def list_requests() -> ShownJournal | _Exported:
    """GET /__mock/requests: the journal, filtered, the oldest first (3.2, 3.5)."""
    here = current_world()
    asked = load_document(_QUERY, read_flat(request.args.lists(), _QUERY.title))
    _refuse_unknown_names(_QUERY.title, {"": asked["selection"].match})
    entries = here.journal.entries()
    shown = _shown(asked["selection"].of(entries), repeated(entries))
    if asked["format"] != "json":
        return _exported(shown, asked["format"], here, secrets=asked["secrets"])
    journal = here.journal
    return {
        "total": journal.total,
        "evicted": journal.evicted,
        "requests": list(shown),
    }


@control.delete("/requests")
@answers(204)
def delete_requests() -> tuple[str, int]:
    """DELETE /__mock/requests: forget them all; ids count on (3.2)."""
    current_world().journal.clear()
    return "", 204


@control.get("/requests/<entry_id>")
def get_request(entry_id: str) -> ShownRequest:
    """GET /__mock/requests/{id}: one entry (3.2)."""
    entries = current_world().journal.entries()
    found = [each for each in entries if each.id == entry_id]
    if not found:
        detail = f"The journal holds no {entry_id!r}; GET /__mock/requests lists all."
        raise RefusedError(Problem(404, detail))
    return next(_shown(found, repeated(entries)))


@control.post("/requests/verify")
@takes(_VERIFY, _EXAMPLE)
@answers(200, _FAILED)
def verify_requests() -> tuple[ShownVerdict, int]:
    """POST /__mock/requests/verify: 200 if it happened as asked, 406 if not (3.5)."""
    question = document(_VERIFY)
    _refuse_unknown_names(_VERIFY.title, _meant(question))
    journal = current_world().journal
    if not journal.size:
        detail = "No journal is kept here; PATCH /__mock/settings sets its size."
        raise RefusedError(Problem(409, detail))
    with idling(request.environ):
        verdict = verify(journal, question)
    return verdict.document, 200 if verdict.verified else _FAILED


def _refuse_unknown_names(title: str, meant: Mapping[str, Match]) -> None:
    """Refuse a name that no request can have: a typo would count as none of them."""
    errors = [error for place in meant for error in unknown_to_us(meant[place], place)]
    if errors:
        raise InvalidDocumentError(title, errors)


def _meant(question: Question) -> dict[str, Match]:
    """Return what a question asks for, by where it says so."""
    if question.count is not None:
        return {"/match": question.steps[0]}
    steps = enumerate(question.steps)
    return {f"/sequence/{place}": step for place, step in steps}


def _shown(entries: Iterable[Entry], twice: Any) -> Iterator[ShownRequest]:
    """Show entries, with what is known of them only beside the others."""
    routes = [route[:2] for route in routes_of(mocked_api().url_map)]
    for entry in entries:
        shown = documents.document(entry)
        if twice.get(entry.id, entry.id) != entry.id:
            shown["duplicateOf"] = twice[entry.id]
        if not entry.request.handled:
            incoming = entry.request.incoming
            shown["nearest"] = nearest(incoming.method, incoming.path, routes)
        unread = unread_parameters(entry)
        if unread:
            known = PARAMETERS.get(shown["operation"] or "", {})
            shown["unknownParameters"] = unread
            shown["knownParameters"] = list(known)
        yield shown


def _exported(
    shown: Iterable[ShownRequest], form: str, here: World, *, secrets: bool
) -> Response:
    """Write entries for another program; passwords are those of the seed's users."""
    match form:
        case "har":
            body = orjson.dumps(har.archive(shown))
            return Response(body, content_type="application/json")
        case "jsonl":
            lines = b"".join(orjson.dumps(each) + b"\n" for each in shown)
            return Response(lines, content_type=_JSON_LINES)
        case _:
            users = here.seed.state.directory.users if secrets else None
            commands = (f"{curl.command(each, users)}\n" for each in shown)
            return Response("".join(commands), content_type=f"{_TEXT};charset=UTF-8")
