"""Seeds in folders: several files taken together, contents in files of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.seed import SeedError, parse_seed, read_seed
from mock_server.seed.writing import with_files_beside, write_seed

if TYPE_CHECKING:
    from pathlib import Path


def user(number: int, **more: object) -> dict[str, object]:
    """Return a row of `users`."""
    return {
        "id": f"Somebody{number:03}",
        "username": f"user{number}",
        "password": "x",
        "firstName": "Some",
        "surname": "Body",
        **more,
    }


def file(**more: object) -> dict[str, object]:
    """Return a row of `fileResources` without its bytes."""
    return {
        "id": "FileNumber1",
        "name": "a.txt",
        "contentType": "text/plain",
        "domain": "DOCUMENT",
        "created": "2026-01-05T10:00:00.000",
        **more,
    }


def write(folder: Path, **seeds: Any) -> Path:
    """Put each seed into a file of the folder."""
    for name, seed in seeds.items():
        (folder / f"{name}.json").write_text(json.dumps({"format": 1, **seed}))
    return folder


def problems(location: Path) -> tuple[str, ...]:
    """Return what is wrong with a seed."""
    with pytest.raises(SeedError) as refused:
        read_seed(location)
    return refused.value.problems


class TestMerge:
    """A folder of whole seeds (control-plane 3.7)."""

    def test_arrays_join_in_order_of_names(self, tmp_path: Path) -> None:
        """Rows of all files make one seed, those of the first name first."""
        folder = write(
            tmp_path,
            b={"users": [user(2)], "system": {"revision": "b"}},
            a={"users": [user(1)], "system": {"systemId": "a"}, "randomSeed": 7},
        )

        state = read_seed(folder).state

        assert list(state.directory.users) == ["Somebody001", "Somebody002"]
        assert state.configuration.revision == "b"
        assert state.configuration.system_id == "a"
        assert state.random_seed == 7

    def test_contradictions_are_listed(self, tmp_path: Path) -> None:
        """What two files say differently is an error that names both."""
        folder = write(
            tmp_path,
            a={"randomSeed": 1, "system": {"revision": "a"}},
            b={"randomSeed": 2, "system": {"revision": "b"}},
        )

        assert problems(folder) == (
            "b.json /randomSeed: 2 is not what a.json says, which comes first",
            "b.json /system/revision: 'b' is not what a.json says, which comes first",
        )

    def test_place_is_that_in_the_file(self, tmp_path: Path) -> None:
        """A wrong row is found in its own file, counted from its own beginning."""
        folder = write(
            tmp_path,
            a={"users": [user(1), user(2)]},
            b={"users": [user(3), user(4, disabled="no")]},
        )

        assert problems(folder) == (
            "b.json /users/1/disabled: 'no' is not true or false",
        )

    def test_resource_files_come_alone(self, tmp_path: Path) -> None:
        """Beside files named after resources, whole seeds are seeds of their own."""
        write(tmp_path, other={"users": [user(2)]})
        (tmp_path / "users.json").write_text(json.dumps([user(1)]))

        assert list(read_seed(tmp_path).state.directory.users) == ["Somebody001"]


class TestContents:
    """Bytes of attachments in files beside the seed (control-plane 3.6)."""

    def test_large_content_is_put_beside(self, tmp_path: Path) -> None:
        """From 64 KiB on a file lies beside the document, and is read from there."""
        large = b"\x00\xff" * 32 * 1024
        (tmp_path / "large").write_bytes(large)
        first = write(tmp_path, first={"fileResources": [file(file="large")]})
        state = read_seed(first / "first.json").state
        output = tmp_path / "out.json"

        document = with_files_beside(write_seed(state), output)
        output.write_text(json.dumps(document))

        assert document["fileResources"][0]["file"] == "out-files/FileNumber1"
        assert "content" not in document["fileResources"][0]
        assert read_seed(output).state == state

    def test_small_content_stays_inside(self, tmp_path: Path) -> None:
        """Below 64 KiB it is base64 in the document."""
        row = file(content="YQ==")
        state = parse_seed({"format": 1, "fileResources": [row]}).state

        document = with_files_beside(write_seed(state), tmp_path / "out.json")

        assert document["fileResources"][0]["content"] == "YQ=="
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("../secret", "lies outside of the seed's folder"),
            ("/etc/passwd", "lies outside of the seed's folder"),
            ("missing", "cannot be read: No such file or directory"),
        ],
    )
    def test_other_paths_are_refused(
        self, tmp_path: Path, name: str, reason: str
    ) -> None:
        """Only what lies with the seed is read."""
        inside = tmp_path / "inside"
        inside.mkdir()
        (tmp_path / "secret").write_text("x")
        write(inside, seed={"fileResources": [file(file=name)]})

        assert problems(inside / "seed.json") == (
            f"seed.json /fileResources/0/file: {name!r} {reason}",
        )

    def test_document_in_memory_names_no_file(self) -> None:
        """A seed that a request brings makes the server read nothing."""
        document = {"format": 1, "fileResources": [file(file="/etc/passwd")]}

        with pytest.raises(SeedError) as refused:
            parse_seed(document)

        (problem,) = refused.value.problems
        assert problem == (
            "seed /fileResources/0/file: '/etc/passwd' is for a seed that lies in "
            "files, and instead of content; put the bytes into content, in base64"
        )

    def test_file_without_bytes_is_refused(self) -> None:
        """A file has contents, one way or the other."""
        with pytest.raises(SeedError) as refused:
            parse_seed({"format": 1, "fileResources": [file()]})

        assert refused.value.problems == ("seed /fileResources/0/content: is required",)
