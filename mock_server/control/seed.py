"""The shape of seeds, for editors (control-plane 3.6)."""

from functools import cache

import orjson
from werkzeug.wrappers import Response

from mock_server.control.blueprint import control
from mock_server.schemas.seed import seed_schema


@control.get("/seed.schema.json")
def get_seed_schema() -> Response:
    """GET /__mock/seed.schema.json: the JSON Schema of seeds and snapshots (3.6)."""
    return Response(_schema(), content_type="application/schema+json")


@cache
def _schema() -> bytes:
    return orjson.dumps(seed_schema())
