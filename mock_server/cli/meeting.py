"""Getting to know a server: its version, the users of a run, and a mock like it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from mock_server.cli.asking import RefusedError
from mock_server.cli.dhis2 import WebApi, version_of
from mock_server.cli.remote import mock_profile
from mock_server.contract.likeness import USER_FIELDS, Circumstances, mock_side, person
from mock_server.contract.model import LONE_FEEDBACK, SECOND
from mock_server.contract.side import Side
from mock_server.seed.told import uids_in
from mock_server.testing.transport import HttpTransport


@dataclass(frozen=True)
class User:
    """Somebody as whom to ask."""

    name: str
    """What checks call him."""
    authorization: str = field(repr=False)


@dataclass(frozen=True)
class Meeting:
    """A server and a mock that is like it, each with the same users."""

    url: str
    version: str
    profile: str
    real: Side
    mock: Side
    offers: frozenset[str]


def meet(url: str, users: Sequence[User], profile: str | None, mark: str) -> Meeting:
    """
    Return the two sides of a run, after a look at who the users are.

    Raises:
        click.ClickException: nobody answers, it is no DHIS2, an old one, or it does
            not take a user.
    """
    like_mock = mock_profile(url)
    apis = {each.name: WebApi(url, each.authorization) for each in users}
    version, like_version = version_of(apis["me"])
    rows = {name: api.me(USER_FIELDS, "username") for name, api in apis.items()}
    feedback = _feedback(apis["me"])
    inbox = apis["me"].get("messageConversations", fields="id", pageSize=1)
    has_messages = bool(inbox.get("messageConversations"))
    if len({row["id"] for row in rows.values()}) < len(rows):
        raise RefusedError(url, "takes both users for the same one")
    people = {
        each.name: person(rows[each.name], each.authorization, each.name)
        for each in users
    }
    near = profile or like_mock or like_version
    uids = {each.uid for each in people.values()}
    offers = {SECOND} & people.keys()
    if feedback is None or uids.issuperset(feedback):
        offers |= {LONE_FEEDBACK}
    return Meeting(
        url=url,
        version=version,
        profile=near,
        real=Side(HttpTransport(url), people, mark),
        mock=mock_side(near, rows, Circumstances(feedback, has_messages), mark),
        offers=frozenset(offers),
    )


def _feedback(api: WebApi) -> list[str] | None:
    """Return who gets feedback; `None` where nobody is to."""
    try:
        group = api.get("configuration/feedbackRecipients")
    except RefusedError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        return None
    return uids_in(group, "users") if "id" in group else None
