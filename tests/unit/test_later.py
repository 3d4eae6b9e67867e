"""What is imported when it is asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from mock_server.later import found, later

if TYPE_CHECKING:
    from pathlib import Path

MODULE = "imported_by_a_test_of_later"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a module that nobody has imported."""
    text = "def joined(*parts, by):\n    return by.join(parts)\n"
    (tmp_path / f"{MODULE}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    return MODULE


def test_name_is_no_import(module: str) -> None:
    """To say what will be called imports nothing."""
    later(module, "joined")

    assert module not in sys.modules


def test_call_imports(module: str) -> None:
    """The call is passed on as it is, and what comes back is returned."""
    joined = later(module, "joined")

    assert joined("a", "b", by="-") == "a-b"
    assert module in sys.modules


def test_found_is_the_thing_itself(module: str) -> None:
    """What is asked for by name is what the module holds."""
    assert found(module, "joined") is sys.modules[module].joined
