"""The Python of the README, run as it stands by pytest, in all its ways."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mock_server import MockServer

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(
    r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
)
(TESTS,) = BLOCKS


@pytest.fixture
def running() -> Iterator[str]:
    """Return the URL of a server that runs already."""
    with MockServer() as server:
        yield server.url


@pytest.fixture
def newcomer(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a folder that holds the README's tests and nothing else."""
    pytester.makepyfile(test_inbox=TESTS)
    return pytester


def test_section_has_five_tests() -> None:
    """A newcomer finds five tests to begin with."""
    assert len(re.findall(r"^def test_", TESTS, re.MULTILINE)) == 5


def test_tests_pass(newcomer: pytest.Pytester) -> None:
    """The README's tests pass as they stand (control-plane check 29)."""
    result = newcomer.runpytest_subprocess("--strict-markers", "-W", "error")

    result.assert_outcomes(passed=5)


def test_tests_pass_in_four_workers(newcomer: pytest.Pytester) -> None:
    """They pass when they are spread over four processes (check 29)."""
    result = newcomer.runpytest("-n", "4")

    result.assert_outcomes(passed=5)


def test_tests_pass_against_running_server(
    newcomer: pytest.Pytester, running: str
) -> None:
    """They pass against a server that runs already (check 29)."""
    result = newcomer.runpytest(f"--dhis2-mock-url={running}")

    result.assert_outcomes(passed=5)
