"""The mock's own OpenAPI document, where a server has its own (resources.md 14)."""

from flask import current_app

from mock_server.api import context
from mock_server.api.blueprint import api, route
from mock_server.wire.answers import PlainBody

_KEPT = f"{api.name}.openapi"


@route("/openapi", "GET", "openapi.get")
@route("/openapi/openapi", "GET", "openapi.getAll")
def get_openapi() -> PlainBody:
    """GET /openapi.json: this document, which is the mock's own (resources.md 14)."""
    from mock_server.api.description import (  # noqa: PLC0415 - seldom needed
        api_document,
    )

    kept = current_app.extensions
    if _KEPT not in kept:
        kept[_KEPT] = api_document(current_app)
    return PlainBody({**kept[_KEPT], "servers": [{"url": context.root_url()}]})
