"""What the events of a timeline refer to, looked up before they can happen."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from mock_server.domain.state import ANY_RESOURCE, State
from mock_server.seed.document import Document, Problem, select, shown, strings
from mock_server.suggestions import nearest

Known: TypeAlias = Mapping[str, tuple[Collection[str], ...]]
"""Collection -> the names of what it holds."""

_PATHS = {
    "conversation": "messageConversations",
    "as": "users",
    "createdBy": "users",
    "to/*": "users",
    "organisationUnit": "organisationUnits",
    "recipients/users/*": "users",
    "recipients/userGroups/*": "userGroups",
    "results/*/organisationUnit": "organisationUnits",
    "results/*/recipients/users/*": "users",
    "results/*/recipients/userGroups/*": "userGroups",
}
"""Path of a reference in an event -> the collection it points into."""

_KINDS = {
    "messageConversations": "the id of a conversation",
    "users": "the id or the username of a user",
    "organisationUnits": "the id of an organisation unit",
    "userGroups": "the id of a user group",
}


def known_in(state: State) -> Known:
    """Return what events may refer to, conversations among it that are to come."""
    directory = state.directory
    queues = state.uid_queues.get
    to_come = (*queues("messageConversations", ()), *queues(ANY_RESOURCE, ()))
    return {
        "messageConversations": (state.conversations, to_come),
        "users": (directory.users, directory.by_username),
        "organisationUnits": (directory.organisation_units,),
        "userGroups": (directory.user_groups,),
    }


def known_in_seed(seed: Document) -> Known:
    """Return the same of a state that is still a document."""

    def names(*paths: str) -> tuple[Collection[str], ...]:
        return tuple({name for _, name in strings(seed, path)} for path in paths)

    return {
        "messageConversations": names(
            "messageConversations/*/id", "uids/messageConversations/*"
        ),
        "users": names("users/*/id", "users/*/username"),
        "organisationUnits": names("organisationUnits/*/id"),
        "userGroups": names("userGroups/*/id"),
    }


def unknown_references(event: object, known: Known) -> Iterator[Problem]:
    """Find what `event` refers to and nobody has."""
    if not isinstance(event, dict):
        return
    for path, collection in _PATHS.items():
        for pointer, name in strings(event, path):
            if not any(name in names for names in known[collection]):
                text = f"{shown(pointer, name)} is not {_KINDS[collection]}"
                yield Problem(pointer, text + hint(name, known[collection]))


def unknown_in_timeline(seed: Document) -> Iterator[Problem]:
    """Find what the events of a seed's timeline refer to and the seed has not."""
    known = known_in_seed(seed)
    for pointer, event in select(seed, "timeline/*/event"):
        for problem in unknown_references(event, known):
            yield Problem((*pointer, *problem.pointer), problem.text)


def hint(name: str, known: tuple[Collection[str], ...]) -> str:
    """Say which of the `known` names was probably meant, if it is like any."""
    near = nearest(name, chain(*known))
    return f"; did you mean {near!r}?" if near is not None else ""
