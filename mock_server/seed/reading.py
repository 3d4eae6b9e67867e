"""
Reading a seed, from a folder, a file or memory, into the state a server starts with.

A seed is checked as a whole before anything is served; a `SeedError` lists all that
is wrong with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from marshmallow import ValidationError
from rpds import HashTrieMap

from mock_server.domain.clock import Clock
from mock_server.domain.errors import MockServerError
from mock_server.domain.model import Configuration, OrganisationUnit
from mock_server.domain.outbox import Outbox, OutboxEntry
from mock_server.domain.state import Directory, State
from mock_server.domain.timeline import Timeline
from mock_server.schemas.seed import SeedSchema
from mock_server.schemas.seed_parts import UNKNOWN_KEY
from mock_server.seed.checks import find_problems, lineage
from mock_server.seed.document import Document, Pointer, Problem, shown
from mock_server.seed.faults import find_fault_problems, read_faults
from mock_server.seed.files import (
    DEFAULT,
    packaged_folder,
    read_source,
    seed_in,
    shipped_names,
    shipped_seed,
)
from mock_server.seed.source import Source

if TYPE_CHECKING:
    from mock_server.injection.fault import Fault

_SCHEMA = SeedSchema()
_KEYS = tuple(str(each.data_key) for each in _SCHEMA.fields.values())


class SeedError(MockServerError):
    """A seed that cannot be served; its text has one line a problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems, each with file, JSON pointer, value and remedy."""
        super().__init__(problems=tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return all problems, one a line."""
        return "\n".join(self.problems)


@dataclass(frozen=True)
class Seed:
    """A seed ready to be served."""

    state: State
    name: str = DEFAULT
    profile: str | None = None
    """The profile the seed was written for, if it says so."""
    switches: Mapping[str, object] = field(default_factory=dict)
    """Switches of the profile that the seed sets alone."""
    faults: tuple["Fault", ...] = ()
    """What a world of this seed does on purpose from its beginning."""

    @property
    def chosen_switches(self) -> Mapping[str, object]:
        """The switches that are not left to the profile."""
        given = self.switches.items()
        return {name: value for name, value in given if value is not None}


SeedChoice: TypeAlias = str | Path | Mapping[str, object] | Seed
"""A shipped seed's name, where a file or folder is, a whole document, or one read."""


def read_seed(location: Path | None) -> Seed:
    """Read and check the seed at `location`: a folder of resources or one file."""
    source = read_source(location or packaged_folder(), _KEYS)
    seed = _checked(source)
    return replace(seed, name=DEFAULT if location is None else location.stem)


def read_document(location: Path) -> dict[str, Any]:
    """Return the document at `location`, not checked but for being one."""
    source = read_source(location, _KEYS)
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
    return _checked(Source(name, dict(document), dict(files or {})))


def seed_named(name: str) -> Path:
    """Return where `name` is: a path, or else a seed of the package by its name."""
    path = Path(name) if Path(name).exists() else shipped_seed(name)
    if path is None:
        reason = f"is neither a file or folder nor a shipped seed; {_shipped()}"
        raise SeedError([f"{name}: {reason}"])
    return path


def chosen_seed(choice: SeedChoice) -> Seed:
    """Return the seed that a program names or holds, read and checked."""
    if isinstance(choice, Seed):
        return choice
    if isinstance(choice, Mapping):
        return parse_seed(choice)
    return read_seed(None if choice == DEFAULT else seed_named(str(choice)))


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
    return f"shipped are {', '.join(shipped_names(_KEYS))}"


def _checked(source: Source) -> Seed:
    if source.problems and not source.document:
        raise SeedError(source.problems)
    document = {key: part for key, part in source.document.items() if key != "$schema"}
    readable = {key: part for key, part in document.items() if key not in source.unread}
    data, misshapen = _loaded(readable)
    wrong_faults = find_fault_problems(document)
    problems = [*misshapen, *find_problems(document), *wrong_faults]
    problems.sort(key=lambda problem: _position(problem.pointer))
    lines = [*source.problems, *map(source.line, problems)]
    if lines:
        raise SeedError(lines)
    return replace(_seed(source.name, data), faults=read_faults(document))


def _loaded(document: Document) -> tuple[dict[str, Any], list[Problem]]:
    """Return what the schema reads, and what it cannot."""
    try:
        return _SCHEMA.load(document), []
    except ValidationError as error:
        return {}, list(_misshapen(document, error.messages))


def _position(pointer: Pointer) -> list[tuple[bool, int, str]]:
    """Return the key that sorts problems as a reader meets them."""
    head = _KEYS.index(str(pointer[0])) if pointer[0] in _KEYS else -1
    return [(False, head, "")] + [
        (True, 0, key) if isinstance(key, str) else (False, key, "") for key in pointer
    ]


def _misshapen(document: Document, messages: Any) -> Iterator[Problem]:
    for pointer, text in _flattened(messages, ()):
        if text.startswith(UNKNOWN_KEY):
            yield Problem(pointer, f"{str(pointer[-1])!r} {text}")
        else:
            yield Problem(pointer, _told(document, pointer, text))


def _told(document: Document, pointer: Pointer, text: str) -> str:
    """Put the value that `pointer` leads to, if there is one, before `text`."""
    value: Any = document
    for key in pointer:
        if isinstance(value, dict) and key not in value:
            return text
        value = value[key]
    return f"{shown(pointer, value)} {text}"


def _flattened(messages: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Turn marshmallow's nested messages into pointers and texts."""
    if isinstance(messages, dict):
        for key, part in messages.items():
            place = pointer if key == "_schema" else (*pointer, key)
            yield from _flattened(part, place)
    else:
        yield from ((pointer, text) for text in messages)


def _seed(name: str, data: dict[str, Any]) -> Seed:
    def by_uid(resource: str) -> dict[str, Any]:
        return {each.uid: each for each in data.get(resource, ())}

    directory = Directory(
        users=by_uid("users"),
        user_roles=by_uid("user_roles"),
        user_groups=by_uid("user_groups"),
        organisation_units=_units(data.get("organisation_units", ())),
    )
    progress = data.get("progress", {})
    state = State(
        directory=directory,
        configuration=data.get("system", Configuration()),
        file_resources=HashTrieMap(by_uid("file_resources")),
        random_seed=data.get("random_seed", State.random_seed),
        uids_made=progress.get("uids_made", 0),
        uid_queues=data.get("uids", {}),
        clock=data.get("clock", Clock()),
        last_write=progress.get("last_write"),
        outbox=_outbox(data.get("outbox", ()), progress.get("outbox_made", 0)),
        timeline=Timeline.of(data.get("timeline", ())),
    ).with_conversations(data.get("message_conversations", ()))
    return Seed(state, name, data["profile"], data["switches"])


def _outbox(entries: Sequence[OutboxEntry], made: int) -> Outbox:
    numbered = {each.number: each for each in entries}
    return Outbox(HashTrieMap(numbered), max(made, *numbered, 0))


def _units(rows: Sequence[dict[str, Any]]) -> dict[str, OrganisationUnit]:
    parents = {row["uid"]: row["parent"] for row in rows}
    units = {}
    for row in rows:
        line = lineage(parents, row["uid"])
        place = {"path": "/" + "/".join(line), "level": len(line)}
        facts = {"short_name": row["name"], **row, **place}
        units[row["uid"]] = OrganisationUnit(**facts)
    return units
