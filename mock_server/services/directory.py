"""Looking up users, groups and units as the acting user may see them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mock_server.domain import access, errors
from mock_server.domain.enums import Authority
from mock_server.domain.model import OrganisationUnit, User, UserGroup, UserRole
from mock_server.domain.state import State


@dataclass(frozen=True)
class UserQuery:
    """What a list of users is asked for beside its filters (RA 3.2)."""

    text: str = ""
    """What `query` looks for; whom it finds is a matter of the list itself."""
    phone_number: str | None = None
    unit: str | None = None
    with_children: bool = False
    hides_same_role: bool = False

    @property
    def is_search(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.text.strip() or self.phone_number or self.unit)


@dataclass(frozen=True)
class UnitQuery:
    """What a list of units is asked for beside its filters (RA 6)."""

    level: int | None = None
    max_level: int | None = None
    own: bool = False
    below_own: bool = False


RELATIONS = ("ancestors", "children", "descendants", "parents")
"""What a unit can be asked for with (RA 6)."""


def readable_users(
    state: State, acting_user: User, query: UserQuery | None = None
) -> Sequence[User]:
    """Return users by name, or refuse a caller without `F_USER_VIEW` (RA 3.1, 3.2)."""
    _require_user_view(state, acting_user)
    users = state.directory.users_by_name
    if query is None or not query.is_search:
        return users
    places = _places(state, query)
    roles = _hidden_roles(state, acting_user, query)
    return [
        user
        for user in users
        if query.phone_number in {None, user.phone_number}
        and (places is None or not places.isdisjoint(user.organisation_units))
        and roles.isdisjoint(user.user_roles)
    ]


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


def organisation_units(
    state: State, acting_user: User, query: UnitQuery
) -> Sequence[OrganisationUnit]:
    """Return units by name, which everybody may see (RA 6)."""
    own = set(acting_user.organisation_units)
    # QUIRK RA 6: for a user without units there is nothing that they must be below.
    below = own if query.below_own else None
    return [
        unit
        for unit in state.directory.organisation_units_by_name
        if query.level in {None, unit.level}
        and (query.max_level is None or unit.level <= query.max_level)
        and (not query.own or unit.uid in own)
        and (not below or not below.isdisjoint(unit.path.split("/")))
    ]


def related_units(
    state: State, unit: OrganisationUnit, relation: str
) -> Sequence[OrganisationUnit]:
    """
    Return `unit` and its `relation` by name, those above it from the root on (RA 6).

    Its `parents` alone come without the unit itself.
    """
    if relation in {"ancestors", "parents"}:
        line = [state.directory.organisation_units[uid] for uid in _line(unit)]
        return line if relation == "ancestors" else line[:-1]
    furthest = 1 if relation == "children" else math.inf
    return _units_below(state, unit, lambda depth: depth <= furthest)


def units_at_depth(
    state: State, unit: OrganisationUnit, depth: int
) -> Sequence[OrganisationUnit]:
    """Return the units `depth` levels below `unit`, by name (RA 6)."""
    return _units_below(state, unit, lambda found: found == max(0, depth))


def user_roles(state: State) -> Sequence[UserRole]:
    """Return all roles by name."""
    roles = state.directory.user_roles.values()
    return sorted(roles, key=lambda role: (role.name.casefold(), role.uid))


def read_user_role(state: State, uid: str) -> UserRole:
    """Return the role `uid`."""
    role = state.directory.user_roles.get(uid)
    if role is None:
        raise errors.ObjectNotFoundError(klass="UserRole", uid=uid)
    return role


def read_organisation_unit(state: State, uid: str) -> OrganisationUnit:
    """Return the unit `uid`, which everybody may see (RA 6)."""
    unit = state.directory.organisation_units.get(uid)
    if unit is None:
        raise errors.ObjectNotFoundError(klass="OrganisationUnit", uid=uid)
    return unit


def _line(unit: OrganisationUnit) -> list[str]:
    """Return the uids from the root down to `unit`."""
    return unit.path.split("/")[1:]


def _units_below(
    state: State, unit: OrganisationUnit, is_wanted: Callable[[int], bool]
) -> Sequence[OrganisationUnit]:
    """Return the units of the tree under `unit`, itself among them, by their depth."""
    return [
        each
        for each in state.directory.organisation_units_by_name
        if unit.uid in _line(each) and is_wanted(each.level - unit.level)
    ]


def _places(state: State, query: UserQuery) -> set[str] | None:
    """Return the units that the users are to be in; `None` is anywhere."""
    if query.unit is None:
        return None
    if not query.with_children:
        return {query.unit}
    units = state.directory.organisation_units.values()
    return {each.uid for each in units if query.unit in each.path.split("/")}


def _hidden_roles(state: State, acting_user: User, query: UserQuery) -> set[str]:
    """Return the roles whose holders are left out: one's own (RA 3.2)."""
    is_free = state.configuration.settings.get("keyCanGrantOwnUserAuthorityGroups")
    if not query.hides_same_role or is_free or access.is_superuser(state, acting_user):
        return set()
    return set(acting_user.user_roles)


def _require_user_view(state: State, acting_user: User) -> None:
    if not access.has_authority(state, acting_user, Authority.USER_VIEW):
        raise errors.TypeNotReadableError
