"""What a release is made of is all of the package."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_of_modules_is_packaged() -> None:
    """A new folder of modules is named in pyproject, or the wheel lacks it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    folders = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "mock_server").rglob("*.py")
    }
    packages = set(project["tool"]["setuptools"]["packages"])
    assert packages - {"mock_server.seed_data"} == folders
