"""The user groups that the configuration names: read, set, cleared (RA 8)."""

from dataclasses import replace
from enum import StrEnum

from mock_server.domain import access, errors
from mock_server.domain.enums import Authority
from mock_server.domain.model import User, UserGroup
from mock_server.domain.state import State
from mock_server.services.settings import require_authority
from mock_server.store import Store


class ConfiguredGroup(StrEnum):
    """A group that the configuration names, and how it does."""

    FEEDBACK = "feedback_recipients"
    SYSTEM_UPDATES = "system_update_notification_recipients"


def configured_group(state: State, which: ConfiguredGroup) -> UserGroup | None:
    """Return the configured group, whose sharing nobody asks for here (RA 8.2)."""
    uid = getattr(state.configuration, which)
    return state.directory.user_groups[uid] if uid is not None else None


def configure_group(
    store: Store, acting_user: User, which: ConfiguredGroup, uid: str | None
) -> None:
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
        named: dict[str, object] = {which: uid}
        draft.configure(replace(state.configuration, **named))  # type: ignore[arg-type]
