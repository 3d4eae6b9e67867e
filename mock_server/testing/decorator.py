"""`mock_dhis2`: a private server around a function, a coroutine, a class or a block."""

import inspect
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, TypeVar, Unpack, cast, overload
from unittest import TestCase

from mock_server.testing.calls import check_names
from mock_server.testing.options import ServerOptions
from mock_server.testing.server import MockServer
from mock_server.testing.world import MockWorld

_Parts = ParamSpec("_Parts")
_Result = TypeVar("_Result")
_Class = TypeVar("_Class", bound=type)
_Self = TypeVar("_Self")

ATTRIBUTE = "dhis2_mock"
"""Where the tests of a decorated class find their world."""


@overload
def mock_dhis2(target: _Class, /) -> _Class: ...


@overload
def mock_dhis2(
    target: Callable[Concatenate[MockWorld, _Parts], _Result], /
) -> Callable[_Parts, _Result]: ...


@overload
def mock_dhis2(
    target: Callable[Concatenate[_Self, MockWorld, _Parts], _Result], /
) -> Callable[Concatenate[_Self, _Parts], _Result]: ...


@overload
def mock_dhis2(**options: Unpack[ServerOptions]) -> "PrivateServer": ...


def mock_dhis2(*target: Any, **options: Any) -> Any:
    """
    Return what starts a server for a while: as a decorator or in a `with` block.

    A function is handed the default world as its first argument, after `self`. Each
    test of a class finds one in `self.dhis2_mock`. Clients are pointed at its URL:
    nothing is patched. A decorator without options needs no parentheses.

    Raises:
        TypeError: there is no such option, or what is decorated cannot be.
    """
    if target and (options or len(target) > 1 or not callable(target[0])):
        message = "mock_dhis2 takes keywords, or decorates: @mock_dhis2(seed='empty')"
        raise TypeError(message)
    check_names(options, ServerOptions, "mock_dhis2")
    private = PrivateServer(cast("ServerOptions", options))
    return private(*target) if target else private


class PrivateServer:
    """A server for whoever enters, calls or is a test of a class."""

    def __init__(self, options: ServerOptions) -> None:
        """Keep what each server begins with; none runs yet."""
        self._options = options
        self._entered: list[MockServer] = []

    def __enter__(self) -> MockWorld:
        """Start a server and return its default world."""
        server = MockServer(**self._options)
        server.start()
        self._entered.append(server)
        return server.default

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server that was started last."""
        self._entered.pop().stop()

    @overload
    def __call__(self, target: _Class) -> _Class: ...

    @overload
    def __call__(
        self, target: Callable[Concatenate[MockWorld, _Parts], _Result]
    ) -> Callable[_Parts, _Result]: ...

    @overload
    def __call__(
        self, target: Callable[Concatenate[_Self, MockWorld, _Parts], _Result]
    ) -> Callable[Concatenate[_Self, _Parts], _Result]: ...

    def __call__(self, target: Any) -> Any:
        """Decorate a function, a coroutine, or a class of tests."""
        if not isinstance(target, type):
            return _handed(target, self._fresh)
        if issubclass(target, TestCase):
            _set_up(target, self._fresh)
        else:
            for name, test in list(vars(target).items()):
                if name.startswith("test") and inspect.isfunction(test):
                    setattr(target, name, _attached(test, self._fresh))
        return target

    def _fresh(self) -> "PrivateServer":
        """Return the same for one call, which others may overlap."""
        return PrivateServer(self._options)


_Fresh = Callable[[], PrivateServer]


def _handed(function: Callable[..., Any], fresh: _Fresh) -> Callable[..., Any]:
    """Return `function` without its parameter for the world, which it is handed."""
    signature = inspect.signature(function)
    names = list(signature.parameters)
    place = 1 if names[:1] in (["self"], ["cls"]) else 0
    if len(names) <= place:
        message = f"{function.__qualname__} needs a parameter for its world"
        raise TypeError(message)

    def arguments(given: tuple[Any, ...], world: MockWorld) -> tuple[Any, ...]:
        return (*given[:place], world, *given[place:])

    wrapper = _around(function, fresh, arguments)
    left = [each for name, each in signature.parameters.items() if name != names[place]]
    cast("Any", wrapper).__signature__ = signature.replace(parameters=left)
    return wrapper


def _attached(test: Callable[..., Any], fresh: _Fresh) -> Callable[..., Any]:
    """Return a method that finds a world in an attribute of its object."""

    def arguments(given: tuple[Any, ...], world: MockWorld) -> tuple[Any, ...]:
        setattr(given[0], ATTRIBUTE, world)
        return given

    return _around(test, fresh, arguments)


def _around(
    function: Callable[..., Any],
    fresh: _Fresh,
    arguments: Callable[[tuple[Any, ...], MockWorld], tuple[Any, ...]],
) -> Callable[..., Any]:
    """Return `function` with a server running around each call, awaited or not."""

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        with fresh() as world:
            return function(*arguments(given, world), **named)

    @wraps(function)
    async def awaited(*given: Any, **named: Any) -> Any:
        with fresh() as world:
            return await function(*arguments(given, world), **named)

    return awaited if inspect.iscoroutinefunction(function) else call


def _set_up(case: type[TestCase], fresh: _Fresh) -> None:
    """Let a world be there before the case's own `setUp`, and go after its cleanups."""
    own = case.setUp

    @wraps(own)
    def set_up(self: TestCase) -> None:
        setattr(self, ATTRIBUTE, self.enterContext(fresh()))
        own(self)

    case.setUp = set_up  # type: ignore[method-assign]  # what a class decorator does
