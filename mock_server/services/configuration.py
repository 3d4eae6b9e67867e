"""The feedback group: read, set, cleared (RA 8)."""

from dataclasses import replace

from mock_server.domain import access, errors
from mock_server.domain.enums import Authority
from mock_server.domain.model import User, UserGroup
from mock_server.domain.state import State
from mock_server.services.settings import require_authority
from mock_server.store import Store


def feedback_recipients(state: State) -> UserGroup | None:
    """Return the configured group, whose sharing nobody asks for here (RA 8.2)."""
    uid = state.configuration.feedback_recipients
    return state.directory.user_groups[uid] if uid is not None else None


def set_feedback_recipients(store: Store, acting_user: User, uid: str | None) -> None:
    """Configure the group `uid`, or none; ticket rights follow at once (RA 8.3)."""
    with store.transaction() as draft:
        state = draft.state
        require_authority(state, acting_user, Authority.SYSTEM_SETTING)
        if uid is not None:
            group = state.directory.user_groups.get(uid)
            if group is None or not access.can_read_user_group(
                state, acting_user, group
            ):
                raise errors.ObjectNotFoundError(klass="UserGroup", uid=uid)
        draft.configure(replace(state.configuration, feedback_recipients=uid))
