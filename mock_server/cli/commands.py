"""The group of all subcommands, which one is run, and what a refusal exits with."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click
from click.exceptions import NoArgsIsHelpError

from mock_server.cli.environment import in_one_line, values_for
from mock_server.cli.lasting import lasting
from mock_server.domain.errors import MockServerError
from mock_server.suggestions import suggestion
from mock_server.version import __version__

DEFAULT = "serve"
NAMES = (DEFAULT, "seed", "contract", "routes", "openapi", "healthcheck")
"""The subcommands in the order of the help, each a module of this package."""

_OWN_OPTIONS = frozenset({"--help", "--version"})


class Commands(click.Group):
    """The subcommands by name, imported when asked for; `serve` needs no name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help."""
        return list(NAMES)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Return the command of this name, if there is one."""
        if cmd_name not in NAMES:
            return None
        with lasting():
            module = import_module(f"mock_server.cli.{cmd_name}")
        command: click.Command = module.COMMAND
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options without a command for those of `serve`."""
        if not args or (args[0].startswith("-") and args[0] not in _OWN_OPTIONS):
            args = [DEFAULT, *args]
        command = self.get_command(ctx, args[0])
        if command is not None:
            ctx.default_map = {args[0]: values_for(command, os.environ)}
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which was meant by a word that is none."""
        if args[0] not in NAMES:
            message = f"No such command {args[0]!r}{suggestion(args[0], NAMES)}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


COMMAND = Commands(
    "dhis2-mock",
    help="A mock of the DHIS2 messaging Web API. Without a command it serves.",
    epilog="The options of serve are also read from the environment, as"
    " DHIS2_MOCK_PORT or DHIS2_MOCK_LOG_LEVEL, and from the file that --config names;"
    " the option wins, then the variable.",
    params=[],
)
click.version_option(__version__, message="dhis2-mock %(version)s")(COMMAND)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command and return its exit code.

    2 is a bad option or address, 1 what the command itself finds wrong, such as a bad
    seed; each is explained on stderr.
    """
    given = sys.argv[1:] if arguments is None else [*arguments]
    try:
        code = COMMAND.main(given, "dhis2-mock", standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        click.echo(f"dhis2-mock: {in_one_line(error)}", err=True)
        return 2
    except click.Abort:
        return 130
    except (click.ClickException, MockServerError) as error:
        click.echo(str(error), err=True)
        return 1
    return code if isinstance(code, int) else 0
