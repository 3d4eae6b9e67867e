"""
Effects of faults, each made by a function with the keys of its JSON as arguments.

They only write the document down; what a server makes of it is its own business, and
it refuses what it does not know (control-plane 3.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

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


@dataclass(frozen=True)
class Effect:
    """What a fault does, as the control plane wants to read it."""

    document: Mapping[str, object]


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


def delay(
    milliseconds: int | None = None,
    *,
    distribution: Mapping[str, object] | None = None,
) -> Effect:
    """Answer so many milliseconds later, or by a time drawn from a distribution."""
    return _effect("delay", milliseconds=milliseconds, distribution=distribution)


def reset(*, phase: Phase | None = None) -> Effect:
    """Cut the connection with a TCP reset, before any byte of an answer."""
    return _effect("reset", phase=phase)


def empty(*, phase: Phase | None = None) -> Effect:
    """Close the connection without an answer."""
    return _effect("empty", phase=phase)


def random_data(*, phase: Phase | None = None) -> Effect:
    """Send bytes that are no HTTP, then close."""
    return _effect("random_data", phase=phase)


def malformed_chunk(*, phase: Phase | None = None) -> Effect:
    """Send status and headers, then a chunk that is none."""
    return _effect("malformed_chunk", phase=phase)


def hang(*, max_milliseconds: int | None = None, phase: Phase | None = None) -> Effect:
    """Send nothing for a long time, then cut the connection."""
    return _effect("hang", maxMilliseconds=max_milliseconds, phase=phase)


def truncate(*, bytes: int | None = None, fraction: float | None = None) -> Effect:  # noqa: A002 - the key of the JSON
    """Promise the whole answer, send its first part, and close."""
    return _effect("truncate", bytes=bytes, fraction=fraction)


def dribble(
    *,
    chunks: int | None = None,
    milliseconds: int | None = None,
    bytes_per_second: int | None = None,
) -> Effect:
    """Send the answer slowly: in `chunks` over `milliseconds`, or at a rate."""
    return _effect(
        "dribble",
        chunks=chunks,
        milliseconds=milliseconds,
        bytesPerSecond=bytes_per_second,
    )


def rewrite(
    *,
    remove: Sequence[str] = (),
    merge: Mapping[str, object] | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    content_type: str | None = None,
) -> Effect:
    """
    Change a real answer: a wrong one that is well formed.

    `remove` has JSON pointers, with `*` for each element of a list; `merge` is
    applied as RFC 7396 says.
    """
    return _effect(
        "rewrite",
        remove=list(remove) or None,
        merge=merge,
        status=status,
        headers=headers,
        contentType=content_type,
    )


def _effect(type_: str, **parts: object) -> Effect:
    given = {key: part for key, part in parts.items() if part is not None}
    return Effect({"type": type_, **given})
