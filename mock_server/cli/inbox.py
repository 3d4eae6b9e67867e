"""
Reading somebody's inbox from a real DHIS2, and no more of it than a seed keeps.

No subject, no text and no name of a file is asked for. Of users, groups, roles and
units come those that the conversations lead to.
"""

from collections.abc import Collection, Iterable, Sequence
from http import HTTPStatus

import click

from mock_server.cli.asking import RefusedError
from mock_server.cli.dhis2 import WebApi, version_of
from mock_server.seed.told import SCOPES, Inbox, Row, referred, uids_in, users_in

_DATES = "id,created,lastUpdated"
_FILE = f"{_DATES},contentType,contentLength,createdBy[id]"
_MESSAGE = f"{_DATES},internal,sender[id],attachments[{_FILE}]"
_CONVERSATION = (
    f"{_DATES},lastMessage,messageType,status,priority,extMessageId,"
    "createdBy[id],lastSender[id],assignee[id],"
    f"messages[{_MESSAGE}],userMessages[user[id],read,followUp]"
)
_USER = (
    f"{_DATES},lastLogin,disabled,email,phoneNumber,userRoles[id],userGroups[id],"
    + ",".join(f"{scope}[id]" for scope in SCOPES)
)
_GROUP = f"{_DATES},users[id],managedGroups[id],sharing"
_ROLE = f"{_DATES},authorities"
_UNIT = f"{_DATES},openingDate,closedDate,parent[id],ancestors[id]"
_RECIPIENTS = ("feedbackRecipients", "systemUpdateNotificationRecipients")


def read_inbox(api: WebApi) -> Inbox:
    """
    Return what the user of `api` sees of conversations, and whom they name.

    Raises:
        click.ClickException: nobody answers, it is no DHIS2, an old one, or it does
            not tell this user of his conversations.
    """
    version, profile = version_of(api)
    me = api.me(_USER)
    conversations = [*api.rows("messageConversations", _CONVERSATION)]
    others = users_in(conversations) - {str(me["id"])}
    users = _told(api, "users", others, _USER)
    recipients = referred(api.get("configuration"), *_RECIPIENTS)
    everybody = [me, *users]
    groups = _named(everybody, "userGroups") | {*recipients.values()}
    return Inbox(
        version=version,
        profile=profile,
        me=me,
        conversations=conversations,
        users=users,
        user_groups=_told(api, "userGroups", groups, _GROUP),
        user_roles=_told(api, "userRoles", _named(everybody, "userRoles"), _ROLE),
        organisation_units=_units(api, _named(everybody, *SCOPES)),
        recipients=recipients,
    )


def _told(
    api: WebApi, collection: str, uids: Collection[str], fields: str
) -> Sequence[Row]:
    """Return what the server tells of these; where the user may not ask, nothing."""
    try:
        return [*api.those(collection, uids, fields)]
    except RefusedError as error:
        if error.status != HTTPStatus.FORBIDDEN:
            raise
        click.echo(f"{error.message}, so the seed goes without", err=True)
        return ()


def _units(api: WebApi, uids: Collection[str]) -> Sequence[Row]:
    """Return the units, and all above them."""
    units = _told(api, "organisationUnits", uids, _UNIT)
    above = _named(units, "ancestors") - {str(each["id"]) for each in units}
    return [*units, *_told(api, "organisationUnits", above, _UNIT)]


def _named(rows: Iterable[Row], *keys: str) -> set[str]:
    return {uid for row in rows for key in keys for uid in uids_in(row, key)}
