"""
What is left of an answer when ids, dates, addresses and texts are taken for their kind.

Two servers hold different data, so their answers are compared by this: the status, the
headers that the contract speaks of, and the shape of the body, with the very values
where a check says that they matter.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

import xmltodict

from mock_server.contract.model import BODY

_ENVELOPE = frozenset(
    {"httpStatus", "httpStatusCode", "status", "errorCode", "message", "responseType"}
)
"""Keys of a WebMessage, whose values always matter (messaging.md 1.3)."""
_UID = r"(?=\w*(?:\d|[a-z][A-Z]))[A-Za-z][A-Za-z0-9]{10}"
"""A uid, and few words of its length."""
_KINDS = (
    ("<uid>", re.compile(_UID)),
    ("<date>", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}")),
    ("<uuid>", re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
    ("<url>", re.compile(r"https?://\S+")),
)
_UID_IN_TEXT = re.compile(rf"\b{_UID}\b")
_DATE_IN_TEXT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+")
_ETAG = re.compile(r'"0[0-9a-f]{32}"')
_LONGEST = 200
"""How many letters of a text are compared and shown."""


class Answered(Protocol):
    """What a server answered."""

    @property
    def status(self) -> int:
        """The status of it."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers; names are in whatever case."""

    @property
    def body(self) -> bytes:
        """Its body."""


@dataclass(frozen=True)
class Seen:
    """What is compared of an answer."""

    status: int
    headers: Mapping[str, str]
    shape: Any


@dataclass(frozen=True)
class Lens:
    """How to look at the answers of one server."""

    url: str
    """What its links begin with."""
    names: Mapping[str, str]
    """What is known of it, by name: uids, names of users, the mark of the run."""
    values: frozenset[str] = frozenset()
    ordered: bool = False

    def see(self, answer: Answered) -> Seen:
        """Return what is compared of `answer`."""
        kind = _media_type(answer.headers.get("content-type", ""))
        headers = {
            name: told
            for name, tell in _HEADERS.items()
            if (given := answer.headers.get(name.lower())) is not None
            and (told := tell(self.text(given)))
        }
        return Seen(answer.status, headers, self._body(kind, answer.body))

    def text(self, text: str) -> str:
        """Return `text` with what is known by its name, and the rest by its kind."""
        text = _DATE_IN_TEXT.sub("<date>", self._named(text.replace(self.url, "<url>")))
        return _UID_IN_TEXT.sub("<uid>", text)[:_LONGEST]

    def shape(self, value: object, key: str = "") -> Any:
        """Return the shape of JSON that stands at `key`."""
        if isinstance(value, dict):
            return {self._named(k): self.shape(each, k) for k, each in value.items()}
        if isinstance(value, list):
            shapes = [self.shape(each, key) for each in value]
            return shapes if self.ordered else _kinds_in(shapes)
        return self._leaf(value, literally=key in self.values or key in _ENVELOPE)

    def _named(self, text: str) -> str:
        for name, value in self._longest_first():
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"<{name}>", text)
        return text

    def _leaf(self, value: object, *, literally: bool) -> object:
        if isinstance(value, str):
            return self.text(value) if literally else self._kind(value)
        if literally or value is None:
            return value
        return "<boolean>" if isinstance(value, bool) else "<number>"

    def _kind(self, text: str) -> str:
        for name, value in self._longest_first():
            if text == value:
                return f"<{name}>"
        for kind, pattern in _KINDS:
            if pattern.fullmatch(text):
                return kind
        return "<text>"

    def _longest_first(self) -> list[tuple[str, str]]:
        known = [(name, value) for name, value in self.names.items() if value]
        return sorted(known, key=lambda item: -len(item[1]))

    def _body(self, kind: str, body: bytes) -> Any:
        if not body:
            return None
        if kind.startswith("text/html"):
            return "<web page>"
        try:
            if "json" in kind:
                return self.shape(json.loads(body))
            if "xml" in kind:
                return self.shape(xmltodict.parse(body))
        except (ValueError, ExpatError):
            return self._bare(f"<broken {kind.partition(';')[0]}>", body)
        is_text = kind.startswith("text/")
        return self._bare("<text>" if is_text else f"<{len(body)} bytes>", body)

    def _bare(self, kind: str, body: bytes) -> str:
        """Return the kind of a body without structure, or its text if that matters."""
        matters = BODY in self.values
        return self.text(body.decode(errors="replace")) if matters else kind


def _kinds_in(shapes: list[Any]) -> list[Any]:
    """Return the shapes that there are, each once, in an order of their own."""
    by_text = {json.dumps(each, sort_keys=True): each for each in shapes}
    return [by_text[text] for text in sorted(by_text)]


def _media_type(value: str) -> str:
    return value.replace(" ", "").lower()


def _sorted_list(value: str) -> str:
    return ", ".join(sorted(filter(None, (each.strip() for each in value.split(",")))))


def _as_it_is(value: str) -> str:
    return value


def _etag(value: str) -> str:
    return _ETAG.sub("<etag>", value)


_HEADERS: Mapping[str, Callable[[str], str]] = {
    "Content-Type": _media_type,
    "Location": _as_it_is,
    "Cache-Control": _sorted_list,
    "ETag": _etag,
    "Content-Disposition": _as_it_is,
    "WWW-Authenticate": _as_it_is,
}
"""The headers that are compared (messaging.md 1.4), and how each is read."""
