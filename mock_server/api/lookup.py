"""Searching users without an authority (RA 4)."""

from typing import Annotated, TypedDict

from mock_server.api import context
from mock_server.domain.errors import ObjectNotFoundError
from mock_server.domain.model import User
from mock_server.services import lookup
from mock_server.wire.answers import PlainBody, TextBody


class FoundUser(TypedDict):
    """A user who was found."""

    id: str
    username: str
    firstName: str
    surname: str
    displayName: str


class FoundUsers(TypedDict):
    """All who were found."""

    users: list[FoundUser]


def look_up_users() -> Annotated[PlainBody, FoundUsers]:
    """GET /userLookup?query=: at most 25 users, by surname."""
    users = lookup.look_up_users(
        context.state(),
        context.acting_user(),
        context.required_parameter("query"),
        context.parameter("orgUnitBoundary"),
    )
    return PlainBody({"users": [_item(each) for each in users]})


def look_up_feedback_recipients() -> Annotated[PlainBody, FoundUsers]:
    """GET /userLookup/feedbackRecipients?query=: members of the group only."""
    query = context.required_parameter("query")
    users = lookup.look_up_feedback_recipients(context.state(), query)
    return PlainBody({"users": [_item(each) for each in users]})


def look_up_user(
    name: str,
) -> Annotated[PlainBody, FoundUser] | Annotated[TextBody, None]:
    """GET /userLookup/{uid or username}: nobody is 200 and nothing."""
    user = lookup.look_up_user(context.state(), name)
    if user is None and not context.profile().missing_lookup_empty:
        raise ObjectNotFoundError(klass="User", uid=name)
    return PlainBody(_item(user)) if user is not None else TextBody()


def _item(user: User) -> FoundUser:
    return {
        "id": user.uid,
        "username": user.username,
        "firstName": user.first_name,
        "surname": user.surname,
        "displayName": user.name,
    }
