"""Which world a request is for."""

from typing import cast

from flask import current_app

from mock_server.worlds import World

EXTENSION = "dhis2-mock"


def current_world() -> World:
    """Return the world that the present request is for."""
    return cast("World", current_app.extensions[EXTENSION])
