"""What a world was asked, as its journal has it (control-plane 3.5)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, overload

from mock_server.testing.calls import with_hints
from mock_server.testing.control import Part
from mock_server.testing.matching import Match, match_document, wire_key
from mock_server.testing.transport import Headers

_OF_JSON = {"equalToJson", "includesJson"}
"""Tests of a body that want JSON."""


class RecordedRequest:
    """One request and what became of it."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        """Read the journal's `entry`, which stays at hand whole."""
        self.entry = entry
        self.id: str = entry["id"]
        self.method: str = entry["method"]
        self.url: str = entry["url"]
        self.path: str = entry["path"]
        """Without world, API version, suffix and query."""
        self.operation: str | None = entry.get("operation")
        self.query: tuple[tuple[str, str], ...] = tuple(
            (name, value) for name, value in entry.get("query") or ()
        )
        """Pairs, since a name may come twice; `dict(query)` has each name's last."""

    def __repr__(self) -> str:
        """Return the request as one line."""
        return f"<{self}>"

    def __str__(self) -> str:
        """Return id, method, path, query, user and what was answered."""
        who = f" by {self.user}" if self.user else ""
        name = f" ({self.operation})" if self.operation else ""
        asked = "&".join(f"{key}={value}" for key, value in self.query)
        place = f"{self.path}?{asked}" if asked else self.path
        return f"{self.id} {self.method} {place}{name}{who}: {self._outcome()}"

    @property
    def user(self) -> str | None:
        """The name of who asked, if he was known."""
        user = self.entry.get("user")
        return str(user["username"]) if user else None

    @property
    def headers(self) -> Headers:
        """The headers that came; secrets are not in them."""
        return _headers(self.entry)

    @property
    def body(self) -> str:
        """The text of the body, cut where it was too long to keep."""
        return _text(self.entry)

    def json(self) -> Any:
        """Return the body read as JSON, or raise a `ValueError` that shows it."""
        __tracebackhide__ = True
        try:
            return json.loads(self.body)
        except ValueError:
            pass
        message = f"the body of {self} is no JSON: {self.body!r}"
        raise ValueError(message)

    @property
    def status(self) -> int | None:
        """The status that was answered, if anything was."""
        response = self.entry.get("response")
        return int(response["status"]) if response else None

    @property
    def answer(self) -> str:
        """The text of the answer's body, cut where it was too long to keep."""
        return _text(self.entry.get("response") or {})

    @property
    def answer_headers(self) -> Headers:
        """The headers of the answer."""
        return _headers(self.entry.get("response") or {})

    @property
    def committed(self) -> bool:
        """Whether the request changed the state, whatever its client was told."""
        return bool(self.entry.get("committed"))

    @property
    def handled(self) -> bool:
        """Whether there is anything at this path that takes this method."""
        return bool(self.entry.get("handled", True))

    @property
    def fault(self) -> str | None:
        """The id of the fault that fired, if one did."""
        fault = self.entry.get("fault")
        return str(fault["id"]) if fault else None

    @property
    def sent(self) -> str | None:
        """What went over the wire, such as `response`, `reset` or `truncated:512`."""
        return self.entry.get("sent")

    @property
    def error(self) -> str | None:
        """The bug of the mock itself that this request ran into, in a line."""
        bug = self.entry.get("exception")
        return f"{bug['type']}: {bug['text']}" if bug else None

    def _outcome(self) -> str:
        outcome = str(self.status) if self.sent in {None, "response"} else self.sent
        return f"{outcome} by fault {self.fault}" if self.fault else str(outcome)


class Requests(Part):
    """The journal of a world, oldest first."""

    def __iter__(self) -> Iterator[RecordedRequest]:
        """Go through all that is kept."""
        return iter(self.find())

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self.find())

    @overload
    def __getitem__(self, place: int) -> RecordedRequest: ...
    @overload
    def __getitem__(self, place: slice) -> list[RecordedRequest]: ...
    def __getitem__(
        self, place: int | slice
    ) -> RecordedRequest | list[RecordedRequest]:
        """Return one or some of those that are kept; -1 is the newest."""
        __tracebackhide__ = True
        kept = self.find()
        if isinstance(place, slice) or -len(kept) <= place < len(kept):
            return kept[place]
        message = f"there is no request at {place}: {len(kept)} are kept"
        raise IndexError(message)

    @with_hints
    def find(
        self, match: Match | None = None, /, **query: object
    ) -> list[RecordedRequest]:
        """
        Return the requests that meet all of these, oldest first.

        `match` is as for `verify`; the others are what it takes as well, such as
        `user`, `headers` or `body`, and those of `GET /__mock/requests`: `status`,
        `faulted`, `unhandled`, `duplicates`, `unknown_parameters`, `since` a request,
        its id or a moment, and `limit`, which takes the newest.
        """
        __tracebackhide__ = True
        found = self._control.call("GET", "/requests", query=_query(match, query))
        return [RecordedRequest(entry) for entry in found["requests"]]

    @property
    def last(self) -> RecordedRequest:
        """The newest request; without any it is a `LookupError`."""
        __tracebackhide__ = True
        found = self.find(limit=1)
        if not found:
            message = "nothing was asked of this world yet"
            raise LookupError(message)
        return found[-1]

    def clear(self) -> None:
        """Forget what was asked so far."""
        self._control.call("DELETE", "/requests")

    @with_hints
    def to_har(self, match: Match | None = None, /, **query: object) -> dict[str, Any]:
        """Return requests as an HTTP archive (HAR 1.2), all of them if not told."""
        __tracebackhide__ = True
        asked = {**_query(match, query), "format": "har"}
        document: dict[str, Any] = self._control.call("GET", "/requests", query=asked)
        return document

    @with_hints
    def to_curl(self, match: Match | None = None, /, **query: object) -> list[str]:
        """Return requests as commands to type; with `secrets=True` they can log in."""
        __tracebackhide__ = True
        asked = {**_query(match, query), "format": "curl"}
        return str(
            self._control.call("GET", "/requests", query=asked) or ""
        ).splitlines()


def _headers(part: Mapping[str, Any]) -> Headers:
    return Headers(part.get("headers") or ())


def _text(part: Mapping[str, Any]) -> str:
    return str((part.get("body") or {}).get("text") or "")


def _query(match: Match | None, given: Mapping[str, object]) -> dict[str, object]:
    """Return what to ask the journal: `headers={"Accept": x}` is `headers.Accept`."""
    __tracebackhide__ = True
    asked: dict[str, object] = {}
    for name, value in {**match_document(match, {}), **given}.items():
        asked |= _flat(wire_key(name), value)
    return asked


def _flat(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Go through the parameters that say what `value` does, to its depth."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key in _OF_JSON and name == "body":
                yield f"body.{key}", json.dumps(part)
            else:
                yield from _flat(f"{name}.{key}", part)
    elif isinstance(value, RecordedRequest):
        yield name, value.id
    else:
        yield name, str(value).lower() if isinstance(value, bool) else value
