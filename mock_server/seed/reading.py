"""
Reading a seed, from a folder, a file or memory, into the state a server starts with.

A seed is checked as a whole before anything is served; a `SeedError` lists all that
is wrong with it. One that is shipped, to the letter, was checked by the tests.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from mock_server.domain.errors import MockServerError
from mock_server.later import later
from mock_server.seed.building import KEYS, Seed, build
from mock_server.seed.files import (
    DEFAULT,
    json_files,
    packaged_folder,
    read_source,
    seed_in,
    shipped_names,
    shipped_seed,
)
from mock_server.seed.shipped import is_shipped
from mock_server.seed.source import Source

_problems_of = later("mock_server.seed.checking", "problems_of")


class SeedError(MockServerError):
    """A seed that cannot be served; its text has one line a problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems, each with file, JSON pointer, value and remedy."""
        super().__init__(problems=tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return all problems, one a line."""
        return "\n".join(self.problems)


SeedChoice: TypeAlias = str | Path | Mapping[str, object] | Seed
"""A shipped seed's name, where a file or folder is, a whole document, or one read."""


def read_seed(location: Path | None) -> Seed:
    """Read the seed at `location`, a folder or a file, checked unless it is shipped."""
    source = read_source(location or packaged_folder(), KEYS)
    if not is_shipped(source):
        _refuse_unsound(source)
    return build(source.document, DEFAULT if location is None else location.stem)


def read_checked_seed(location: Path) -> Seed:
    """Read and check the seed at `location`, whatever is known of it."""
    source = read_source(location, KEYS)
    _refuse_unsound(source)
    return build(source.document, location.stem)


def read_document(location: Path) -> dict[str, Any]:
    """Return the document at `location`, not checked but for being one."""
    source = read_source(location, KEYS)
    if source.problems:
        raise SeedError(source.problems)
    return source.document


def parse_seed(
    document: Mapping[str, object],
    name: str = "seed",
    files: Mapping[str, str] | None = None,
) -> Seed:
    """
    Check a whole seed given in memory and return it.

    Args:
        document: the seed, as in one file; it is not changed.
        name: what messages call it.
        files: top-level key -> the file it came from, where it came from several.

    """
    if not isinstance(document, Mapping):
        raise SeedError([f"{name}: is not an object"])
    source = Source(name, dict(document), dict(files or {}))
    _refuse_unsound(source)
    return build(source.document, name)


def seed_named(name: str) -> Path:
    """Return where `name` is: a path, or else a seed of the package by its name."""
    path = Path(name) if Path(name).exists() else shipped_seed(name)
    if path is None:
        reason = f"is neither a file or folder nor a shipped seed; {_shipped()}"
        raise SeedError([f"{name}: {reason}"])
    return path


def chosen_seed(choice: SeedChoice) -> Seed:
    """Return the seed that a program names or holds, checked as by `read_seed`."""
    if isinstance(choice, Seed):
        return choice
    if isinstance(choice, Mapping):
        return parse_seed(choice)
    return read_seed(None if choice == DEFAULT else seed_named(str(choice)))


def files_of(location: Path) -> list[Path]:
    """Return the files that a seed is read from, and those whose bytes they name."""
    return [*json_files(location), *read_source(location, KEYS).named]


def is_of_package(location: Path | None) -> bool:
    """Say whether the seed at `location` is one that comes with the package."""
    return location is None or location.is_relative_to(packaged_folder())


def find_seed(name: str, folder: Path | None) -> Path:
    """
    Return where the seed of this bare name is: in `folder`, or in the package.

    Unlike `seed_named` it takes no paths: the name may come from a request.
    """
    beside = seed_in(folder, name) if folder is not None else None
    path = beside or shipped_seed(name)
    if path is None:
        reason = f"is no seed beside the server's own, nor shipped; {_shipped()}"
        raise SeedError([f"seed: {name!r} {reason}"])
    return path


def _shipped() -> str:
    return f"shipped are {', '.join(shipped_names(KEYS))}"


def _refuse_unsound(source: Source) -> None:
    problems = _problems_of(source)
    if problems:
        raise SeedError(problems)
