"""
The command `dhis2-mock`: options, their environment variables and exit codes.

It reads them with click, which Flask installs anyway. The environment is handed to
click as its `default_map` and not left to its own lookup: so parsing depends on its
arguments alone, and on which seeds exist, and a refusal can name the variable.
"""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click
from click.core import ParameterSource
from flask import Flask

from mock_server import serving
from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from mock_server.profiles import DEFAULT, PROFILES
from mock_server.seed import SeedError, seed_named
from mock_server.settings import LOCAL_ORIGINS, Settings
from mock_server.switches import SwitchError
from mock_server.version import __version__

PREFIX = "DHIS2_MOCK_"
_SCHEMES = ("http", "https")
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class Options:
    """What the command is started with."""

    settings: Settings
    address: serving.Address
    threads: int
    log_level: str


def port(text: object) -> int:
    """Return the port that `text` names; 0 is a free one."""
    return _whole_number(str(text), 0, 65535)


def threads(text: object) -> int:
    """Return the number of threads that `text` names."""
    return _whole_number(str(text), 1, 256)


def seed(text: str) -> Path:
    """Return where the seed `text` is: a path, or the name of one in the package."""
    try:
        return seed_named(text)
    except SeedError as error:
        message = f"{text!r} is neither a file or folder nor a shipped seed."
        raise click.BadParameter(message) from error


def external_url(text: str) -> str:
    """Return `text`, a URL that links can start with, without its last slash."""
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        has_host = False
    extras = set("?#@ ").intersection(text)
    if has_host and not extras and parts.scheme in _SCHEMES and text.isprintable():
        return text.rstrip("/")
    message = f"{text!r} is not of the form http://host:port/path or https://..."
    raise click.BadParameter(message)


def switch(text: str) -> tuple[str, str]:
    """Return the name and the value of a switch given as `NAME=VALUE`."""
    name, equals, value = text.partition("=")
    if equals and name.strip():
        return name.strip(), value.strip()
    raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE.")


def cors_origin(text: str) -> str:
    """Return `text`, an origin with at most a `*` for its port or host."""
    if re.fullmatch(r"\*|https?://[\w.*\[\]:-]*[\w*\]]", text, re.ASCII):
        return text
    message = f"{text!r} is not of the form http://host:port, where * stands for any."
    raise click.BadParameter(message)


def _whole_number(text: str, low: int, high: int) -> int:
    if text.isascii() and text.isdigit() and low <= int(text[:9]) <= high:
        return int(text)
    message = f"{text!r} is not a whole number from {low} to {high}."
    raise click.BadParameter(message)


def _show_version(ctx: click.Context, _param: click.Parameter, asked: object) -> None:
    if asked:
        click.echo(f"dhis2-mock {__version__}")
        ctx.exit()


COMMAND = click.Command(
    "dhis2-mock",
    help="Serve a mock of the DHIS2 messaging Web API.",
    epilog="Each option is also read from the environment, as DHIS2_MOCK_PORT or"
    " DHIS2_MOCK_LOG_LEVEL; the option wins.",
    context_settings={"show_default": True},
    params=[
        click.Argument(["command"], type=click.Choice(["serve"]), default="serve"),
        click.Option(
            ["--host"],
            metavar="HOST",
            default="127.0.0.1",
            help="Address to listen on.",
        ),
        click.Option(
            ["--port"],
            type=port,
            default=8080,
            help="Port to listen on; 0 picks a free one.",
        ),
        click.Option(
            ["--profile"],
            type=click.Choice(list(PROFILES)),
            show_default="the seed's, else documented",
            help="Which DHIS2 to behave like.",
        ),
        click.Option(
            ["--switch"],
            type=switch,
            multiple=True,
            metavar="NAME=VALUE",
            help="Set one switch of the profile; can be given more than once.",
        ),
        click.Option(
            ["--seed"],
            type=seed,
            metavar="SEED",
            show_default="the one shipped",
            help="Folder, JSON file or name of a seed.",
        ),
        click.Option(
            ["--log-level"],
            type=click.Choice(LOG_LEVELS, case_sensitive=False),
            default="error",
            help="What to log to stderr; info has a line per request.",
        ),
        click.Option(
            ["--external-url"],
            type=external_url,
            metavar="URL",
            show_default="as the client asked",
            help="What links start with.",
        ),
        click.Option(
            ["--cors-origin"],
            type=cors_origin,
            multiple=True,
            metavar="ORIGIN",
            help="Web origin that may call besides those of this machine;"
            " can be given more than once.",
        ),
        click.Option(
            ["--threads"],
            type=threads,
            default=8,
            help="How many requests to answer at a time.",
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Show the version and exit.",
        ),
    ],
)
_MANY = {"switch", "cors_origin"}
"""Options that may be repeated; their variables separate values by commas."""
_NOT_FROM_ENVIRONMENT = {"command", "version"}
VARIABLES = {
    f"{PREFIX}{param.name.upper()}": param.name
    for param in COMMAND.params
    if param.name and param.name not in _NOT_FROM_ENVIRONMENT
}


def read_environment(environ: Mapping[str, str]) -> dict[str, str | list[str]]:
    """
    Return the options that `environ` gives by name; an empty variable gives none.

    Raises:
        click.UsageError: A variable has our prefix and is none of ours.
    """
    ours = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
    unknown = sorted(ours.keys() - VARIABLES.keys())
    if unknown:
        message = f"{unknown[0]}: no such variable; there are {', '.join(VARIABLES)}."
        raise click.UsageError(message)
    given = {VARIABLES[name]: value for name, value in ours.items() if value}
    return {
        name: value.split(",") if name in _MANY else value
        for name, value in given.items()
    }


def parse(arguments: Sequence[str], environ: Mapping[str, str]) -> Options:
    """
    Return what `arguments` ask for, and `environ` where they say nothing.

    Raises:
        click.UsageError: One of them is unknown or has a bad value; the message is
            a line that names it.
        click.exceptions.Exit: Help or the version was asked for, and printed.
    """
    given = read_environment(environ)
    try:
        context = COMMAND.make_context("dhis2-mock", [*arguments], default_map=given)
        switches = _switches(context)
    except click.UsageError as error:
        raise click.UsageError(_in_one_line(error)) from error
    values = context.params
    return Options(
        settings=Settings(
            profile=PROFILES.get(values["profile"]),
            switches=switches,
            seed=values["seed"],
            external_url=values["external_url"],
            cors_allowlist=(*LOCAL_ORIGINS, *values["cors_origin"]),
        ),
        address=serving.Address(values["host"], values["port"]),
        threads=values["threads"],
        log_level=values["log_level"],
    )


def _switches(context: click.Context) -> dict[str, str]:
    """Return the switches to set alone, or refuse one that no profile takes."""
    switches = dict(context.params["switch"])
    try:
        PROFILES[DEFAULT].with_switches(switches)
    except SwitchError as error:
        option = next(each for each in COMMAND.params if each.name == "switch")
        raise click.BadParameter(str(error), context, option) from error
    return switches


def _in_one_line(error: click.UsageError) -> str:
    """Name the option or the variable that `error` is about."""
    if not isinstance(error, click.BadParameter) or not error.param or not error.ctx:
        return " ".join(error.format_message().split())
    source = error.ctx.get_parameter_source(error.param.name or "")
    if source is ParameterSource.DEFAULT_MAP:
        place = f"{PREFIX}{error.param.name}".upper()
    else:
        place = error.param.opts[0]
    return f"{place}: {' '.join(error.message.split())}"


def app_from_environment() -> Flask:
    """Return the app that the variables describe, for a server other than ours."""
    return create_app(parse([], os.environ).settings)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command and return its exit code.

    2 is a bad option or address, 1 a bad seed; each is explained on stderr.
    """
    try:
        options = parse(sys.argv[1:] if arguments is None else arguments, os.environ)
        _serve(options)
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except (click.UsageError, serving.CannotListenError) as error:
        click.echo(f"dhis2-mock: {error}", err=True)
        return 2
    except SeedError as error:
        click.echo(str(error), err=True)
        return 1
    return 0  # pragma: no cover - a signal ends serving without returning


def _serve(options: Options) -> None:
    serving.exit_on_signals()
    serving.log_to_stderr(options.log_level)
    app = create_app(options.settings)
    world = app.extensions[EXTENSION].default
    line = partial(
        serving.first_line,
        world.profile.name,
        users=world.store.state.directory.users.values(),
    )
    serving.serve(
        serving.with_access_log(app),
        options.address,
        lambda url: click.echo(line(url)),
        threads=options.threads,
    )
