"""The shape of seeds, for editors (control-plane 3.6)."""

from functools import cache
from typing import Annotated

import orjson
from werkzeug.wrappers import Response

from mock_server.control.blueprint import control
from mock_server.schemas.seed import seed_schema

_TYPE = "application/schema+json"


@control.get("/seed.schema.json")
def get_seed_schema() -> Annotated[Response, _TYPE, dict]:
    """GET /__mock/seed.schema.json: the JSON Schema of seeds and snapshots (3.6)."""
    return Response(_schema(), content_type=_TYPE)


@cache
def _schema() -> bytes:
    return orjson.dumps(seed_schema())
