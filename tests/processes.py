"""Processes that tests start, and what they print."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[1]
Process: TypeAlias = "subprocess.Popen[str]"
Start: TypeAlias = Callable[..., Process]


@contextmanager
def starting() -> Iterator[Start]:
    """Give what starts Python with arguments and variables; end all that were."""
    started = []

    def start_python(*arguments: str, **variables: str) -> Process:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DHIS2_MOCK")}
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**kept, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start_python
    for process in started:
        process.kill()
        process.communicate()


def first_line(process: Process) -> str:
    """Wait for the first line that `process` prints."""
    assert process.stdout is not None
    return process.stdout.readline()
