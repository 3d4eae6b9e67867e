"""The faults of a world: set, listed, dropped and explained (control-plane 3.3)."""

from collections.abc import Sequence
from typing import Annotated, TypeAlias, TypedDict

from flask import request
from marshmallow import fields
from werkzeug.wrappers import Response

from mock_server.control.blueprint import RefusedError, control
from mock_server.control.bodies import completed, document, json_body
from mock_server.control.hypothesis import incoming_from, recorded
from mock_server.control.operations import unknown_to_us
from mock_server.declarations import answers, takes
from mock_server.gate.world import CONTROL, base_url, current_world
from mock_server.injection.explaining import Explained, explain
from mock_server.injection.fault import Fault, FaultSchema, parse_fault
from mock_server.injection.rules import (
    Counters,
    FaultExistsError,
    FaultNotFoundError,
    Rule,
)
from mock_server.injection.sockets import connection_of
from mock_server.journal.record import RecordedRequest
from mock_server.schemas.control import InvalidDocumentError
from mock_server.schemas.explaining import RequestSchema
from mock_server.schemas.json_schema import published
from mock_server.wire.answers import Exchange, Problem, respond

_REQUEST = RequestSchema()
_FAULT = FaultSchema()
_ONE_OR_MANY = {"anyOf": [_FAULT, {"type": "array", "items": _FAULT}]}
_EXAMPLE = {
    "match": {"operation": "messageConversations.reply"},
    "effect": {"type": "respond", "status": 503, "retryAfter": 2},
    "lifetime": {"times": 1},
}


class _Counted(fields.Dict):
    def shape(self) -> object:
        """Show all counters."""
        return Counters


class ShownFaultSchema(FaultSchema):
    """A fault as it was set, and what became of it."""

    status = _Counted(required=True)


Shown: TypeAlias = Annotated[dict[str, object], ShownFaultSchema()]


class Explanation(TypedDict):
    """How a request was understood, and what each rule would do with it."""

    operation: str | None
    path: str
    user: str | None
    rules: list[Explained]


@control.get("/faults")
def list_faults() -> list[Shown]:
    """GET /__mock/faults: the rules in their order, counted (control-plane 3.3)."""
    return [_shown(rule) for rule in current_world().faults]


@control.post("/faults")
@takes(_ONE_OR_MANY, _EXAMPLE, [_EXAMPLE])
@answers(201)
def create_faults() -> tuple[Shown | list[Shown], int, dict[str, str]]:
    """POST /__mock/faults: one more rule, or an array of them, all or none (3.2)."""
    body = json_body()
    is_one = not isinstance(body, list)
    faults = [_parsed(body)] if is_one else _all_parsed(body)
    here = current_world()
    rules = [_shown(rule) for rule in here.faults.add(faults, here.store.now())]
    if is_one:
        return rules[0], 201, {"Location": _location(str(rules[0]["id"]))}
    return rules, 201, {}


@control.delete("/faults")
@answers(204)
def delete_faults() -> tuple[str, int]:
    """DELETE /__mock/faults: no rules any more, the seed's included (3.2)."""
    here = current_world()
    here.faults.restart((), here.store.now())
    return "", 204


@control.get("/faults/<fault_id>")
def get_fault(fault_id: str) -> Shown:
    """GET /__mock/faults/{id}: the rule as it was set, with its counters (3.3)."""
    return _shown(current_world().faults.get(fault_id))


@control.put("/faults/<fault_id>")
@takes(_FAULT, _EXAMPLE)
@answers(200, 201)
def put_fault(fault_id: str) -> tuple[Shown, int]:
    """PUT /__mock/faults/{id}: set the rule of this id, where the old one was (3.2)."""
    here = current_world()
    fault = _parsed(completed(json_body(), _FAULT.title, id=fault_id))
    is_new = here.faults.put(fault, here.store.now())
    return _shown(here.faults.get(fault_id)), 201 if is_new else 200


@control.delete("/faults/<fault_id>")
@answers(204)
def delete_fault(fault_id: str) -> tuple[str, int]:
    """DELETE /__mock/faults/{id}: drop the rule; a missing one is no matter (3.2)."""
    current_world().faults.remove(fault_id)
    return "", 204


@control.post("/faults/explain")
@takes(_REQUEST, {"method": "GET", "path": "/api/messageConversations"})
def explain_faults() -> Explanation:
    """POST /__mock/faults/explain: what each rule would do with a request (3.2)."""
    here, asked = current_world(), document(_REQUEST)
    found = recorded(asked, here)
    incoming = found.incoming if found else incoming_from(asked, here)
    rules = explain(here.faults, incoming, here.moment())
    return {
        "operation": incoming.operation,
        "path": incoming.path,
        "user": incoming.user.username if incoming.user else None,
        "rules": [_told(rule, found) for rule in rules],
    }


@control.get("/faults.schema.json")
def get_schema() -> dict[str, object]:
    """GET /__mock/faults.schema.json: the shape of a rule, for editors (3.3)."""
    return published(_FAULT, "Fault")


@control.errorhandler(FaultExistsError)
def _refuse_taken_id(error: FaultExistsError) -> Response:
    detail = f"There is a fault {error.facts['id']!r} already; PUT replaces it."
    return respond(Problem(409, detail, title="Fault exists"), Exchange())


@control.errorhandler(FaultNotFoundError)
def _refuse_unknown_id(error: FaultNotFoundError) -> Response:
    known = ", ".join(rule.fault_id for rule in current_world().faults) or "none"
    detail = f"There is no fault {error.facts['id']!r}; there are: {known}."
    return respond(Problem(404, detail, title="Unknown fault"), Exchange())


def _told(rule: Explained, found: RecordedRequest | None) -> Explained:
    """Add what a rule decided when a request of the journal came, if it matched."""
    if found is None:
        return rule
    decided = dict(found.decided)
    if rule["id"] not in decided:
        return {**rule, "then": None}
    reason = decided[rule["id"]]
    return {**rule, "then": {"fired": reason is None, "reason": reason}}


def _all_parsed(bodies: Sequence[object]) -> list[Fault]:
    """Return the faults of all `bodies`, or refuse with all that is wrong."""
    faults, errors = [], []
    for position, body in enumerate(bodies):
        try:
            faults.append(_parsed(body))
        except InvalidDocumentError as error:
            errors += [
                {**each, "pointer": f"/{position}{each['pointer']}"}
                for each in error.errors
            ]
    if errors:
        raise InvalidDocumentError("Invalid fault", errors)
    return faults


def _parsed(body: object) -> Fault:
    """Return the fault of `body`, if this server can do it and knows what it names."""
    fault = parse_fault(body)
    errors = unknown_to_us(fault.match, "/match")
    if errors:
        raise InvalidDocumentError("Invalid fault", errors)
    _refuse_impossible(fault)
    return fault


def _refuse_impossible(fault: Fault) -> None:
    """Refuse what could not be done where it is asked for (control-plane 0.1)."""
    if fault.effect.needs_connection and connection_of(request.environ) is None:
        software = request.environ.get("SERVER_SOFTWARE", "this server")
        effect = fault.effect.name
        detail = f"{software} leaves no way to the connection that {effect!r} needs."
        raise RefusedError(Problem(409, detail, title="Impossible fault"))


def _shown(rule: Rule) -> Shown:
    status = rule.status(current_world().store.now())
    return {**rule.fault.document, "status": status}


def _location(fault_id: str) -> str:
    return f"{base_url()}/{CONTROL}/faults/{fault_id}"
