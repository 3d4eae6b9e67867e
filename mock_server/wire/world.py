"""Which world a request is for: found at the door, handed on in the environ."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from flask import request

from mock_server.worlds import World, Worlds

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXTENSION = "dhis2-mock"
WORLD = "dhis2_mock.world"


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
        environ[WORLD] = self.worlds.default
        return self.application(environ, start_response)


def world_of(environ: "WSGIEnvironment") -> World:
    """Return the world that a request is for."""
    return cast("World", environ[WORLD])


def current_world() -> World:
    """Return the world that the present request is for."""
    return world_of(request.environ)
