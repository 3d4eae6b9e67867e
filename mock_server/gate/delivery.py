"""How an answer leaves, faults considered: as it is, spoilt, or not at all."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from mock_server.gate.passage import Passage
from mock_server.gate.world import address_of
from mock_server.injection.effect import Delivery, Scene
from mock_server.injection.rules import Firing
from mock_server.traffic import Outgoing, reason_phrase
from mock_server.wire.answers import Exchange
from mock_server.wire.environ import SUFFIX
from mock_server.wire.errors import NotAcceptableError
from mock_server.wire.negotiation import Format, choose_format

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_CUT = Delivery(None, "reset", on_the_line=lambda line: line.reset())
"""What becomes of a request that still waited when its world was reset."""
_UNHEARD = Outgoing(500, reason_phrase(500), (("Content-Length", "0"),))
"""What the server is told to send where nobody listens any more."""
_BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


def delivery_of(passage: Passage, answer: Outgoing) -> Delivery:
    """Return how a request is answered, where `answer` is what came of it."""
    if passage.is_cut:
        return _CUT
    firing = passage.decision.firing
    if firing is None:
        return Delivery(answer)
    lost = passage.decision.skips_handler
    scene = _scene(passage, firing, None if lost else answer)
    return _as_asked(firing.effect.perform(scene), passage.incoming.method)


def _as_asked(delivery: Delivery, method: str) -> Delivery:
    """
    Return `delivery` without a body where HTTP knows none (RFC 9110 6.4.1).

    The client would read it as the beginning of its next answer.
    """
    answer = delivery.answer
    if answer is None or not (method == "HEAD" or answer.status in _BODILESS):
        return delivery
    return delivery._replace(answer=answer._replace(body=b""))


def deliver(
    delivery: Delivery, passage: Passage, start_response: "StartResponse"
) -> Iterable[bytes]:
    """Let the answer go, or do to the line what is done in its place."""
    answer = delivery.answer
    if delivery.on_the_line is not None or answer is None:
        if delivery.on_the_line is not None and passage.connection is not None:
            delivery.on_the_line(passage.connection)
        answer = _UNHEARD
    start_response(answer.status_line, list(answer.headers))
    if delivery.pieces is not None:
        return delivery.pieces()
    return [answer.body] if answer.body else []


def _scene(passage: Passage, firing: Firing, answer: Outgoing | None) -> Scene:
    environ, world = passage.environ, passage.world
    return Scene(
        incoming=passage.incoming,
        answer=answer,
        exchange=_exchange(environ, xml=world.profile.xml),
        profile=world.profile,
        root_url=address_of(environ),
        random=firing.random,
        pause=passage.pause_for_client,
    )


def _exchange(environ: "WSGIEnvironment", *, xml: bool) -> Exchange:
    """Return the form for an answer that is given whatever is accepted."""
    accept = environ.get("HTTP_ACCEPT", "")
    try:
        form = choose_format(environ.get(SUFFIX), accept, xml=xml)
    except NotAcceptableError:
        form = Format.JSON
    return Exchange(environ["REQUEST_METHOD"], form)
