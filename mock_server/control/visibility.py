"""Who sees what of a conversation, and by which rule (control-plane 5.6)."""

from typing import TypedDict

from mock_server.control.blueprint import RefusedError, control
from mock_server.control.bodies import query
from mock_server.declarations import asks
from mock_server.domain import access
from mock_server.domain.enums import MessageType
from mock_server.domain.model import MessageConversation, User
from mock_server.domain.state import State
from mock_server.gate.world import current_world
from mock_server.schemas.explaining import VisibilityQuerySchema
from mock_server.wire.answers import Problem

_QUERY = VisibilityQuerySchema()


class Person(TypedDict):
    """A user, as far as it takes to know him."""

    id: str
    username: str


class Allowance(TypedDict):
    """Whether something is allowed, and the rule that allows it."""

    allowed: bool
    rule: access.Rule | None


class Visibility(TypedDict):
    """What a user may do in a conversation."""

    conversation: str
    messageType: MessageType
    user: Person
    read: Allowance
    write: Allowance
    seesInternal: Allowance


@control.get("/visibility")
@asks(_QUERY)
def get_visibility() -> Visibility:
    """GET /__mock/visibility?conversation=&user=: the rules, applied (5.6)."""
    state = current_world().store.state
    asked = query(_QUERY)
    conversation = _conversation(state, asked["conversation"])
    user = _user(state, asked["user"])
    reading = access.reading_rule(state, user, conversation)
    changing = access.changing_rule(state, user, conversation)
    managing = access.managing_rule(state, user) if reading else None
    return {
        "conversation": conversation.uid,
        "messageType": conversation.message_type,
        "user": {"id": user.uid, "username": user.username},
        "read": _allowance(reading),
        "write": _allowance(changing),
        "seesInternal": _allowance(managing),
    }


def _allowance(rule: access.Rule | None) -> Allowance:
    return {"allowed": bool(rule), "rule": rule}


def _conversation(state: State, uid: str) -> MessageConversation:
    found = state.conversations.get(uid)
    if found is None:
        raise RefusedError(Problem(404, f"There is no conversation {uid!r}."))
    return found


def _user(state: State, name: str) -> User:
    directory = state.directory
    found = directory.users.get(name) or directory.by_username.get(name)
    if found is None:
        detail = f"There is no user with the id or username {name!r}."
        raise RefusedError(Problem(404, detail))
    return found
