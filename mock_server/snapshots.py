"""
Named states of a world to come back to (control-plane 3.6).

The document of a snapshot is a seed. Taking one and going back to it is an assignment,
whatever the size; the document is written when somebody asks for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

import orjson

from mock_server.domain.errors import ConflictError, MockServerError
from mock_server.domain.state import State
from mock_server.later import later
from mock_server.profiles import Profile

SEED = "seed"
CURRENT = "current"
RESERVED = {SEED: "what a reset restores", CURRENT: "the state as it is now"}
"""Names that are always there and cannot be given, with what they stand for."""

_write_seed = later("mock_server.seed.writing", "write_seed")


class UnknownSnapshotError(MockServerError):
    """No snapshot is called `name`."""


class SnapshotExistsError(ConflictError):
    """There is a snapshot `name` already."""


class TooManySnapshotsError(ConflictError):
    """There is room for no more snapshots than `limit`."""


class ReservedNameError(ConflictError):
    """The snapshot `name` stands for something else."""


@dataclass(frozen=True)
class Snapshot:
    """A state, and what it was served by."""

    name: str
    state: State
    profile: Profile | None
    """`None` is whatever profile the world has that goes back to it."""
    created: datetime
    faults: Sequence[Mapping[str, object]] = ()
    """The rules in force; whoever goes back to it keeps those that he has."""

    @cached_property
    def size(self) -> int:
        """How many bytes the document has."""
        return len(orjson.dumps(self.document()))

    def document(self) -> dict[str, Any]:
        """Return the seed that this can be read from again."""
        written: dict[str, Any] = _write_seed(self.state, self.profile)
        return {**written, "faults": list(self.faults)} if self.faults else written


class Snapshots:
    """The snapshots of one world; a reset leaves them alone."""

    def __init__(self, limit: int) -> None:
        """Begin without any; there is room for `limit`."""
        self.limit = limit
        self._taken: dict[str, Snapshot] = {}
        self._lock = Lock()

    def __iter__(self) -> Iterator[Snapshot]:
        """Go through them in the order of their making."""
        return iter(list(self._taken.values()))

    def find(self, name: str) -> Snapshot:
        """Return the snapshot `name` or raise `UnknownSnapshotError`."""
        found = self._taken.get(name)
        if found is None:
            raise UnknownSnapshotError(name=name, known=[*self._taken])
        return found

    def add(self, snapshot: Snapshot, *, replacing: bool = False) -> bool:
        """
        Take in `snapshot` and say whether its name is new.

        Raises:
            ReservedNameError: nobody may give that name.
            SnapshotExistsError: there is one, and it is not to be replaced.
            TooManySnapshotsError: it would be one more than there is room for.
        """
        _must_be_free(snapshot.name)
        with self._lock:
            is_new = snapshot.name not in self._taken
            if not (is_new or replacing):
                raise SnapshotExistsError(name=snapshot.name)
            if is_new and len(self._taken) >= self.limit:
                raise TooManySnapshotsError(limit=self.limit)
            self._taken.pop(snapshot.name, None)
            self._taken[snapshot.name] = snapshot
        return is_new

    def remove(self, name: str) -> None:
        """Forget the snapshot `name`, if there is one."""
        _must_be_free(name)
        with self._lock:
            self._taken.pop(name, None)

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._taken.clear()


def _must_be_free(name: str) -> None:
    if name in RESERVED:
        raise ReservedNameError(name=name)
