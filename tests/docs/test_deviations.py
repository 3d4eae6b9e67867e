"""DEVIATIONS.md and the code name the same deviations."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def documented() -> list[str]:
    """Return the numbers of the entries, in order."""
    text = (ROOT / "DEVIATIONS.md").read_text(encoding="utf-8")
    return re.findall(r"^## (D\d+) ", text, re.MULTILINE)


def in_code() -> set[str]:
    """Return the numbers that the code carries."""
    sources = (ROOT / "mock_server").rglob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return set(re.findall(r"DEVIATION (D\d+)", text))


def test_every_deviation_is_documented() -> None:
    """Each `DEVIATION Dn` of the code has its entry, and each entry its place."""
    assert in_code() == set(documented())


def test_deviations_are_numbered_in_order() -> None:
    """The entries count up from D1 without a gap."""
    entries = documented()

    assert entries == [f"D{number}" for number in range(1, len(entries) + 1)]
