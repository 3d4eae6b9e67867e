"""The blueprint, the decorators that hang a view on it, and what each request meets."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, request
from werkzeug.wrappers import Response

from mock_server.api import context, cors
from mock_server.domain.parameters import check_uid
from mock_server.gate.passage import passage_of
from mock_server.wire.answers import Answer, Exchange, TextBody, respond

api = Blueprint("api", __name__)

PREFIX = "/api"

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
    Serve `method rule`, below `/api`, with the decorated view as `operation`.

    The operation, such as `messageConversations.reply`, is what the error
    catalogue looks up; Flask wants its dots spelled otherwise. `exchange` agrees
    with the client on the form of the answer. What `is_open` needs no login.
    """
    return _served(PREFIX + rule, method, operation, exchange, is_open=is_open)


def page(
    rule: str, method: str, operation: str, *, is_open: bool = True
) -> Callable[[Callable[_Parts, Answer]], Callable[_Parts, Answer]]:
    """Serve what lies beside `/api`, in the one form that it has."""
    return _served(rule, method, operation, context.lenient_exchange, is_open=is_open)


def _served(
    rule: str,
    method: str,
    operation: str,
    exchange: Callable[[], Exchange],
    *,
    is_open: bool,
) -> Callable[[Callable[_Parts, Answer]], Callable[_Parts, Answer]]:
    def register(view: Callable[_Parts, Answer]) -> Callable[_Parts, Answer]:
        @wraps(view)
        def answered(*args: _Parts.args, **parts: _Parts.kwargs) -> Response:
            # DEVIATION D10: what cannot be written is refused before it is done.
            agreed = exchange()
            return respond(view(*args, **parts), agreed)

        endpoint = operation.replace(".", ":")
        api.add_url_rule(
            rule,
            endpoint,
            answered,
            methods=[method],
            strict_slashes=rule.startswith(PREFIX),
        )
        if is_open:
            _open_endpoints.add(f"{api.name}.{endpoint}")
        return view

    return register


def typed_uid(view: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Refuse a malformed uid before `view` sees it, in profiles that type uids."""

    @wraps(view)
    def checked(uid: str) -> Answer:
        if context.profile().uid_typed_paths:
            check_uid("uid", uid, in_path=True)
        return view(uid)

    return checked


@api.before_app_request
def _announce() -> Response | None:
    """Tell the desk what is asked for and by whom, also where no route leads."""
    passage = passage_of(request.environ)
    if passage is None:
        return None
    is_wanted = passage.announce(context.wanted_operation(), context.caller())
    return None if is_wanted else Response()


@api.before_app_request
def _check_origin() -> Response | None:
    return cors.refuse_or_preflight()


@api.before_request
def _authenticate() -> None:
    if request.endpoint not in _open_endpoints:
        context.authenticate()


@api.before_request
def _tell_methods() -> Response | None:
    """OPTIONS: which methods a path takes, for those logged in (query.md 15)."""
    if request.method != "OPTIONS":
        return None
    allowed = {"Allow": ", ".join(context.allowed_methods())}
    return respond(TextBody(headers=allowed), context.lenient_exchange())


@api.after_app_request
def _open_session(response: Response) -> Response:
    """Give who logged in by password a session, as a stateful server does (15)."""
    context.set_session_cookie(response)
    return cors.allow_origin(response)
