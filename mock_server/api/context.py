"""What a view may know of its request; `request` and the app are read here."""

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from flask import request
from flask.globals import request_ctx
from werkzeug.http import dump_cookie
from werkzeug.wrappers import Response

from mock_server.api.auth import SESSION_COOKIE, authenticated_user, session_user
from mock_server.domain.errors import MockServerError
from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.gate.passage import passage_of
from mock_server.gate.world import address_of, base_url, current_world, world_of
from mock_server.profiles import Profile
from mock_server.settings import Settings
from mock_server.store import Store
from mock_server.traffic import Caller
from mock_server.wire import links
from mock_server.wire.answers import Exchange
from mock_server.wire.body import FORM, media_type_of
from mock_server.wire.environ import API_VERSION, IDENTITY, SESSION, SUFFIX
from mock_server.wire.errors import (
    AnonymousError,
    MissingParameterError,
    NotAcceptableError,
)
from mock_server.wire.negotiation import Format, choose_format
from mock_server.wire.rule import operation_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

CSV = "application/csv"


def store() -> Store:
    """Return the store to write to."""
    return current_world().store


def state() -> State:
    """Return the present state: take it once, and all reads agree."""
    return current_world().store.state


def profile() -> Profile:
    """Return the switches in force."""
    return current_world().profile


def settings() -> Settings:
    """Return what the server was started with."""
    return current_world().settings


def operation() -> str | None:
    """Return the name of the operation asked for, if the path has one."""
    return operation_of(request.endpoint or "")


def note_unhandled() -> None:
    """Let the journal say that nothing here serves the request (3.5)."""
    passage = passage_of(request.environ)
    if passage is not None:
        passage.notes.handled = False


def note_bug(error: Exception) -> None:
    """Let the journal, and who runs the server, know of a bug of the mock."""
    passage = passage_of(request.environ)
    if passage is not None:
        passage.notes.fail(error)


def allowed_methods() -> list[str]:
    """Return the methods that the path asked for takes."""
    adapter = request_ctx.url_adapter
    return sorted(adapter.allowed_methods()) if adapter is not None else []


def method() -> str:
    """Return the method asked by."""
    return request.method


def wanted_operation() -> str | None:
    """Return the operation asked for; asking what is allowed is none."""
    return None if request.method == "OPTIONS" else operation()


def caller() -> Caller | None:
    """Return who is asking; `None` is nobody, or nobody known."""
    found = _identity(request.environ)
    return Caller(found.uid, found.username) if isinstance(found, User) else None


def authenticate() -> None:
    """Find out who is asking, or raise `NotAuthenticatedError`."""
    environ = request.environ
    found = _identity(environ)
    if not isinstance(found, User):
        raise found
    sessions = world_of(environ).sessions
    token = _session_token(environ) or ""
    if _brings_password(environ) and sessions.user(token) != found.uid:
        environ[SESSION] = sessions.open(found.uid)


def mind_credentials() -> None:
    """Let anybody in, but nobody whose credentials are wrong (15)."""
    with suppress(AnonymousError):
        authenticate()


def _identity(environ: "WSGIEnvironment") -> User | MockServerError:
    """Return who is asking, or why nobody is, found out once a request."""
    if IDENTITY not in environ:
        try:
            environ[IDENTITY] = _identified(environ)
        except MockServerError as error:
            environ[IDENTITY] = error.with_traceback(None)
    return cast("User | MockServerError", environ[IDENTITY])


def _identified(environ: "WSGIEnvironment") -> User:
    world = world_of(environ)
    directory = world.store.state.directory
    authorization = _authorization(environ)
    token = _session_token(environ)
    if token is not None and not authorization:
        return session_user(directory, world.sessions, token)
    return authenticated_user(directory, authorization)


def _authorization(environ: "WSGIEnvironment") -> str:
    authorization: str = environ.get("HTTP_AUTHORIZATION", "")
    return authorization.strip()


def _session_token(environ: "WSGIEnvironment") -> str | None:
    """Return what the client's cookie says; most clients have none to be parsed."""
    if "HTTP_COOKIE" not in environ:
        return None
    return request.cookies.get(SESSION_COOKIE)


def _brings_password(environ: "WSGIEnvironment") -> bool:
    return _authorization(environ)[:5].lower() == "basic"


def open_session(user: User) -> None:
    """Log `user` in, so that the answer carries the cookie of a new session."""
    environ = request.environ
    environ[SESSION] = world_of(environ).sessions.begin(user.uid)


def close_session() -> None:
    """Log the client out, whoever it was; the answer takes back his cookie."""
    environ = request.environ
    environ.setdefault(SESSION, "")
    token = _session_token(environ)
    if token is not None:
        world_of(environ).sessions.close(token)


def prefers_text() -> bool:
    """Say whether the client wants plain text rather than JSON."""
    return request.accept_mimetypes.best == "text/plain"


def prefers_json() -> bool:
    """Say whether the client wants JSON, as one does that names nothing (1.12)."""
    best = request.accept_mimetypes.best
    return best in {None, "*/*", "application/json", "application/*"}


def accepted_type() -> str:
    """Return the type that the client likes best, JSON if that is none by name."""
    best = request.accept_mimetypes.best or "*"
    is_named = "*" not in best and SUFFIX not in request.environ
    return best if is_named else "application/json"


def context_path() -> str:
    """Return the path that this server lies at, with no slash at the end."""
    return str(request.environ.get("SCRIPT_NAME", ""))


def form_field(name: str) -> str:
    """Return a field of a form-encoded body, empty if it is not there."""
    return request.form.get(name, "")


def set_session_cookie(response: Response) -> None:
    """Hand out or take back the client's session, for this context path only."""
    environ = request.environ
    token = environ.get(SESSION)
    path = environ.get("SCRIPT_NAME") or "/"
    if token:
        response.headers.add("Set-Cookie", _session_cookie(token, path))
    elif token is not None:
        response.delete_cookie(SESSION_COOKIE, path=path, httponly=True, samesite="Lax")


@lru_cache(maxsize=256)
def _session_cookie(token: str, path: str) -> str:
    """Write a cookie that a client without a jar is sent again and again."""
    return dump_cookie(SESSION_COOKIE, token, path=path, httponly=True, samesite="Lax")


def is_versioned() -> bool:
    """Say whether the path names a version of the API."""
    return API_VERSION in request.environ


def is_script() -> bool:
    """Say whether a script asks, which wants no page to log in on."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def acting_user() -> User:
    """Return the authenticated user of this request."""
    return cast("User", request.environ[IDENTITY])


def exchange() -> Exchange:
    """Return what the answer needs to know, or raise `NotAcceptableError`."""
    environ = request.environ
    accept, xml = environ.get("HTTP_ACCEPT", ""), world_of(environ).profile.xml
    return _exchange(environ, choose_format(environ.get(SUFFIX), accept, xml=xml))


def lenient_exchange() -> Exchange:
    """Return the same for files and errors, which are sent whatever is accepted."""
    try:
        return exchange()
    except NotAcceptableError:
        return _exchange(request.environ, Format.JSON)


def json_exchange() -> Exchange:
    """Return the same for what is JSON whatever is accepted (RA 2.4)."""
    return _exchange(request.environ, Format.JSON)


def csv_exchange() -> Exchange:
    """Return the same for ids, which are written as CSV to who asks for just that."""
    return lenient_exchange() if wants_csv() else exchange()


def wants_csv() -> bool:
    """Say whether the client takes CSV and nothing else (11.2)."""
    return header("Accept") == CSV


def _exchange(environ: "WSGIEnvironment", form: Format) -> Exchange:
    return Exchange(
        environ["REQUEST_METHOD"],
        form,
        environ.get("HTTP_IF_NONE_MATCH"),
        # Servers tag no answer of these paths, whatever it is (messaging.md 1.4).
        is_tagged="fileResources" not in environ["PATH_INFO"],
    )


def refusal_exchange() -> Exchange:
    """Return the same for refused logins: XML if it is named, and Basic is (15)."""
    is_written = profile().xml or _brings_password(request.environ)
    is_xml = is_written and "application/xml" in request.headers.get("Accept", "")
    return Exchange(request.method, Format.XML if is_xml else Format.JSON)


def root_url() -> str:
    """Return the address of this server as links show it."""
    return base_url()


def api_url() -> str:
    """Return the address of the API as links show it."""
    environ = request.environ
    versioned = world_of(environ).profile.versioned_links
    return links.api_url(address_of(environ), environ, versioned=versioned)


def query_parameters() -> list[tuple[str, str]]:
    """Return all query parameters as they came, repeated ones repeated."""
    return list(request.args.items(multi=True))


def all_parameters(name: str) -> list[str]:
    """Return every value of a parameter of the query."""
    return request.args.getlist(name)


def parameter(name: str) -> str | None:
    """Return a parameter of the query or of a form that is posted (4.8)."""
    value = request.args.get(name)
    if value is None and _is_form():
        value = request.form.get(name)
    return value


def _is_form() -> bool:
    """Say whether the body holds parameters: the server looks for them in POST only."""
    if request.method != "POST" or media_type() != FORM:
        return False
    request.get_data()  # kept, because a form is also read as the text it is
    return True


def header(name: str) -> str | None:
    """Return a header of the request, if it is there."""
    return request.headers.get(name)


def has_parameter(name: str) -> bool:
    """Say whether the query names this parameter at all."""
    return name in request.args


def required_parameter(name: str, kind: str = "String") -> str:
    """Return a parameter of the Java type `kind` or raise `MissingParameterError`."""
    value = parameter(name)
    if value is None:
        raise MissingParameterError(parameter=name, kind=kind)
    return value


def list_parameter(name: str) -> tuple[str, ...]:
    """
    Return a parameter that may be repeated or comma-separated (query.md 13.3).

    As in Spring, blanks around a value do not count, and commas only cut a parameter
    that is not repeated. Those of a form come after those of the query.
    """
    values = request.args.getlist(name)
    if _is_form():
        values += request.form.getlist(name)
    if len(values) == 1:
        values = [each.strip() for each in values[0].split(",")] if values[0] else []
    return tuple(dict.fromkeys(values))


def media_type() -> str:
    """Return the type of the body without its parameters."""
    return media_type_of(request.content_type or "")


def raw_query() -> str:
    """Return the query string as it came."""
    return request.query_string.decode("utf-8", errors="replace")


def marks_read() -> bool:
    """Say whether the client asks to mark what it reads (4.2)."""
    value = request.args.get("markRead", "")
    return value == "true" or (value.lower() == "true" and profile().mark_read_any_case)


def user_agent() -> str:
    """Return the note on the sender's program that a message keeps (2.3)."""
    return f"User-agent: {request.headers.get('User-Agent', 'null')}"
