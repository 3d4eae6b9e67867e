"""`dhis2-mock seed`: check, export, make, schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from werkzeug.wrappers import Response

from mock_server.cli import main
from mock_server.factory import create_app
from mock_server.seed import parse_seed, read_seed
from mock_server.settings import Settings
from tests.conftest import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BAD_USER = {"id": "short", "username": "a", "password": "s3cret", "firstName": 1}
FIVE_ERRORS = {
    "format": 1,
    "users": [BAD_USER, {"id": "Somebody001", "passwort": "s3cret"}],
}


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Return a seed with many faults."""
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(FIVE_ERRORS))
    return path


@pytest.fixture
def url() -> Iterator[str]:
    """Return the address of a server whose control plane wants a token."""
    for server in serve_in_thread(create_app(Settings(admin_token="s3cret"))):
        yield server.url


class TestCheck:
    """`seed check`."""

    def test_sound_seeds_are_counted(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Each seed is a line that says what is in it, and the code is 0."""
        code = main(["seed", "check", "default", "empty"])

        assert code == 0
        assert capsys.readouterr().out.splitlines() == [
            "default: 9 users, 7 conversations, 10 messages",
            "empty: 1 user, 0 conversations, 0 messages",
        ]

    def test_all_faults_of_all_files(
        self, capsys: pytest.CaptureFixture[str], bad: Path, tmp_path: Path
    ) -> None:
        """One run lists every fault with file, place and value; 1 (check 18)."""
        broken = tmp_path / "broken.json"
        broken.write_text("{")

        code = main(["seed", "check", str(bad), "empty", str(broken)])

        said = capsys.readouterr()
        assert code == 1
        assert said.out == "empty: 1 user, 0 conversations, 0 messages\n"
        lines = said.err.splitlines()
        assert f"{bad} /users/0/firstName: 1 is not a string with something in it" in (
            lines
        )
        assert len([line for line in lines if line.startswith(f"{bad} /users")]) >= 5
        assert lines[-1].startswith(f"{broken}: is not valid JSON")
        assert "s3cret" not in said.err

    def test_server_does_not_start(
        self, capsys: pytest.CaptureFixture[str], bad: Path
    ) -> None:
        """With a bad seed nothing is served, and the code is 1 (check 18)."""
        code = main(["--port", "0", "--seed", str(bad)])

        assert code == 1
        assert "/users/0/firstName" in capsys.readouterr().err


class TestExport:
    """`seed export`."""

    def test_seed_becomes_one_document(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A folder is written as one document that is read as the same state."""
        code = main(["seed", "export", "--seed", "default"])

        document = json.loads(capsys.readouterr().out)
        assert code == 0
        assert parse_seed(document).state == read_seed(None).state

    def test_running_mock_is_written_to_a_file(self, url: str, tmp_path: Path) -> None:
        """The present state of a server comes into a file, by its token."""
        output = tmp_path / "now.json"

        code = main(
            [
                *("seed", "export", "--from", url),
                *("--admin-token", "s3cret", "--output", str(output)),
            ]
        )

        assert code == 0
        assert read_seed(output).state == read_seed(None).state

    @pytest.mark.parametrize("more", [[], ["--admin-token", "wrong"]])
    def test_refusal_is_told(
        self, url: str, capsys: pytest.CaptureFixture[str], more: list[str]
    ) -> None:
        """What a mock answers in place of a seed is the error; the code is 1."""
        code = main(["seed", "export", "--from", url, *more])

        assert code == 1
        assert capsys.readouterr().err == (
            f"{url}/__mock/snapshots/current: 401 Unauthorized;"
            " --admin-token says the token that it wants\n"
        )

    def test_unknown_world_is_told(
        self, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Which worlds a mock has is said in place of one that it does not have."""
        code = main(["seed", "export", "--from", f"{url}/w9", "--user", "admin"])

        assert code == 1
        assert capsys.readouterr().err == (
            f"{url}/w9: There is no world 'w9'; there are: default.\n"
        )

    @pytest.mark.parametrize("body", ["{", "[]", '{"title": "Not Found"}'])
    def test_other_problem_is_no_mock(
        self, body: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A server that refuses with some problem of its own may be a real DHIS2."""
        refusing = Response(body, 404, content_type="application/problem+json")
        for server in serve_in_thread(refusing):  # type: ignore[arg-type]  # any will do
            code = main(["seed", "export", "--from", server.url])

        assert code == 2
        assert "; of a real DHIS2 it takes --user" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (["--from", "file:///etc/passwd"], "is no web address"),
            (
                ["--from", "127.0.0.1:8080"],
                "is no web address; did you mean 'http://127.0.0.1:8080'?",
            ),
            (
                ["--from", "localhost:8080/w1"],
                "is no web address; did you mean 'http://localhost:8080/w1'?",
            ),
            (["--from", "http://a.example", "--seed", "empty"], "exclude each other"),
            (
                ["--from", "http://a.example/dhis/api/42"],
                "at its address without /api: http://a.example/dhis",
            ),
            (["--from", "http://a.example", "--user", "a:b"], "'a:b' has a colon"),
            (["--seed", "nope"], "--seed: 'nope' is neither a file or folder"),
        ],
    )
    def test_misuse_is_named(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
    ) -> None:
        """What cannot be meant is a line on stderr and code 2."""
        code = main(["seed", "export", *arguments])

        assert code == 2
        assert named in capsys.readouterr().err


class TestMake:
    """`seed make`."""

    def test_made_seed_is_written(self, tmp_path: Path) -> None:
        """The file is a sound seed of the size asked for, the same each time."""
        paths = [tmp_path / "a.json", tmp_path / "b.json"]
        asked = ["--users", "4", "--conversations", "9", "--seed", "3"]
        codes = [main(["seed", "make", *asked, "--output", str(p)]) for p in paths]

        state = read_seed(paths[0]).state
        assert codes == [0, 0]
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert (len(state.directory.users), len(state.conversations)) == (4, 9)

    def test_stdout_is_a_seed(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Without a terminal there is nothing but the seed."""
        code = main(["seed", "make", "--conversations", "1"])

        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        assert json.loads(said.out)["format"] == 1

    def test_missing_folder_is_told(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        """A file in a folder that there is not is refused in one line; 2."""
        folder = tmp_path / "nowhere"

        code = main(["seed", "make", "--output", str(folder / "seed.json")])

        told = f"dhis2-mock: --output: there is no folder {str(folder)!r}.\n"
        assert (code, capsys.readouterr().err) == (2, told)


class TestSchema:
    """`seed schema`."""

    def test_schema_is_that_of_the_server(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The command writes what `/__mock/seed.schema.json` answers."""
        code = main(["seed", "schema"])

        served = create_app().test_client().get("/__mock/seed.schema.json")
        assert code == 0
        assert served.content_type == "application/schema+json"
        assert json.loads(capsys.readouterr().out) == served.get_json(force=True)
