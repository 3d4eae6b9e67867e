"""The page on queries names each operator and transformer that there is."""

from __future__ import annotations

import re
from pathlib import Path

from mock_server.query.operators import OPERATOR_NAMES
from mock_server.query.transformers import TRANSFORMER_NAMES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "queries.md"


def first_column(heading: str) -> list[str]:
    """Return what stands in code in the first column of a table."""
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index(f"| {heading} |") :].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return [name for cell in cells for name in re.findall("`(.+?)`", cell)]


def test_page_holds_every_operator() -> None:
    """The table of operators has each of them once."""
    assert sorted(first_column("operator")) == sorted(OPERATOR_NAMES)


def test_page_holds_every_transformer() -> None:
    """The table of transformers has each of them once."""
    names = [name.partition("(")[0] for name in first_column("transformer")]

    assert sorted(names) == sorted(TRANSFORMER_NAMES)
