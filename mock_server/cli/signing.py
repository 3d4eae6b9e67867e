"""The options that say who somebody is on a real DHIS2, and how he proves it."""

import sys
from collections.abc import Callable
from typing import Any

import click

from mock_server.cli import values
from mock_server.cli.dhis2 import api_token, basic

_VARIABLE = "DHIS2_PASSWORD"


def user(told: str) -> Callable[[Any], Any]:
    """Return the option that names the user; `told` is what he is for."""
    return click.option(
        "--user",
        type=values.username,
        envvar="DHIS2_USER",
        show_envvar=True,
        metavar="NAME",
        help=told,
    )


PASSWORD = click.option(
    "--password",
    envvar=_VARIABLE,
    show_envvar=True,
    metavar="PASSWORD",
    help="His password; asked for if it is not given. Others of this machine may see"
    " one that is given here, so rather use the variable.",
)
TOKEN = click.option(
    "--token",
    type=values.token,
    envvar="DHIS2_TOKEN",
    show_envvar=True,
    metavar="TOKEN",
    help="A personal access token, in place of user and password.",
)


def authorization(
    user: str | None, password: str | None, token: str | None, lacking: str
) -> str:
    """
    Return what to tell a real server of who asks.

    Raises:
        click.UsageError: two are named, or nobody, which `lacking` says; or there is
            no password, and nobody to ask for it.
    """
    if user is not None and token is not None:
        raise click.UsageError("--user and --token exclude each other.")
    if token is not None:
        return api_token(token)
    if user is None:
        raise click.UsageError(lacking)
    return by_password(user, password, _VARIABLE)


def by_password(user: str, password: str | None, variable: str) -> str:
    """
    Return what a user says, and ask for his password if it is not given.

    Raises:
        click.UsageError: nobody is there to be asked; `variable` could have it.
    """
    if password is None and not sys.stdin.isatty():
        raise click.UsageError(f"the variable {variable} is to have {user}'s.")
    if password is None:
        password = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return basic(user, password)
