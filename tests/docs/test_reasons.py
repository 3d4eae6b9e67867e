"""The table of reasons in the documentation is the one in the code."""

from __future__ import annotations

from pathlib import Path

from mock_server.api.error_catalogue import ROWS, reason

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "reasons.md"


def rendered_rows() -> list[str]:
    """Return the rows that the page should have, made from the error catalogue."""
    rows = {}
    for row in ROWS:
        said = (row.condition.__doc__ or "").strip().partition("\n")[0]
        for operation in row.operations:
            name = reason(row.condition, operation)
            rows[name] = f"| `{name}` | {said} |"
    return ["| reason | what is so |", "| --- | --- |", *rows.values()]


def test_page_holds_every_reason() -> None:
    """Each rule of the catalogue has its row, in the catalogue's order."""
    rows = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]

    assert rows == rendered_rows(), "\n".join(["expected:", *rendered_rows()])
