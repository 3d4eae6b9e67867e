"""The effects that there are, however often they are looked for (register.py)."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import mock_server.injection
from mock_server.injection import register

if TYPE_CHECKING:
    import pytest

NAMES = [
    *("delay", "dribble", "empty", "hang", "malformed_chunk", "random_data"),
    *("reset", "respond", "rewrite", "truncate"),
]


def test_effects_are_those_of_the_folder() -> None:
    """Every module of effects has one, under its own name."""
    assert [*register.effects()] == NAMES
    assert [each.name for each in register.effects().values()] == NAMES


def test_register_made_anew_finds_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever drops the register alone, as pytester may, gets no empty one."""
    register.effects()
    monkeypatch.setattr(mock_server.injection, "register", register)
    monkeypatch.delitem(sys.modules, register.__name__)

    anew = import_module(register.__name__)

    assert anew is not register
    assert [*anew.effects()] == NAMES
