"""The table of switches in the documentation is the one in the code."""

from __future__ import annotations

import re
from pathlib import Path

from mock_server.profiles import PROFILES, SWITCHES
from mock_server.switches import shown

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "switches.md"


def rendered_rows() -> list[str]:
    """Return the rows that the page should have, made from the code."""
    rows = [["switch", *PROFILES, "what it does"], ["---"] * (len(PROFILES) + 2)]
    for each in SWITCHES:
        values = [shown(getattr(one, each.name)) for one in PROFILES.values()]
        rows.append([f"`{each.name}`", *values, each.metadata["doc"]])
    return [f"| {' | '.join(row)} |" for row in rows]


def test_page_holds_every_switch() -> None:
    """Each switch has its row: its value in every profile, and its line."""
    rows = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]

    assert rows == rendered_rows(), "\n".join(["expected:", *rendered_rows()])


def test_every_switch_decides_something() -> None:
    """Each switch is read by code outside its declaration."""
    sources = [
        path.read_text(encoding="utf-8")
        for path in (ROOT / "mock_server").rglob("*.py")
        if path.name != "profiles.py"
    ]
    code = "\n".join(sources)

    idle = [
        each.name for each in SWITCHES if not re.search(rf'(\.|"){each.name}\b', code)
    ]

    assert idle == []


def test_every_line_cites_the_contract() -> None:
    """The line of a switch ends by saying which rule it switches."""
    without = [
        each.name
        for each in SWITCHES
        if not re.search(
            r"(messaging|query|resources[a-z-]*)\.md", each.metadata["doc"]
        )
    ]

    assert without == []
