"""`mock_dhis2` around functions, coroutines, classes and blocks."""

from __future__ import annotations

import asyncio
import inspect
import unittest
from typing import TYPE_CHECKING, ClassVar

import pytest

from mock_server import MockWorld, mock_dhis2

if TYPE_CHECKING:
    from pathlib import Path


def users(world: MockWorld) -> int:
    """Return how many users the administrator of a world sees."""
    return len(world.as_user("admin").get("/api/users").json()["users"])


def is_gone(world: MockWorld) -> bool:
    """Say whether nobody listens at the address of a world any more."""
    try:
        world.as_user("admin").get("/api/me")
    except ConnectionRefusedError:
        return True
    return False


def test_block_has_a_server() -> None:
    """In a `with` block a server runs, and after it none."""
    with mock_dhis2(seed="empty") as world:
        assert users(world) == 1

    assert is_gone(world)


def test_blocks_nest() -> None:
    """Two blocks of the same object have a server each."""
    mock = mock_dhis2(seed="empty")
    with mock as outer:
        with mock as inner:
            assert inner.url != outer.url
        assert is_gone(inner)
        assert users(outer) == 1


def test_function_is_handed_its_world() -> None:
    """A decorated function gets the world before its other arguments."""

    @mock_dhis2(seed="empty")
    def counted(world: MockWorld, more: int, *, yet: int = 0) -> tuple[MockWorld, int]:
        return world, users(world) + more + yet

    world, count = counted(10, yet=100)

    assert count == 111
    assert is_gone(world)
    assert list(inspect.signature(counted).parameters) == ["more", "yet"]


def test_coroutine_is_handed_its_world() -> None:
    """A decorated coroutine function has its server until it is done."""

    @mock_dhis2(seed="empty")
    async def counted(world: MockWorld) -> tuple[MockWorld, int]:
        await asyncio.sleep(0)
        return world, await asyncio.to_thread(users, world)

    world, count = asyncio.run(counted())

    assert count == 1
    assert is_gone(world)


def test_failure_stops_the_server() -> None:
    """An exception leaves a decorated function, and no server behind."""
    seen = []

    @mock_dhis2()
    def failing(world: MockWorld) -> None:
        seen.append(world)
        raise KeyError

    with pytest.raises(KeyError):
        failing()

    assert is_gone(seen[0])


def test_function_without_parameter_is_refused() -> None:
    """A function that could not use its world is an error when it is decorated."""
    with pytest.raises(TypeError, match="useless needs a parameter for its world"):

        @mock_dhis2()  # type: ignore[arg-type]
        def useless() -> None:
            """Do nothing."""


def test_unknown_option_is_refused() -> None:
    """A misspelt option is an error that names it and the right one."""
    with pytest.raises(TypeError, match="no option 'sed'; did you mean 'seed'"):
        mock_dhis2(sed="empty")  # type: ignore[call-overload]


def test_decorator_needs_no_parentheses() -> None:
    """Without options the name alone decorates, functions and classes alike."""

    @mock_dhis2
    def counted(world: MockWorld) -> int:
        return users(world)

    @mock_dhis2
    class Tests:
        dhis2_mock: MockWorld

        def test_users(self) -> int:
            return users(self.dhis2_mock)

    assert counted() == Tests().test_users() == 9


def test_positional_option_is_refused() -> None:
    """A seed without its keyword is an error that shows how it is written."""
    with pytest.raises(TypeError, match=r"decorates: @mock_dhis2\(seed='empty'\)"):
        mock_dhis2("empty")  # type: ignore[call-overload]


@mock_dhis2(seed="empty")
def test_fixtures_come_beside(world: MockWorld, tmp_path: Path) -> None:
    """Pytest fills the other parameters with its fixtures."""
    assert users(world) == 1
    assert tmp_path.is_dir()


class TestMethod:
    """Single methods of a class."""

    @mock_dhis2(seed="empty")
    def test_world_follows_self(self, world: MockWorld, tmp_path: Path) -> None:
        """A method gets the world after its object."""
        assert users(world) == 1
        assert tmp_path.is_dir()


@mock_dhis2(seed="empty")
class TestClass:
    """A class whose tests have a server each."""

    dhis2_mock: MockWorld
    seen: ClassVar[list[str]] = []

    def test_one(self, tmp_path: Path) -> None:
        """A test finds its world in the attribute."""
        self.seen.append(self.dhis2_mock.url)
        assert users(self.dhis2_mock) == 1
        assert tmp_path.is_dir()

    def test_two(self) -> None:
        """The next test does too."""
        self.seen.append(self.dhis2_mock.url)
        assert users(self.dhis2_mock) == 1


@mock_dhis2(seed="empty")
class TestCase(unittest.TestCase):
    """A unittest class."""

    dhis2_mock: MockWorld

    def setUp(self) -> None:
        """Find the world before anything else."""
        self.before = users(self.dhis2_mock)

    def test_set_up_has_the_world(self) -> None:
        """The world of `setUp` is that of the test."""
        assert self.before == users(self.dhis2_mock) == 1


@mock_dhis2(seed="empty")
class TestAsyncCase(unittest.IsolatedAsyncioTestCase):
    """A unittest class of coroutines."""

    dhis2_mock: MockWorld

    async def test_coroutine_has_the_world(self) -> None:
        """A coroutine finds its world too."""
        assert await asyncio.to_thread(users, self.dhis2_mock) == 1
