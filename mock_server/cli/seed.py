"""`dhis2-mock seed`: check seeds, make them, write them, and what shape they have."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
import orjson

from mock_server.cli import signing, values
from mock_server.cli.dhis2 import WebApi
from mock_server.cli.inbox import read_inbox
from mock_server.cli.remote import fetch_snapshot, is_mock
from mock_server.schemas.seed import seed_schema
from mock_server.seed import (
    SeedError,
    parse_seed,
    read_checked_seed,
    read_seed,
    seed_named,
)
from mock_server.seed.disguise import disguised
from mock_server.seed.making import PASSWORD, Size, make_seed
from mock_server.seed.writing import with_files_beside, write_seed
from mock_server.settings import LARGEST_NUMBER

_MANY = 10_000_000

COMMAND = click.Group("seed", help="Check, make and write seeds.")


_OUTPUT = click.option(
    "--output",
    type=values.new_file,
    metavar="FILE",
    help="Where to write; stdout by default.",
)


@COMMAND.command("check")
@click.argument("seeds", nargs=-1, required=True, metavar="SEED...")
def check(seeds: Sequence[str]) -> int:
    """
    Check seeds: folders, JSON files, or names of shipped ones.

    Every fault of every seed is a line with its file, place, value and remedy; the exit
    code is then 1.
    """
    faults = [line for each in seeds for line in _faults(each)]
    for line in faults:
        click.echo(line, err=True)
    return 1 if faults else 0


@COMMAND.command("export")
@click.option("--seed", type=values.seed, metavar="SEED", help="The seed to write.")
@click.option(
    "--from",
    "url",
    type=values.server_url,
    metavar="URL",
    help="A running mock, a world of it, or a real DHIS2.",
)
@click.option("--admin-token", type=values.token, metavar="TOKEN", help="A mock's.")
@signing.user("Whose inbox of a real DHIS2 to read.")
@signing.PASSWORD
@signing.TOKEN
@_OUTPUT
def export(  # noqa: PLR0913, PLR0917 - an option is an argument
    seed: Path | None,
    url: str | None,
    admin_token: str | None,
    user: str | None,
    password: str | None,
    token: str | None,
    output: Path | None,
) -> None:
    """
    Write a seed, or the state of a running server, as one document.

    Of a mock it is its present state, passwords and tokens included. Of a real DHIS2
    it is what one user sees of messages: ids, types, dates, flags and counts are kept;
    names, mail addresses, phone numbers, subjects, texts and files are invented, the
    same ones each time. It is only read, and nothing is marked as read there.
    Contents of files of 64 KiB and more are put beside an --output file.
    """
    if seed is not None and url is not None:
        raise click.UsageError("--seed and --from exclude each other.")
    if url is None:
        document = write_seed(read_seed(seed).state)
    elif is_mock(url):
        document = fetch_snapshot(url, admin_token)
    else:
        lacking = (
            f"no mock answers at {url}; of a real DHIS2 it takes --user or --token."
        )
        said = signing.authorization(user, password, token, lacking)
        document = _disguised_inbox(url, said)
    if output is not None:
        document = with_files_beside(document, output)
    _write(orjson.dumps(document, option=orjson.OPT_INDENT_2), output)


@COMMAND.command("make")
@click.option(
    "--users",
    type=click.IntRange(1, _MANY),
    default=20,
    show_default=True,
    help="How many users, admin included.",
)
@click.option(
    "--conversations",
    type=click.IntRange(0, _MANY),
    default=100,
    show_default=True,
    help="How many conversations among them.",
)
@click.option(
    "--seed",
    "number",
    type=click.IntRange(0, LARGEST_NUMBER),
    default=42,
    show_default=True,
    help="The same number makes the same seed.",
)
@_OUTPUT
def make(users: int, conversations: int, number: int, output: Path | None) -> None:
    """
    Make a seed of any size.

    It begins with the user admin; everybody's password is district.
    """
    with click.progressbar(
        length=conversations,
        label="Conversations",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as shown:

        def watched(numbers: Iterable[int]) -> Iterable[int]:
            for each in numbers:
                yield each
                shown.update(1)

        document = make_seed(Size(users, conversations), number, watched)
    _write(orjson.dumps(document), output)


@COMMAND.command("schema")
@_OUTPUT
def schema(output: Path | None) -> None:
    """Write the JSON Schema (2020-12) of seeds, for editors."""
    _write(orjson.dumps(seed_schema(), option=orjson.OPT_INDENT_2), output)


def _disguised_inbox(url: str, authorization: str) -> dict[str, Any]:
    """Return the seed of an inbox, which is sound: a server may garble its answers."""
    inbox = read_inbox(WebApi(url, authorization))
    document = disguised(inbox)
    users = parse_seed(document, url).state.directory.users
    me = users[str(inbox.me["id"])]
    told = f"In this seed you are {me.username}; everybody's password is {PASSWORD}."
    click.echo(told, err=True)
    return document


def _faults(name: str) -> Iterable[str]:
    """Say what is wrong with a seed, or on stdout what is in it."""
    try:
        path = seed_named(name)
        contents = read_checked_seed(path).contents
    except SeedError as error:
        return [_placed(line, Path(name)) for line in error.problems]
    click.echo(f"{name}: {contents}")
    return []


def _placed(line: str, path: Path) -> str:
    """Lead to the file that a line of the reader names without its folder."""
    if not path.exists():
        return line
    folder = path.parent if line.startswith(path.name) else path
    return str(folder / line) if folder != Path() else line


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content.decode())
    else:
        output.write_bytes(content + b"\n")
