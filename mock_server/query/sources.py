"""Records in the orders that the state keeps, each looked up when it is wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

_Record = TypeVar("_Record")


class Lookup(Sequence[_Record]):
    """Records in the order of their uids, each looked up when it is wanted."""

    def __init__(self, uids: Sequence[str], find: Callable[[str], _Record]) -> None:
        """Hold `uids`, to be looked up by `find`."""
        self._uids = uids
        self._find = find

    def __len__(self) -> int:
        """Count without looking anything up."""
        return len(self._uids)

    @overload
    def __getitem__(self, index: int) -> _Record: ...
    @overload
    def __getitem__(self, index: slice) -> "Lookup[_Record]": ...
    def __getitem__(self, index: int | slice) -> "_Record | Lookup[_Record]":
        """Return one record, or the same promise for a part."""
        if isinstance(index, slice):
            return Lookup(self._uids[index], self._find)
        return self._find(self._uids[index])

    def __iter__(self) -> Iterator[_Record]:
        """Look the records up one after the other."""
        return map(self._find, self._uids)


class Backwards(Sequence[_Record]):
    """Records from the last to the first, none of them touched for it."""

    def __init__(self, records: Sequence[_Record]) -> None:
        """Hold `records`, to be read from their end."""
        self._records = records

    def __len__(self) -> int:
        """Count without looking anything up."""
        return len(self._records)

    @overload
    def __getitem__(self, index: int) -> _Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_Record]: ...
    def __getitem__(self, index: int | slice) -> _Record | Sequence[_Record]:
        """Return one record, or a run of them."""
        if isinstance(index, slice):
            start, stop, _ = index.indices(len(self))
            return self._records[len(self) - stop : len(self) - start][::-1]
        return self._records[-1 - index]


@dataclass(frozen=True)
class Source(Generic[_Record]):
    """What may be listed, in the orders that the state keeps ready."""

    by_id: Sequence[_Record]
    newest_first: Sequence[_Record] | None = None
    """By last message, which only conversations have."""
    by_name: Sequence[_Record] | None = None
