"""What every effect is made of, and the register that they enter themselves in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from random import Random
from typing import Any, ClassVar, TypeVar

from marshmallow import ValidationError, fields, post_load

from mock_server.injection.sockets import Connection
from mock_server.profiles import Profile
from mock_server.schemas.control import ControlSchema, suggestion
from mock_server.schemas.json_schema import Shape
from mock_server.traffic import Incoming, Outgoing
from mock_server.wire.answers import Exchange

_EFFECTS = "mock_server.injection.effects"


class Phase(StrEnum):
    """Whether the request runs before the effect shows."""

    BEFORE = "before"
    """The handler never runs: the request was lost."""
    AFTER = "after"
    """It runs, and what it changed stays: the answer is lost."""


@dataclass(frozen=True)
class Scene:
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


@dataclass(frozen=True)
class Delivery:
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


class PhaseField(fields.Field[Phase]):
    """One of the phases that an effect can happen in."""

    def __init__(self, *phases: Phase, **options: Any) -> None:
        """Keep the phases."""
        super().__init__(**options)
        self.known = [each.value for each in phases]

    def _deserialize(self, value: Any, *_: object, **__: object) -> Phase:
        if value not in self.known:
            text = f"{value!r} is unknown{suggestion(str(value), self.known)}"
            raise ValidationError(text)
        return Phase(value)

    def shape(self) -> Shape:
        """Allow these phases."""
        return {"enum": self.known}


class EffectSchema(ControlSchema):
    """The keys of an effect: `type`, and what its own schema adds."""

    title = "Invalid fault"
    kind = fields.String(required=True, data_key="type")
    makes: ClassVar[Callable[..., Effect]]

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Effect:
        """Return the effect that was read."""
        del data["kind"]
        return self.makes(**data)


class AfterSchema(EffectSchema):
    """The keys of an effect that needs an answer to work on."""

    phase = PhaseField(Phase.AFTER)


class PhasedSchema(EffectSchema):
    """The keys of an effect for both phases."""

    phase = PhaseField(*Phase)


_Kind = TypeVar("_Kind", bound=type[Effect])

_REGISTER: dict[str, type[Effect]] = {}
"""Filled while the modules of the effects are imported, and by nothing else."""


def effect(name: str, schema: type[EffectSchema]) -> Callable[[_Kind], _Kind]:
    """Enter the decorated class as the effect `name`, read by `schema`."""

    def register(kind: _Kind) -> _Kind:
        kind.name = name
        own = type(f"{kind.__name__}Schema", (schema,), {"makes": staticmethod(kind)})
        kind.schema = own()
        _REGISTER[name] = kind
        return kind

    return register


@cache
def effects() -> Mapping[str, type[Effect]]:
    """Return all effects by name; their modules are imported when first asked for."""
    for module in iter_modules(import_module(_EFFECTS).__path__):
        import_module(f"{_EFFECTS}.{module.name}")
    return dict(sorted(_REGISTER.items()))


def with_header(answer: Outgoing, name: str, value: str | None) -> Outgoing:
    """Return `answer` with this header in place of any of its name; `None` is none."""
    kept = [each for each in answer.headers if each[0].lower() != name.lower()]
    if value is not None:
        kept.append((name, value))
    return replace(answer, headers=tuple(kept))


def with_body(answer: Outgoing, body: bytes) -> Outgoing:
    """Return `answer` with another body, and the length that belongs to it."""
    return with_header(replace(answer, body=body), "Content-Length", str(len(body)))
