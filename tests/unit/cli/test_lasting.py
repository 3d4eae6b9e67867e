"""When garbage is looked for (cli/lasting.py)."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from mock_server.cli.lasting import lasting

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Let this process collect afterwards as it did before."""
    yield
    gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_meanwhile() -> None:
    """It is not while things are made, and it is again after."""
    with lasting():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_what_was_made_is_left_alone() -> None:
    """The collector does not come back to what is to stay."""
    with lasting():
        made: list[object] = [[]]

    assert gc.get_freeze_count()
    assert all(each is not made for each in gc.get_objects())


def test_process_without_collector_keeps_it_off() -> None:
    """Who had switched it off finds it so, also after a mistake."""
    gc.disable()

    with pytest.raises(ValueError, match="no"), lasting():
        raise ValueError("no")

    assert not gc.isenabled()
