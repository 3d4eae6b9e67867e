"""The configuration files that the documentation shows can be started with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mock_server.cli.serve import Options, parse

ROOT = Path(__file__).parents[2]
FILES = [
    pytest.param(found["text"], id=page.stem)
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for found in re.finditer(
        r"`[\w-]+\.toml`:\n\n```toml\n(?P<text>.*?)```",
        page.read_text(encoding="utf-8"),
        re.DOTALL,
    )
]


def test_there_are_files() -> None:
    """The reference shows one, and so does the tutorial."""
    assert len(FILES) >= 2


@pytest.mark.parametrize("text", FILES)
def test_file_can_be_started_with(text: str, tmp_path: Path) -> None:
    """Each file is taken as it stands, and says something."""
    file = tmp_path / "dhis2-mock.toml"
    file.write_text(text, encoding="utf-8")

    options = parse(["--config", str(file)], {})

    assert isinstance(options, Options)
    assert options != parse([], {})
