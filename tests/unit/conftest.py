"""What several tests of parts need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.processes import starting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.processes import Start


@pytest.fixture
def start() -> Iterator[Start]:
    """Start Python with arguments and variables; end it after the test."""
    with starting() as start_python:
        yield start_python
