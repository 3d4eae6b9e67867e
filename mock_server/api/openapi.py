"""The mock's own OpenAPI document, where a server has its own (resources.md 14)."""

from typing import Annotated

from flask import current_app

from mock_server.api import context
from mock_server.api.blueprint import api
from mock_server.api.description import api_document
from mock_server.wire.answers import PlainBody

_KEPT = f"{api.name}.openapi"


def get_openapi() -> Annotated[PlainBody, dict[str, object]]:
    """GET /openapi: this document, which is the mock's own (resources.md 14)."""
    kept = current_app.extensions
    if _KEPT not in kept:
        kept[_KEPT] = api_document(current_app)
    return PlainBody({**kept[_KEPT], "servers": [{"url": context.root_url()}]})
