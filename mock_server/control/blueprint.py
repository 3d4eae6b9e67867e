"""
The control plane's blueprint, the guard before it, and how it refuses.

Every refusal is a problem document (RFC 9457), never a WebMessage (control-plane 3.1).
"""

from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, request
from werkzeug.wrappers import Response

from mock_server.domain.errors import MockServerError
from mock_server.gate.world import CONTROL, all_worlds, current_world, unknown_world
from mock_server.schemas.control import InvalidDocumentError
from mock_server.seed import SeedError
from mock_server.snapshots import (
    RESERVED,
    ReservedNameError,
    SnapshotExistsError,
    TooManySnapshotsError,
    UnknownSnapshotError,
)
from mock_server.wire.answers import Exchange, Problem, respond
from mock_server.world import OutOfReachError, UidsTakenError
from mock_server.worlds import (
    TooManyWorldsError,
    UnknownWorldError,
    WorldExistsError,
)

control = Blueprint("control", __name__, url_prefix=f"/{CONTROL}")

_LOOPBACK = ("127.0.0.1", "::1")
_HEALTH = "control.health"


class RefusedError(MockServerError):
    """A request that the control plane answers with `problem`."""

    def __init__(self, problem: Problem) -> None:
        """Keep the answer."""
        super().__init__(problem=problem)
        self.problem = problem


@control.before_request
def _guard() -> None:
    """Let no web page of another origin, and nobody without the token, in (3.1)."""
    _refuse_foreign_pages()
    if request.endpoint != _HEALTH:
        _want_token()


def _refuse_foreign_pages() -> None:
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    if origin is None and site in {"none", "same-origin"}:
        _refuse_foreign_names()
        return
    if origin == request.host_url.rstrip("/") and _is_this_machine(origin):
        return
    detail = "The control plane answers no other origin."
    raise RefusedError(Problem(403, detail))


def _refuse_foreign_names() -> None:
    """
    Refuse who asks from this machine for what is elsewhere.

    To read is what a browser tells no origin of: a page of evil.example whose name
    suddenly means 127.0.0.1 would get passwords. A name without a dot is nobody's.
    """
    host = urlsplit(request.host_url).hostname or ""
    external = urlsplit(current_world().settings.external_url or "").hostname
    is_ours = "." not in host or host == external or _is_this_machine(request.host_url)
    if request.remote_addr in _LOOPBACK and not is_ours:
        detail = f"The control plane is not at {host!r}; --external-url says if it is."
        raise RefusedError(Problem(403, detail))


def _is_this_machine(origin: str) -> bool:
    """
    Say whether no foreign name server can have led a browser to `origin`.

    A page of evil.example whose name suddenly means 127.0.0.1 has our own origin.
    """
    host = urlsplit(origin).hostname or ""
    try:
        return bool(ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _want_token() -> None:
    token = current_world().settings.admin_token
    if token is None:
        return
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    is_right = compare_digest(given.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not is_right:
        detail = "The control plane wants `Authorization: Bearer` and its token."
        headers = {"WWW-Authenticate": 'Bearer realm="dhis2-mock"'}
        raise RefusedError(Problem(401, detail, headers=headers))


@control.after_request
def _say_nothing_of_nothing(response: Response) -> Response:
    """Leave out the type of a body that is not there."""
    if response.status_code == HTTPStatus.NO_CONTENT:
        response.headers.pop("Content-Type", None)
    return response


@control.errorhandler(RefusedError)
def _refuse(error: RefusedError) -> Response:
    return respond(error.problem, Exchange())


@control.errorhandler(InvalidDocumentError)
def _refuse_document(error: InvalidDocumentError) -> Response:
    return respond(Problem(422, title=error.title, errors=error.errors), Exchange())


@control.errorhandler(SeedError)
def _refuse_seed(error: SeedError) -> Response:
    errors = [located(line) for line in error.problems]
    return respond(Problem(422, title="Invalid seed", errors=errors), Exchange())


@control.errorhandler(UnknownWorldError)
def _refuse_unknown_world(error: UnknownWorldError) -> Response:
    return respond(unknown_world(error), Exchange())


@control.errorhandler(WorldExistsError)
def _refuse_taken_name(error: WorldExistsError) -> Response:
    detail = f"There is a world {error.facts['name']!r} already; PUT replaces it."
    return respond(Problem(409, detail, title="World exists"), Exchange())


@control.errorhandler(TooManyWorldsError)
def _refuse_one_world_more(error: TooManyWorldsError) -> Response:
    detail = f"There are {error.facts['limit']} worlds already; delete one first."
    return respond(Problem(409, detail, title="Too many worlds"), Exchange())


@control.errorhandler(UnknownSnapshotError)
def _refuse_unknown_snapshot(error: UnknownSnapshotError) -> Response:
    known = ", ".join([*RESERVED, *error.facts["known"]])  # type: ignore[misc]
    detail = f"There is no snapshot {error.facts['name']!r}; there are: {known}."
    return respond(Problem(404, detail, title="Unknown snapshot"), Exchange())


@control.errorhandler(SnapshotExistsError)
def _refuse_taken_snapshot(error: SnapshotExistsError) -> Response:
    detail = f"There is a snapshot {error.facts['name']!r} already; PUT replaces it."
    return respond(Problem(409, detail, title="Snapshot exists"), Exchange())


@control.errorhandler(TooManySnapshotsError)
def _refuse_one_snapshot_more(error: TooManySnapshotsError) -> Response:
    detail = (
        f"No more than {error.facts['limit']} snapshots are kept; delete one first, or"
        " start the server with a higher --snapshot-limit."
    )
    return respond(Problem(409, detail, title="Too many snapshots"), Exchange())


@control.errorhandler(ReservedNameError)
def _refuse_reserved_name(error: ReservedNameError) -> Response:
    name = str(error.facts["name"])
    detail = f"The snapshot {name!r} is {RESERVED[name]}; choose another name."
    return respond(Problem(409, detail, title="Reserved name"), Exchange())


@control.errorhandler(OutOfReachError)
def _refuse_time(_error: OutOfReachError) -> Response:
    detail = "A clock shows no time before 1970, and none from the year 9000 on."
    return respond(Problem(422, detail, title="Invalid clock"), Exchange())


@control.errorhandler(UidsTakenError)
def _refuse_uids(error: UidsTakenError) -> Response:
    errors = [
        {"pointer": f"/uids/{at}", "message": "is in use"} for at in error.positions
    ]
    return respond(Problem(422, title="Invalid settings", errors=errors), Exchange())


def only_at_the_root() -> None:
    """Refuse what concerns the whole process where it is asked of a world (3.1)."""
    if current_world() is not all_worlds().default:
        detail = f"{request.path} is of the whole server; ask outside of any world."
        raise RefusedError(Problem(404, detail))


def located(line: str) -> dict[str, str]:
    """Part a line about a seed into the place and what is wrong there."""
    place, _, text = line.partition(": ")
    _, _, pointer = place.partition(" ")
    return {"pointer": pointer, "message": text}
