"""The image: what the Dockerfile promises, without a container engine."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.container import image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.container.image import Stage


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Return the image's last stage, built once."""
    reason = image.missing()
    if reason is not None:
        pytest.skip(f"THE IMAGE WAS NOT PROVED HERE: {reason}")
    with image.built(tmp_path_factory.mktemp("image")) as stage:
        yield stage


def free_port() -> str:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


@contextmanager
def running(
    stage: Stage, port: str, seed: Path | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run the image until it listens on `port`; stop it afterwards."""
    process = image.start(stage, image.command(stage), seed, DHIS2_MOCK_PORT=port)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f":{port}" in line, line + process.stdout.read()
        yield process
    finally:
        image.kill(process)


def ask(port: str, path: str, body: object = None) -> dict[str, object]:
    """Send one request to the server inside."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        json.dumps(body).encode() if body is not None else None,
        {
            "Authorization": "Basic YWRtaW46ZGlzdHJpY3Q=",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: dict[str, object] = json.load(answer)
        return found


class TestRunning:
    """A server inside the image."""

    def test_it_runs_as_its_own_user_on_a_read_only_root(self, built: Stage) -> None:
        """Process 1 is user 10001, and its root cannot be written to."""
        port = free_port()

        with running(built, port) as process:
            inside = Path(f"/proc/{image.process_one(process)}")
            status = (inside / "status").read_text(encoding="ascii")
            mounts = (inside / "mounts").read_text(encoding="ascii")
            ask(port, "/api/me")

        assert re.search(r"^Uid:\t10001\t10001\t10001\t10001$", status, re.MULTILINE)
        assert re.search(r"^NSpid:\t\d+\t1$", status, re.MULTILINE)
        assert re.search(r"^overlay / overlay ro", mounts, re.MULTILINE)

    def test_writes_are_kept_in_memory(self, built: Stage) -> None:
        """A conversation can be made though no file can."""
        port = free_port()
        body = {"subject": "Hey", "text": "x", "users": [{"id": "PhzytPW3g2J"}]}

        with running(built, port):
            made = ask(port, "/api/messageConversations", body)

        assert made["httpStatusCode"] == 201

    def test_it_starts_without_compiling_or_checking(self, built: Stage) -> None:
        """The bytecode is there, though none can be written; the seed is known."""
        code = (
            "import sys, pathlib, mock_server.factory as made;"
            "made.create_app(made.Settings(seed=pathlib.Path('/seed')));"
            "print(pathlib.Path(made.__cached__).is_file(),"
            " 'marshmallow' in sys.modules)"
        )

        said = image.run(built, ["python", "-c", code])

        assert said == (0, "True False\n")

    def test_health_follows_the_port_in_force(self, built: Stage) -> None:
        """The health check reads the same variables as the server."""
        port, other = free_port(), free_port()
        check = image.health_command(built)

        with running(built, port):
            well = image.run(built, check, DHIS2_MOCK_PORT=port)
            ill = image.run(built, check, DHIS2_MOCK_PORT=other)

        where = f"http://127.0.0.1:{other}/__mock/health"
        assert well == (0, "healthy\n")
        assert ill[0] == 1
        assert ill[1].startswith(f"unhealthy: {where}: no answer: ")

    def test_mounted_seed_is_served(self, built: Stage, tmp_path: Path) -> None:
        """What is mounted at /seed takes the place of the default seed."""
        tmp_path.chmod(0o755)
        user = {
            "id": "OnlyUser001",
            "username": "admin",
            "password": "district",
            "firstName": "On",
            "surname": "Ly",
        }
        (tmp_path / "users.json").write_text(json.dumps([user]), encoding="utf-8")
        port = free_port()

        with running(built, port, seed=tmp_path):
            me = ask(port, "/api/me?fields=id")

        assert me == {"id": "OnlyUser001"}

    def test_term_ends_process_one_at_once(self, built: Stage) -> None:
        """SIGTERM, which a process 1 ignores unless it says otherwise, ends it."""
        port = free_port()

        with running(built, port) as process:
            stop = getattr(signal, built.words["STOPSIGNAL"])
            os.kill(image.process_one(process), stop)
            code = process.wait(5)

        assert code == 0


class TestDockerfile:
    """The file itself."""

    def test_linter_finds_nothing(self) -> None:
        """A linter that knows the usual mistakes has no remark."""
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("hadolint")),
                str(image.ROOT / "Dockerfile"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.stdout == ""
        assert done.returncode == 0
