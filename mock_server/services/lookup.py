"""The user search that needs no authority (RA 4)."""

from mock_server.domain import errors
from mock_server.domain.model import User
from mock_server.domain.state import State

LIMIT = 25

_UNIT_KINDS = {
    "DATA_CAPTURE": "organisation_units",
    "DATA_OUTPUT": "data_view_organisation_units",
    "TEI_SEARCH": "tei_search_organisation_units",
}


def look_up_users(
    state: State, acting_user: User, query: str, boundary: str | None = None
) -> list[User]:
    """
    Return up to 25 users whose name, e-mail or username contains `query`.

    `boundary` limits them to the caller's own units of that kind; one that is not
    known limits nothing.
    """
    users = list(state.directory.users.values())
    kind = _UNIT_KINDS.get((boundary or "").upper())
    units = set(getattr(acting_user, kind)) if kind is not None else set()
    if kind is not None and units:
        users = [each for each in users if not units.isdisjoint(getattr(each, kind))]
    return _found(users, query)


def look_up_feedback_recipients(state: State, query: str) -> list[User]:
    """Return the members of the feedback group that match, or refuse without one."""
    group = state.configuration.feedback_recipients
    if group is None:
        raise errors.NoFeedbackGroupError
    members = state.directory.user_groups[group].users
    return _found([state.directory.users[uid] for uid in members], query)


def look_up_user(state: State, name: str) -> User | None:
    """Return the user of this uid or else of this username."""
    directory = state.directory
    return directory.users.get(name) or directory.by_username.get(name)


def _found(users: list[User], query: str) -> list[User]:
    segments = [each for each in query.casefold().split("%") if each]
    matching = [
        user
        for user in users
        if any(
            value is not None and _is_like(value.casefold(), segments)
            for value in (user.name, user.email, user.username)
        )
    ]
    matching.sort(key=lambda u: (u.surname.casefold(), u.first_name.casefold()))
    return matching[:LIMIT]


def _is_like(text: str, segments: list[str]) -> bool:
    """Say whether the segments of a LIKE pattern follow each other in `text`."""
    at = 0
    for segment in segments:
        found = _find(text, segment, at)
        if found is None:
            return False
        at = found + len(segment)
    return True


def _find(text: str, segment: str, start: int) -> int | None:
    """Return where `segment` begins at the earliest; `_` is any character."""
    for at in range(start, len(text) - len(segment) + 1):
        part = text[at : at + len(segment)]
        if all(w in {"_", c} for w, c in zip(segment, part, strict=True)):
            return at
    return None
