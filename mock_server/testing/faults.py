"""
Effects of faults, each made by a function with the keys of its JSON as arguments.

They only write the document down; what a server makes of it is its own business, and
it refuses what it does not know (control-plane 3.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import isfunction
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, get_args

from mock_server.suggestions import suggestion
from mock_server.testing.calls import with_hints

Phase: TypeAlias = Literal["before", "after"]
"""`before`: the request never ran. `after`: it ran, and its answer is spoilt."""

Preset: TypeAlias = Literal[
    "rate_limited",
    "bad_gateway",
    "gateway_timeout",
    "maintenance",
    "server_error",
    "unauthorized",
    "session_expired",
    "login_page",
    "read_only",
]

RetryAfter: TypeAlias = int | Literal["http-date"]
"""Seconds, or the moment that they lead to."""


class Uniform(TypedDict):
    """Milliseconds, each as likely as any other."""

    type: Literal["uniform"]
    lower: int
    upper: int


class Lognormal(TypedDict):
    """Milliseconds, most of them near the median, and a few far above it."""

    type: Literal["lognormal"]
    median: float
    sigma: float
    maxValue: float


_OTHER_WORDS = {
    "abort": "reset()",
    "close": "empty()",
    "conflict": "message(409, ...)",
    "disconnect": "reset() or empty()",
    "drop": "reset() or empty()",
    "error": "status(...) or message(...)",
    "garbage": "random_data()",
    "latency": "delay(seconds=...)",
    "respond": "status(...), message(...), json(...) or preset(...)",
    "response": "status(...), message(...), json(...) or preset(...)",
    "sleep": "delay(seconds=...)",
    "slow": "delay(seconds=...) or dribble(seconds=...)",
    "timeout": "hang(), or delay(seconds=...)",
    "web_message": "message(...)",
}
"""What other tools call such effects."""


@dataclass(frozen=True)
class Effect:
    """What a fault does, as the control plane wants to read it."""

    document: Mapping[str, object]


@with_hints
def status(
    status: int,
    *,
    retry_after: RetryAfter | None = None,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
    phase: Phase | None = None,
) -> Effect:
    """Answer with this status, and `body` as it stands."""
    return _effect(
        "respond",
        status=status,
        retryAfter=retry_after,
        headers=headers,
        body=body,
        phase=phase,
    )


@with_hints
def message(
    status: int,
    message: str,
    *,
    error_code: str | None = None,
    headers: Mapping[str, str] | None = None,
    phase: Phase | None = None,
) -> Effect:
    """Answer with a WebMessage, the form in which DHIS2 itself refuses."""
    return _effect(
        "respond",
        status=status,
        message=message,
        errorCode=error_code,
        headers=headers,
        phase=phase,
    )


@with_hints
def json(
    status: int,
    json: object,
    *,
    headers: Mapping[str, str] | None = None,
    phase: Phase | None = None,
) -> Effect:
    """Answer with any JSON; `None` is `null`."""
    effect = _effect("respond", status=status, headers=headers, phase=phase)
    return Effect({**effect.document, "json": json})


@with_hints
def preset(
    preset: Preset,
    *,
    retry_after: RetryAfter | None = None,
    headers: Mapping[str, str] | None = None,
    phase: Phase | None = None,
) -> Effect:
    """Answer as a proxy in front of a real server, or that server, is known to."""
    return _effect(
        "respond", preset=preset, retryAfter=retry_after, headers=headers, phase=phase
    )


@with_hints
def delay(
    *,
    milliseconds: int | None = None,
    seconds: float | None = None,
    distribution: Uniform | Lognormal | None = None,
) -> Effect:
    """Answer so much later, or by a time drawn from a distribution."""
    time = _milliseconds("", milliseconds, seconds)
    return _effect("delay", milliseconds=time, distribution=distribution)


@with_hints
def reset(*, phase: Phase | None = None) -> Effect:
    """Cut the connection with a TCP reset, before any byte of an answer."""
    return _effect("reset", phase=phase)


@with_hints
def empty(*, phase: Phase | None = None) -> Effect:
    """Close the connection without an answer."""
    return _effect("empty", phase=phase)


@with_hints
def random_data(*, phase: Phase | None = None) -> Effect:
    """Send bytes that are no HTTP, then close."""
    return _effect("random_data", phase=phase)


@with_hints
def malformed_chunk(*, phase: Phase | None = None) -> Effect:
    """Send status and headers, then a chunk that is none."""
    return _effect("malformed_chunk", phase=phase)


@with_hints
def hang(
    *,
    max_milliseconds: int | None = None,
    max_seconds: float | None = None,
    phase: Phase | None = None,
) -> Effect:
    """Send nothing for a long time, a minute if not told, then cut the connection."""
    time = _milliseconds("max_", max_milliseconds, max_seconds)
    return _effect("hang", maxMilliseconds=time, phase=phase)


@with_hints
def truncate(*, bytes: int | None = None, fraction: float | None = None) -> Effect:  # noqa: A002 - the key of the JSON
    """Promise the whole answer, send its first part, and close."""
    return _effect("truncate", bytes=bytes, fraction=fraction)


@with_hints
def dribble(
    *,
    chunks: int | None = None,
    milliseconds: int | None = None,
    seconds: float | None = None,
    bytes_per_second: int | None = None,
) -> Effect:
    """Send the answer slowly: in `chunks` over a time, or at a rate."""
    return _effect(
        "dribble",
        chunks=chunks,
        milliseconds=_milliseconds("", milliseconds, seconds),
        bytesPerSecond=bytes_per_second,
    )


@with_hints
def rewrite(
    *,
    remove: str | Sequence[str] = (),
    merge: Mapping[str, object] | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    content_type: str | None = None,
) -> Effect:
    """
    Change a real answer: a wrong one that is well formed.

    `remove` is a JSON pointer or several, with `*` for each element of a list;
    `merge` is applied as RFC 7396 says.
    """
    pointers = [remove] if isinstance(remove, str) else list(remove)
    return _effect(
        "rewrite",
        remove=pointers or None,
        merge=merge,
        status=status,
        headers=headers,
        contentType=content_type,
    )


if not TYPE_CHECKING:  # to type checkers a name that is not here is an error

    def __getattr__(name: str) -> object:
        """Refuse an effect that there is not with what makes it, or is like it."""
        __tracebackhide__ = True
        message = f"there is no effect `faults.{name}`{_meant(name)}"
        raise AttributeError(message)


def _meant(name: str) -> str:
    """Say which effect was probably meant."""
    if name in get_args(Preset):
        return f"; did you mean preset({name!r})?"
    if name in _OTHER_WORDS:
        return f"; did you mean {_OTHER_WORDS[name]}?"
    builders = [
        known
        for known, each in globals().items()
        if isfunction(each) and each.__module__ == __name__ and known[0] != "_"
    ]
    return suggestion(name, builders)


def _milliseconds(
    name: str, milliseconds: int | None, seconds: float | None
) -> int | None:
    """Return the time called `name`, which may be told in either unit, not in both."""
    if seconds is None:
        return milliseconds
    if milliseconds is not None:
        message = f"{name}milliseconds and {name}seconds are one time: give one of them"
        raise TypeError(message)
    return round(seconds * 1000)


def _effect(type_: str, **parts: object) -> Effect:
    given = {key: part for key, part in parts.items() if part is not None}
    return Effect({"type": type_, **given})
