"""
The projects under `examples/`, run as their CI files say, beside a live server.

No container is started: the files are checked against the published schemas of their
systems, and the lines that they would run in a container are run here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mock_server.factory import create_app
from tests.conftest import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.conftest import LiveServer

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
CI = EXAMPLES / "ci"
SCHEMAS = {
    "compose.yaml": "vendor.compose-spec",
    ".github/workflows/tests.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    """Return the server that stands for the container."""
    yield from serve_in_thread(create_app())


def run(
    command: list[str], folder: Path, environment: Mapping[str, str] | None = None
) -> str:
    """Run a command that must succeed in a copy of an example."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {key: os.environ[key] for key in os.environ if "PYTEST" not in key}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, "PATH": tools, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def read(name: str) -> Any:
    """Return a YAML file of the CI example."""
    return yaml.safe_load((CI / name).read_text(encoding="utf-8"))


def lines_of(name: str) -> tuple[list[str], dict[str, str]]:
    """Return the lines that a CI file runs, and the variables it sets."""
    if name == "compose.yaml":
        tests = read(name)["services"]["tests"]
        return tests["command"][2].splitlines(), tests["environment"]
    if name == ".gitlab-ci.yml":
        job = read(name)["test"]
        return job["script"], job["variables"]
    steps = [each for each in read(name)["jobs"]["test"]["steps"] if "run" in each]
    return [each["run"] for each in steps], steps[-1]["env"]


@pytest.mark.parametrize("name", SCHEMAS)
class TestContinuousIntegration:
    """One suite, three systems that run it."""

    def test_file_is_what_its_system_takes(self, name: str) -> None:
        """The file is valid by the schema that its system publishes."""
        schema = ["--builtin-schema", SCHEMAS[name]]

        run(["check-jsonschema", *schema, str(CI / name)], CI)

    def test_lines_pass_beside_a_server(
        self, name: str, server: LiveServer, tmp_path: Path
    ) -> None:
        """What the file would run passes, with the server in the container's place."""
        project = tmp_path / "ci"
        shutil.copytree(CI, project)
        lines, variables = lines_of(name)
        address = variables["DHIS2_URL"]
        assert address in {"http://dhis2:8080", "http://localhost:8080"}
        script = [line for line in lines if not line.startswith("pip ")]

        said = run(["sh", "-ec", "\n".join(script)], project, {"DHIS2_URL": server.url})

        assert "2 passed" in said


def test_compose_waits_for_health() -> None:
    """The tests wait for the health check, which is part of the image."""
    services = read("compose.yaml")["services"]

    waits = services["tests"]["depends_on"]["dhis2"]["condition"]
    assert waits == "service_healthy"
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "passed"), [("requests", 4), ("httpx", 3)])
def test_python_project_with_plugin(name: str, passed: int, tmp_path: Path) -> None:
    """The examples of the pytest plugin start a server by themselves and pass."""
    project = tmp_path / "project"
    shutil.copytree(EXAMPLES / name, project)

    said = run(["pytest", "-p", "no:cacheprovider"], project)

    assert f"{passed} passed" in said


def test_node_project_with_data_engine() -> None:
    """The example of the data engine starts a server by itself and passes."""
    said = run(["npm", "test", "--silent"], EXAMPLES / "js-engine")

    assert "pass 3" in said


def test_python_project_with_testcontainers(server: LiveServer, tmp_path: Path) -> None:
    """The example for Python passes against a server that runs already."""
    project = tmp_path / "project"
    shutil.copytree(EXAMPLES / "testcontainers-python", project)

    said = run(["pytest", "-p", "no:cacheprovider"], project, {"DHIS2_URL": server.url})

    assert "1 passed" in said


def test_node_project_with_testcontainers(server: LiveServer) -> None:
    """The example for Node passes against a server that runs already."""
    project = EXAMPLES / "testcontainers-node"

    said = run(["npm", "test", "--silent"], project, {"DHIS2_URL": server.url})

    assert "pass 1" in said
