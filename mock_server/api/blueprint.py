"""The blueprint, and the decorator that hangs a view on it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, request
from werkzeug.wrappers import Response

from mock_server.api import context
from mock_server.domain.parameters import to_uid
from mock_server.gate.desk import passage_of
from mock_server.wire.answers import Answer, Exchange, respond

api = Blueprint("api", __name__, url_prefix="/api")

_Parts = ParamSpec("_Parts")

_open_endpoints: set[str] = set()
"""Filled while the routes are declared, and by nothing else."""


def route(
    rule: str,
    method: str,
    operation: str,
    *,
    exchange: Callable[[], Exchange] = context.exchange,
    is_open: bool = False,
) -> Callable[[Callable[_Parts, Answer]], Callable[_Parts, Answer]]:
    """
    Serve `method rule` with the decorated view under the name `operation`.

    The operation, such as `messageConversations.reply`, is what the error
    catalogue looks up; Flask wants its dots spelled otherwise. `exchange` agrees
    with the client on the form of the answer. What `is_open` needs no login.
    """

    def register(view: Callable[_Parts, Answer]) -> Callable[_Parts, Answer]:
        @wraps(view)
        def answered(*args: _Parts.args, **parts: _Parts.kwargs) -> Response:
            # DEVIATION D10: what cannot be written is refused before it is done.
            agreed = exchange()
            return respond(view(*args, **parts), agreed)

        endpoint = operation.replace(".", ":")
        api.add_url_rule(rule, endpoint, answered, methods=[method])
        if is_open:
            _open_endpoints.add(f"{api.name}.{endpoint}")
        return view

    return register


def typed_uid(view: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Refuse a malformed uid before `view` sees it, in profiles that type uids."""

    @wraps(view)
    def checked(uid: str) -> Answer:
        if context.profile().uid_typed_paths:
            to_uid("uid", uid)
        return view(uid)

    return checked


@api.before_app_request
def _announce() -> None:
    """Tell the desk what is asked for and by whom, also where no route leads."""
    passage = passage_of(request.environ)
    if passage is not None:
        passage.announce(context.wanted_operation(), context.caller())


@api.before_request
def _authenticate() -> None:
    if request.endpoint not in _open_endpoints:
        context.authenticate()


@api.after_request
def _open_session(response: Response) -> Response:
    """Give who logged in by password a session, as a stateful server does (15)."""
    token = context.new_session()
    if token is not None:
        context.set_session_cookie(response, token)
    return response
