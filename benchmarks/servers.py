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
_COUNT = re.compile(r"(\d+) requests in")
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


@dataclass(frozen=True)
class Process:
    """A server that runs: where it listens, and which process it is."""

    url: str
    pid: int


@contextmanager
def running(command: Sequence[str]) -> Iterator[Process]:
    """Run a command that prints its address; yield what runs, and end it after."""
    process = subprocess.Popen(  # noqa: S603 - the benchmarks' own commands
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        for line in process.stdout:
            if found := _URL.search(line):
                yield Process(found[0], process.pid)
                return
        message = f"{command[0]} ended before it said where it listens"
        raise RuntimeError(message)
    finally:
        process.terminate()
        process.communicate(timeout=10)


@contextmanager
def serving(command: Sequence[str]) -> Iterator[str]:
    """Run a command that prints its address; yield that URL, and end it after."""
    with running(command) as process:
        yield process.url


@contextmanager
def mock_process(conversations: int, *options: str) -> Iterator[Process]:
    """Serve a seed of so many conversations with the mock's own command."""
    with TemporaryDirectory() as folder:
        seed = Path(folder) / "seed.json"
        seed.write_text(json.dumps(seeds.document(conversations)))
        own = [sys.executable, "-m", "mock_server", "serve", "--port", "0"]
        with running([*own, "--seed", str(seed), *options]) as process:
            yield process


@contextmanager
def mock(conversations: int, *options: str) -> Iterator[str]:
    """Serve such a seed; yield the address alone."""
    with mock_process(conversations, *options) as process:
        yield process.url


def rates(
    loads: Sequence[Load], connections: int = 8, rounds: int = 3
) -> list[tuple[float, ...]]:
    """Return requests a second under each load, measured in turn after a warm-up."""
    for load in loads:
        _rate(load, connections, seconds=1)
    measured = [[_rate(load, connections) for load in loads] for _ in range(rounds)]
    return list(zip(*measured, strict=True))


def requests_under(load: Load, connections: int = 8) -> int:
    """Load a server for a while; return how many requests it answered."""
    return int(_found(_COUNT, load, _said(load, connections, _SECONDS)))


def _rate(load: Load, connections: int, seconds: int = _SECONDS) -> float:
    return float(_found(_RATE, load, _said(load, connections, seconds)))


def _found(wanted: re.Pattern[str], load: Load, said: str) -> str:
    found = wanted.search(said)
    if found is None:
        message = f"wrk said nothing of {load.url}"
        raise RuntimeError(message)
    return found[1]


def _said(load: Load, connections: int, seconds: int) -> str:
    """Return what wrk says after so many seconds of load."""
    program = which("wrk")
    if program is None:
        message = "the load generator wrk (Debian package wrk)"
        raise UnavailableError(message)
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
    return done.stdout
