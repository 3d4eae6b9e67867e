"""The seed of a server, taken anew when its files change (watching.py)."""

from __future__ import annotations

import json
import logging
import os
import re
from typing import TYPE_CHECKING

import pytest

from mock_server import connect
from mock_server.cli import main
from mock_server.cli.serve import parse
from mock_server.seed import read_seed
from mock_server.settings import Settings
from mock_server.watching import SeedFiles, take_anew
from mock_server.world import World
from mock_server.worlds import Wish, Worlds
from tests.processes import first_line

if TYPE_CHECKING:
    from pathlib import Path

    from tests.processes import Process, Start

ADMIN = {"id": "OnlyUser001", "username": "admin", "password": "district"}


def write_seed(path: Path, surname: str = "Traore", **more: object) -> None:
    """Write a seed whose only user has this surname."""
    user = {**ADMIN, "firstName": "John", "surname": surname}
    path.write_text(json.dumps({"format": 1, "users": [user], **more}))


def worlds_of(path: Path) -> Worlds:
    """Return worlds whose default one begins at the seed there."""
    return Worlds(World(read_seed(path), Settings(seed=path)))


def surname_in(world: World) -> str:
    """Return the surname of the only user."""
    return world.store.state.directory.users["OnlyUser001"].surname


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """Return a seed in a file."""
    path = tmp_path / "clinic.json"
    write_seed(path)
    return path


def changed(files: SeedFiles) -> bool:
    """Say whether files have changed, once they are quiet."""
    files.have_changed()
    return files.have_changed()


class TestSeedFiles:
    """When the files of a seed count as changed."""

    def test_untouched_files_are_as_they_were(self, seed: Path) -> None:
        """What nobody writes does not change."""
        assert not changed(SeedFiles(seed))

    def test_written_file_has_changed_once_it_is_quiet(self, seed: Path) -> None:
        """A file that is being written is let be until it is the same twice."""
        files = SeedFiles(seed)

        write_seed(seed, "Boateng")
        first = files.have_changed()
        write_seed(seed, "Koroma and others")
        answers = first, files.have_changed(), files.have_changed()
        files.note()

        assert answers == (False, False, True)
        assert not changed(files)

    def test_same_length_is_told_by_the_time(self, seed: Path) -> None:
        """A file with as many bytes as before has another time."""
        files = SeedFiles(seed)
        before = seed.stat()

        os.utime(seed, ns=(before.st_atime_ns, before.st_mtime_ns + 1))

        assert changed(files)

    def test_folder_gets_and_loses_files(self, tmp_path: Path) -> None:
        """A file more in a folder is a change, and so is one less."""
        (tmp_path / "users.json").write_text("[]")
        files = SeedFiles(tmp_path)

        (tmp_path / "userRoles.json").write_text("[]")
        came = changed(files)
        files.note()
        (tmp_path / "users.json").unlink()

        assert (came, changed(files)) == (True, True)

    def test_file_that_a_row_names_is_one_of_them(self, tmp_path: Path) -> None:
        """The bytes of an attachment count, also while the file is not there yet."""
        row = {"id": "FileResour1", "name": "a", "file": "a.txt"}
        (tmp_path / "fileResources.json").write_text(json.dumps([row]))
        files = SeedFiles(tmp_path)

        (tmp_path / "a.txt").write_text("a")
        came = changed(files)
        files.note()
        (tmp_path / "a.txt").write_text("ab")

        assert (came, changed(files)) == (True, True)

    def test_impossible_name_is_no_file(self, tmp_path: Path) -> None:
        """A name that no file can have is for the check to refuse."""
        row = {"id": "FileResour1", "name": "a", "file": "a\0"}
        (tmp_path / "fileResources.json").write_text(json.dumps([row]))

        assert not changed(SeedFiles(tmp_path))


class TestTakeAnew:
    """What worlds are after a change."""

    def test_default_world_begins_at_it(self, seed: Path) -> None:
        """State, profile and what a reset restores are those of the new seed."""
        worlds = worlds_of(seed)
        files = SeedFiles(seed)
        token = worlds.default.sessions.begin("OnlyUser001")

        write_seed(seed, "Boateng", profile="2.41")
        take_anew(files, worlds)
        begun = worlds.default.store.state
        worlds.default.reset()

        assert surname_in(worlds.default) == "Boateng"
        assert worlds.default.store.state is begun
        assert worlds.default.profile.name == "2.41"
        assert worlds.default.sessions.user(token) is None

    def test_other_worlds_keep_theirs(self, seed: Path) -> None:
        """A world has the seed that it was made of; the next one has the new one."""
        worlds = worlds_of(seed)
        old = worlds.make("old")

        write_seed(seed, "Boateng")
        take_anew(SeedFiles(seed), worlds)
        old.reset()

        assert surname_in(old) == "Traore"
        assert surname_in(worlds.make("new")) == "Boateng"

    @pytest.mark.parametrize(("reads_anew", "found"), [(True, "B"), (False, "A")])
    def test_seed_beside_it_is_read_again(
        self, tmp_path: Path, *, reads_anew: bool, found: str
    ) -> None:
        """A world that names a seed gets it as it is now, where seeds are watched."""
        write_seed(tmp_path / "clinic.json", "A")
        worlds = worlds_of(tmp_path)
        worlds.reads_anew = reads_anew
        worlds.make("first", Wish(seed="clinic"))

        write_seed(tmp_path / "clinic.json", "B")

        assert surname_in(worlds.make("second", Wish(seed="clinic"))) == found

    def test_wrong_seed_changes_nothing(
        self, seed: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Its faults are logged as a start tells them, and the old one stays."""
        worlds = worlds_of(seed)
        before = worlds.default.store.state

        write_seed(seed, usrs=[])
        with caplog.at_level(logging.ERROR):
            take_anew(SeedFiles(seed), worlds)

        assert worlds.default.store.state is before
        assert "clinic.json /usrs: 'usrs' is not a key here; allowed:" in caplog.text


class TestCommand:
    """`serve --watch`."""

    def test_change_is_served(self, start: Start, seed: Path) -> None:
        """A wrong seed is told and not served; the one that follows it is."""
        process = start(
            "-m", "mock_server", "--port", "0", "--watch", "--seed", str(seed)
        )
        line = first_line(process)
        before = surname_at(line)

        write_seed(seed, usrs=[])
        told = [next_line(process), next_line(process)]
        meanwhile = surname_at(line)
        write_seed(seed, "Boateng")
        taken = next_line(process)
        after = surname_at(line)
        process.terminate()

        assert process.wait(10) == 0
        assert (before, meanwhile, after) == ("Traore", "Traore", "Boateng")
        assert told[0].endswith(" the seed has faults, and the one before stays:\n")
        assert told[1].startswith("clinic.json /usrs: 'usrs' is not a key here;")
        assert taken.endswith(
            " took the seed as it is now: 1 user, 0 conversations, 0 messages\n"
        )

    @pytest.mark.parametrize("seed", [[], ["--seed", "walkthrough"]])
    def test_seed_of_the_package_is_refused(
        self, seed: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is shipped does not change: whoever watches it means another."""
        code = main(["serve", "--watch", *seed])

        assert code == 2
        assert capsys.readouterr().err == (
            "dhis2-mock: --watch: the seed comes with the package and does not change;"
            " --seed names a file or folder of yours.\n"
        )

    def test_variable_is_taken(self, seed: Path) -> None:
        """As every option it is a variable too."""
        options = parse([], {"DHIS2_MOCK_SEED": str(seed), "DHIS2_MOCK_WATCH": "1"})

        assert options.watch


def next_line(process: Process) -> str:
    """Wait for the next line on stderr."""
    assert process.stderr is not None
    return process.stderr.readline()


def surname_at(line: str) -> str:
    """Ask the server that printed `line` for the surname of its user."""
    found = re.search(r"http://\S+", line)
    assert found is not None
    answer = connect(found[0]).as_user("admin").get("/api/me?fields=surname")
    return str(answer.json()["surname"])
