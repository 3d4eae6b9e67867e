"""Calls with wrong arguments, refused with what was probably meant."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, ParamSpec, TypeVar, get_args

from mock_server.suggestions import suggestion

_Parts = ParamSpec("_Parts")
_Result = TypeVar("_Result")

_OTHER_WORDS = {
    "code": "status",
    "content": "body",
    "count": "times",
    "data": "body",
    "ms": "milliseconds",
    "never": "exactly",
    "once": "times",
    "operation": "match",
    "org_unit": "organisation_unit",
    "status_code": "status",
    "timeout": "within",
    "username": "user",
}
"""What other tools call the things that ours call so."""
_NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_PLACED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.POSITIONAL_ONLY)


def with_hints(function: Callable[_Parts, _Result]) -> Callable[_Parts, _Result]:
    """Return `function`, which says what there is when it is called wrongly."""

    @wraps(function)
    def call(*given: _Parts.args, **named: _Parts.kwargs) -> _Result:
        __tracebackhide__ = True
        try:
            return function(*given, **named)
        except TypeError:
            slip = _slip(function, given, named)
            if slip is None:
                raise
        raise TypeError(slip)

    return call


def check_names(
    given: Mapping[str, object], known: type, what: str, *more: str
) -> None:
    """Raise a `TypeError` for the first name in `given` that is not `known`."""
    __tracebackhide__ = True
    for name in given:
        if name not in known.__annotations__ and name not in more:
            names = sorted([*known.__annotations__, *more])
            raise TypeError(_no_option(what, name, names))


def _slip(
    function: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any]
) -> str | None:
    """Say what is wrong with a call, or that it is nothing that can be seen here."""
    called = signature(function)
    try:
        called.bind(*given, **named)
    except TypeError as error:
        what = _name_of(function)
        return _told(called, what, given, named) or f"{what}: {error}"
    return None


def _told(
    called: Signature, what: str, given: tuple[Any, ...], named: Mapping[str, Any]
) -> str | None:
    parameters = [*called.parameters.values()]
    kinds = [each.kind for each in parameters]
    names = [each.name for each in parameters if each.kind in _NAMED]
    names = [each for each in names if each != "self"]
    if Parameter.VAR_KEYWORD not in kinds:
        for name in named:
            if name not in names:
                return _no_option(what, name, names)
    if Parameter.VAR_POSITIONAL not in kinds:
        places = sum(each in _PLACED for each in kinds)
        if len(given) > places:
            return f"{what} takes no bare {given[places]!r}{_ways(parameters)}"
    return None


def _ways(parameters: Iterable[Parameter]) -> str:
    """Say what can be told by its name, alone or as a key of a `TypedDict`."""
    named: list[str] = []
    for each in parameters:
        if each.kind == Parameter.KEYWORD_ONLY:
            named.append(each.name)
        elif each.kind == Parameter.VAR_KEYWORD:
            for options in get_args(each.annotation):
                named += options.__annotations__
    ways = ", ".join(f"{each}=" for each in named)
    return f"; say what it is: {ways}" if ways else ""


def _no_option(what: str, name: str, names: Iterable[str]) -> str:
    known = [*names]
    other = _OTHER_WORDS.get(name)
    if other in known:
        return f"{what} has no option {name!r}; did you mean {other!r}?"
    return f"{what} has no option {name!r}{suggestion(name, known)}"


def _name_of(function: Callable[..., Any]) -> str:
    """Return how a test calls it: `Clock.advance`, or `faults.delay`."""
    name = function.__qualname__.removesuffix(".__init__")
    if name != function.__name__:
        return name
    return f"{function.__module__.rpartition('.')[2]}.{name}"
