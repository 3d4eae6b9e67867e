"""What is built and installed works without the checkout it was built from."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import urllib.request
import venv
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> str:
    """Run a command that must succeed, outside the checkout; return what it says."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={key: os.environ[key] for key in os.environ if "DHIS2" not in key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Built:
    """The two files of a release."""

    sdist: Path
    wheel: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return what is built from a clean copy of the sources git knows."""
    source = tmp_path_factory.mktemp("source")
    names = run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", cwd=ROOT
    )
    for name in filter(None, names.split("\0")):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            target.write_bytes((ROOT / name).read_bytes())
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", out, source, cwd=out)
    (sdist,) = out.glob("*.tar.gz")
    (wheel,) = out.glob("*.whl")
    return Built(sdist, wheel)


@pytest.fixture(scope="session")
def python(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment that holds the wheel and pytest alone."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    run(
        python,
        "-m",
        "pip",
        "install",
        "-q",
        built.wheel,
        "pytest",
        "pytest-xdist",
        cwd=place,
    )
    return python


@contextmanager
def serving(python: Path, *options: str, cwd: Path) -> Iterator[str]:
    """Run `dhis2-mock serve` on a free port; give its URL."""
    process = subprocess.Popen(
        [str(python.parent / "dhis2-mock"), "serve", "--port", "0", *options],
        cwd=cwd,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://[0-9.:]+", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        process.communicate(timeout=10)


class TestFiles:
    """What the release holds."""

    def test_wheel_holds_every_module_and_the_seeds(self, built: Built) -> None:
        """Nothing of the package or its data stays behind."""
        names = set(zipfile.ZipFile(built.wheel).namelist())

        modules = {
            str(path.relative_to(ROOT)) for path in (ROOT / "mock_server").rglob("*.py")
        }
        seeds = {
            f"mock_server/{path.relative_to(ROOT)}"
            for path in (ROOT / "seed_data").rglob("*.json")
        }
        assert modules | seeds | {"mock_server/py.typed"} <= names
        assert not [name for name in names if name.startswith(("tests", "benchmarks"))]

    def test_sdist_can_be_built_from(self, built: Built) -> None:
        """The source release holds what a build reads."""
        with tarfile.open(built.sdist) as archive:
            names = {name.partition("/")[2] for name in archive.getnames()}

        wanted = {"pyproject.toml", "requirements.txt", "LICENSE", "README.md"}
        assert wanted <= names

    def test_metadata_names_licence_and_python(self, built: Built) -> None:
        """The licence is that of DHIS2 itself; the floor is Python 3.11."""
        archive = zipfile.ZipFile(built.wheel)
        (name,) = (each for each in archive.namelist() if each.endswith("/METADATA"))
        metadata = archive.read(name).decode()

        assert "License-Expression: BSD-3-Clause" in metadata
        assert "Requires-Python: >=3.11" in metadata


class TestInstalled:
    """What an empty environment can do with the wheel."""

    def test_command_serves_without_a_checkout(
        self, python: Path, tmp_path: Path
    ) -> None:
        """`dhis2-mock serve` answers with the default seed."""
        with (
            serving(python, cwd=tmp_path) as url,
            urllib.request.urlopen(f"{url}/__mock/health") as answer,  # noqa: S310 - ours
        ):
            health = json.load(answer)

        assert health["status"] == "healthy"

    def test_app_is_made_without_a_checkout(self, python: Path, tmp_path: Path) -> None:
        """`create_app` gives a plain Flask app."""
        code = (
            "from mock_server import create_app;"
            "print(create_app().test_client().get('/api/ping').status_code)"
        )

        said = run(python, "-c", code, cwd=tmp_path)

        assert said == "200\n"

    def test_nothing_but_the_runtime_is_needed(
        self, python: Path, tmp_path: Path
    ) -> None:
        """Every module can be imported with what the wheel asks for and pytest."""
        code = (
            "import importlib, pkgutil, mock_server\n"
            "for each in pkgutil.walk_packages(mock_server.__path__, 'mock_server.'):\n"
            "    if not each.name.endswith('__main__'):\n"
            "        importlib.import_module(each.name)\n"
        )

        run(python, "-c", code, cwd=tmp_path)


class TestNewcomer:
    """The README's five tests, with the wheel and pytest and nothing else."""

    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        """Return a folder with the tests that the README shows."""
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
        tests = next(each for each in blocks if "def test_" in each)
        (tmp_path / "test_inbox.py").write_text(tests, encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize("options", [[], ["-n", "4"]], ids=["plain", "workers"])
    def test_tests_pass_with_a_server_of_their_own(
        self, python: Path, project: Path, options: list[str]
    ) -> None:
        """The plugin is found by its entry point, in each of four workers too."""
        said = run(python, "-m", "pytest", *options, cwd=project)

        assert "5 passed" in said

    def test_tests_pass_against_a_served_mock(
        self, python: Path, project: Path
    ) -> None:
        """The same file passes against the installed command (check 29)."""
        with serving(python, cwd=project) as url:
            said = run(python, "-m", "pytest", f"--dhis2-mock-url={url}", cwd=project)

        assert "5 passed" in said
