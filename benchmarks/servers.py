"""Servers in processes of their own, and the load generator `wrk` against them."""

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from tempfile import NamedTemporaryFile, TemporaryDirectory

from benchmarks import seeds
from benchmarks.findings import UnavailableError

_URL = re.compile(r"http://127\.0\.0\.1:\d+")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_SECONDS = 3
_UNIQUE = """
local asked = 0
request = function()
  asked = asked + 1
  return wrk.format(nil, wrk.path .. "&_=" .. asked)
end
"""
"""Has wrk ask each question once, by a parameter that nobody looks at."""


@dataclass(frozen=True)
class Load:
    """What eight connections ask a server for, over and over."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    is_unique: bool = False
    """Whether no question is asked twice."""


LOGIN = {
    "Authorization": "Basic "
    + b64encode(f"{seeds.READER}:{seeds.PASSWORD}".encode()).decode()
}


@contextmanager
def serving(command: Sequence[str]) -> Iterator[str]:
    """Run a command that prints its address; yield that URL, and end it after."""
    process = subprocess.Popen(  # noqa: S603 - the benchmarks' own commands
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        for line in process.stdout:
            if found := _URL.search(line):
                yield found[0]
                return
        message = f"{command[0]} ended before it said where it listens"
        raise RuntimeError(message)
    finally:
        process.terminate()
        process.communicate(timeout=10)


@contextmanager
def mock(conversations: int, *options: str) -> Iterator[str]:
    """Serve a seed of so many conversations with the mock's own command."""
    with TemporaryDirectory() as folder:
        seed = Path(folder) / "seed.json"
        seed.write_text(json.dumps(seeds.document(conversations)))
        own = [sys.executable, "-m", "mock_server", "serve", "--port", "0"]
        with serving([*own, "--seed", str(seed), *options]) as url:
            yield url


def rates(
    loads: Sequence[Load], connections: int = 8, rounds: int = 3
) -> list[tuple[float, ...]]:
    """Return requests a second under each load, measured in turn after a warm-up."""
    program = which("wrk")
    if program is None:
        message = "the load generator wrk (Debian package wrk)"
        raise UnavailableError(message)
    for load in loads:
        _rate(program, load, connections, seconds=1)
    measured = [
        [_rate(program, load, connections) for load in loads] for _ in range(rounds)
    ]
    return list(zip(*measured, strict=True))


def _rate(program: str, load: Load, connections: int, seconds: int = _SECONDS) -> float:
    command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", load.url]
    for name, value in load.headers.items():
        command += ["-H", f"{name}: {value}"]
    with NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_UNIQUE if load.is_unique else "")
        script.flush()
        done = subprocess.run(  # noqa: S603 - wrk, against loopback
            [*command, "-s", script.name], capture_output=True, check=True, text=True
        )
    if "Non-2xx" in done.stdout:
        message = f"{load.url} answered with errors"
        raise RuntimeError(message)
    found = _RATE.search(done.stdout)
    if found is None:
        message = f"wrk said nothing of {load.url}"
        raise RuntimeError(message)
    return float(found[1])
