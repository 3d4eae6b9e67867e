"""
Which world a request is for: found at the door, handed on in the environ.

The first segment of the path names it, and moves to SCRIPT_NAME, so that links and
cookies stay inside; a client that cannot have a path sends `X-Mock-World`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, request

from mock_server.gate.intake import guard_input
from mock_server.wire import links
from mock_server.wire.answers import Exchange, Problem, respond
from mock_server.wire.environ import WORLD
from mock_server.world import World
from mock_server.worlds import UnknownWorldError, Worlds

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXTENSION = "dhis2-mock"
API = "dhis2-mock-api"
"""What the control plane keeps the application under that it steers."""
CONTROL = "__mock"

_HEADER = "HTTP_X_MOCK_WORLD"
_ENTRANCES = frozenset({"api", CONTROL})
"""What lies below every world: a segment before it can only be a world's name."""


class WorldChoice:
    """The outermost layer: every request goes to one world."""

    def __init__(self, application: "WSGIApplication", worlds: Worlds) -> None:
        """Wrap `application`, which answers for all of `worlds`."""
        self.application = application
        self.worlds = worlds

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on with its world; the WSGI protocol."""
        guard_input(environ)
        try:
            world = self._chosen(environ)
        except UnknownWorldError as error:
            refusal = respond(unknown_world(error), Exchange())
            return refusal(environ, start_response)
        world.enter()
        environ[WORLD] = world
        if world.settings.smtp is not None:
            world.address = address_of(environ)
        world.catch_up()
        return self.application(environ, start_response)

    def _chosen(self, environ: "WSGIEnvironment") -> World:
        _, _, path = environ.get("PATH_INFO", "").partition("/")
        name, slash, rest = path.partition("/")
        world = self.worlds.find(name) if name else None
        if world is not None:
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{name}"
            environ["PATH_INFO"] = f"{slash}{rest}"
            return world
        if name not in _ENTRANCES and rest.partition("/")[0] in _ENTRANCES:
            raise self.worlds.unknown(name)
        named = environ.get(_HEADER)
        return self.worlds.get(named) if named else self.worlds.default


def unknown_world(error: UnknownWorldError) -> Problem:
    """Return the answer to who names no world: the names that there are (3.6)."""
    known = ", ".join(error.known)
    detail = f"There is no world {error.name!r}; there are: {known}."
    return Problem(404, detail, title="Unknown world")


def world_of(environ: "WSGIEnvironment") -> World:
    """Return the world that a request is for."""
    return cast("World", environ[WORLD])


def all_worlds() -> Worlds:
    """Return the worlds of the server that the present request came to."""
    return cast("Worlds", current_app.extensions[EXTENSION])


def mocked_api() -> Flask:
    """Return the application that the control plane steers, to be asked there."""
    return cast("Flask", current_app.extensions[API])


def current_world() -> World:
    """Return the world that the present request is for."""
    return world_of(request.environ)


def base_url() -> str:
    """Return the address of the present world as links show it."""
    return address_of(request.environ)


def address_of(environ: "WSGIEnvironment") -> str:
    """
    Return the address of a request's world as links show it.

    A world that a header chose has no path of its own.
    """
    world = world_of(environ)
    external = world.settings.external_url
    if external is None:
        return links.root_url(environ)
    is_below = environ.get("SCRIPT_NAME", "").endswith(world.path)
    return external + world.path if is_below else external
