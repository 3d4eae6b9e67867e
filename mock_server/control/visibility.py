"""Who sees what of a conversation, and by which rule (control-plane 5.6)."""

from mock_server.control.blueprint import RefusedError, control
from mock_server.control.bodies import query
from mock_server.control.declarations import asks
from mock_server.domain import access
from mock_server.domain.model import MessageConversation, User
from mock_server.domain.state import State
from mock_server.gate.world import current_world
from mock_server.schemas.explaining import VisibilityQuerySchema
from mock_server.wire.answers import Problem

_QUERY = VisibilityQuerySchema()


@control.get("/visibility")
@asks(_QUERY)
def get_visibility() -> dict[str, object]:
    """GET /__mock/visibility?conversation=&user=: the rules, applied (5.6)."""
    state = current_world().store.state
    asked = query(_QUERY)
    conversation = _conversation(state, asked["conversation"])
    user = _user(state, asked["user"])
    reading = access.reading_rule(state, user, conversation)
    rules = {
        "read": reading,
        "write": access.changing_rule(state, user, conversation),
        "seesInternal": access.managing_rule(state, user) if reading else None,
    }
    return {
        "conversation": conversation.uid,
        "messageType": conversation.message_type,
        "user": {"id": user.uid, "username": user.username},
        **{name: {"allowed": bool(rule), "rule": rule} for name, rule in rules.items()},
    }


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
