"""
Headers and bodies taken from the environ.

A body is read before the application does, who finds it as if nobody had.
"""

from functools import lru_cache
from io import BytesIO, RawIOBase
from typing import TYPE_CHECKING, Protocol

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import get_content_length, get_input_stream

from mock_server.traffic import Pairs

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from _typeshed.wsgi import WSGIEnvironment

BODY_LIMIT = 1024 * 1024
"""How many bytes of a body are looked at; larger ones are files."""

_WITHOUT_PREFIX = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})
"""Headers that the environ holds under names of their own, and nowhere else."""


def headers_of(environ: "WSGIEnvironment") -> Pairs:
    """Return the headers as they came, each name in its usual spelling."""
    return tuple(
        (name, environ[key])
        for key in environ
        if (name := _header_name(key)) and (environ[key] or key[0] == "H")
    )


@lru_cache(maxsize=1024)
def _header_name(key: str) -> str | None:
    """Return the header that `key` holds, if it holds one."""
    if key in _WITHOUT_PREFIX:
        return key.replace("_", "-").title()
    name = key.removeprefix("HTTP_")
    if name == key or name in _WITHOUT_PREFIX:
        return None
    return name.replace("_", "-").title()


class _Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def guard_input(environ: "WSGIEnvironment") -> None:
    """See that a body ends or is refused, also where its chunks are none (13.4)."""
    stream = environ["wsgi.input"]
    if isinstance(stream, RawIOBase):
        environ["wsgi.input"] = _Chunks(stream)


def take_body(environ: "WSGIEnvironment") -> tuple[bytes, int]:
    """
    Return the first bytes of the body, and how many there are in all.

    The application finds the whole body in `environ` all the same. Of a body whose
    length nobody knows beforehand the size is that of what was read.
    """
    stream = get_input_stream(environ)
    environ["wsgi.input"] = stream
    try:
        head = _read(stream, BODY_LIMIT)
    except ClientDisconnected:
        return b"", 0  # the application meets the same end of the stream
    rest_matters = len(head) == BODY_LIMIT
    environ["wsgi.input"] = _Continued(head, stream) if rest_matters else BytesIO(head)
    return head, get_content_length(environ) or len(head)


def _read(stream: _Stream, limit: int) -> bytes:
    parts = []
    while limit and (part := stream.read(limit)):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


class _Chunks(RawIOBase):
    """
    The chunks that Werkzeug's own server reads, which knows no client that stops.

    It would go on for ever after the end of the line, and fails at what is no chunk.
    """

    def __init__(self, stream: RawIOBase) -> None:
        self._stream = stream
        self._is_broken = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        if self._is_broken:
            raise ClientDisconnected
        try:
            # A view takes nothing shorter than what is announced: the line has ended.
            return self._stream.readinto(memoryview(buffer)) or 0
        except (OSError, ValueError) as error:
            self._is_broken = True
            raise ClientDisconnected from error


class _Continued(RawIOBase):
    """What was read of a stream already, and then the stream."""

    def __init__(self, head: bytes, rest: _Stream) -> None:
        self._head = BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        size = memoryview(buffer).nbytes
        part = self._head.read(size) or self._rest.read(size)
        memoryview(buffer)[: len(part)] = part
        return len(part)
