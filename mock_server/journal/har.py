"""Entries as an HTTP Archive 1.2, which browsers and HTTP tools open."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any

from mock_server.version import __version__

_UNKNOWN = -1
"""What the format wants where a size or a time was not measured."""
_BINARY = "application/octet-stream"


def archive(documents: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return an archive of the entries that `documents` show, without secrets."""
    creator = {"name": "dhis2-mock", "version": __version__}
    entries = [_entry(document) for document in documents]
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(document: Mapping[str, Any]) -> dict[str, Any]:
    milliseconds = document["milliseconds"]
    return {
        "startedDateTime": document["time"],
        "time": milliseconds,
        "request": _request(document),
        "response": _response(document["response"]),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": f"{document['id']} {document['operation']}: {document['sent']}",
    }


def _request(document: Mapping[str, Any]) -> dict[str, Any]:
    headers, body = document["headers"], document["body"]
    request = {
        "method": document["method"],
        "url": document["url"],
        "httpVersion": "HTTP/1.1",
        "cookies": _cookies(headers, "cookie"),
        "headers": _named(headers),
        "queryString": _named(document["query"]),
        "headersSize": _UNKNOWN,
        "bodySize": body["size"],
    }
    if body["size"]:
        request["postData"] = {
            "mimeType": _value(headers, "content-type") or _BINARY,
            "params": [],
            "text": body.get("text", body.get("base64")),
            **({"comment": "base64"} if "base64" in body else {}),
        }
    return request


def _response(response: Mapping[str, Any] | None) -> dict[str, Any]:
    """Describe an answer; as browsers do, none at all has the status 0."""
    headers = response["headers"] if response else []
    body = response["body"] if response else {"size": 0, "text": ""}
    status = response["status"] if response else 0
    content = {
        "size": body["size"],
        "mimeType": _value(headers, "content-type") or "x-unknown",
        "text": body.get("text", body.get("base64")),
    }
    if "base64" in body:
        content["encoding"] = "base64"
    return {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": "HTTP/1.1",
        "cookies": _cookies(headers, "set-cookie"),
        "headers": _named(headers),
        "content": content,
        "redirectURL": _value(headers, "location") or "",
        "headersSize": _UNKNOWN,
        "bodySize": body["size"],
    }


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""


def _named(pairs: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _value(headers: Iterable[Sequence[str]], wanted: str) -> str | None:
    return next((value for name, value in headers if name.lower() == wanted), None)


def _cookies(headers: Iterable[Sequence[str]], wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name, value in headers:
        if name.lower() == wanted:
            found += _cookies_in(value)
    return found


def _cookies_in(header: str) -> list[dict[str, str]]:
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return []
    return [{"name": name, "value": each.value} for name, each in cookies.items()]
