"""`dhis2-mock seed export --from` a server that is no mock (cli/inbox.py)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.cli import main
from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.seed import parse_seed, read_document, read_seed
from mock_server.seed.files import packaged_folder
from mock_server.settings import Settings
from tests.conftest import Api, in_process, serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

    Export = Callable[..., tuple[int, dict[str, Any]]]

SECRETS = (
    *("username", "firstName", "surname", "email", "phoneNumber", "code"),
    *("name", "shortName", "description", "subject", "text", "metaData"),
)
"""Keys of a seed that hold what people wrote or are called."""
KEPT = (
    "id,messageType,created,lastUpdated,lastMessage,status,priority,messageCount,"
    "read,followUp,assignee[id],createdBy[id],lastSender[id],"
    "messages[id,created,sender[id],internal,attachments[id,contentType,contentLength]],"
    "userMessages[user[id],read,followUp]"
)
TOKEN = "d2pat_s3cretAAAAAAAAAAAAAAAAAAAAAAAAAA4164630328"
PROFILE_OF = {"2.41": "2.41", "2.43": "2.43", "documented": "2.42"}


@pytest.fixture(autouse=True)
def _own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave to no test what the machine says of a real server."""
    for name in ("DHIS2_USER", "DHIS2_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DHIS2_PASSWORD", "district")


@pytest.fixture(params=list(PROFILE_OF))
def profile(request: pytest.FixtureRequest) -> str:
    """Return the profile of the server that is taken for a real one."""
    return str(request.param)


@pytest.fixture
def asked() -> list[tuple[str, str]]:
    """Return what the server was asked: method and query."""
    return []


@pytest.fixture
def marked() -> dict[str, Any]:
    """Return the default seed, in which each text of somebody says that it is one."""
    document = read_document(packaged_folder())
    rows = [row for key in document for row in _objects(document[key])]
    for number, row in enumerate(rows):
        for key in SECRETS:
            if isinstance(row.get(key), str):
                row[key] = f"private-{number}-{row[key]}"
    document["users"][0] |= {"tokens": [TOKEN], "username": "admin"}
    document["users"][1]["username"] = "mobile"
    return document


@pytest.fixture
def url(
    profile: str, marked: dict[str, Any], asked: list[tuple[str, str]]
) -> Iterator[str]:
    """Return the address of a server that has no control plane, as a real one."""
    settings = Settings(profile=PROFILES[profile], admin=False)
    app = create_app(settings, seed=marked)
    answer = app.wsgi_app

    def noted(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        asked.append((environ["REQUEST_METHOD"], environ["QUERY_STRING"]))
        return answer(environ, start_response)

    app.wsgi_app = noted  # type: ignore[method-assign]  # Flask's own way
    for server in serve_in_thread(app):
        yield server.url


@pytest.fixture
def export(url: str, tmp_path: Path) -> Export:
    """Return what exports somebody's inbox and gives exit code and document."""

    def exported(*arguments: str) -> tuple[int, dict[str, Any]]:
        output = tmp_path / "inbox.json"
        command = ["seed", "export", "--from", url, "--output", str(output)]
        code = main([*command, *arguments])
        return code, json.loads(output.read_text()) if output.exists() else {}

    return exported


def test_exported_inbox_is_the_same(
    export: Export, profile: str, marked: dict[str, Any]
) -> None:
    """Ids, types, dates, flags and counts are those of the server."""
    code, document = export("--user", "admin")

    real = Api(in_process(create_app(Settings(PROFILES[profile]), seed=marked)))
    mock = Api(in_process(create_app(seed=document)))
    me = next(u for u in document["users"] if u["id"] == "xE7jOejl9FI")["username"]
    place = f"/messageConversations?paging=false&order=id:asc&fields={KEPT}"
    wanted = real.as_user("admin").get(place).json()["messageConversations"]
    found = mock.as_user(me).get(place).json()["messageConversations"]
    assert code == 0
    assert document["profile"] == PROFILE_OF[profile]
    assert len(found) == 7
    assert [_bare(each) for each in found] == [_bare(each) for each in wanted]


def test_nothing_private_is_in_it(export: Export) -> None:
    """No text, name, address, number, token or file of the server is written."""
    _, document = export("--user", "admin")

    written = json.dumps(document).lower()
    assert "private" not in written.replace('"private"', "")
    assert "s3cret" not in written
    contents = {row["content"] for row in document["fileResources"]}
    real = read_document(packaged_folder())["fileResources"]
    assert contents
    assert contents.isdisjoint(row["content"] for row in real)


def test_everybody_keeps_his_contacts_and_rights(export: Export) -> None:
    """Who has an address, a phone, a role or a unit has one in the seed, too."""
    _, document = export("--user", "admin")

    state = parse_seed(document).state
    directory, before = state.directory, read_seed(None).state.directory
    for uid, user in directory.users.items():
        real = before.users[uid]
        assert (user.email is None) == (real.email is None)
        assert (user.phone_number is None) == (real.phone_number is None)
        assert (user.created, user.user_roles) == (real.created, real.user_roles)
        assert user.organisation_units == real.organisation_units
    for uid, role in directory.user_roles.items():
        assert role.authorities == before.user_roles[uid].authorities
    for uid, unit in directory.organisation_units.items():
        assert unit.path == before.organisation_units[uid].path
    assert state.configuration.feedback_recipients == "QYrzIjSfI8z"
    recipients = directory.user_groups["QYrzIjSfI8z"]
    assert recipients.sharing.public == before.user_groups["QYrzIjSfI8z"].sharing.public


def test_same_inbox_makes_same_seed(export: Export) -> None:
    """A second export is equal to the letter."""
    assert export("--user", "admin") == export("--user", "admin")


def test_server_is_only_read(export: Export, asked: list[tuple[str, str]]) -> None:
    """Nothing but GET is sent; nothing is marked, and no text is asked for."""
    export("--user", "admin")

    assert {method for method, _ in asked} == {"GET"}
    queries = " ".join(query for _, query in asked)
    assert "markRead" not in queries
    assert not re.search(r"subject|text|irstName|name", queries)


def test_token_stands_for_user_and_password(
    export: Export, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A personal access token reads the same; nothing that is said shows it."""
    monkeypatch.setenv("DHIS2_TOKEN", TOKEN)
    by_token = export()
    monkeypatch.delenv("DHIS2_TOKEN")

    assert by_token == export("--user", "admin")
    said = capsys.readouterr()
    assert "s3cret" not in said.out + said.err


@pytest.mark.parametrize("profile", ["2.43"], indirect=True)
def test_what_the_user_may_not_ask_is_left_out(
    export: Export, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    """Without the right to read users, the others are known by their uids alone."""
    code, document = export("--user", "mobile")

    said = capsys.readouterr().err.splitlines()
    me = next(u for u in document["users"] if u["id"] == "PhzytPW3g2J")
    assert code == 0
    assert said == [
        (
            f"{url}/api/users: 403 Forbidden; this user may not read it,"
            " so the seed goes without"
        ),
        f"In this seed you are {me['username']}; everybody's password is district.",
    ]
    assert me["userRoles"]
    assert len(document["users"]) == 3
    assert len(document["messageConversations"]) == 4


@pytest.mark.parametrize("profile", ["2.43"], indirect=True)
@pytest.mark.parametrize(
    ("arguments", "password", "code", "told"),
    [
        (
            [],
            "district",
            2,
            "no mock answers at {url}; of a real DHIS2 it takes --user",
        ),
        (["--user", "admin", "--token", "d2pat_x"], "x", 2, "exclude each other"),
        (
            ["--user", "admin"],
            "wr0ng",
            1,
            "/api/system/info: 401 Unauthorized; it does",
        ),
        (
            ["--token", "d2pat_wr0ngAAAAAAAAAAAAAAAAAAAAAAAAAAA0897798117"],
            "",
            1,
            "/api/system/info: 401",
        ),
        (["--token", "d2pat_wr0ng"], "", 1, "400 Bad Request; a token may be cut"),
        (["--user", "admin"], "", 2, "the variable DHIS2_PASSWORD is to have admin's"),
    ],
)
def test_refused_user_is_told(
    export: Export,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    url: str,
    arguments: list[str],
    password: str,
    code: int,
    told: str,
) -> None:
    """Who does not say who he is, or wrongly, gets a line and no seed."""
    monkeypatch.setenv("DHIS2_PASSWORD", password)

    got = export(*arguments)

    said = capsys.readouterr().err
    assert got == (code, {})
    assert told.format(url=url) in said
    assert "wr0ng" not in said


@pytest.mark.parametrize("profile", ["2.43"], indirect=True)
def test_password_is_asked_for(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal the password is asked for, and not shown."""
    monkeypatch.delenv("DHIS2_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    hidden: list[bool] = []

    def answer(_text: str, *, hide_input: bool, err: bool) -> str:
        hidden.append(hide_input and err)
        return "district"

    monkeypatch.setattr("click.prompt", answer)

    code, _ = export("--user", "admin")

    assert (code, hidden) == (0, [True])


@pytest.mark.parametrize("profile", ["2.43"], indirect=True)
def test_inbox_of_many_pages_is_read(
    export: Export, monkeypatch: pytest.MonkeyPatch, asked: list[tuple[str, str]]
) -> None:
    """Every page is asked for, and each conversation is there once."""
    monkeypatch.setattr("mock_server.cli.dhis2.PAGE_SIZE", 3)

    _, document = export("--user", "admin")

    pages = [query for _, query in asked if "messages%5B" in query]
    assert len(pages) == 3
    assert len({row["id"] for row in document["messageConversations"]}) == 7


@pytest.mark.parametrize("profile", ["2.43"], indirect=True)
def test_misnamed_variable_value_is_told(
    export: Export, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bad value that the environment gives is named by its variable."""
    monkeypatch.setenv("DHIS2_USER", "a:b")

    assert export() == (2, {})
    assert "dhis2-mock: DHIS2_USER: 'a:b' has a colon" in capsys.readouterr().err


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    """Go through all objects of a seed but roles and files' own contents."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from _objects(each)


def _bare(conversation: dict[str, Any]) -> dict[str, Any]:
    """Return a conversation whose users are uids; participants have no order."""
    bare: dict[str, Any] = _with_uids(conversation)
    bare["userMessages"].sort(key=lambda each: each["user"])
    return bare


def _with_uids(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_uids(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "username" in node or node.keys() == {"id"}:
        return node["id"]
    return {key: _with_uids(value) for key, value in node.items()}
