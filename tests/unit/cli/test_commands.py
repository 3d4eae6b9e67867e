"""The group of subcommands: which one runs, and what a refusal exits with."""

import subprocess
import sys

import pytest

from mock_server import __version__
from mock_server.cli import main
from mock_server.cli.commands import NAMES


class TestMain:
    """What ends without serving."""

    def test_version_asked_prints_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        """`--version` prints name and version and succeeds."""
        code = main(["--version"])

        assert code == 0
        assert capsys.readouterr().out == f"dhis2-mock {__version__}\n"

    def test_help_asked_lists_commands(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """`--help` names every command and succeeds."""
        code = main(["--help"])

        out = capsys.readouterr().out
        assert code == 0
        assert all(f"\n  {name} " in out for name in NAMES)

    def test_help_of_command_lists_options(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """`serve --help` names the options of serve."""
        code = main(["serve", "--help"])

        assert code == 0
        assert "--external-url URL" in capsys.readouterr().out

    def test_group_alone_shows_its_help(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A group without a subcommand is told what there is, line by line."""
        code = main(["seed"])

        assert code == 2
        assert "\n  check " in capsys.readouterr().err

    def test_missing_argument_is_named(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What must be there and is not is named."""
        code = main(["seed", "check"])

        assert code == 2
        assert capsys.readouterr().err == ("dhis2-mock: Missing argument 'SEED...'.\n")

    @pytest.mark.parametrize("arguments", [["serve"], []], ids=["named", "left-out"])
    def test_bad_variable_exits_with_2(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        arguments: list[str],
    ) -> None:
        """A bad variable stops the start with one line on stderr."""
        monkeypatch.setenv("DHIS2_MOCK_THREADS", "many")

        code = main(arguments)

        said = capsys.readouterr()
        assert code == 2
        assert said.out == ""
        assert said.err == (
            "dhis2-mock: DHIS2_MOCK_THREADS: 'many' is not a whole number "
            "from 1 to 256.\n"
        )

    def test_unknown_variable_exits_with_2(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A variable that no option knows stops the start and is named."""
        monkeypatch.setenv("DHIS2_MOCK_LOGLEVEL", "info")

        code = main([])

        assert code == 2
        assert capsys.readouterr().err.startswith(
            "dhis2-mock: DHIS2_MOCK_LOGLEVEL: no such variable"
        )

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["serv"], "No such command 'serv'; did you mean 'serve'?"),
            (["sed", "check", "x"], "No such command 'sed'; did you mean 'seed'?"),
            (
                ["x"],
                (
                    "No such command 'x'; there are: serve, seed, contract, routes,"
                    " openapi, healthcheck"
                ),
            ),
        ],
    )
    def test_unknown_word_exits_with_2(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
    ) -> None:
        """A word that is no command is named, and what was probably meant by it."""
        code = main(arguments)

        assert code == 2
        assert capsys.readouterr().err == f"dhis2-mock: {told}\n"

    def test_help_of_nothing_else_is_imported(self) -> None:
        """A command costs no other's imports: `--version` needs no Flask."""
        code = (
            "import sys; from mock_server.cli import main; main(['--version']);"
            "print([name for name in ('flask', 'marshmallow') if name in sys.modules])"
        )

        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert done.stdout.splitlines()[-1] == "[]"
