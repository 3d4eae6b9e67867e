"""Put the application together: state, routes, errors, then the WSGI wrapping."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Request

from mock_server.api import api
from mock_server.domain.errors import MockServerError
from mock_server.gate.deferred import Deferred
from mock_server.gate.desk import Desk
from mock_server.gate.path import PlainPath
from mock_server.gate.world import API, EXTENSION, WorldChoice
from mock_server.later import found, later
from mock_server.seed import SeedChoice, chosen_seed, read_seed
from mock_server.settings import Settings
from mock_server.wire.request import AnyBytesRequest
from mock_server.wire.response import WholeResponse
from mock_server.wire.rule import MatchingRule, UidConverter
from mock_server.world import World
from mock_server.worlds import Worlds

_ERRORS = "mock_server.api.errors"
_ANSWERS = {
    MockServerError: later(_ERRORS, "answer_error"),
    HTTPException: later(_ERRORS, "answer_http_error"),
    Exception: later(_ERRORS, "answer_bug"),
}
"""Who turns what is raised into an answer; the first refusal imports it."""


def create_app(
    settings: Settings | None = None, *, seed: SeedChoice | None = None
) -> Flask:
    """
    Return a mock server of its own: two apps never see each other's state.

    Args:
        settings: what it behaves by.
        seed: what it begins at, if that is not the seed of `settings`: the name of
            one that comes with the package, a path, or a whole document.

    Raises:
        SeedError: the seed is not sound; the error lists every fault.

    """
    settings = settings or Settings()
    begin = read_seed(settings.seed) if seed is None else chosen_seed(seed)
    worlds = Worlds(World(begin, settings))
    app = _app_over(worlds)
    app.register_blueprint(api)
    plane = Deferred(partial(_control_plane, app)) if settings.admin else app.wsgi_app
    application = WorldChoice(Desk(PlainPath(app.wsgi_app), plane), worlds)
    app.wsgi_app = application  # type: ignore[method-assign]  # Flask's own way
    return app


class _Plain(Flask):
    """An application of one host, in which nothing is asynchronous."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return what finds the route by method and path, whatever host was named."""
        if request is None:
            return None
        return self.url_map.bind(
            "", path_info=request.path, default_method=request.method
        )

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return `func`: nothing here is a coroutine."""
        return func


def _app_over(worlds: Worlds) -> Flask:
    """Return an application without routes, which refuses as the mock does."""
    app = _Plain("mock_server", static_folder=None, template_folder=None)
    app.request_class = AnyBytesRequest
    app.response_class = WholeResponse
    app.url_rule_class = MatchingRule
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider
    app.url_map.converters["uid"] = UidConverter
    app.url_map.merge_slashes = False  # a server redirects nobody below /api (query 1)
    app.extensions[EXTENSION] = worlds
    for condition, answer in _ANSWERS.items():
        app.register_error_handler(condition, answer)
    return app


def _control_plane(api_app: Flask) -> Flask:
    """
    Return the control plane beside the API, an application of its own.

    Its modules are only imported here, as most of them serve few requests or none.
    """
    app = _app_over(api_app.extensions[EXTENSION])
    app.extensions[API] = api_app
    app.register_blueprint(found("mock_server.control", "control"))
    return app
