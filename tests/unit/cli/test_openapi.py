"""`dhis2-mock openapi`: the two documents on stdout."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mock_server.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("more", "title", "path"),
    [
        ((), "Control plane of dhis2-mock", "/__mock/faults"),
        (("--api",), "DHIS2 messaging as dhis2-mock mocks it", "/api/me"),
    ],
)
def test_document_is_printed(
    capsys: pytest.CaptureFixture[str], more: Sequence[str], title: str, path: str
) -> None:
    """Without an option it is the control plane's, with `--api` the other."""
    code = main(["openapi", *more])

    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == title
    assert path in document["paths"]
