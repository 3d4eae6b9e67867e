"""Request bodies turned into plain data: JSON, XML and raw text (messaging.md 4)."""

from codecs import BOM_UTF8
from urllib.parse import parse_qsl, urlencode

import orjson
from werkzeug.http import parse_options_header

from mock_server.later import later
from mock_server.wire.errors import UnreadableBodyError

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON_TYPES = frozenset({"application/json"})
XML_TYPES = frozenset({"application/xml", "text/xml"})
ANY_TYPES = frozenset({"text/plain", "*/*"})
"""What a text may come as: its type is not looked at."""

_parse_xml = later("mock_server.wire.xml_input", "parse_xml_message")


def media_type_of(content_type: str) -> str:
    """Return the type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def read_json(body: bytes) -> object:
    """
    Return the JSON value of `body` or raise `UnreadableBodyError`.

    A byte order mark, as clients on Windows write it, says nothing to the server.
    """
    try:
        return orjson.loads(body.removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as err:
        raise UnreadableBodyError(reason=str(err)) from err


def read_message(body: bytes, media_type: str, *, bare_recipients: bool) -> object:
    """
    Return the plain data of a message sent as JSON or as XML.

    `bare_recipients` says whether those of XML may stand without wrappers (D1).
    """
    if media_type in XML_TYPES:
        return _parse_xml(body, bare_recipients=bare_recipients)
    return read_json(body)


def read_text(body: bytes, content_type: str = "") -> str:
    """
    Return `body` as the text it is, whatever its type claims (4.5).

    It is in UTF-8 unless `content_type` names another charset.
    """
    charset = parse_options_header(content_type)[1].get("charset", "utf-8")
    try:
        return body.decode(charset, errors="replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", errors="replace")


def rebuild_form(body: bytes, query: str) -> str:
    """
    Return what the real server stores for a form-encoded text (4.5).

    It hands the handler a body rebuilt from the parsed parameters, those of the
    query string included and each with all its values, so `Yes it has` arrives as
    `Yes+it+has=`. Java leaves the star as it is, and not the tilde.
    """
    values: dict[str, list[str]] = {}
    for text in (query, read_text(body)):
        for name, value in parse_qsl(text, keep_blank_values=True):
            values.setdefault(name, []).append(value)
    return urlencode(values, doseq=True, safe="*").replace("~", "%7E")
