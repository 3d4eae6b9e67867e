"""
Requests and answers as plain data, for all who look at them from outside.

Faults decide by them and the journal keeps them; neither asks Flask anything.
"""

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from functools import cached_property
from http import HTTPStatus
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl, quote

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values in the order they came, repeated ones repeated."""


class Caller(NamedTuple):
    """Who is asking, once his credentials were found right."""

    uid: str
    username: str


@dataclass(frozen=True)
class Incoming:
    """A request as it came in, and what the server made of it."""

    method: str
    path: str
    """Without context path, version, suffix and last slash."""
    raw_path: str = ""
    """As the client sent it, the context path of the world apart."""
    root_url: str = ""
    """The address of this server and its world, as the client sees them."""
    query_string: str = ""
    headers: Pairs = ()
    body: bytes = b""
    """At most as much as the desk takes in; `body_size` tells how much there is."""
    body_size: int = 0
    operation: str | None = None
    """`messageConversations.reply` and the like; `None` where nothing is routed."""
    api_version: int | None = None
    user: Caller | None = None
    """`None` is nobody, or nobody known."""

    @property
    def url(self) -> str:
        """The whole address, as the client sees this server."""
        url = f"{self.root_url}{quote(self.raw_path, safe='/;=')}"
        return f"{url}?{self.query_string}" if self.query_string else url

    @cached_property
    def query(self) -> Pairs:
        """The parameters of the query string, in order."""
        return tuple(parse_qsl(self.query_string, keep_blank_values=True))

    def header(self, name: str) -> str | None:
        """Return the value of the header `name`, in whatever case it came."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), None)

    @cached_property
    def text(self) -> str:
        """The body as text; of a multipart one only what is no file."""
        content_type = self.header("Content-Type") or ""
        if content_type.lower().startswith("multipart/"):
            return "\n".join(_text_parts(content_type, self.body))
        return self.body.decode("utf-8", "replace")


class Outgoing(NamedTuple):
    """An answer, ready to be sent."""

    status: int
    reason: str = ""
    headers: Pairs = ()
    body: bytes = b""

    @property
    def status_line(self) -> str:
        """Status and reason, as WSGI wants them."""
        return f"{self.status} {self.reason}"


def reason_phrase(status: int) -> str:
    """Return the words that go with `status`, in capitals as Flask sends them."""
    try:
        return HTTPStatus(status).phrase.upper()
    except ValueError:
        return "UNKNOWN"


def _text_parts(content_type: str, body: bytes) -> list[str]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    whole: Message = BytesParser().parsebytes(head + body)
    if not whole.is_multipart():
        return []
    parts = [part for part in whole.walk() if not part.is_multipart()]
    return [_decoded(part) for part in parts if part.get_filename() is None]


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
