"""
The variables that stand for options, and refusals that name where a value is from.

The environment is handed to click as its `default_map` and not left to its own lookup:
so parsing depends on its arguments alone, and a refusal can name the variable.
"""

from collections.abc import Iterator, Mapping

import click
from click.core import ParameterSource

PREFIX = "DHIS2_MOCK_"

FILE = "dhis2_mock.file"
"""What a context notes of the options that a file gives: where each stands there."""

Value = str | list[str] | bool
Values = dict[str, Value]


class Command(click.Command):
    """A command whose options are also read from the environment."""


def variables_of(command: click.Command) -> dict[str, click.Option]:
    """Return the variables that stand for the options of `command`."""
    return dict(_variables(command))


def values_for(command: click.Command, environ: Mapping[str, str]) -> Values:
    """
    Return the options of `command` that `environ` gives; an empty variable gives none.

    An option that may be repeated has its values separated by commas.
    """
    if not isinstance(command, Command):
        return {}
    return {
        str(option.name): given.split(",") if option.multiple else given
        for name, option in _variables(command)
        if (given := environ.get(name))
    }


def in_one_line(error: click.UsageError) -> str:
    """Say what `error` says, naming the option, variable or key that it is about."""
    if (
        not isinstance(error, click.BadParameter)
        or isinstance(error, click.MissingParameter)
        or not (error.param and error.ctx)
    ):
        return " ".join(error.format_message().split())
    source = error.ctx.get_parameter_source(error.param.name or "")
    if source is ParameterSource.DEFAULT_MAP:
        in_file: dict[str, str] = error.ctx.meta.get(FILE, {})
        variable = f"{PREFIX}{error.param.name}".upper()
        place = in_file.get(str(error.param.name), variable)
    elif source is ParameterSource.ENVIRONMENT:
        place = str(error.param.envvar)
    else:
        place = error.param.opts[0]
    return f"{place}: {' '.join(error.message.split())}"


def _variables(command: click.Command) -> Iterator[tuple[str, click.Option]]:
    for each in command.params:
        if isinstance(each, click.Option) and each.name:
            yield f"{PREFIX}{each.name.upper()}", each
