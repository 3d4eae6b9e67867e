"""Options, their environment variables, and how a bad one is refused."""

from pathlib import Path

import click
import pytest

from mock_server.cli.serve import (
    VARIABLES,
    Options,
    app_from_environment,
    parse,
    refuse_unknown_variables,
)
from mock_server.cli.values import external_url
from mock_server.gate.world import EXTENSION
from mock_server.profiles import PROFILES
from mock_server.seed import seed_named
from mock_server.serving import Address
from mock_server.settings import LOCAL_ORIGINS, MailServer, Settings


class TestParse:
    """What a start asks for."""

    def test_nothing_given_takes_defaults(self) -> None:
        """Without options the server behaves as documented on 127.0.0.1:8080."""
        assert parse([], {}) == Options(
            settings=Settings(),
            address=Address("127.0.0.1", 8080),
            threads=8,
            log_level="error",
            log_format="text",
        )

    def test_every_option_is_taken(self) -> None:
        """Every option sets what it is named after."""
        options = parse(
            [
                *("--host", "::1", "--port", "0", "--profile", "2.42"),
                *("--seed", "walkthrough", "--log-level", "INFO", "--threads", "2"),
                *("--external-url", "https://play.example/dhis/"),
                *("--switch", "reply_status=200", "--switch", "xml=true"),
                *("--cors-origin", "https://app.example", "--cors-origin", "*"),
                *("--admin-token", "s3cret", "--world-limit", "7"),
                *("--smtp", "localhost:1025"),
                *("--world-idle-seconds", "0", "--snapshot-limit", "3"),
                *("--strict", "--random-seed", "9007199254740991"),
                *("--latency-milliseconds", "250", "--log-format", "json"),
                *("--journal-size", "5", "--journal-body-bytes", "1048576"),
            ],
            {},
        )

        assert options == Options(
            settings=Settings(
                PROFILES["2.42"],
                {"reply_status": "200", "xml": "true"},
                seed_named("walkthrough"),
                "https://play.example/dhis",
                (*LOCAL_ORIGINS, "https://app.example", "*"),
                admin_token="s3cret",
                smtp=MailServer("localhost", 1025),
                world_limit=7,
                world_idle_seconds=0,
                snapshot_limit=3,
                strict=True,
                random_seed=9007199254740991,
                latency_milliseconds=250,
                journal_size=5,
                journal_body_bytes=1048576,
            ),
            address=Address("::1", 0),
            threads=2,
            log_level="info",
            log_format="json",
        )

    def test_every_variable_is_taken(self, tmp_path: Path) -> None:
        """Every option is also read from the variable named after it."""
        options = parse(
            [],
            {
                "DHIS2_MOCK_HOST": "0.0.0.0",  # noqa: S104 - as in a container
                "DHIS2_MOCK_PORT": "9000",
                "DHIS2_MOCK_PROFILE": "2.43",
                "DHIS2_MOCK_SEED": str(tmp_path),
                "DHIS2_MOCK_LOG_LEVEL": "debug",
                "DHIS2_MOCK_EXTERNAL_URL": "http://localhost:9000",
                "DHIS2_MOCK_THREADS": "1",
                "DHIS2_MOCK_SWITCH": "reply_status=200, xml=true",
                "DHIS2_MOCK_CORS_ORIGIN": "https://a.example,https://b.example:*",
                "DHIS2_MOCK_NO_ADMIN": "true",
                "DHIS2_MOCK_SMTP": "[::1]:25",
                "DHIS2_MOCK_JOURNAL_SIZE": "0",
                "DHIS2_MOCK_OUTBOX_SIZE": "0",
                "DHIS2_MOCK_WORLD_LIMIT": "0",
                "DHIS2_MOCK_WORLD_IDLE_SECONDS": "60",
                "DHIS2_MOCK_SNAPSHOT_LIMIT": "0",
                "DHIS2_MOCK_STRICT": "yes",
                "DHIS2_MOCK_RANDOM_SEED": "0",
                "DHIS2_MOCK_LATENCY_MILLISECONDS": "600000",
                "DHIS2_MOCK_JOURNAL_BODY_BYTES": "0",
                "DHIS2_MOCK_LOG_FORMAT": "JSON",
                "PATH": "/usr/bin",
            },
        )

        assert options == Options(
            settings=Settings(
                PROFILES["2.43"],
                {"reply_status": "200", "xml": "true"},
                tmp_path,
                "http://localhost:9000",
                (*LOCAL_ORIGINS, "https://a.example", "https://b.example:*"),
                admin=False,
                smtp=MailServer("::1", 25),
                journal_size=0,
                outbox_size=0,
                world_limit=0,
                world_idle_seconds=60,
                snapshot_limit=0,
                strict=True,
                random_seed=0,
                latency_milliseconds=600_000,
                journal_body_bytes=0,
            ),
            address=Address("0.0.0.0", 9000),  # noqa: S104 - as in a container
            threads=1,
            log_level="debug",
            log_format="json",
        )

    def test_option_beats_variable(self) -> None:
        """An option on the command line wins over the environment."""
        options = parse(["--port", "9001"], {"DHIS2_MOCK_PORT": "nonsense"})

        assert options.address.port == 9001

    def test_empty_variable_is_ignored(self) -> None:
        """A variable set to nothing is as good as unset."""
        assert parse([], {"DHIS2_MOCK_PORT": ""}) == parse([], {})

    @pytest.mark.parametrize(
        ("option", "value", "reason"),
        [
            *(
                ("--smtp", text, f"{text!r} is not of the form HOST:PORT.")
                for text in (
                    "mail",
                    ":25",
                    "h:0",
                    "h:65536",
                    "a@h:25",
                    "h :25",
                    "h:25/",
                )
            ),
            ("--port", "http", "'http' is not a whole number from 0 to 65535."),
            ("--port", "65536", "'65536' is not a whole number from 0 to 65535."),
            ("--port", "-1", "'-1' is not a whole number from 0 to 65535."),
            ("--port", "9" * 20, f"'{'9' * 20}' is not a whole number from 0 to"),
            ("--port", "8\n0", r"'8\n0' is not a whole number from 0 to 65535."),
            (
                "--seed",
                "no/such",
                (
                    "'no/such' is neither a file or folder nor a shipped seed;"
                    " shipped are default, empty, walkthrough."
                ),
            ),
            ("--threads", "0", "'0' is not a whole number from 1 to 256."),
            (
                "--profile",
                "2.40",
                "'2.40' is not one of 'documented', '2.41', '2.42', '2.43'.",
            ),
            (
                "--log-level",
                "loud",
                "'loud' is not one of 'debug', 'info', 'warning', 'error'.",
            ),
            ("--log-format", "xml", "'xml' is not one of 'text', 'json'."),
            *(
                (option, value, f"{value!r} is not a whole number from 0 to {most}.")
                for option, value, most in (
                    ("--random-seed", "9007199254740992", 2**53 - 1),
                    ("--random-seed", "-1", 2**53 - 1),
                    ("--latency-milliseconds", "600001", 600_000),
                    ("--latency-milliseconds", "0.5", 600_000),
                    ("--journal-body-bytes", "67108865", 64 * 1024 * 1024),
                    ("--journal-size", "1000001", 1_000_000),
                    ("--journal-size", "9" * 5000, 1_000_000),
                )
            ),
            ("--switch", "xml", "'xml' is not of the form NAME=VALUE."),
            (
                "--switch",
                "reply_state=200",
                "reply_state: there is no such switch; did you mean reply_status.",
            ),
            ("--switch", "xml=maybe", "xml: 'maybe' is neither true nor false."),
            ("--world-limit", "many", "'many' is not a whole number from 0 to"),
            ("--admin-token", "a b", "a token is visible ASCII characters"),
            ("--cors-origin", "app.example", "'app.example' is not of the form http"),
            ("--cors-origin", "https://a/b", "'https://a/b' is not of the form http"),
            (
                "--external-url",
                "play.example",
                "'play.example' is not of the form http://host:port/path or https://..",
            ),
        ],
    )
    def test_bad_value_is_refused(self, option: str, value: str, reason: str) -> None:
        """A refusal names the option or the variable, the value and what is allowed."""
        variable = "DHIS2_MOCK_" + option[2:].upper().replace("-", "_")

        with pytest.raises(click.UsageError) as from_option:
            parse([option, value], {})
        with pytest.raises(click.UsageError) as from_variable:
            parse([], {variable: value})

        assert from_option.value.message.startswith(f"{option}: {reason}")
        assert from_variable.value.message.startswith(f"{variable}: {reason}")

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (["--prot", "1"], "--prot"),
            (["--port"], "--port"),
            (["again"], "again"),
        ],
        ids=["unknown", "no-value", "too-many"],
    )
    def test_misused_command_is_refused(self, arguments: list[str], named: str) -> None:
        """What the command does not understand is named in one line."""
        with pytest.raises(click.UsageError) as refusal:
            parse(arguments, {})

        assert named in refusal.value.message
        assert "\n" not in refusal.value.message

    def test_token_for_no_control_plane_is_refused(self) -> None:
        """A token that guards nothing is a mistake, and never repeated."""
        with pytest.raises(click.UsageError) as refusal:
            parse(["--no-admin", "--admin-token", "s3cret"], {})

        assert refusal.value.message == (
            "--no-admin: there is no control plane for --admin-token to guard."
        )


class TestVariables:
    """Which variables are ours."""

    def test_unknown_variable_is_refused(self) -> None:
        """A variable with our prefix that is none of ours is a misspelt one."""
        with pytest.raises(click.UsageError) as refusal:
            refuse_unknown_variables({"DHIS2_MOCK_LOGLEVEL": "info"})

        assert refusal.value.message == (
            "DHIS2_MOCK_LOGLEVEL: no such variable;"
            " did you mean 'DHIS2_MOCK_LOG_LEVEL'?"
        )

    def test_variables_are_options(self) -> None:
        """There is one variable for each option that has a value."""
        assert set(VARIABLES) == {
            f"DHIS2_MOCK_{name}"
            for name in (
                *("CONFIG", "HOST", "PORT", "PROFILE", "SWITCH", "SEED", "LOG_LEVEL"),
                *("EXTERNAL_URL", "CORS_ORIGIN", "THREADS", "ADMIN_TOKEN"),
                *(
                    "SMTP",
                    "NO_ADMIN",
                    "JOURNAL_SIZE",
                    "OUTBOX_SIZE",
                    "WORLD_LIMIT",
                    "WORLD_IDLE_SECONDS",
                    "SNAPSHOT_LIMIT",
                ),
                *("STRICT", "RANDOM_SEED", "LATENCY_MILLISECONDS", "LOG_FORMAT"),
                *("JOURNAL_BODY_BYTES", "WATCH", "TLS_CERT", "TLS_KEY"),
            )
        }


class TestExternalUrl:
    """What links may start with."""

    @pytest.mark.parametrize(
        "url", ["http://a", "https://a.example:8443", "http://[::1]:80/dhis/x"]
    )
    def test_web_address_is_kept(self, url: str) -> None:
        """An http or https URL is taken as it is but for its last slash."""
        assert external_url(url) == url
        assert external_url(f"{url}/") == url

    @pytest.mark.parametrize(
        "url",
        [
            *("", "a", "//a", "ftp://a", "http://", "http://:80", "http://[::1"),
            *("http://a:x", "http://a:0", "http://a:70000", "http://a?q", "http://a#f"),
            *("http://u:p@a", "http://a b", "http://a\tb"),
        ],
    )
    def test_other_text_is_refused(self, url: str) -> None:
        """What cannot be put in front of a path is refused, quoted."""
        with pytest.raises(click.BadParameter) as refusal:
            external_url(url)

        assert refusal.value.message.startswith(repr(url))


class TestAppFromEnvironment:
    """The app for `flask run` and gunicorn."""

    def test_variables_set_describe_app(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The profile of the environment is that of the app."""
        monkeypatch.setenv("DHIS2_MOCK_PROFILE", "2.43")

        app = app_from_environment()

        assert app.extensions[EXTENSION].default.settings.profile is PROFILES["2.43"]
