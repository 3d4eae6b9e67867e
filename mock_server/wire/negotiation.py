"""Which form an answer takes: suffix over Accept over JSON (query.md 10)."""

from enum import Enum
from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from mock_server.wire.body import media_type_of
from mock_server.wire.errors import NotAcceptableError


class Format(Enum):
    """The forms that the API can write."""

    JSON = "json"
    XML = "xml"


_FORMATS = {
    "application/json": Format.JSON,
    "application/*": Format.JSON,
    "*/*": Format.JSON,
    "application/xml": Format.XML,
    "text/xml": Format.XML,
}


@lru_cache(maxsize=256)
def choose_format(suffix: str | None, accept: str, *, xml: bool) -> Format:
    """
    Return the form wanted, where `xml` says whether XML can be written at all.

    Raises:
        NotAcceptableError: the client wants neither of those left.
    """
    wanted = _wanted(suffix, accept)
    for each in wanted:
        if each is Format.JSON or xml:
            return each
    raise NotAcceptableError(accept=accept or f".{suffix}")


def _wanted(suffix: str | None, accept: str) -> list[Format]:
    if suffix is not None:
        return [Format(suffix)]
    if not accept.strip():
        return [Format.JSON]
    types = parse_accept_header(accept, MIMEAccept)
    return [
        _FORMATS[name]
        for media_type, quality in types
        if quality > 0 and (name := media_type_of(media_type)) in _FORMATS
    ]
