"""
Builds and runs the image without a container engine.

The steps of the Dockerfile are carried out in scratch roots: overlays over this
machine's own root, which stands for the base image. The server then runs as a
container's would: root file system read-only, process 1 of a pid namespace, the
user and the environment that the Dockerfile names. An engine's layers, registry and
networks are not part of it.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"


def missing() -> str | None:
    """Return why the image cannot be built on this machine, if it cannot."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    tools = ("unshare", "chroot", "setpriv", "mount", "useradd")
    absent = [tool for tool in tools if shutil.which(tool) is None]
    if absent:
        return f"needs {', '.join(absent)}"
    probe = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "true"],  # noqa: S607 - by PATH
        check=False,
    )
    return "may not make namespaces" if probe.returncode else None


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Return what a Dockerfile says, one word and the rest a time."""
    joined = dockerfile.replace("\\\n", " ")
    for line in joined.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word and not word.startswith("#"):
            yield word, rest.strip()


@dataclass
class Stage:
    """A file system on its way, and what the image says of itself so far."""

    folder: Path
    workdir: str = "/"
    user: str = "0:0"
    environment: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """The last value of instructions that only describe, such as ENTRYPOINT."""

    @property
    def tree(self) -> Path:
        """The root of the file system."""
        return self.folder / "root"

    def mount(self) -> None:
        """Lay an empty layer over this machine's own root."""
        for name in ("upper", "work", "root"):
            (self.folder / name).mkdir(parents=True)
        layers = f"upperdir={self.folder}/upper,workdir={self.folder}/work"
        options = f"lowerdir=/,{layers}"
        _run("mount", "-t", "overlay", "overlay", "-o", options, str(self.tree))
        for each in ("proc", "dev"):
            _run("mount", "--rbind", f"/{each}", f"{self.tree}/{each}")
        self._let_everybody_run_python()

    def _let_everybody_run_python(self) -> None:
        """Find `python` first, as in the base image, and let every user read it."""
        interpreter = Path(sys.executable).resolve()
        for folder in interpreter.parents:
            place = self.tree / str(folder).lstrip("/")
            place.chmod(place.stat().st_mode | 0o555)
        self.environment["PATH"] = f"{interpreter.parent}:{_PATH}"

    def run(self, command: str) -> None:
        """RUN a command in the stage."""
        script = f"cd {shlex.quote(self.workdir)} && {command}"
        _run("chroot", str(self.tree), "sh", "-c", script, env=_pip(self.environment))

    def copy(self, words: str, stages: Mapping[str, Stage]) -> None:
        """COPY from the context, or from another stage."""
        *sources, target = shlex.split(words)
        origin = ROOT
        if sources[0].startswith("--from="):
            origin = stages[sources.pop(0).partition("=")[2]].tree
        goal = self.tree / str(Path(self.workdir, target)).lstrip("/")
        for source in sources:
            start = origin / source.lstrip("/")
            into = goal / start.name if target.endswith("/") else goal
            into.parent.mkdir(parents=True, exist_ok=True)
            if start.is_dir():
                shutil.copytree(start, into, symlinks=True, dirs_exist_ok=True)
            else:
                shutil.copy2(start, into)

    def carry_out(self, word: str, rest: str) -> None:
        """Do what an instruction says, or keep what it says of the image."""
        match word:
            case "RUN":
                self.run(rest)
            case "ENV":
                for name, _, value in (each.partition("=") for each in rest.split()):
                    filled = Template(value).substitute(self.environment)
                    self.environment[name] = filled
            case "WORKDIR":
                self.workdir = rest
                (self.tree / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "USER":
                self.user = rest
            case _:
                self.words[word] = rest


@contextmanager
def built(folder: Path) -> Iterator[Stage]:
    """Carry out the Dockerfile in `folder`; give its last stage while it lasts."""
    stages: dict[str, Stage] = {}
    stage = Stage(folder)
    with ExitStack() as mounts:
        for word, rest in instructions((ROOT / "Dockerfile").read_text("utf-8")):
            if word == "FROM":
                name = rest.partition(" AS ")[2] or "image"
                stage = stages[name] = mounts.enter_context(mounted(folder / name))
            elif word == "COPY":
                stage.copy(rest, stages)
            else:
                stage.carry_out(word, rest)
        yield stage


@contextmanager
def mounted(folder: Path) -> Iterator[Stage]:
    """Lay an empty layer over this machine's own root, as long as it is needed."""
    stage = Stage(folder)
    try:
        stage.mount()
        yield stage
    finally:
        _run("umount", "--recursive", "--lazy", str(stage.tree))


def command(stage: Stage) -> list[str]:
    """Return what the image starts."""
    return [*json.loads(stage.words["ENTRYPOINT"]), *json.loads(stage.words["CMD"])]


def health_command(stage: Stage) -> list[str]:
    """Return what the image asks its health by."""
    words: list[str] = json.loads(stage.words["HEALTHCHECK"].partition("CMD")[2])
    return words


def start(
    stage: Stage, argv: list[str], seed: Path | None = None, **environment: str
) -> subprocess.Popen[str]:
    """
    Run `argv` in the image as an engine with `--read-only` would.

    `seed` is mounted at /seed, read-only as well.
    """
    tree = shlex.quote(str(stage.tree))
    user, _, group = stage.user.partition(":")
    steps = [f"mount -o remount,ro {tree}"]
    if seed is not None:
        source, goal = shlex.quote(str(seed)), f"{tree}/seed"
        steps += [f"mount --bind {source} {goal}", f"mount -o remount,ro,bind {goal}"]
    drop = f"setpriv --reuid {user} --regid {group} --clear-groups --no-new-privs"
    steps.append(f"exec chroot {tree} {drop} {shlex.join(argv)}")
    return subprocess.Popen(
        [
            *("unshare", "--mount", "--pid", "--fork", "--mount-proc"),
            *("sh", "-ec", "\n".join(steps)),
        ],
        env={**stage.environment, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(stage: Stage, argv: list[str], **environment: str) -> tuple[int, str]:
    """Run `argv` in the image to its end; return its exit code and what it said."""
    process = start(stage, argv, None, **environment)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def process_one(process: subprocess.Popen[str]) -> int:
    """Return the pid, on this machine, of process 1 inside."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return int(children.read_text(encoding="ascii").split()[0])


def kill(process: subprocess.Popen[str]) -> None:
    """End everything inside, if anything is left."""
    if process.poll() is None:
        os.kill(process_one(process), signal.SIGKILL)
    process.communicate(timeout=10)


def _pip(environment: Mapping[str, str]) -> dict[str, str]:
    """Let pip find its packages as it does on this machine."""
    own = {key: value for key, value in os.environ.items() if key.startswith("PIP_")}
    return {**own, "HOME": "/root", **environment}


def _run(*argv: str, env: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{shlex.join(argv)} failed:\n{done.stdout}{done.stderr}"
        raise RuntimeError(message)
