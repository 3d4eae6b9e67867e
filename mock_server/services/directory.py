"""Looking up users, groups and units as the acting user may see them."""

from collections.abc import Sequence

from mock_server.domain import access, errors
from mock_server.domain.enums import Authority
from mock_server.domain.model import OrganisationUnit, User, UserGroup
from mock_server.domain.state import State


def readable_users(state: State, acting_user: User) -> Sequence[User]:
    """Return all users, by name, or refuse a caller without `F_USER_VIEW` (RA 3.1)."""
    _require_user_view(state, acting_user)
    return state.directory.users_by_name


def read_user(state: State, acting_user: User, uid: str) -> User:
    """Return the user `uid`; without `F_USER_VIEW` not even one's own (RA 3.1)."""
    _require_user_view(state, acting_user)
    user = state.directory.users.get(uid)
    if user is None:
        raise errors.ObjectNotFoundError(klass="User", uid=uid)
    return user


def readable_user_groups(state: State, acting_user: User) -> Sequence[UserGroup]:
    """Return the groups that sharing lets the caller see, by name (RA 5)."""
    return [
        group
        for group in state.directory.user_groups_by_name
        if access.can_read_user_group(state, acting_user, group)
    ]


def read_user_group(state: State, acting_user: User, uid: str) -> UserGroup:
    """Return the group `uid`; one that cannot be read does not exist (RA 5)."""
    group = state.directory.user_groups.get(uid)
    if group is None or not access.can_read_user_group(state, acting_user, group):
        raise errors.ObjectNotFoundError(klass="UserGroup", uid=uid)
    return group


def read_organisation_unit(state: State, uid: str) -> OrganisationUnit:
    """Return the unit `uid`, which everybody may see (RA 6)."""
    unit = state.directory.organisation_units.get(uid)
    if unit is None:
        raise errors.ObjectNotFoundError(klass="OrganisationUnit", uid=uid)
    return unit


def _require_user_view(state: State, acting_user: User) -> None:
    if not access.has_authority(state, acting_user, Authority.USER_VIEW):
        raise errors.TypeNotReadableError
