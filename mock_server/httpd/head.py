"""The head of a request as it comes over the line, read into a WSGI environ."""

import re
import sys
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote_to_bytes, urlsplit

from werkzeug.serving import DechunkedInput

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LONGEST = 65_536
"""Bytes of a line."""
_MOST = 100
"""Headers of a request."""
_WORDS = 3
_WORD = re.compile(r"\S+", re.ASCII)
_AROUND_A_VALUE = " \t\r\n"
"""Blanks as HTTP knows them: others of Latin-1 are the half of a letter in UTF-8."""
_BLANK = frozenset({"\r\n", "\n"})
_ALIKE: "WSGIEnvironment" = {
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "SCRIPT_NAME": "",
}
"""What the environ of every request says."""
_WITHOUT_PREFIX = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})


class MalformedRequestError(Exception):
    """What came is no request; the text says why, and `status` how bad it is."""

    def __init__(
        self, reason: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST
    ) -> None:
        """Keep the reason, and the status that it is answered with."""
        super().__init__(reason)
        self.status = status


def read_head(stream: BinaryIO) -> "WSGIEnvironment":
    """
    Return the request whose head begins here; the stream goes on with the body.

    Bytes beyond ASCII are read as Latin-1, as WSGI has it.

    Raises:
        MalformedRequestError: it is not as HTTP/1 has it.
    """
    first = _line(stream)
    words = _WORD.findall(first)
    if len(words) != _WORDS:
        message = f"Bad request syntax ({first.rstrip()!r})"
        raise MalformedRequestError(message)
    method, target, version = words
    if not version.startswith("HTTP/1."):
        message = f"Bad request version ({version!r})"
        raise MalformedRequestError(message, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
    authority, path, query = _parts(target)
    environ: WSGIEnvironment = {
        **_ALIKE,
        "wsgi.input": stream,
        "wsgi.errors": sys.stderr,
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": target,
        "SERVER_PROTOCOL": version,
    }
    _read_headers(stream, environ)
    if authority:
        environ["HTTP_HOST"] = authority
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        environ["wsgi.input"] = DechunkedInput(stream)
        environ["wsgi.input_terminated"] = True
    return environ


def announces_body(environ: "WSGIEnvironment") -> bool:
    """Say whether the client sends more than the head."""
    return "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ


def _parts(target: str) -> tuple[str, str, str]:
    """Part what is asked for into authority, path and query."""
    if target.startswith("/"):
        path, _, query = target.partition("?")
        return "", f"/{path.lstrip('/')}", query
    try:
        parts = urlsplit(target)
    except ValueError as error:
        raise MalformedRequestError(str(error)) from error
    return parts.netloc, parts.path, parts.query


def _read_headers(stream: BinaryIO, environ: "WSGIEnvironment") -> None:
    """Put the headers that follow into `environ`, repeated ones joined."""
    for _ in range(_MOST):
        line = _line(stream)
        if line in _BLANK:
            return
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            message = f"Bad header ({line.rstrip()!r})"
            raise MalformedRequestError(message)
        if "_" not in name:  # it would pass for the one with a hyphen
            key = _key(name)
            value = value.strip(_AROUND_A_VALUE)
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    message = "Too many headers"
    raise MalformedRequestError(message, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def _line(stream: BinaryIO) -> str:
    """
    Return the next line of the head.

    Raises:
        ConnectionAbortedError: the client went away before it was whole.
    """
    line = stream.readline(_LONGEST)
    if line.endswith(b"\n"):
        return line.decode("latin-1")
    if len(line) < _LONGEST:
        raise ConnectionAbortedError
    message = "Line too long"
    raise MalformedRequestError(message, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    """Return where the environ has the header `name`."""
    key = name.upper().replace("-", "_")
    return key if key in _WITHOUT_PREFIX else f"HTTP_{key}"
