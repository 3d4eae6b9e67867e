"""A real DHIS2 as a command asks it: with GET alone, a page after another."""

import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from mock_server.cli.asking import RefusedError, ask
from mock_server.domain.uid import is_uid
from mock_server.profiles import DEFAULT, PROFILES
from mock_server.seed.told import Row, rows_in

PAGE_SIZE = 50
_IDS_AT_A_TIME = 100
_VERSION = re.compile(r"2\.(\d{1,3})\b.*")
_PROFILES = [name for name in PROFILES if name != DEFAULT]
"""From the oldest to the newest."""
_REMEDIES: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "a token may be cut short; or is it no DHIS2?",
    HTTPStatus.UNAUTHORIZED: "it does not take this user and password, or this token",
    HTTPStatus.FORBIDDEN: "this user may not read it",
    HTTPStatus.NOT_FOUND: "a DHIS2 may lie below a path, as http://host/dhis",
}
_ON_REDIRECT = "the address is to be the one that answers itself"
_ON_LOGIN = (
    "it wants a login by form; are the user and the password, or the token, right?"
)


class WebApi:
    """The Web API of one server, as one user reads it."""

    def __init__(self, url: str, authorization: str) -> None:
        """Read below `url`, and say who asks by the header `authorization`."""
        self.url = url
        self._headers = {
            "Authorization": authorization,
            "X-Requested-With": "XMLHttpRequest",
        }

    def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """
        Return the object at `path`; an empty answer is one without keys.

        Raises:
            NoAnswerError: nobody answers.
            RefusedError: the server does not tell it; with what may help.
        """
        place = f"{self.url}/api/{path}"
        try:
            found = ask(
                f"{place}?{urlencode(query)}" if query else place, self._headers
            )
        except RefusedError as error:
            reason = f"{error.reason}; {_remedy(error)}"
            raise RefusedError(place, reason, error.status) from error
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise RefusedError(place, "answers no object; is it a DHIS2?")
        return found

    def me(self, fields: str, *needed: str) -> Row:
        """
        Return the user who asks, with his uid and all that is `needed`.

        Raises:
            NoAnswerError: nobody answers.
            RefusedError: the server does not tell who he is.
        """
        me = self.get("me", fields=fields)
        if not is_uid(str(me.get("id"))) or not me.keys() >= {*needed}:
            place = f"{self.url}/api/me"
            raise RefusedError(place, "tells no user; is it a DHIS2?")
        return me

    def rows(self, collection: str, fields: str, **query: str | int) -> Iterator[Row]:
        """Go through all rows of a collection, page by page, each once."""
        seen: set[str] = set()
        page = pages = 1
        while page <= pages:
            found = self.get(
                collection,
                fields=fields,
                order="id:asc",
                page=page,
                pageSize=PAGE_SIZE,
                **query,
            )
            if collection not in found:
                place = f"{self.url}/api/{collection}"
                raise RefusedError(place, f"answers no {collection}; is it a DHIS2?")
            new = [
                each for each in rows_in(found, collection) if each["id"] not in seen
            ]
            yield from new
            seen.update(str(each["id"]) for each in new)
            pages = _pages(found) if new else 0
            page += 1

    def those(
        self, collection: str, uids: Collection[str], fields: str
    ) -> Iterator[Row]:
        """Go through the rows of these uids; of some a server may tell nothing."""
        ordered = sorted(uids)
        for start in range(0, len(ordered), _IDS_AT_A_TIME):
            named = ",".join(ordered[start : start + _IDS_AT_A_TIME])
            yield from self.rows(collection, fields, filter=f"id:in:[{named}]")


def version_of(api: WebApi) -> tuple[str, str]:
    """
    Return the version of the server, and the profile that is most like it.

    Raises:
        NoAnswerError: nobody answers.
        RefusedError: it is no DHIS2, or an old one, or does not tell.
    """
    place = f"{api.url}/api/system/info"
    version = api.get("system/info", fields="version").get("version")
    found = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if found is None:
        raise RefusedError(place, "tells no version of DHIS2; is it one?")
    minor = int(found[1])
    like = [name for name in _PROFILES if int(name.removeprefix("2.")) <= minor]
    if not like:
        reason = f"is DHIS2 {found[0]!r}; {_PROFILES[0]} is the oldest that is read"
        raise RefusedError(place, reason)
    return found[0], like[-1]


def basic(user: str, password: str) -> str:
    """Return what a user says with his password, as a header has it."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def api_token(token: str) -> str:
    """Return what a personal access token is said as."""
    return f"ApiToken {token}"


def _pages(found: Row) -> int:
    pager = found.get("pager")
    count = pager.get("pageCount") if isinstance(pager, dict) else None
    return count if isinstance(count, int) else 1


def _remedy(error: RefusedError) -> str:
    """Say what may help against a refusal."""
    if "login" in error.reason or error.reason.startswith("answers a web page"):
        return _ON_LOGIN
    if HTTPStatus.MULTIPLE_CHOICES <= error.status < HTTPStatus.BAD_REQUEST:
        return _ON_REDIRECT
    return _REMEDIES.get(error.status, "is it a DHIS2?")
