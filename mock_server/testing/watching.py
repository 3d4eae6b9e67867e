"""What is looked at when a test is over: bugs, loose ends, and what it asked."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from textwrap import shorten

from mock_server.suggestions import nearest
from mock_server.testing.control import ControlPlaneError
from mock_server.testing.handle import ServerHandle
from mock_server.testing.journal import RecordedRequest
from mock_server.testing.rules import Fault
from mock_server.testing.world import MockWorld

_LONGEST = 200
_SHOWN = 20
"""How many requests a report shows, the newest."""


class Watch:
    """Watches one world for the tests that use it."""

    def __init__(self, owner: ServerHandle, world: MockWorld, *, strict: bool) -> None:
        """Begin with a fresh `world` of `owner`."""
        self.owner = owner
        self.world = world
        self.strict = strict
        """Whether loose ends are still to be looked for."""
        self.is_kept = False
        """Whether the world outlives its fixture."""
        self._told = 0

    def bugs(self) -> str:
        """Return what the mock itself failed with since this was last asked."""
        found = self.owner.failures(self.world)
        if len(found) < self._told:  # the journal was cleared
            self._told = 0
        new, self._told = found[self._told :], len(found)
        return "\n".join(f"the mock failed:\n{text}" for text in new)

    def loose_ends(self) -> str:
        """Return, once, what may not be left: odd requests and idle faults (4.2)."""
        if not self.strict:
            return ""
        self.strict = False
        requests = self.world.requests
        unhandled = requests.find(unhandled=True)
        found = [f"nothing takes {_told(each)}" for each in unhandled]
        for each in requests.find(unknown_parameters=True):
            found += _unread(each)
        faults = {
            each.id: each for each in (*self.world.faults_made, *self.world.faults)
        }
        idle = [_told_idle(each) for each in faults.values() if not each.fired]
        return "\n".join([*found, *idle])

    def report(self) -> str:
        """Return what was asked of the world, for the report of a failed test."""
        try:
            return "\n".join(self._lines()) or "nothing was asked"
        except (OSError, RuntimeError, ControlPlaneError) as error:
            return f"the world cannot be asked any more: {error}"

    def _lines(self) -> Iterator[str]:
        requests = self.world.requests
        for request in requests.find(limit=_SHOWN):
            yield str(request)
            yield from _refusal(request)
        for fault in self.world.faults:
            yield f"fault {fault.id}: fired {fault.fired}, matched {fault.matched}"
        yield from requests.to_curl(limit=1)
        if self.is_kept:
            yield f"the world is kept: {self.world.url}/__mock"


def _refusal(request: RecordedRequest) -> Iterator[str]:
    """Return what a refused request was told, in a line."""
    if (request.status or 0) < HTTPStatus.BAD_REQUEST or not request.answer:
        return
    try:
        told = json.loads(request.answer)["message"]
    except (ValueError, KeyError, TypeError):
        told = request.answer
    yield f"  {shorten(str(told), _LONGEST)}"


def _told_idle(fault: Fault) -> str:
    document = fault.document
    meant = ", ".join(
        f"{key} {part}" for key, part in document.get("match", {}).items()
    )
    effect = document["effect"]["type"]
    return f"the fault {fault.id} never fired: {effect} for {meant or 'every request'}"


def _unread(request: RecordedRequest) -> Iterator[str]:
    """Say of each parameter that nobody read what was probably meant."""
    known = request.entry["knownParameters"]
    for name in request.entry["unknownParameters"]:
        near = nearest(name, known)
        hint = f"; did you mean {near}?" if near is not None else ""
        asked = f"{request.method} {request.path} ({request.id})"
        yield f"nobody reads the parameter {name} of {asked}{hint}"


def _told(request: RecordedRequest) -> str:
    nearest = request.entry.get("nearest") or ()
    hint = f"; there is {nearest[0]}" if nearest else ""
    return f"{request.method} {request.path} ({request.id}){hint}"
