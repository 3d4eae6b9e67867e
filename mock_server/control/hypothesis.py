"""A request to be asked about, as the server understood it or would have."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from mock_server.gate.path import plain_path
from mock_server.gate.world import mocked_api
from mock_server.journal.record import RecordedRequest
from mock_server.schemas.control import InvalidDocumentError
from mock_server.traffic import Caller, Incoming
from mock_server.wire.environ import API_VERSION, WORLD
from mock_server.wire.rule import operation_of
from mock_server.world import World


def recorded(given: Mapping[str, Any], world: World) -> RecordedRequest | None:
    """
    Return the request of the journal that `given` names, if it names one.

    Raises:
        InvalidDocumentError: the journal does not have it.
    """
    wanted = given.get("request_id")
    if wanted is None:
        return None
    for entry in world.journal.entries():
        if entry.id == wanted:
            return entry.request
    error = {"pointer": "/requestId", "message": f"the journal holds no {wanted!r}"}
    raise InvalidDocumentError("Invalid request", [error])


def incoming_from(given: Mapping[str, Any], world: World) -> Incoming:
    """
    Return the request that `given` describes, as if `world` had got it.

    Raises:
        InvalidDocumentError: its user is nobody.
    """
    environ: dict[str, Any] = {WORLD: world}
    raw_path, _, query = given["path"].partition("?")
    path = plain_path(raw_path, environ) if raw_path.startswith("/api/") else raw_path
    text = json.dumps(given["json"]) if "json" in given else given.get("body", "")
    method = given.get("method", "GET").upper()
    return Incoming(
        method=method,
        path=path,
        raw_path=raw_path,
        query_string=query,
        headers=tuple(given.get("headers", {}).items()),
        body=text.encode(),
        body_size=len(text.encode()),
        operation=_operation(path, method),
        api_version=environ.get(API_VERSION),
        user=_caller(given.get("user", ""), world),
    )


def _operation(path: str, method: str) -> str | None:
    try:
        endpoint, _ = mocked_api().url_map.bind("localhost").match(path, method)
    except (HTTPException, RequestRedirect):
        return None
    return operation_of(endpoint)


def _caller(name: str, world: World) -> Caller | None:
    if not name:
        return None
    directory = world.store.state.directory
    user = directory.by_username.get(name) or directory.users.get(name)
    if user is None:
        error = {"pointer": "/user", "message": f"nobody is called {name!r} here"}
        raise InvalidDocumentError("Invalid request", [error])
    return Caller(user.uid, user.username)
