"""
Secrets taken out of what the journal shows: passwords, cookies, tokens.

Bodies are searched whatever type they claim to be, for a client that sends a wrong
one has given its password away all the same. Cut bodies are no exception: a secret
whose end is missing goes on to the end.
"""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

REDACTED = "[redacted]"

_SECRET_NAME = re.compile(
    r"(?:passw(?:or)?d|pwd|token|secret|api[-_]?key|sessionid)[\W\d_]*\Z"
)
_HINT = re.compile(
    r"passw|pwd|token|secret|api[-_]?key|sessionid|d2pat|\\u|%", re.IGNORECASE
)
"""Text without any of these has no secret by name, however it is written."""
_SCHEMES = frozenset({"basic", "bearer", "apitoken", "digest", "negotiate"})
_ACCESS_TOKEN = re.compile(r"d2pat(?:_|%5f)\w*", re.IGNORECASE | re.ASCII)

# Each of these ends in one pass over the text, whatever the text is.
_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.|\\\Z)*+)(?:"|\Z)(\s*+:\s*+)?', re.DOTALL)
_ELEMENT = re.compile(
    r"<([\w.:-]+)(?:\s[^<>]*)?>([^<]*(?:<!\[CDATA\[.*?(?:\]\]>|\Z))?)"
)
_PART = re.compile(
    r'(\bname="?([^";\r\n]{1,100})[^\r\n]{0,200}(?:\r?\n[^\r\n]{1,200}){0,5}'
    r"\r?\n\r?\n)(.*?)(?=\r?\n--|\Z)",
    re.DOTALL,
)
_NAME = r"(?<![^&?;\s,>\"'{(\[])([^\s&?;=<>\"'{}(),\[]{1,100})=(?!=)"
_IN_FORM = re.compile(rf"{_NAME}([^&\r\n]*)")
_IN_MARKUP = re.compile(rf"{_NAME}(\"[^\"]*|'[^']*|[^&\s\"'<>\\]*)")
_USERINFO = re.compile(r"(:(?:\\?/){2})[^\s/?#@\"'<>\\]{1,500}@")
"""What stands before the host of an address."""
_LOGIN = re.compile(
    r"(?<![^\s,;=\"'])[^\s,;=\"'()<>/@]{0,200}:[^\s,;\"'()<>/@]{0,200}@"
)
"""The same where the address has no scheme."""
_HOSTS = frozenset({"host", "x-forwarded-host", "x-original-host"})
_DECODER = json.JSONDecoder(strict=False)


def is_secret(name: str) -> bool:
    """Say whether what goes by `name` is a secret: `j_password`, `apiToken`."""
    return _SECRET_NAME.search(name.lower()) is not None


def redact_header(name: str, value: str) -> str:
    """Return the value of a header as it may be shown."""
    scheme, blank, _ = value.strip().partition(" ")
    if blank and scheme.lower() in _SCHEMES:
        return f"{scheme} {REDACTED}"
    match name.lower():
        case "authorization" | "proxy-authorization":
            return REDACTED
        case "cookie" | "cookie2":
            return "; ".join(map(_redact_cookie, value.split(";")))
        case "set-cookie" | "set-cookie2":
            cookie, semicolon, attributes = value.partition(";")
            return _redact_cookie(cookie) + semicolon + attributes
    if is_secret(name):
        return REDACTED
    return redact_text(_without_login(name, value))


def redact_headers(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Go through headers as they may be shown."""
    for name, value in headers:
        yield name, redact_header(name, value)


def redact_parameters(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Go through parameters, already decoded, as they may be shown."""
    for name, value in pairs:
        yield name, REDACTED if is_secret(name) else redact_text(value)


def redact_url(url: str) -> str:
    """Return an address without the secrets in its query or after a semicolon."""
    path, mark, query = _without_access_tokens(url).partition("?")
    parts = re.split("([&;])", query)
    return redact_text(path) + mark + "".join(map(_redact_pair, parts))


def redact_text(text: str) -> str:
    """Return `text` without the secrets that stand in it under a telling name."""
    if "@" in text:
        text = _USERINFO.sub(rf"\1{REDACTED}@", text)
    if not _HINT.search(text):
        return text
    text = _redact_json(_without_access_tokens(text))
    text = _ELEMENT.sub(_redacted_element, text)
    text = _PART.sub(_redacted_part, text)
    is_markup = text.lstrip("\ufeff \t\r\n")[:1] in {"{", "[", "<", '"'}
    return (_IN_MARKUP if is_markup else _IN_FORM).sub(_redacted_assignment, text)


def _without_access_tokens(text: str) -> str:
    return _ACCESS_TOKEN.sub(f"d2pat_{REDACTED}", text)


def _redact_cookie(cookie: str) -> str:
    name, equals, _ = cookie.strip().partition("=")
    return f"{name}={REDACTED}" if equals else REDACTED


def _redact_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    hides = is_secret(unquote_plus(name)) or _USERINFO.search(unquote_plus(value))
    return f"{name}={REDACTED}" if equals and hides else pair


def _without_login(name: str, value: str) -> str:
    """Return a header without what stands before a host; a plain one has no `@`."""
    if "@" not in value:
        return value
    if name.lower() in _HOSTS:
        return f"{REDACTED}@{value.rpartition('@')[2]}"
    return _LOGIN.sub(f"{REDACTED}@", value)


def _redact_json(text: str) -> str:
    """Put a text in place of what follows a secret key, be it a whole object."""
    parts, done, at = [], 0, 0
    while found := _JSON_STRING.search(text, at):
        at = found.end()
        if found[2] is None or not is_secret(_json_text(found[1])):
            continue
        parts += [text[done:at], f'"{REDACTED}"']
        done = at = _end_of_value(text, at)
    return "".join(parts) + text[done:]


def _json_text(quoted: str) -> str:
    """Return what a JSON string says, escapes and all."""
    if "\\" not in quoted:
        return quoted
    try:
        return str(json.loads(f'"{quoted}"', strict=False))
    except ValueError:
        return quoted


def _end_of_value(text: str, start: int) -> int:
    """Return where the JSON value at `start` ends: where nothing can be read, last."""
    try:
        return _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return len(text)


def _redacted_element(found: re.Match[str]) -> str:
    if not found[2].strip() or not is_secret(found[1]):
        return found[0]
    return found[0].removesuffix(found[2]) + REDACTED


def _redacted_part(found: re.Match[str]) -> str:
    return found[1] + REDACTED if is_secret(found[2]) else found[0]


def _redacted_assignment(found: re.Match[str]) -> str:
    name, value = found[1], found[2]
    if not value or not is_secret(unquote_plus(name)):
        return found[0]
    quote = value[0] if value[0] in "\"'" else ""
    return f"{name}={quote}{REDACTED}"
