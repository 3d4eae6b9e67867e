"""What the package offers to those who import it."""

import subprocess
import sys
from pathlib import Path

import pytest

import mock_server
from mock_server.factory import create_app
from mock_server.settings import Settings


def test_public_names_are_found() -> None:
    """The names in `__all__` lead to the real things."""
    assert mock_server.create_app is create_app
    assert mock_server.Settings is Settings


@pytest.mark.parametrize("name", mock_server.__all__)
def test_public_name_has_a_home(name: str) -> None:
    """Each public name can be had, and is what it is called."""
    found = getattr(mock_server, name)

    assert getattr(found, "__name__", name).endswith(name)


def test_unknown_name_is_refused() -> None:
    """A name that is not offered is an ordinary missing attribute."""
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = mock_server.nonsense  # type: ignore[attr-defined]


def test_faults_are_the_builders() -> None:
    """`mock_server.faults` is the public module, whatever else was imported."""
    assert mock_server.faults.reset().document == {"type": "reset"}


def test_package_import_loads_no_flask() -> None:
    """Importing the package alone costs nothing."""
    program = "import sys, mock_server; sys.exit('flask' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False
    )

    assert done.returncode == 0
