"""The blueprint, the routes of the table on it, and what each request meets."""

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response

from mock_server.api import context, cors
from mock_server.api.routes import PREFIX, ROWS, Row, View, find_view
from mock_server.gate.passage import passage_of
from mock_server.wire.answers import TextBody, respond
from mock_server.wire.rule import endpoint_of

api = Blueprint("api", __name__)

_open_endpoints = frozenset(
    f"{api.name}.{endpoint_of(row.operation)}" for row in ROWS if row.is_open
)
_PINGS = ("ping.get", "system.ping")
_guarded_endpoints = frozenset(
    f"{api.name}.{endpoint_of(row.operation)}"
    for row in ROWS
    if row.is_open and row.rule.startswith(PREFIX) and row.operation not in _PINGS
)
"""Where anybody may come in, past a guard who minds wrong credentials (15)."""


def _hang_up(row: Row) -> None:
    """Serve a route of the table."""
    api.add_url_rule(
        row.rule,
        endpoint_of(row.operation),
        _served(row),
        methods=[row.method],
        strict_slashes=row.rule.startswith(PREFIX),
    )


def _served(row: Row) -> Callable[..., Response]:
    """Return what answers for the view of a route, which the first request finds."""
    exchange = row.exchange
    view: View | None = None

    def answered(**parts: str) -> Response:
        nonlocal view
        # DEVIATION D10: what cannot be written is refused before it is done.
        agreed = exchange()
        if view is None:
            view = find_view(row)
        return respond(view(**parts), agreed)

    return answered


for _row in ROWS:
    _hang_up(_row)


@api.before_app_request
def _come_in() -> Response | None:
    """Tell the desk who wants what, also where no route leads; then mind origins."""
    passage = passage_of(request.environ)
    if passage is not None:
        wanted, caller = context.wanted_operation(), context.caller()
        if not passage.announce(wanted, caller):
            return Response()
    return cors.refuse_or_preflight()


@api.before_request
def _be_known() -> Response | None:
    """Ask who it is, then answer OPTIONS: which methods a path takes (query.md 15)."""
    if request.endpoint not in _open_endpoints:
        context.authenticate()
    elif request.endpoint in _guarded_endpoints:
        context.mind_credentials()
    if request.method != "OPTIONS":
        return None
    allowed = {"Allow": ", ".join(context.allowed_methods())}
    return respond(TextBody(headers=allowed), context.lenient_exchange())


@api.after_app_request
def _open_session(response: Response) -> Response:
    """Give who logged in by password a session, as a stateful server does (15)."""
    context.set_session_cookie(response)
    return cors.allow_origin(response)
