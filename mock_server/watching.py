"""
Takes the seed of a server anew whenever its files change (control-plane 3.7).

How the files are is asked again and again, and not left to the system to tell: folders
that are mounted into a container or from another machine tell nothing.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TypeAlias

from mock_server.seed import SeedError, files_of, json_files, read_seed
from mock_server.worlds import Worlds

Stamps: TypeAlias = Mapping[Path, tuple[int, ...]]
"""What tells a file from how it was before; nothing of one that is not there."""

INTERVAL = 0.25
"""Seconds from one look at the files to the next."""

LOG = logging.getLogger("dhis2_mock.seed")


class SeedFiles:
    """The files of a seed, and how they were when it was read."""

    def __init__(self, location: Path) -> None:
        """Take the files as they are for read."""
        self.location = location
        self._files: list[Path] = []
        self._known: Stamps = {}
        self._seen: Stamps = {}
        self.note()

    def note(self) -> None:
        """Take the files as they are for read: whoever reads them does it now."""
        own = _stamps(json_files(self.location))
        self._files = files_of(self.location)
        self._known = {**_stamps(self._files), **own}
        self._seen = self._known

    def have_changed(self) -> bool:
        """
        Say whether they are others than those that were read.

        As long as somebody is still writing they are not: they must have been the same
        the last time that this was asked.
        """
        now = _stamps([*json_files(self.location), *self._files])
        is_quiet, self._seen = now == self._seen, now
        return is_quiet and now != self._known


def watched(location: Path) -> Callable[[Worlds], None]:
    """Return what lets worlds, whose seed is read from now on, follow its files."""
    files = SeedFiles(location)

    def follow(worlds: Worlds) -> None:
        LOG.setLevel(logging.INFO)
        worlds.reads_anew = True
        Thread(target=_follow, args=(files, worlds), name="seed", daemon=True).start()

    return follow


def take_anew(files: SeedFiles, worlds: Worlds) -> None:
    """Let the default world begin at the seed as it is now, if that is sound."""
    files.note()
    try:
        seed = read_seed(files.location)
    except SeedError as error:
        LOG.error("the seed has faults, and the one before stays:\n%s", error)  # noqa: TRY400 - it is no bug
        return
    worlds.default.begin_at(seed)
    LOG.info("took the seed as it is now: %s", seed.contents)


def _follow(files: SeedFiles, worlds: Worlds) -> None:
    while True:
        sleep(INTERVAL)
        if files.have_changed():
            take_anew(files, worlds)


def _stamps(files: Iterable[Path]) -> dict[Path, tuple[int, ...]]:
    return {file: _stamp(file) for file in files}


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except (OSError, ValueError):  # not there, or no name that a file can have
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
