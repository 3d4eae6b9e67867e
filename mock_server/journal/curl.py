"""
Entries as command lines that send the request again, one a line.

They are for bash and zsh, whose `$'...'` writes a body of many lines in one.
"""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from shlex import quote
from typing import Any

from mock_server.domain.model import User

_OWN_OF_CURL = frozenset(
    {"host", "content-length", "connection", "accept-encoding", "transfer-encoding"}
)
_CREDENTIALS = frozenset({"authorization", "cookie"})
_ADDED_BY_CURL = {"accept": "Accept:", "content-type": "Content-Type:"}
_ESCAPES = {"\\": r"\\", "'": r"\'", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NEEDS_ESCAPE = re.compile(r"[\\'\x00-\x1f\x7f]")


def command(document: Mapping[str, Any], users: Mapping[str, User] | None) -> str:
    """
    Return the line that repeats what `document` shows.

    `users` are those of the seed by uid, whose passwords it may say; with `None` curl
    asks for the password. A body that was not kept whole cannot be sent again.
    """
    if document["body"]["truncated"]:
        return f"# {document['id']}: the journal has not kept the whole body"
    data, pipe = _data(document, users)
    words = [
        "curl",
        "--globoff",
        *_method(document["method"], has_body=bool(data)),
        *_login(document, users),
        *_headers(document, has_body=bool(data)),
        *data,
        quote(document["url"]),
    ]
    return pipe + " ".join(words)


def _method(method: str, *, has_body: bool) -> list[str]:
    if method == "HEAD":
        return ["--head"]
    usual = "POST" if has_body else "GET"
    return [] if method == usual else ["-X", quote(method)]


def _login(document: Mapping[str, Any], users: Mapping[str, User] | None) -> list[str]:
    user = document["user"]
    if user is None:
        return []
    name = user["username"]
    if users is not None and user["id"] in users:
        name = f"{name}:{users[user['id']].password}"
    return ["-u", quote(name)]


def _headers(document: Mapping[str, Any], *, has_body: bool) -> list[str]:
    left_out = _OWN_OF_CURL | (_CREDENTIALS if document["user"] else frozenset())
    words: list[str] = []
    names = set()
    for name, value in document["headers"]:
        names.add(name.lower())
        if name.lower() not in left_out:
            header = f"{name}: {value}" if value else f"{name};"
            words += ["-H", _quoted(header)]
    for name, nothing in _ADDED_BY_CURL.items():
        if name not in names and (has_body or name != "content-type"):
            words += ["-H", quote(nothing)]
    return words


def _data(
    document: Mapping[str, Any], users: Mapping[str, User] | None
) -> tuple[list[str], str]:
    """Return the options that send the body, and what is piped into curl."""
    body = document["body"]
    if "base64" in body:
        pipe = f"printf %s {quote(body['base64'])} | base64 -d | "
        return ["--data-binary", "@-"], pipe
    text = body["text"]
    if users is not None and _was_logged_in(document):
        text = _with_password(text, users)
    return (["--data-raw", _quoted(text)], "") if text else ([], "")


def _was_logged_in(document: Mapping[str, Any]) -> bool:
    """Say whether the body holds the right password of a user."""
    response = document["response"]
    is_login = document["operation"] == "auth.login"
    return is_login and response is not None and response["status"] == HTTPStatus.OK


def _with_password(text: str, users: Mapping[str, User]) -> str:
    """Put the password of the seed in place of the redacted one."""
    try:
        given = json.loads(text)
        name = given.get("username")
    except (ValueError, AttributeError):
        return text
    for user in users.values():
        if user.username == name:
            return json.dumps({**given, "password": user.password})
    return text


def _quoted(text: str) -> str:
    """Quote `text` for a shell, without any line end."""
    if not _CONTROL.search(text):
        return quote(text)
    return f"$'{_NEEDS_ESCAPE.sub(lambda found: _escape(found[0]), text)}'"


def _escape(character: str) -> str:
    return _ESCAPES.get(character) or f"\\x{ord(character):02x}"
