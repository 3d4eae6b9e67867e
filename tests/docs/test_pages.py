"""
Every command and snippet of the documentation is run, page by page.

A page is a story: its `console` lines run one after the other in a folder of their
own, against a server of its own in place of http://127.0.0.1:8080. A block after a
line that ends in a file's name and a colon is that file. A line of `dhis2-mock` that
serves is started on a port of its own, says where it listens, and is asked nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mock_server.factory import create_app
from tests.conftest import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import LiveServer

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(
    r"(?:`(?P<file>\w[\w./-]*)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL
)
_SERVES = re.compile(
    r"(make |python app\.py|dhis2-mock( serve| --|$)|docker|pip install|flask|gunicorn)"
)
"""Lines that serve or install."""
_COMMAND = "dhis2-mock "
"""How lines begin that serve and can be started here; `test_readme` starts others."""
_ADDRESS = re.compile(r"http://(127\.0\.0\.1|localhost):8080")


@dataclass(frozen=True)
class Step:
    """A file to write, or a line to run."""

    text: str
    file: str | None = None


def steps(page: str) -> Iterator[Step]:
    """Return what a page lets its reader do, in order."""
    for block in _BLOCK.finditer(page):
        if block["file"]:
            yield Step(block["text"], block["file"])
        elif block["kind"] == "console":
            lines = block["text"].replace("\\\n", " ").splitlines()
            yield from (Step(line) for line in lines if line and line[0] != "#")


STORIES = [
    page
    for page in PAGES
    if any(
        step.file is None
        and (step.text.startswith(_COMMAND) or not _SERVES.match(step.text))
        for step in steps(page.read_text(encoding="utf-8"))
    )
]


@pytest.fixture
def server() -> Iterator[LiveServer]:
    """Return a server with the default seed, for one page alone."""
    yield from serve_in_thread(create_app())


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "page", STORIES, ids=[str(page.relative_to(ROOT)) for page in STORIES]
)
def test_page_does_as_it_says(page: Path, server: LiveServer, tmp_path: Path) -> None:
    """Each line succeeds, on one server, in the order of the page."""
    environment = surroundings(tmp_path)
    for step in steps(page.read_text(encoding="utf-8")):
        text = _ADDRESS.sub(server.url, step.text)
        if step.file is not None:
            (tmp_path / step.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step.file).write_text(text, encoding="utf-8")
        elif not _SERVES.match(step.text):
            run(text, tmp_path, environment)
        elif step.text.startswith(_COMMAND):
            serve(f"{step.text} --port 0", tmp_path, environment)


def test_pages_are_stories() -> None:
    """The README and most pages let their reader do something."""
    assert ROOT / "README.md" in STORIES
    assert len(STORIES) >= 4


def surroundings(folder: Path) -> dict[str, str]:
    """Return an environment in which curl fails where the server refuses."""
    (folder / ".curlrc").write_text("fail-with-body\nsilent\nshow-error\n", "utf-8")
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("DHIS2_MOCK_", "PYTEST_", "COV_"))
    }
    commands = Path(sys.executable).parent
    return {
        **kept,
        "CURL_HOME": str(folder),
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
    }


def serve(line: str, folder: Path, environment: dict[str, str]) -> None:
    """Start a server as a shell would, until it says where it listens."""
    process = subprocess.Popen(
        ["sh", "-c", f"exec {line}"],  # noqa: S607 - any shell will do
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.terminate()
    assert " on http" in said, line


def run(line: str, folder: Path, environment: dict[str, str]) -> None:
    """Run one line as a shell would; it must succeed."""
    done = subprocess.run(
        ["sh", "-c", line],  # noqa: S607 - any shell will do
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
