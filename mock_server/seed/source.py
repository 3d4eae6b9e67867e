"""
Where seeds lie, and reading one into a document.

Nothing here judges what the document says.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mock_server.seed.document import Problem, printed

DEFAULT = "default"
"""The name of the seed that a server without a choice starts with."""

_BARE_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True)
class Unreadable:
    """Why a file holds no JSON."""

    reason: str


@dataclass
class Source:
    """A document on its way in: what was read, from where, and what was not."""

    name: str
    document: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """Top-level key -> the file that holds it alone."""
    unread: set[str] = field(default_factory=set)
    """Top-level keys whose file holds no JSON."""
    problems: list[str] = field(default_factory=list)

    def add(self, key: str, file: str, found: object) -> None:
        """Take in what `file` holds, or why it holds nothing."""
        self.files[key] = file
        if isinstance(found, Unreadable):
            self.document[key] = None
            self.unread.add(key)
            self.problems.append(f"{file}: {found.reason}")
        else:
            self.document[key] = found

    def line(self, problem: Problem) -> str:
        """Write a problem as one line: file, JSON pointer, what is wrong."""
        place, pointer = self.name, problem.pointer
        if pointer and pointer[0] in self.files:
            place, pointer = self.files[str(pointer[0])], pointer[1:]
        return f"{place} {printed(pointer)}".rstrip() + f": {problem.text}"


def packaged_folder() -> Path:
    """Return the folder of the seeds that come with the package."""
    installed = Path(__file__).parents[1] / "seed_data"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "seed_data"


def shipped_seed(name: str) -> Path | None:
    """Return where the package has a seed of this bare name."""
    folder = packaged_folder()
    return folder if name == DEFAULT else seed_in(folder, name)


def seed_in(folder: Path, name: str) -> Path | None:
    """Return where `folder` has a seed of this bare name."""
    if _BARE_NAME.fullmatch(name) is None:
        return None
    places = (folder / name, folder / f"{name}.json")
    return next((place for place in places if place.exists()), None)


def read_source(path: Path, keys: Iterable[str]) -> Source:
    """Read a folder with a file for each of `keys` it has, or one file."""
    return _read_folder(path, keys) if path.is_dir() else _read_file(path)


def is_whole_seed(path: Path) -> bool:
    """Say whether a file is a seed by itself: an object with a `format`."""
    found = _read_json(path)
    return isinstance(found, dict) and "format" in found


def _read_folder(folder: Path, keys: Iterable[str]) -> Source:
    source = Source(folder.name, {"format": 1})
    resources = {f"{key}.json": key for key in keys}
    remedy = f"allowed: {', '.join(resources)}"
    for path in sorted(folder.glob("*.json")):
        if path.name in resources:
            source.add(resources[path.name], path.name, _read_json(path))
        elif not is_whole_seed(path):  # the package keeps such a one beside ours
            problem = f"{path.name}: is not the name of a seed file; {remedy}"
            source.problems.append(problem)
    if not source.files:
        source.problems.append(f"{folder.name}: holds no seed file; {remedy}")
    return source


def _read_file(path: Path) -> Source:
    found = _read_json(path)
    if isinstance(found, dict):
        return Source(path.name, found)
    if not isinstance(found, Unreadable):
        found = Unreadable("is not an object; a file alone holds a whole seed")
    return Source(path.name, problems=[f"{path.name}: {found.reason}"])


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as err:
        place = f"line {err.lineno}, column {err.colno}"
        return Unreadable(f"is not valid JSON: {err.msg} at {place}")
    except UnicodeDecodeError:
        return Unreadable("is not UTF-8 text")
    except OSError as err:
        return Unreadable(f"cannot be read: {err.strerror}")
