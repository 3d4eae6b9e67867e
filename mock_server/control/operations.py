"""
What a match may name: the operations of this server, and the users of its world.

The seed alone makes users; a restored snapshot may bring others, and its journal has
requests of those before.
"""

from mock_server.gate.world import current_world, mocked_api
from mock_server.matching import Match, unknown_operations
from mock_server.suggestions import suggestion
from mock_server.wire.rule import operation_of


def operations() -> list[str]:
    """Return the names of all operations of the mocked API."""
    return sorted(filter(None, map(operation_of, mocked_api().view_functions)))


def unknown_to_us(match: Match, place: str) -> list[dict[str, str]]:
    """Tell what of `match` no request can have; `place` is where its keys are."""
    known = operations()
    errors = [
        {
            "pointer": f"{place}/operation",
            "message": f"unknown operation {each!r}{suggestion(each, known)}",
        }
        for each in unknown_operations(match, known)
    ]
    if match.user and not _is_somebody(match.user):
        text = f"unknown user {match.user!r}{suggestion(match.user, _usernames())}"
        errors.append({"pointer": f"{place}/user", "message": text})
    return errors


def _is_somebody(name: str) -> bool:
    """Say whether there is such a user, was at the start, or asked for something."""
    here = current_world()
    directories = here.store.state.directory, here.seed.state.directory
    if any(name in each.by_username or name in each.users for each in directories):
        return True
    callers = (entry.request.incoming.user for entry in here.journal.entries())
    return any(name in {each.username, each.uid} for each in callers if each)


def _usernames() -> list[str]:
    return sorted(current_world().store.state.directory.by_username)
