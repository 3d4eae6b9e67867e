"""
Regular expressions that clients send, kept from stalling the server.

The standard library's cannot be interrupted once they run, and hold every other
thread up; these end after a while, and let the others run meanwhile.
"""

import re
from functools import cache
from importlib import import_module
from typing import Any

LONGEST_PATTERN = 1000
LONGEST_TEXT = 64 * 1024
"""What comes after it is not looked at."""

_SECONDS = 0.2
_HEAVIEST = 100_000
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]?|\{(\d*)(?:,(\d*))?\}|.", re.DOTALL
)


def flaw(pattern: str) -> str | None:
    """Say why `pattern` cannot be taken, or `None` if it can."""
    if len(pattern) > LONGEST_PATTERN:
        return f"is longer than {LONGEST_PATTERN} characters"
    if _weight(pattern) > _HEAVIEST:
        return "repeats too much; use + or * where the number does not matter"
    try:
        _engine().compile(pattern)
    except (_engine().error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    return None


def _weight(pattern: str) -> int:
    """
    Return how many parts `pattern` has once all that it counts is written out.

    To compile `(?:a{5000}){5000}` takes all the memory there is, and no timeout.
    """
    last, wholes = 0, [0]
    for token in _TOKEN.finditer(pattern):
        counts = [int(each[:6]) for each in token.groups() if each]
        if counts:
            wholes[-1] += last * (max(counts) - 1)
            last *= max(counts)
        elif token[0] == "(":
            wholes.append(0)
        else:
            last = wholes.pop() if token[0] == ")" and len(wholes) > 1 else 1
            wholes[-1] += last
    return sum(wholes)


def is_found(pattern: str, text: str) -> bool:
    """Say whether `pattern` is somewhere in `text`; no if that takes too long."""
    try:
        found = _engine().search(
            pattern, text[:LONGEST_TEXT], concurrent=True, timeout=_SECONDS
        )
    except TimeoutError:
        return False
    return found is not None


def from_glob(glob: str) -> str:
    """Return the pattern of `glob`: `*` is any of one segment, `**` is anything."""
    segments = [part.split("*") for part in glob.split("**")]
    escape = _engine().escape
    parts = ["[^/]*".join(map(escape, segment)) for segment in segments]
    return rf"\A{'.*'.join(parts)}\Z"


@cache
def _engine() -> Any:
    """Return the module `regex`, which most servers never need."""
    return import_module("regex")
