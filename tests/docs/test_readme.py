"""Each way to start the server that the README shows, on a port of its own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mock_server import create_app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line]
SERVERS = [each for each in COMMANDS if not each.startswith("curl")]
CURLS = [each for each in COMMANDS if each.startswith("curl")]


def start(command: str) -> tuple[subprocess.Popen[str], str]:
    """Run a command that serves on a free port; return it and the URL it prints."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("DHIS2_MOCK_", "MAKE", "MFLAGS"))
    }
    folder = Path(sys.executable).parent
    environment["PATH"] = f"{folder}{os.pathsep}{environment['PATH']}"
    if command.startswith("make"):
        command += " ARGS='--port 0'"
    process = subprocess.Popen(
        shlex.split(command.replace("--port 8080", "--port 0")),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    if not found:
        stop(process)
        pytest.fail(f"{command!r} began with {line!r}")
    return process, found[0]


def stop(process: subprocess.Popen[str]) -> None:
    """End a server and what it holds open."""
    process.terminate()
    process.communicate(timeout=10)


@pytest.mark.skipif(
    (ROOT / ".venv").resolve() not in Path(sys.prefix).resolve().parents
    and Path(sys.prefix).resolve() != (ROOT / ".venv").resolve(),
    reason="`make serve` is run only where `make` made the environment",
)
def test_make_serve_prints_url() -> None:
    """`make serve` says where it listens in its first line."""
    process, url = start("make --silent serve")
    stop(process)

    assert url


@pytest.mark.parametrize(
    "command", [each for each in SERVERS if not each.startswith("make")]
)
def test_start_command_prints_url(command: str) -> None:
    """Each way to start the server says where it listens in its first line."""
    process, url = start(command)
    stop(process)

    assert url


def test_readme_has_commands() -> None:
    """The README shows at least three ways to start and five calls."""
    assert len(SERVERS) >= 3
    assert len(CURLS) >= 5


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/analytics"),
        ("GET", "/api/dataValueSets"),
        ("GET", "/api/dataElements"),
        ("GET", "/api/tracker/events"),
        ("GET", "/api/messageConversations/gist"),
        ("GET", "/api/users/gist"),
        ("POST", "/api/users"),
        ("PUT", "/api/me"),
        ("DELETE", "/api/organisationUnits/ImspTQPwCqd"),
        ("PUT", "/api/dataStore/mine/key"),
    ],
)
def test_what_is_not_served_is_refused(method: str, path: str) -> None:
    """What the README says the mock does not do is a 404 or 405, and is recorded."""
    client = create_app().test_client()

    reply = client.open(path, method=method, auth=("admin", "district"), json={})

    asked = client.get("/__mock/requests?unhandled=true").get_json()["requests"]
    assert reply.status_code in {404, 405}
    assert [each["path"] for each in asked] == [path]
