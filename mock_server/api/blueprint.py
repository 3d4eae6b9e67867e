"""The blueprint, and the decorator that hangs a view on it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint
from werkzeug.wrappers import Response

from mock_server.api import context
from mock_server.wire.answers import Answer, Exchange, respond

api = Blueprint("api", __name__, url_prefix="/api")

_Parts = ParamSpec("_Parts")


def route(
    rule: str,
    method: str,
    operation: str,
    *,
    exchange: Callable[[], Exchange] = context.exchange,
) -> Callable[[Callable[_Parts, Answer]], Callable[_Parts, Response]]:
    """
    Serve `method rule` with the decorated view under the name `operation`.

    The operation, such as `messageConversations.reply`, is what the error
    catalogue looks up; Flask wants its dots spelled otherwise. `exchange` agrees
    with the client on the form of the answer.
    """

    def register(view: Callable[_Parts, Answer]) -> Callable[_Parts, Response]:
        @wraps(view)
        def answered(*args: _Parts.args, **parts: _Parts.kwargs) -> Response:
            # DEVIATION D10: what cannot be written is refused before it is done.
            agreed = exchange()
            return respond(view(*args, **parts), agreed)

        api.add_url_rule(rule, operation.replace(".", ":"), answered, methods=[method])
        return answered

    return register


@api.before_request
def _authenticate() -> None:
    context.authenticate()
