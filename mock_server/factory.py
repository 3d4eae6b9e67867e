"""Put the application together: state, routes, errors, then the WSGI wrapping."""

from flask import Flask

from mock_server.api import api, errors
from mock_server.control import control
from mock_server.gate.desk import Desk
from mock_server.gate.path import PlainPath
from mock_server.gate.world import EXTENSION, WorldChoice
from mock_server.seed import SeedChoice, chosen_seed, read_seed
from mock_server.settings import Settings
from mock_server.wire.request import AnyBytesRequest
from mock_server.wire.rule import MatchingRule, UidConverter
from mock_server.worlds import World, Worlds


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
    app = Flask("mock_server", static_folder=None, template_folder=None)
    app.request_class = AnyBytesRequest
    app.url_rule_class = MatchingRule
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider
    app.url_map.converters["uid"] = UidConverter
    app.extensions[EXTENSION] = worlds
    app.register_blueprint(api)
    if settings.admin:
        app.register_blueprint(control)
    errors.register(app)
    application = WorldChoice(Desk(PlainPath(app.wsgi_app)), worlds)
    app.wsgi_app = application  # type: ignore[method-assign]  # Flask's own way
    return app
