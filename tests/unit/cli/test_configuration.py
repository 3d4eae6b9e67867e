"""The configuration file: beneath options and variables, and refused as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from mock_server.cli import main
from mock_server.cli.serve import app_from_environment, parse
from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from mock_server.profiles import PROFILES
from mock_server.seed import seed_named
from mock_server.serving import Address
from mock_server.settings import LOCAL_ORIGINS, Settings
from tests.conftest import serve_in_thread

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a configuration is to be written."""
    return tmp_path / "mock.toml"


def refusal(file: Path, text: str, *arguments: str) -> str:
    """Return what is said of a file with this text, after its name."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(click.UsageError) as refused:
        parse(["--config", str(file), *arguments], {})
    return refused.value.message.removeprefix(f"{file}: ")


class TestTaken:
    """What a file says, and what beats it."""

    def test_keys_are_options(self, file: Path) -> None:
        """Each key is an option by its name; what is repeated is a list or a table."""
        file.write_text(
            "\ufeff# a byte order mark is no harm\r\n"
            'host = "::1"\n'
            "port = 9090\n"
            'profile = "2.42"\n'
            'seed = "walkthrough"\n'
            'cors-origin = ["https://a.example", "https://b.example:*"]\n'
            "strict = true\n"
            "no-admin = false\n"
            'latency-milliseconds = "250"\n'
            'log-format = "json"\n'
            "[switch]\n"
            "reply_status = 200\n"
            "xml = true\n",
            encoding="utf-8",
        )

        options = parse(["--config", str(file)], {})

        assert options.settings == Settings(
            PROFILES["2.42"],
            {"reply_status": "200", "xml": "true"},
            seed_named("walkthrough"),
            cors_allowlist=(
                *LOCAL_ORIGINS,
                "https://a.example",
                "https://b.example:*",
            ),
            strict=True,
            latency_milliseconds=250,
        )
        assert options.address == Address("::1", 9090)
        assert options.log_format == "json"

    def test_one_value_is_a_list_of_one(self, file: Path) -> None:
        """What can be repeated need not be."""
        file.write_text('switch = "xml=true"\ncors-origin = "*"\n')

        settings = parse([], {"DHIS2_MOCK_CONFIG": str(file)}).settings

        assert settings.switches == {"xml": "true"}
        assert settings.cors_allowlist == (*LOCAL_ORIGINS, "*")

    def test_option_beats_variable_beats_file(self, file: Path) -> None:
        """Each of the three is only asked where those before it say nothing."""
        file.write_text('host = "file"\nport = 1\nthreads = 1\nswitch = ["xml=true"]\n')
        variables = {
            "DHIS2_MOCK_CONFIG": str(file),
            "DHIS2_MOCK_PORT": "2",
            "DHIS2_MOCK_THREADS": "2",
            "DHIS2_MOCK_SWITCH": "reply_status=200",
        }

        options = parse(["--threads", "3"], variables)

        assert options.address == Address("file", 2)
        assert options.threads == 3
        assert options.settings.switches == {"reply_status": "200"}

    def test_option_names_the_file_first(self, file: Path) -> None:
        """`--config` beats its variable, wherever among the options it stands."""
        file.write_text("port = 9\n")
        variables = {"DHIS2_MOCK_CONFIG": "no such file"}

        options = parse(["--threads", "3", "--config", str(file)], variables)

        assert options.address.port == 9

    def test_seed_lies_beside_its_file(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A path begins where the file is, whatever folder the server starts in."""
        (file.parent / "seeds").mkdir()
        file.write_text('seed = "seeds"\n')
        elsewhere = file.parent / "elsewhere"
        elsewhere.mkdir()
        monkeypatch.chdir(elsewhere)

        settings = parse(["--config", "../mock.toml"], {}).settings

        assert settings.seed is not None
        assert settings.seed.resolve() == file.parent / "seeds"

    def test_no_file_is_found_unnamed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A start is the same in every folder."""
        (tmp_path / "dhis2-mock.toml").write_text("port = 9\n")
        monkeypatch.chdir(tmp_path)

        assert parse([], {}).address.port == 8080

    def test_app_of_other_servers_reads_it(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What gunicorn runs is described by the same file."""
        file.write_text('profile = "2.43"\n')
        monkeypatch.setenv("DHIS2_MOCK_CONFIG", str(file))

        app = app_from_environment()

        assert app.extensions[EXTENSION].default.settings.profile is PROFILES["2.43"]


class TestRefused:
    """What stops the start: file, key, value and remedy in one line."""

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("prot = 1", "prot: no such option; did you mean 'port'?"),
            ("log_level = 1", "log_level: no such option; did you mean 'log-level'?"),
            ('config = "a"', "config: no such option"),
            ("help = true", "help: no such option"),
            ('port = "http"', "port: 'http' is not a whole number from 0 to 65535."),
            ("port = -1", "port: '-1' is not a whole number from 0 to 65535."),
            (
                "profile = 2.42",
                "profile: 2.42 is neither a text in quotes nor a whole number.",
            ),
            ("port = true", "port: true is neither a text"),
            ("seed = ['a']", "seed: a list is neither a text"),
            ("seed = {a=1}", "seed: a table is neither a text"),
            ("seed = 2026-01-05", "seed: 2026-01-05 is neither a text"),
            ("cors-origin = [1.5]", "cors-origin: 1.5 is neither a text"),
            ("cors-origin = ['a']", "cors-origin: 'a' is not of the form http"),
            ("strict = 'yes'", 'strict: "yes" is neither true nor false.'),
            ("switch = {xm=true}", "switch: xm: there is no such switch; did you mean"),
            ("switch = {xml='maybe'}", "switch: xml: 'maybe' is neither true nor"),
            ("port = x", "is no TOML: Invalid value (at line 1, column 8)"),
        ],
    )
    def test_bad_file_is_named(self, file: Path, text: str, told: str) -> None:
        """A refusal begins with the file, then the key if it is about one."""
        assert refusal(file, text).startswith(told)

    def test_two_that_exclude_each_other(self, file: Path) -> None:
        """What is refused of several options names the key it is about."""
        assert refusal(file, "no-admin = true", "--admin-token", "x") == (
            "no-admin: there is no control plane for --admin-token to guard."
        )

    def test_variable_above_is_named_itself(self, file: Path) -> None:
        """A bad variable that beats a key is refused as the variable."""
        file.write_text("port = 1\n")
        variables = {"DHIS2_MOCK_CONFIG": str(file), "DHIS2_MOCK_PORT": "x"}

        with pytest.raises(click.UsageError) as refused:
            parse([], variables)

        assert refused.value.message.startswith("DHIS2_MOCK_PORT: 'x' is not")

    def test_missing_file_is_told(self, tmp_path: Path) -> None:
        """What cannot be read is named by option or variable."""
        name = str(tmp_path / "none.toml")

        with pytest.raises(click.UsageError) as from_option:
            parse(["--config", name], {})
        with pytest.raises(click.UsageError) as from_variable:
            parse([], {"DHIS2_MOCK_CONFIG": name})

        reason = f"{name!r} cannot be read: No such file or directory."
        assert from_option.value.message == f"--config: {reason}"
        assert from_variable.value.message == f"DHIS2_MOCK_CONFIG: {reason}"

    def test_other_bytes_are_told(self, file: Path) -> None:
        """A file that is no text is refused as such."""
        file.write_bytes(b"\xff\xfe")

        with pytest.raises(click.UsageError, match="is not UTF-8 text"):
            parse(["--config", str(file)], {})

    def test_command_exits_with_2(
        self, file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A bad file stops the start with one line on stderr."""
        file.write_text("prot = 9090\n")

        code = main(["serve", "--config", str(file)])

        said = capsys.readouterr()
        assert (code, said.out) == (2, "")
        assert said.err == (
            f"dhis2-mock: {file}: prot: no such option; did you mean 'port'?\n"
        )


class TestHealthcheck:
    """The check reads the file of the server."""

    def test_address_is_that_of_the_server(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Host and port are taken, and all else is the server's business."""
        for server in serve_in_thread(create_app()):
            port = server.port
            file.write_text(f'host = "0.0.0.0"\nport = {port}\nseed = "x"\nprot = 1\n')
            monkeypatch.setenv("DHIS2_MOCK_CONFIG", str(file))

            code = main(["healthcheck"])

        assert code == 0

    def test_missing_file_is_a_wrong_call(
        self, file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A file that is not there is told as such, and no server is asked."""
        code = main(["healthcheck", "--config", str(file)])

        assert code == 2
        assert f"--config: '{file}' cannot be read" in capsys.readouterr().err
