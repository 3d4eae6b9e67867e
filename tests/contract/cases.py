"""
Numbered cases as tables: requests in order, and what each is answered.

Texts may hold `{name}`: the uid that an earlier step kept under that name. What
differs from profile to profile is a `Per`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tests.conftest import Api, Reply

SERVER = ("2.41", "2.42", "2.43")
ALL = ("documented", *SERVER)


class Per:
    """A value for some profiles, by name, and another for the rest."""

    def __init__(self, default: object, **by_profile: object) -> None:
        """Take `v2_41` for the profile 2.41, and so on."""
        self.default = default
        self.by_profile = {
            name.removeprefix("v").replace("_", "."): value
            for name, value in by_profile.items()
        }

    def of(self, profile: str) -> Any:
        """Return the value for `profile`."""
        return self.by_profile.get(profile, self.default)


class Matching:
    """Any text that matches a regular expression."""

    def __init__(self, pattern: str) -> None:
        """Take the expression for the whole text."""
        self.pattern = pattern

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and bool(re.fullmatch(self.pattern, other))

    def __hash__(self) -> int:
        return hash(self.pattern)

    def __repr__(self) -> str:
        return f"text like {self.pattern}"


class AnyOrder(list[Any]):
    """A list of which the contract leaves the order open."""


@dataclass(frozen=True)
class Step:
    """One request and its answer; what is left out is not looked at."""

    user: str | None
    call: str
    """Method and path."""
    status: int | Per = 200
    json: object = None
    """The whole body."""
    like: object = None
    """A part of the body: some keys of each object."""
    lacks: tuple[str, ...] = ()
    """Keys that the body, an object, does not have."""
    text: str | None = None
    check: Callable[[Any], bool] | None = None
    """What else must hold of the body."""
    headers: Mapping[str, str | None] = field(default_factory=dict)
    """Regular expressions; `None` is a header that is not there."""
    keep: str | None = None
    """The name to keep the new uid under."""
    cookie: bool = False
    """Whether it carries the last cookie that was set."""
    sent: Mapping[str, Any] = field(default_factory=dict)
    """What the request carries besides, as `Api.call` takes it."""


@dataclass(frozen=True)
class Case:
    """A number of the contract, the profiles it concerns, its requests in order."""

    number: str
    steps: tuple[Step, ...]
    profiles: tuple[str, ...] = ALL


def case(number: str, *steps: Step, profiles: tuple[str, ...] = ALL) -> Case:
    """Return a case; written short, because there are many."""
    return Case(number, steps, profiles)


def web_message(status: int, message: object, code: object = None) -> Any:
    """Return the envelope of a refusal, or of a write (messaging.md 1.3)."""
    body = {
        "httpStatus": HTTPStatus(status).phrase,
        "httpStatusCode": status,
        "status": "OK" if status < HTTPStatus.BAD_REQUEST else "ERROR",
        "message": message,
        "errorCode": code,
    }
    return {key: value for key, value in body.items() if value is not None}


def numbers(cases: Iterable[Case]) -> set[str]:
    """Return the numbers of the contract that `cases` stand for: `20b` is 20."""
    return {each.number.rstrip("abc") for each in cases}


def table(cases: Iterable[Case]) -> pytest.MarkDecorator:
    """Return the decorator that runs a test once for each case and profile."""
    return pytest.mark.parametrize(
        ("profile", "steps"),
        [
            pytest.param(
                profile,
                each.steps,
                id=f"{each.number}-{profile}",
                marks=pytest.mark.profile(profile),
            )
            for each in cases
            for profile in each.profiles
        ],
    )


def run(api: Api, profile: str, steps: Iterable[Step]) -> None:
    """Send the requests in order and compare what comes back."""
    kept: dict[str, str] = {}
    cookie = ""
    for step in steps:
        method, _, path = filled(step.call, profile, kept).partition(" ")
        sent = filled(dict(step.sent), profile, kept)
        if step.cookie:
            sent["headers"] = {"Cookie": cookie, **sent.get("headers", {})}
        reply = api.as_user(step.user).call(method, path, **sent)
        where = f"{step.user} {step.call}: {reply.status} {reply.body[:500]!r}"
        assert reply.status == filled(step.status, profile, kept), where
        cookie = reply.headers.get("Set-Cookie", cookie).partition(";")[0]
        _check_body(step, reply, profile, kept)
        for name, pattern in filled(dict(step.headers), profile, kept).items():
            found = reply.headers.get(name)
            assert (found is None) == (pattern is None), (where, name, found)
            assert pattern is None or re.fullmatch(pattern, str(found)), (where, found)
        if step.keep is not None:
            kept[step.keep] = _new_uid(reply)


def filled(value: Any, profile: str, kept: Mapping[str, str]) -> Any:
    """Return `value` with the names kept and the profile put in."""
    if isinstance(value, Per):
        return filled(value.of(profile), profile, kept)
    if isinstance(value, dict):
        items = value.items()
        return {filled(k, profile, kept): filled(v, profile, kept) for k, v in items}
    if isinstance(value, list):
        return type(value)(filled(each, profile, kept) for each in value)
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda m: kept.get(m[1], m[0]), value)
    return value


def is_part(expected: Any, found: Any) -> bool:
    """Say whether `found` has what `expected` names, however much more it has."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(k in found and is_part(v, found[k]) for k, v in expected.items())
    if isinstance(expected, AnyOrder) and isinstance(found, list):
        all_found = all(any(is_part(e, f) for f in found) for e in expected)
        return len(expected) == len(found) and all_found
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(is_part, expected, found))
    return bool(expected == found)


def _check_body(
    step: Step, reply: Reply, profile: str, kept: Mapping[str, str]
) -> None:
    if step.json is not None:
        assert filled(step.json, profile, kept) == reply.json()
    if step.like is not None:
        expected = filled(step.like, profile, kept)
        assert is_part(expected, reply.json()), (expected, reply.json())
    if step.text is not None:
        assert filled(step.text, profile, kept) == reply.text
    assert step.check is None or step.check(reply.json()), reply.json()
    for key in step.lacks:
        assert key not in reply.json()


def _new_uid(reply: Reply) -> str:
    if "Location" in reply.headers:
        return reply.new_uid
    body = reply.json()
    if "messages" in body:
        return str(body["messages"][-1]["id"])
    file = body.get("response", {}).get("fileResource", body)
    return str(file["id"])
