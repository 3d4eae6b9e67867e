"""Which seeds are served unchecked, and that they may be (seed/shipped.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from mock_server.seed import SeedError, read_checked_seed, read_seed, seed_named
from mock_server.seed.building import KEYS
from mock_server.seed.checking import problems_of
from mock_server.seed.files import packaged_folder, read_source, shipped_names
from mock_server.seed.shipped import DIGESTS, is_shipped
from mock_server.seed.source import Source


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the default seed."""
    return copytree(packaged_folder(), tmp_path / "own")


def imported_by_reading(seed: Path) -> set[str]:
    """Return what a process has imported that has read `seed`."""
    code = (
        "import sys; from pathlib import Path; from mock_server.seed import read_seed;"
        f"read_seed(Path({str(seed)!r})); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_shipped_seeds_are_known() -> None:
    """Every seed of the package stands in the table, and no other does."""
    assert sorted(DIGESTS) == shipped_names(KEYS)


@pytest.mark.parametrize("name", DIGESTS)
def test_shipped_seed_is_sound(name: str) -> None:
    """Nothing is wrong with what is taken for sound."""
    source = read_source(seed_named(name), KEYS)

    assert problems_of(source) == []
    assert source.digest == DIGESTS[name], f"put {source.digest} into DIGESTS"


@pytest.mark.parametrize("name", DIGESTS)
def test_unchecked_seed_is_as_checked(name: str) -> None:
    """It is built alike, whether it is checked or not."""
    place = seed_named(name)

    assert read_seed(place) == read_checked_seed(place)


def test_shipped_seed_needs_no_schemas() -> None:
    """Reading it does not import what checks, not even from another place."""
    imported = imported_by_reading(packaged_folder())

    assert "mock_server.seed.building" in imported
    assert not {"marshmallow", "mock_server.seed.checking"} & imported


def test_copy_is_as_good(copied: Path) -> None:
    """The image serves a copy; what counts is what is in it, not where it lies."""
    assert is_shipped(read_source(copied, KEYS))


def test_line_ends_do_not_matter(copied: Path) -> None:
    """A checkout may have the line ends of another system."""
    file = copied / "users.json"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert is_shipped(read_source(copied, KEYS))


def test_edited_seed_is_checked(copied: Path) -> None:
    """A file that was changed by hand is checked with all the others."""
    file = copied / "users.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"admin"', '" "', 1), encoding="utf-8")

    with pytest.raises(SeedError, match=r"users\.json /0/username: ' ' is not a"):
        read_seed(copied)


def test_sound_edit_is_served(copied: Path) -> None:
    """A change that breaks nothing is there, and its seed no longer the shipped one."""
    file = copied / "system.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"mock"', '"mine"'), encoding="utf-8")

    seed = read_seed(copied)

    assert seed.state.configuration.revision == "mine"
    assert not is_shipped(read_source(copied, KEYS))


@pytest.mark.parametrize("change", ["added", "removed", "renamed"])
def test_other_files_are_another_seed(copied: Path, change: str) -> None:
    """The names count, and how many there are."""
    file = copied / "walkthrough.json"
    if change == "added":
        (copied / "more.json").write_text('{"format": 1}', encoding="utf-8")
    elif change == "removed":
        file.unlink()
    else:
        file.rename(copied / "story.json")

    assert not is_shipped(read_source(copied, KEYS))


def test_seed_with_a_missing_file_is_checked() -> None:
    """What could not be read whole is not what the tests checked."""
    source = Source("own", problems=["gone.png cannot be read"])
    source.digest = DIGESTS["default"]

    assert not is_shipped(source)
