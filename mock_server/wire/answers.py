"""
What a view answers, and the one function that makes a `Response` of it.

An answer says what is to be said; form, headers and bytes are decided here
(messaging.md 1.3-1.6).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import md5
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import quote

import orjson

from mock_server.later import later
from mock_server.wire.negotiation import Format
from mock_server.wire.response import WholeResponse

if TYPE_CHECKING:
    from mock_server.schemas.catalogue import Schema

_PRIVATE = "no-cache, private"
_TYPES = {
    Format.JSON: "application/json;charset=UTF-8",
    Format.XML: "application/xml;charset=UTF-8",
}
_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-XSS-Protection": "1; mode=block",
}

_Writer: TypeAlias = Callable[..., bytes]
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_XML = "mock_server.wire.xml_output"
_xml_message: _Writer = later(_XML, "web_message")
_xml_bare_node: _Writer = later(_XML, "bare_node")
_xml_object: _Writer = later(_XML, "one_object")
_xml_plain: _Writer = later(_XML, "plain")
_xml_documented_list: _Writer = later(_XML, "documented_list")
_xml_metadata_list: _Writer = later(_XML, "metadata_list")


class WebMessage(NamedTuple):
    """The envelope of writes and of thrown errors (1.3 a)."""

    status: int
    message: str | None = None
    error_code: str | None = None
    response: Mapping[str, object] | None = None
    location: str | None = None
    headers: Mapping[str, str] = _NO_HEADERS


class BareNode(NamedTuple):
    """An object of exactly one key: a list of uids, or a message (1.3 b)."""

    key: str
    value: Sequence[str] | str
    status: int = 200
    root: str = "response"
    """The root element in XML; `removed` alone also wraps its list (1.6)."""


class ObjectBody(NamedTuple):
    """One object, or one property of it, read with GET."""

    schema: "Schema"
    data: Mapping[str, object]


@dataclass(frozen=True)
class Content:
    """The bytes of a body, and the tag that a client may ask for them by (1.4)."""

    data: bytes

    @cached_property
    def etag(self) -> str:
        """The server's form: a 0 and the checksum, quoted."""
        return f'"0{md5(self.data, usedforsecurity=False).hexdigest()}"'


@dataclass(frozen=True)
class ListBody:
    """A page of objects; `link` is the collection's own address."""

    schema: "Schema"
    items: Sequence[Mapping[str, object]]
    pager: Mapping[str, object] | None
    link: str
    documented_items: bool = False
    """Whether XML shows name, id and link alone, as in the document (D4)."""
    written: Content | None = None
    """The page in JSON where it is kept from before; then its items are not."""

    @cached_property
    def json(self) -> Content:
        """The page in JSON, written once however often it is read."""
        if self.written is not None:
            return self.written
        pager = {} if self.pager is None else {"pager": self.pager}
        return Content(orjson.dumps({**pager, self.schema.plural: self.items}))


class PlainBody(NamedTuple):
    """A JSON value of no catalogued type, in the form of `root` in XML."""

    data: object
    root: str = "object"
    status: int = 200
    cache_control: str | None = None
    headers: Mapping[str, str] = _NO_HEADERS


@dataclass(frozen=True)
class TextBody:
    """A bare text; an empty one goes without a Content-Type."""

    text: str = ""
    status: int = 200
    content_type: str = "text/plain;charset=UTF-8"
    cache_control: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class FileBody(NamedTuple):
    """The bytes of a file, under the type it was uploaded with (4.18)."""

    name: str
    content_type: str
    content: bytes


class Redirect(NamedTuple):
    """Look elsewhere: `location` is absolute."""

    location: str
    status: int = 302
    headers: Mapping[str, str] = _NO_HEADERS


class Problem(NamedTuple):
    """A refusal of the control plane, never mistaken for the API's (RFC 9457)."""

    status: int
    detail: str | None = None
    title: str | None = None
    errors: Sequence[Mapping[str, str]] = ()
    """All that is wrong at once: `pointer` (RFC 6901) and `message` of each."""
    headers: Mapping[str, str] = _NO_HEADERS


@dataclass(frozen=True)
class NoContent:
    """Done, with nothing to say: no body and no Content-Type."""


Answer: TypeAlias = (
    WebMessage
    | BareNode
    | ObjectBody
    | ListBody
    | PlainBody
    | TextBody
    | FileBody
    | Redirect
    | Problem
    | NoContent
)


class Exchange(NamedTuple):
    """What the answer needs to know of the request."""

    method: str = "GET"
    format: Format = Format.JSON
    if_none_match: str | None = None
    is_tagged: bool = True
    """Whether what this path answers has an ETag (1.4)."""

    @property
    def is_xml(self) -> bool:
        """Whether the answer is to be XML."""
        return self.format is Format.XML

    @property
    def is_read(self) -> bool:
        """Whether the client asks to read and not to write."""
        return self.method in {"GET", "HEAD"}


def respond(answer: Answer, exchange: Exchange) -> WholeResponse:
    """Return `answer` as the response to the request described by `exchange`."""
    response = _write(answer, exchange)
    response.headers.extend(_SECURITY_HEADERS)
    is_tagged = exchange.is_read and exchange.is_tagged
    if is_tagged and response.status_code == HTTPStatus.OK:
        if isinstance(answer, ListBody) and not exchange.is_xml:
            content = answer.json
        else:
            content = Content(response.get_data())
        _tag(response, content, exchange.if_none_match or "")
    return response


def _tag(response: WholeResponse, content: Content, if_none_match: str) -> None:
    """Let the client ask again whether anything changed (1.4)."""
    response.headers.add("ETag", content.etag)
    if not if_none_match:
        return
    asked = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    if asked & {content.etag, "*"}:
        response.status_code = HTTPStatus.NOT_MODIFIED
        response.set_data(b"")
        response.headers.pop("Content-Type", None)


def _write(answer: Answer, exchange: Exchange) -> WholeResponse:
    match answer:
        case WebMessage():
            return _web_message(answer, exchange)
        case BareNode():
            body = _bare_node(answer, exchange.format)
            return _response(body, answer.status, exchange.format)
        case ObjectBody() | ListBody() | PlainBody():
            return _readable(answer, exchange)
        case TextBody():
            return _text(answer)
        case FileBody():
            return _file(answer)
        case Problem():
            return _problem(answer)
        case Redirect() | NoContent():
            return _empty(answer)


def _web_message(answer: WebMessage, exchange: Exchange) -> WholeResponse:
    status = HTTPStatus(answer.status)
    envelope = {
        "httpStatus": status.phrase,
        "httpStatusCode": answer.status,
        "status": "OK" if answer.status < HTTPStatus.BAD_REQUEST else "ERROR",
        "message": answer.message,
        "response": answer.response,
        "errorCode": answer.error_code,
    }
    envelope = {key: value for key, value in envelope.items() if value is not None}
    body = _xml_message(envelope) if exchange.is_xml else orjson.dumps(envelope)
    response = _response(body, answer.status, exchange.format)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        response.headers["Cache-Control"] = _PRIVATE
    if answer.location is not None:
        response.headers["Location"] = answer.location
    response.headers.update(answer.headers)
    return response


def _empty(answer: Redirect | NoContent) -> WholeResponse:
    response = WholeResponse(b"", HTTPStatus.NO_CONTENT)
    if isinstance(answer, Redirect):
        response.status_code = answer.status
        response.headers["Location"] = answer.location
        response.headers.update(answer.headers)
    del response.headers["Content-Type"]
    return response


def _problem(answer: Problem) -> WholeResponse:
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": answer.title or HTTPStatus(answer.status).phrase,
        "status": answer.status,
    }
    if answer.detail:
        problem["detail"] = answer.detail
    if answer.errors:
        problem["errors"] = answer.errors
    response = WholeResponse(
        orjson.dumps(problem), answer.status, content_type="application/problem+json"
    )
    response.headers.update(answer.headers)
    return response


def _bare_node(answer: BareNode, form: Format) -> bytes:
    if form is Format.XML:
        return _xml_bare_node(answer.root, answer.key, answer.value)
    return orjson.dumps({answer.key: answer.value})


def _readable(
    answer: ObjectBody | ListBody | PlainBody, exchange: Exchange
) -> WholeResponse:
    """Write what GET reads, and the client may keep but must check (1.4)."""
    is_xml = exchange.is_xml
    match answer:
        case ObjectBody():
            body = (
                _xml_object(answer.schema, answer.data)
                if is_xml
                else orjson.dumps(answer.data)
            )
        case ListBody():
            body = _xml_list(answer) if is_xml else answer.json.data
        case PlainBody():
            body = (
                _xml_plain(answer.root, answer.data)
                if is_xml
                else orjson.dumps(answer.data)
            )
    status = answer.status if isinstance(answer, PlainBody) else HTTPStatus.OK
    response = _response(body, status, exchange.format)
    cache_control = answer.cache_control if isinstance(answer, PlainBody) else None
    if cache_control is not None or exchange.is_read:
        response.headers.add("Cache-Control", cache_control or _PRIVATE)
    if isinstance(answer, PlainBody):
        response.headers.update(answer.headers)
    return response


def _xml_list(answer: ListBody) -> bytes:
    if answer.documented_items:
        return _xml_documented_list(answer.schema, answer.items, answer.link)
    return _xml_metadata_list(answer.schema, answer.items, answer.pager)


def _text(answer: TextBody) -> WholeResponse:
    response = WholeResponse(
        answer.text, answer.status, answer.headers, content_type=answer.content_type
    )
    if not answer.text:
        del response.headers["Content-Type"]
    if answer.cache_control is not None:
        response.headers["Cache-Control"] = answer.cache_control
    return response


def _file(answer: FileBody) -> WholeResponse:
    response = WholeResponse(answer.content, content_type=answer.content_type)
    response.headers["Content-Disposition"] = _disposition(answer.name)
    response.headers["Content-Security-Policy"] = "script-src 'none'; "
    return response


def _disposition(name: str) -> str:
    """Name the file as the server does: no type word and no quotes (4.18)."""
    plain = "".join(each for each in name if each.isprintable())
    if plain.isascii():
        return f"filename={plain}"
    ascii_name = plain.encode("ascii", "replace").decode("ascii")
    return f"filename={ascii_name}; filename*=UTF-8''{quote(plain)}"


def _response(body: bytes, status: int, form: Format) -> WholeResponse:
    """Return what needs no more work on its way: its bytes go out as they are."""
    return WholeResponse(
        body, status, content_type=_TYPES[form], direct_passthrough=True
    )
