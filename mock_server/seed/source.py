"""A document on its way in: what was read, from which files, and what was not."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from mock_server.seed.document import Pointer, Problem, printed


class Unreadable(NamedTuple):
    """Why a file holds no JSON."""

    reason: str


@dataclass
class Source:
    """A document on its way in: what was read, from where, and what was not."""

    name: str
    document: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """Top-level key -> the file that holds it alone."""
    spans: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Top-level key -> where the rows of each file begin that was merged into it."""
    unread: set[str] = field(default_factory=set)
    """Top-level keys whose file holds no JSON."""
    named: list[Path] = field(default_factory=list)
    """Where the bytes are that its rows name, whether they could be read or not."""
    problems: list[str] = field(default_factory=list)
    digest: str = ""
    """What tells its JSON files, all of them, from any others."""

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
        key = str(pointer[0]) if pointer else ""
        if key in self.files:
            place, pointer = self.files[key], pointer[1:]
        elif key in self.spans:
            place, pointer = self._in_its_file(key, pointer)
        return f"{place} {printed(pointer)}".rstrip() + f": {problem.text}"

    def _in_its_file(self, key: str, pointer: Pointer) -> tuple[str, Pointer]:
        """Return the file that a place of a merged seed is from, and where it is."""
        at = pointer[1] if len(pointer) > 1 else 0
        if not isinstance(at, int):
            return self.spans[key][0][1], pointer
        begun, file = next(each for each in reversed(self.spans[key]) if each[0] <= at)
        return file, (key, at - begun, *pointer[2:]) if len(pointer) > 1 else pointer
