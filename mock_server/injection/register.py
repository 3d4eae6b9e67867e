"""What effects there are, and how each is read."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, ClassVar, TypeVar

from marshmallow import ValidationError, fields, post_load

from mock_server.injection.effect import Effect, Phase
from mock_server.schemas.control import ControlSchema
from mock_server.schemas.json_schema import Shape
from mock_server.suggestions import suggestion

_EFFECTS = "mock_server.injection.effects"


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


def effect(name: str, schema: type[EffectSchema]) -> Callable[[_Kind], _Kind]:
    """Make the decorated class the effect `name`, read by `schema`."""

    def named(kind: _Kind) -> _Kind:
        kind.name = name
        own = type(f"{kind.__name__}Schema", (schema,), {"makes": staticmethod(kind)})
        kind.schema = own()
        return kind

    return named


@cache
def effects() -> Mapping[str, type[Effect]]:
    """
    Return all effects by name; their modules are imported when first asked for.

    They are looked up in these modules. Were they to enter themselves somewhere, they
    would do so once only, whoever asks again after somebody has dropped this module.
    """
    found: dict[str, type[Effect]] = {}
    for module in iter_modules(import_module(_EFFECTS).__path__):
        found |= _defined_in(import_module(f"{_EFFECTS}.{module.name}"))
    return dict(sorted(found.items()))


def _defined_in(module: ModuleType) -> dict[str, type[Effect]]:
    return {
        str(vars(each)["name"]): each
        for each in vars(module).values()
        if isinstance(each, type)
        and each.__module__ == module.__name__
        and {"name", "schema"} <= vars(each).keys()
    }
