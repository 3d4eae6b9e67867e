"""Whom an event names: users by uid or username, and the members of groups."""

from collections.abc import Iterable, Iterator

from mock_server.domain.events import Recipients, ValidationResult
from mock_server.domain.model import User
from mock_server.domain.state import Directory


def user_named(directory: Directory, name: str) -> User:
    """Return the user of this uid or username; events are checked when they come."""
    return directory.users.get(name) or directory.by_username[name]


def members(directory: Directory, recipients: Recipients) -> list[User]:
    """Return the users named, then the members of the groups, each once."""
    found = {
        user.uid: user
        for user in (user_named(directory, name) for name in recipients.users)
    }
    for group in recipients.user_groups:
        for uid in directory.user_groups[group].users:
            found.setdefault(uid, directory.users[uid])
    return list(found.values())


def told_of(directory: Directory, result: ValidationResult) -> tuple[str, ...]:
    """
    Return the uids of those who are told of `result` (17).

    With both restrictions the first wins. A member without a unit or in the root has
    no parent unit, on which a server breaks off the run. DEVIATION D16
    """
    named = members(directory, result.recipients)
    if result.hierarchy_only:
        unit = directory.organisation_units[result.organisation_unit or ""]
        line = {*unit.path.split("/")}
        named = [each for each in named if line & {*each.organisation_units[:1]}]
        return tuple(each.uid for each in named)
    if result.parent_only:
        return tuple(dict.fromkeys(_of_parent_units(directory, named)))
    return tuple(each.uid for each in named)


def _of_parent_units(directory: Directory, users: Iterable[User]) -> Iterator[str]:
    for user in users:
        for unit in user.organisation_units[:1]:
            parent = directory.organisation_units[unit].parent
            yield from directory.users_of_unit.get(parent or "", ())
