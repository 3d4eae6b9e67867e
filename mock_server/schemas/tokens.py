"""Personal access tokens as their owner finds them: by ids that do not tell them."""

from typing import NamedTuple

from mock_server.domain.model import User
from mock_server.domain.uid import uid_of
from mock_server.schemas.catalogue import Kind, Property, Schema, View
from mock_server.schemas.common import text


class _ApiToken(NamedTuple):
    uid: str


_API_TOKEN = Schema(
    "apiToken",
    "apiTokens",
    "org.hisp.dhis.security.apikey.ApiToken",
    (text("id", "uid", xml_attribute=True),),
)


def own_tokens() -> Property:
    """Declare references to the tokens of a user (RA 2.1)."""

    def get(user: User, _view: View) -> list[_ApiToken]:
        return [_ApiToken(uid_of(token)) for token in user.tokens]

    return Property(
        "patTokens",
        Kind.REFERENCES,
        get,
        persisted=False,
        xml_item="patToken",
        to=lambda: _API_TOKEN,
    )
