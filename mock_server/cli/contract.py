"""`dhis2-mock contract`: whether another server answers as the mock does."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from mock_server.cli import signing, values
from mock_server.cli.meeting import Meeting, User, meet
from mock_server.cli.verdicts import Tally
from mock_server.contract.accepted import ACCEPTED
from mock_server.contract.known import Known, KnownError, read_known
from mock_server.contract.leaving import leave
from mock_server.contract.model import Check
from mock_server.contract.running import Terms, run
from mock_server.contract.side import MARK, GoneError
from mock_server.contract.suite import AREAS, CHECKS
from mock_server.profiles import PROFILES

COMMAND = click.Group(
    "contract", help="Ask another server the same as the mock, and compare."
)

_AREA = max(map(len, AREAS))
_ONLY = click.option(
    "--only",
    "areas",
    type=click.Choice(AREAS),
    multiple=True,
    help="Only the checks of this area; can be given more than once.",
)


def _accepted(text: str) -> list[Known]:
    """Return the known differences of the file `text`."""
    try:
        return read_known(Path(text).read_bytes(), {each.name for each in CHECKS})
    except OSError as error:
        raise click.BadParameter(f"{text!r}: {error.strerror}.") from error
    except KnownError as error:
        raise click.BadParameter(f"{text!r} {error}") from error


@COMMAND.command("list")
@_ONLY
def list_checks(areas: Sequence[str]) -> None:
    """List the checks, whether they write, to whom, and where the contract has it."""
    checks = _chosen(areas)
    width = max(len(each.name) for each in checks)
    for each in checks:
        kind = "reads" if each.reads else "writes"
        more = "  --second-user" if each.wants_second else ""
        line = f"{each.area:{_AREA}}  {each.name:{width}}  {kind:6}  {each.section}"
        click.echo(f"{line}{more}")


@COMMAND.command("run")
@click.option(
    "--url",
    type=values.server_url,
    required=True,
    metavar="URL",
    help="A real DHIS2, or a running mock, or a world of it.",
)
@signing.user("As whom to ask; the conversations are his own.")
@signing.PASSWORD
@signing.TOKEN
@click.option(
    "--second-user",
    type=values.username,
    metavar="NAME",
    help="Somebody to write to; without him, checks that want two are not run.",
)
@click.option(
    "--second-password",
    envvar="DHIS2_SECOND_PASSWORD",
    show_envvar=True,
    metavar="PASSWORD",
    help="His password; asked for if it is not given.",
)
@click.option(
    "--profile",
    type=click.Choice([*PROFILES]),
    show_default="the one most like the server's version",
    help="What the mock is to be like.",
)
@click.option("--read-only", is_flag=True, help="Only the checks that change nothing.")
@_ONLY
@click.option(
    "--accept",
    type=_accepted,
    metavar="FILE",
    help="A JSON list of differences that are known: check, reason, and at will step,"
    " places, status and profiles.",
)
@click.option(
    "--output",
    type=values.new_file,
    metavar="FILE",
    help="Where to write the differences as JSON.",
)
def run_checks(  # noqa: PLR0913, PLR0917 - an option is an argument
    url: str,
    user: str | None,
    password: str | None,
    token: str | None,
    second_user: str | None,
    second_password: str | None,
    profile: str | None,
    read_only: bool,  # noqa: FBT001 - so does click call it
    areas: Sequence[str],
    accept: Sequence[Known] | None,
    output: Path | None,
) -> int:
    """
    Run the checks of the contract against a server, and compare it with the mock.

    Each check is asked of the server and of a mock in this process whose users have the
    same rights. It makes conversations of its own, with the users named here and nobody
    else; their subjects begin with dhis2-mock-contract. In the end, and also if it is
    interrupted, its users leave them again. Nothing else there is touched.
    """
    said = signing.authorization(user, password, token, "it takes --user or --token.")
    users = [User("me", said)]
    if second_user is not None:
        password = second_password
        variable = "DHIS2_SECOND_PASSWORD"
        said = signing.by_password(second_user, password, variable)
        users.append(User("second", said))
    known = [*(accept or ()), *ACCEPTED]
    mark = f"{MARK}-{secrets.token_hex(4)}"
    with _two_when_unreached():
        meeting = meet(url, users, profile, mark)
        tally = _compare(meeting, _chosen(areas), known, read_only=read_only)
    if output is not None:
        tally.write(output)
    return 1 if tally.is_new else 0


def _compare(
    meeting: Meeting,
    checks: Iterable[Check],
    known: Sequence[Known],
    *,
    read_only: bool,
) -> Tally:
    tally = Tally(meeting, known)
    terms = Terms(meeting.profile, read_only, meeting.offers)
    try:
        for result in run(checks, terms, meeting.real, meeting.mock):
            tally.add(result)
    finally:
        if not read_only:
            _leave(meeting)
    tally.sum_up()
    return tally


def _leave(meeting: Meeting) -> None:
    """Take the users out of what was made, and say what they are still in."""
    try:
        left = leave(meeting.real)
    except GoneError:
        left = meeting.real.created
    for uid in left:
        place = f"{meeting.url}/api/messageConversations/{uid}"
        click.echo(f"not left: {place}", err=True)


def _chosen(areas: Sequence[str]) -> list[Check]:
    return [each for each in CHECKS if not areas or each.area in areas]


@contextmanager
def _two_when_unreached() -> Iterator[None]:
    """Make a server that is none, or none that takes the user, a wrong call."""
    try:
        yield
    except click.ClickException as error:
        raise click.UsageError(error.message) from error
    except GoneError as error:
        raise click.UsageError(f"the server has gone: {error}") from error
