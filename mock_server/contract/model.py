"""What a check is: requests in order, as somebody, with what earlier answers gave."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mock_server.profiles import PROFILES

JSON = "application/json"
TEXT = "text/plain"
LOCATION = "Location"
"""In `keep`: the uid that this header ends with."""
ETAG = "ETag"
"""In `keep`: this header."""
BODY = "body"
"""In `values`: all of a body that is a text."""

SECOND = "second"
"""The user that only some checks want."""
LONE_FEEDBACK = "lone feedback"
"""That feedback reaches nobody but the users of the run."""

_REFERENCE = re.compile(r"\{(\w+)\}")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Step:
    """
    One request; `{name}` in it stands for what is known under this name.

    Known are `me` and `second` (uids of users), `username`, `run` and `mark` (what
    marks the run, and the check in it), and what earlier steps of the check kept.
    """

    call: str
    """Method and path below `/api`."""
    by: str | None = "me"
    """Who asks: `me`, `second`, or nobody."""
    body: object = None
    """JSON; a text or bytes go as they are."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What is sent besides, or in place of, what every request has."""
    keep: Mapping[str, str] = field(default_factory=dict)
    """Name -> where its value is: `LOCATION`, or keys and numbers with dots between."""
    values: frozenset[str] = frozenset()
    """The keys whose very values matter, not only their types."""
    ordered: bool = False
    """Whether lists are compared item by item; else it is which kinds there are."""

    @property
    def method(self) -> str:
        """The method of the request."""
        return self.call.partition(" ")[0]

    @property
    def reads(self) -> bool:
        """Whether nothing is changed by it."""
        return self.method in _READING and "markRead" not in self.call

    @property
    def references(self) -> frozenset[str]:
        """The names that it refers to."""
        return frozenset(_names_in([self.call, self.body, dict(self.headers)]))


@dataclass(frozen=True)
class Check:
    """Requests that belong together, and what they are about."""

    area: str
    name: str
    section: str
    """Where the contract says it."""
    steps: tuple[Step, ...]
    needs: frozenset[str] = frozenset()
    """What the server must offer besides what the steps show."""
    profiles: frozenset[str] = frozenset(PROFILES)
    """Where the question makes sense."""

    @property
    def reads(self) -> bool:
        """Whether it changes nothing on a server."""
        return all(step.reads for step in self.steps)

    @property
    def wants_second(self) -> bool:
        """Whether another user is in it."""
        return any(
            step.by == SECOND or SECOND in step.references for step in self.steps
        )


def filled(value: object, names: Mapping[str, str]) -> object:
    """Return `value` with what is known put in for each `{name}`."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: names.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [filled(each, names) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, names) for key, each in value.items()}
    return value


def _names_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _REFERENCE.findall(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _names_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names_in(each)
