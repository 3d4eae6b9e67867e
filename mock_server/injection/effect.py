"""What every effect is made of, and what it may use when it happens."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from mock_server.injection.sockets import Connection
from mock_server.profiles import Profile
from mock_server.traffic import Incoming, Outgoing
from mock_server.wire.answers import Exchange

if TYPE_CHECKING:
    from mock_server.injection.register import EffectSchema


class Phase(StrEnum):
    """Whether the request runs before the effect shows."""

    BEFORE = "before"
    """The handler never runs: the request was lost."""
    AFTER = "after"
    """It runs, and what it changed stays: the answer is lost."""


class Scene(NamedTuple):
    """All that an effect may know and use when it happens."""

    incoming: Incoming
    answer: Outgoing | None
    """What the server answers really; `None` before it was asked."""
    exchange: Exchange
    profile: Profile
    root_url: str
    random: Random
    """The same one each time that the same rule meets its same request."""
    pause: Callable[[float], None]
    """Wait for so many seconds, or until the world lets go of who waits."""


class Delivery(NamedTuple):
    """How an answer leaves: as it is, in pieces, or as something else altogether."""

    answer: Outgoing | None
    """What the client gets, or would have got."""
    sent: str = "response"
    """What really goes over the wire, for the journal."""
    pieces: Callable[[], Iterator[bytes]] | None = None
    """The parts of the body, if they do not go out at once."""
    on_the_line: Callable[[Connection], None] | None = None
    """What is done to the connection in place of answering."""


class Effect:
    """What happens to a request; each kind is a frozen dataclass."""

    name: ClassVar[str]
    schema: ClassVar["EffectSchema"]
    needs_connection: ClassVar[bool] = False
    """Whether it cannot be had without the client's socket."""
    is_terminal: ClassVar[bool] = True
    """Whether no other such effect can follow it."""
    phase: Phase = Phase.AFTER

    def seconds(self, random: Random) -> float:  # noqa: ARG002 - some draw from it
        """Return for how long the request waits before anything else."""
        return 0

    def perform(self, scene: Scene) -> Delivery:
        """Return how the answer leaves; nothing has been sent yet."""
        return Delivery(scene.answer)


def with_header(answer: Outgoing, name: str, value: str | None) -> Outgoing:
    """Return `answer` with this header in place of any of its name; `None` is none."""
    kept = [each for each in answer.headers if each[0].lower() != name.lower()]
    if value is not None:
        kept.append((name, value))
    return answer._replace(headers=tuple(kept))


def with_body(answer: Outgoing, body: bytes) -> Outgoing:
    """Return `answer` with another body, and the length that belongs to it."""
    return with_header(answer._replace(body=body), "Content-Length", str(len(body)))
