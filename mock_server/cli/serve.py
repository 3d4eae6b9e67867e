"""`dhis2-mock serve`, the command that is meant where none is named."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click
from flask import Flask

from mock_server import serving
from mock_server.cli import configuration, numbers, values
from mock_server.cli.address import HOST, PORT, TLS_CERT, TLS_KEY
from mock_server.cli.environment import (
    PREFIX,
    Command,
    in_one_line,
    values_for,
    variables_of,
)
from mock_server.cli.lasting import lasting
from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from mock_server.later import later
from mock_server.profiles import DEFAULT, PROFILES
from mock_server.seed import is_of_package
from mock_server.settings import (
    LARGEST_JOURNAL,
    LARGEST_KEPT_BODY,
    LARGEST_NUMBER,
    LARGEST_OUTBOX,
    LOCAL_ORIGINS,
    LONGEST_LATENCY,
    Settings,
)
from mock_server.suggestions import suggestion
from mock_server.switches import SwitchError

if TYPE_CHECKING:
    from ssl import SSLContext

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")


_watched = later("mock_server.watching", "watched")
_tls_of = later("mock_server.cli.tls", "tls_of")


class Options(NamedTuple):
    """What the command is started with."""

    settings: Settings
    address: serving.Address
    threads: int
    log_level: str
    log_format: str
    watch: bool = False
    tls: "SSLContext | None" = None


OPTIONS = [
    click.Option(
        ["--config"],
        metavar="FILE",
        is_eager=True,
        expose_value=False,
        callback=configuration.take,
        help="TOML file with options that are given neither here nor as variables.",
    ),
    HOST,
    PORT,
    TLS_CERT,
    TLS_KEY,
    click.Option(
        ["--profile"],
        type=click.Choice(list(PROFILES)),
        show_default="the seed's, else documented",
        help="Which DHIS2 to behave like.",
    ),
    click.Option(
        ["--switch"],
        type=values.switch,
        multiple=True,
        metavar="NAME=VALUE",
        help="Set one switch of the profile; can be given more than once.",
    ),
    configuration.Place(
        ["--seed"],
        type=values.seed,
        metavar="SEED",
        show_default="the one shipped",
        help="Folder, JSON file or name of a seed.",
    ),
    click.Option(
        ["--watch"],
        is_flag=True,
        help="Begin anew, as by a reset, whenever the files of the seed change.",
    ),
    click.Option(
        ["--log-level"],
        type=click.Choice(LOG_LEVELS, case_sensitive=False),
        default="error",
        help="What to log to stderr; info has a line per request.",
    ),
    click.Option(
        ["--log-format"],
        type=click.Choice(LOG_FORMATS, case_sensitive=False),
        default="text",
        help="How to write the first line and the log: for people, or an object of"
        " JSON in each line.",
    ),
    click.Option(
        ["--external-url"],
        type=values.external_url,
        metavar="URL",
        show_default="as the client asked",
        help="What links start with.",
    ),
    click.Option(
        ["--cors-origin"],
        type=values.cors_origin,
        multiple=True,
        metavar="ORIGIN",
        help="Web origin that may call besides those of this machine;"
        " can be given more than once.",
    ),
    click.Option(
        ["--threads"],
        type=numbers.threads,
        default=8,
        help="How many requests to answer at a time; with TLS as many as come.",
    ),
    click.Option(
        ["--admin-token"],
        type=values.token,
        metavar="TOKEN",
        help="What the control plane at /__mock wants as a bearer token.",
    ),
    click.Option(
        ["--smtp"],
        type=values.mail_server,
        metavar="HOST:PORT",
        help="Mail server that gets the e-mails of the outbox, such as a mail catcher.",
    ),
    click.Option(["--no-admin"], is_flag=True, help="Have no control plane at all."),
    click.Option(
        ["--strict"],
        is_flag=True,
        help="Send nothing that no real server sends, such as X-Mock-Reason.",
    ),
    click.Option(
        ["--random-seed"],
        type=numbers.up_to(LARGEST_NUMBER),
        metavar="NUMBER",
        show_default="the seed's",
        help="What uids and the chances of faults come from: the same number gives the"
        " same ones.",
    ),
    click.Option(
        ["--latency-milliseconds"],
        type=numbers.up_to(LONGEST_LATENCY),
        default=Settings.latency_milliseconds,
        help="How much later to answer every request to the API.",
    ),
    click.Option(
        ["--journal-size"],
        type=numbers.up_to(LARGEST_JOURNAL),
        default=Settings.journal_size,
        help="How many requests the journal of a world keeps; 0 is no journal.",
    ),
    click.Option(
        ["--journal-body-bytes"],
        type=numbers.up_to(LARGEST_KEPT_BODY),
        default=Settings.journal_body_bytes,
        help="How much of each body the journal keeps.",
    ),
    click.Option(
        ["--outbox-size"],
        type=numbers.up_to(LARGEST_OUTBOX),
        default=Settings.outbox_size,
        help="How many e-mails and SMS the outbox of a world keeps; 0 is no outbox.",
    ),
    click.Option(
        ["--world-limit"],
        type=numbers.count,
        default=Settings.world_limit,
        help="How many worlds there may be beside the default one.",
    ),
    click.Option(
        ["--world-idle-seconds"],
        type=numbers.count,
        default=Settings.world_idle_seconds,
        help="How long a world stays that nobody asks; 0 is for ever.",
    ),
    click.Option(
        ["--snapshot-limit"],
        type=numbers.count,
        default=Settings.snapshot_limit,
        help="How many snapshots each world keeps.",
    ),
]


@click.pass_context
def _serve(context: click.Context, /, **_: object) -> None:
    """Serve until a signal ends the process."""
    refuse_unknown_variables(os.environ)
    options = _options(context)
    serving.exit_on_signals()
    is_json = options.log_format == "json"
    first_line = serving.first_object if is_json else serving.first_line
    serving.log_to_stderr(options.log_level, as_json=is_json)
    follow = _watched(options.settings.seed) if options.watch else None
    with lasting():
        app = create_app(options.settings)
    worlds = app.extensions[EXTENSION]
    if follow is not None:
        follow(worlds)
    world = worlds.default
    line = partial(
        first_line,
        world.profile.name,
        users=world.store.state.directory.users.values(),
    )
    try:
        _serve_on(options, app, lambda url: click.echo(line(url)))
    except serving.CannotListenError as error:
        remedy = "; --port 0 picks a free one" if error.is_taken else ""
        raise click.UsageError(f"{error}{remedy}") from error


def _serve_on(options: Options, app: Flask, announce: Callable[[str], None]) -> None:
    """Serve with the server that speaks what is asked for."""
    logged = serving.with_access_log(app)
    if options.tls is None:
        serving.serve(logged, options.address, announce, options.threads)
    else:
        serving.serve_tls(logged, options.address, announce, options.tls)


COMMAND = Command(
    "serve",
    callback=_serve,
    params=[*OPTIONS],
    help="Serve the mock until a signal ends it.",
    context_settings={"show_default": True},
)
VARIABLES = tuple(variables_of(COMMAND))


def refuse_unknown_variables(environ: Mapping[str, str]) -> None:
    """
    Let no misspelt variable pass for one that is not set.

    Raises:
        click.UsageError: A variable has our prefix and is none of ours.
    """
    unknown = sorted(
        {each for each in environ if each.startswith(PREFIX)} - {*VARIABLES}
    )
    if unknown:
        message = f"{unknown[0]}: no such variable{suggestion(unknown[0], VARIABLES)}"
        raise click.UsageError(message)


def parse(arguments: Sequence[str], environ: Mapping[str, str]) -> Options:
    """
    Return what `arguments` ask for, and `environ` where they say nothing.

    Raises:
        click.UsageError: One of them is unknown or has a bad value; the message is
            a line that names it.
    """
    refuse_unknown_variables(environ)
    given = values_for(COMMAND, environ)
    try:
        return _options(COMMAND.make_context("serve", [*arguments], default_map=given))
    except click.UsageError as error:
        raise click.UsageError(in_one_line(error)) from error


def app_from_environment() -> Flask:
    """Return the app that the variables describe, for a server other than ours."""
    return create_app(parse([], os.environ).settings)


def _options(context: click.Context) -> Options:
    given = context.params
    if given["no_admin"] and given["admin_token"]:
        message = "there is no control plane for --admin-token to guard."
        raise click.BadParameter(message, context, _option("no_admin"))
    if given["watch"] and is_of_package(given["seed"]):
        message = (
            "the seed comes with the package and does not change;"
            " --seed names a file or folder of yours."
        )
        raise click.BadParameter(message, context, _option("watch"))
    return Options(
        settings=Settings(
            profile=PROFILES.get(given["profile"]),
            switches=_switches(context),
            seed=given["seed"],
            external_url=given["external_url"],
            cors_allowlist=(*LOCAL_ORIGINS, *given["cors_origin"]),
            admin=not given["no_admin"],
            admin_token=given["admin_token"],
            strict=given["strict"],
            random_seed=given["random_seed"],
            latency_milliseconds=given["latency_milliseconds"],
            journal_size=given["journal_size"],
            journal_body_bytes=given["journal_body_bytes"],
            outbox_size=given["outbox_size"],
            smtp=given["smtp"],
            world_limit=given["world_limit"],
            world_idle_seconds=given["world_idle_seconds"],
            snapshot_limit=given["snapshot_limit"],
        ),
        address=serving.Address(given["host"], given["port"]),
        threads=given["threads"],
        log_level=given["log_level"],
        log_format=given["log_format"],
        watch=given["watch"],
        tls=_tls(context),
    )


def _tls(context: click.Context) -> "SSLContext | None":
    """Return how to speak TLS, where a certificate is given."""
    given = context.params
    if given["tls_cert"] is None:
        if given["tls_key"] is not None:
            message = "there is no --tls-cert that it could be the key of."
            raise click.BadParameter(message, context, TLS_KEY)
        return None
    made: SSLContext = _tls_of(context)
    return made


def _switches(context: click.Context) -> dict[str, str]:
    """Return the switches to set alone, or refuse one that no profile takes."""
    switches = dict(context.params["switch"])
    try:
        PROFILES[DEFAULT].with_switches(switches)
    except SwitchError as error:
        raise click.BadParameter(str(error), context, _option("switch")) from error
    return switches


def _option(name: str) -> click.Option:
    return next(each for each in OPTIONS if each.name == name)
