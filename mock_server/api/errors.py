"""Errors turned into answers; the only place that catches them all."""

import logging

from flask import current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from mock_server.api import context
from mock_server.api.error_catalogue import reason, refusal, row_of
from mock_server.domain.errors import MockServerError
from mock_server.wire.answers import Exchange, Problem, Redirect, WebMessage, respond
from mock_server.wire.errors import (
    AnonymousError,
    MalformedTokenError,
    MethodNotAllowedError,
    NoSuchPathError,
    NotAuthenticatedError,
    OutsideApiError,
    TokenRefusedError,
)

REASON = "X-Mock-Reason"

_LEAST_REFUSAL, _LEAST_FAILURE = 400, 500

_log = logging.getLogger("dhis2_mock")


def answer_error(error: MockServerError) -> Response:
    """Return the refusal that the catalogue has for `error`."""
    if isinstance(error, NoSuchPathError | MethodNotAllowedError):
        context.note_unhandled()
    login_page = context.profile().login_redirect
    if isinstance(error, AnonymousError) and login_page and not context.is_script():
        page = Redirect(f"{context.root_url()}{login_page}")
        return respond(page, context.lenient_exchange())
    operation, profile = context.operation(), context.profile()
    row = row_of(error, operation, profile)
    answer = refusal(error, operation, profile)
    response = respond(answer, _agreed(error, is_json=row.is_json))
    _name_reason(response, reason(row.condition, operation))
    if isinstance(error, TokenRefusedError | MalformedTokenError):
        response.headers["WWW-Authenticate"] = "ApiToken"
    if isinstance(error, MethodNotAllowedError):
        response.headers["Allow"] = str(error.facts["allowed"])
    return response


def _agreed(error: MockServerError, *, is_json: bool) -> Exchange:
    if is_json:
        return context.json_exchange()
    if isinstance(error, NotAuthenticatedError):
        return context.refusal_exchange()
    return context.lenient_exchange()


def _name_reason(response: Response, rule: str) -> None:
    """Say by which rule the client is refused, unless nothing may be added (5.6)."""
    is_refusal = _LEAST_REFUSAL <= response.status_code < _LEAST_FAILURE
    if is_refusal and not context.settings().strict:
        response.headers[REASON] = rule


def _answer_unrouted(error: HTTPException) -> Response:
    """Refuse a path or a method; who is not logged in learns of neither (13.6)."""
    context.note_unhandled()
    try:
        if f"{request.path}/".startswith("/api/"):
            context.authenticate()
    except NotAuthenticatedError as anonymous:
        return answer_error(anonymous)
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return answer_error(
            MethodNotAllowedError(method=request.method, allowed=allowed)
        )
    is_slip = current_app.url_map.bind("").allowed_methods(f"/api{request.path}")
    unknown = OutsideApiError if is_slip else NoSuchPathError
    return answer_error(unknown(path=request.path))


def answer_http_error(error: HTTPException) -> Response:
    """Return the refusal of what Flask or Werkzeug refuses, in the mock's forms."""
    if request.path.startswith("/__mock"):
        return _answer_control_error(error)
    if isinstance(error, NotFound | MethodNotAllowed):
        return _answer_unrouted(error)
    answer = WebMessage(error.code or 500, error.description)
    response = respond(answer, context.lenient_exchange())
    _name_reason(response, reason(type(error), context.operation()))
    return response


def _answer_control_error(error: HTTPException) -> Response:
    """Refuse in the control plane's own form (control-plane 3.1)."""
    headers, detail = {}, error.description
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        detail = f"{request.path} takes {headers['Allow']}, and no {request.method}."
    elif not context.settings().admin:
        detail = "There is no control plane: the server was started with --no-admin."
    elif isinstance(error, NotFound):
        detail = f"There is no {request.path}; GET /__mock lists what there is."
    problem = Problem(error.code or 500, detail, headers=headers)
    return respond(problem, Exchange())


def answer_bug(error: Exception) -> Response:
    """Answer as the server does when it fails, and keep the traceback (13.7)."""
    _log.error("unexpected error", exc_info=error)
    context.note_bug(error)
    if request.path.startswith("/__mock"):
        return respond(Problem(500, str(error) or None), Exchange())
    return respond(WebMessage(500, str(error) or None), context.lenient_exchange())
