"""`dhis2-mock contract`: a server compared with the mock."""

from __future__ import annotations

import errno
import json
from base64 import b64encode
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.cli import main
from mock_server.cli.verdicts import Tally
from mock_server.contract.suite import CHECKS
from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from mock_server.profiles import PROFILES
from mock_server.settings import Settings
from mock_server.testing.transport import HttpTransport
from tests.conftest import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mock_server.contract.running import Result
    from tests.conftest import LiveServer

    Serve = Callable[..., LiveServer]

BOTH = ("--user", "admin", "--second-user", "mobile")
FEEDBACK_GROUP = "configuration.getFeedbackRecipients"
MARK = "dhis2-mock-contract"


@pytest.fixture(autouse=True)
def _own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave to no test what the machine says of a real server."""
    for name in ("DHIS2_USER", "DHIS2_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DHIS2_PASSWORD", "district")
    monkeypatch.setenv("DHIS2_SECOND_PASSWORD", "district")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return what starts a server of some profile, as real as it gets."""
    with ExitStack() as running:

        def start(
            profile: str, *, admin: bool = False, seed: str | None = None
        ) -> LiveServer:
            settings = Settings(profile=PROFILES[profile], admin=admin)
            servers = serve_in_thread(create_app(settings, seed=seed))
            running.callback(next, servers, None)
            return next(servers)

        yield start


def run(server: LiveServer, *arguments: str) -> int:
    """Compare a server as the command does."""
    return main(["contract", "run", "--url", server.url, *arguments])


def verdicts(said: str) -> dict[str, str]:
    """Return what was said of each check."""
    names = {check.name for check in CHECKS}
    rows = [line.partition(":")[0].rsplit(maxsplit=1) for line in said.splitlines()]
    return {row[1]: row[0].strip() for row in rows if row[-1] in names}


@pytest.mark.parametrize(
    ("profile", "user"),
    [
        ("documented", "admin"),
        ("2.41", "mobile"),
        ("2.42", "boateng"),
        ("2.43", "admin"),
    ],
)
def test_server_of_same_profile_is_same(
    serve: Serve, capsys: pytest.CaptureFixture[str], profile: str, user: str
) -> None:
    """Whoever asks, a server that is the mock answers all checks as it."""
    arguments = ["--user", user, "--second-user", "district", "--profile", profile]

    code = run(serve(profile), *arguments)

    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    found = verdicts(said.out)
    assert found.keys() == {check.name for check in CHECKS}
    assert set(found.values()) == {"same", "not testable"}
    untested = {name for name, each in found.items() if each == "not testable"}
    reaching_others = {"feedback", "feedback-without-subject"}
    assert untested - {"order-unknown-direction"} == reaching_others


def test_empty_server_is_same(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody gets feedback, and nobody has messages, tickets are made as well."""
    server = serve("2.42", seed="empty")

    code = run(server, "--user", "admin", "--only", "tickets", "--only", "query")

    found = verdicts(capsys.readouterr().out)
    assert code == 0
    assert found["feedback"] == found["filter-unknown-property"] == "same"


@pytest.mark.parametrize(
    ("operation", "effect", "code", "told"),
    [
        (FEEDBACK_GROUP, {"status": 404}, 0, ""),
        (FEEDBACK_GROUP, {"status": 403}, 2, "feedbackRecipients: 403 Forbidden"),
        ("me.get", {"status": 200, "json": {}}, 2, "/api/me: tells no user"),
    ],
)
def test_server_that_tells_less(
    serve: Serve,
    capsys: pytest.CaptureFixture[str],
    operation: str,
    effect: dict[str, Any],
    code: int,
    told: str,
) -> None:
    """There may be no group that gets feedback; that and the user is to be told."""
    server = serve("2.42", admin=True)
    spoil(server, operation, {"type": "respond", **effect})

    assert run(server, "--user", "admin", "--only", "query", "--read-only") == code
    assert told in capsys.readouterr().err


def test_check_ends_where_it_cannot_go_on(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the uid that later steps need, the rest of the check is not asked."""
    server = serve("2.42", admin=True)
    no_place = {"type": "rewrite", "headers": {"Location": None}}
    spoil(server, "messageConversations.create", no_place)
    no_uid = {"type": "rewrite", "remove": ["/response"]}
    spoil(server, "fileResources.create", no_uid)
    before = inbox(server, "admin")

    code = run(
        server, "--user", "admin", "--only", "messaging", "--only", "attachments"
    )

    said = capsys.readouterr().out
    assert code == 1
    told = "mark-one: POST /messageConversations gave no A, so it ends there"
    assert told in said
    assert "upload: POST /fileResources?domain=MESSAGE_ATTACHMENT gave no F" in said
    assert verdicts(said)["mark-one"] == "differs"
    assert inbox(server, "admin") == before


def test_difference_is_told_and_written(
    serve: Serve, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A new difference names check, step and place; the code is 1 (control 5.1)."""
    server = serve("2.43", admin=True)
    spoil(server, "messageConversations.reply", {"type": "rewrite", "status": 500})
    no_labels = {"type": "rewrite", "remove": ["/priority", "/messages/*/text"]}
    spoil(server, "messageConversations.get", no_labels)
    output = tmp_path / "differences.json"

    code = run(server, *BOTH, "--only", "messaging", "--output", str(output))

    said = capsys.readouterr().out
    assert code == 1
    assert verdicts(said)["reply"] == verdicts(said)["create"] == "differs"
    assert "major status: 500, the mock 201" in said
    assert 'major body.priority: nothing, the mock "NONE"' in said
    document = json.loads(output.read_text())
    assert document["server"] == {"url": server.url, "version": "2.43.0"}
    rows = [row for row in document["differences"] if row["check"] == "reply"]
    assert rows[0]["step"] == "POST /messageConversations/{A}"
    assert rows[0]["section"] == "messaging.md 4.5"
    assert rows[0]["severity"] == "major"
    assert rows[0]["places"] == ["status"]
    assert (rows[0]["real"]["status"], rows[0]["mock"]["status"]) == (500, 201)
    assert rows[0]["mock"]["headers"]["Location"].startswith("<url>/api/")
    assert rows[1]["places"] == ["body.messages[]"]
    assert rows[1]["real"]["shape"]["messages"] == [{"internal": "<boolean>"}]


def test_conversations_are_left(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the end nobody of the run is in what it made, and the rest is as before."""
    server = serve("2.42")
    before = {user: inbox(server, user) for user in ("admin", "mobile")}

    run(server, *BOTH, "--only", "messaging")

    assert {user: inbox(server, user) for user in before} == before
    made = [each for each in everything(server) if MARK in each]
    assert made
    assert "not left" not in capsys.readouterr().err


def test_interrupted_run_is_cleaned_up(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control-C in the middle leaves nobody in a conversation; the code is 130."""
    server = serve("2.42")
    before = inbox(server, "admin")
    send, sent = HttpTransport.send, []

    def interrupted(self: HttpTransport, *request: Any) -> Any:
        answer = send(self, *request)
        sent.append(request[0])
        if sent.count("POST") == 1 and sent[-1] == "POST":
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(HttpTransport, "send", interrupted)

    code = run(server, "--user", "admin")

    assert code == 130
    assert sent[-2:] != ["POST"]
    assert inbox(server, "admin") == before


def test_reading_changes_nothing(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --read-only no check writes, and the state is what it was."""
    server = serve("2.42")
    before = state(server)

    code = run(server, *BOTH, "--read-only")

    found = verdicts(capsys.readouterr().out)
    assert code == 0
    assert state(server) == before
    assert set(found.values()) == {"same", "not testable"}
    assert found["create"] == "not testable"
    assert found["read-unknown"] == "same"


def test_lone_user_leaves_some_untested(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a second user, what wants two is not run, and the line says so."""
    code = run(serve("2.42"), "--user", "admin", "--only", "tickets")

    said = capsys.readouterr().out
    tickets = [check for check in CHECKS if check.area == "tickets"]
    wanting = {check.name for check in tickets if check.wants_second}
    assert code == 0
    assert wanting
    for name in wanting:
        assert f"{name}: it wants --second-user" in said


def test_accepted_difference_is_known(
    serve: Serve, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A difference of the file --accept is known, with its reason; the code is 0."""
    server = serve("2.43", admin=True)
    spoil(server, "messageConversations.reply", {"type": "rewrite", "status": 202})
    accepted = tmp_path / "accepted.json"
    row = {"check": "reply", "places": ["status"], "status": 202, "reason": "so it is"}
    accepted.write_text(json.dumps([row]))

    arguments = ("--user", "admin", "--only", "messaging", "--accept", str(accepted))
    run(server, *arguments)

    said = capsys.readouterr().out
    assert verdicts(said)["reply"] == "known"
    assert verdicts(said)["reply-in-json"] == "differs"
    assert "POST /messageConversations/{A}: so it is" in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not valid JSON"),
        ("{}", "is no list."),
        ("[1]", "/0 is no object."),
        ('[{"check": "reply"}]', "/0 has no reason."),
        ('[{"check": "repl", "reason": "x"}]', "did you mean 'reply'?"),
        ('[{"check": "reply", "reason": 1}]', "/0/reason is no text."),
        ('[{"check": "reply", "reason": "x", "places": "status"}]', "no list of texts"),
        ('[{"check": "reply", "reason": "x", "status": "200"}]', "no whole number"),
        ('[{"check": "reply", "reason": "x", "plces": []}]', "did you mean 'places'?"),
        (None, "No such file"),
    ],
)
def test_bad_list_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str | None, told: str
) -> None:
    """A list of known differences that is none stops before anybody is asked."""
    path = tmp_path / "accepted.json"
    if text is not None:
        path.write_text(text)

    code = main(["contract", "run", "--url", "http://a.invalid", "--accept", str(path)])

    assert code == 2
    said = capsys.readouterr().err
    assert said.startswith("dhis2-mock: --accept: ")
    assert told in said


def test_wrong_password_is_told(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password that the server does not take is a line, and code 2."""
    monkeypatch.setenv("DHIS2_PASSWORD", "wr0ng")
    server = serve("2.42")

    code = run(server, "--user", "admin")

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.startswith(f"dhis2-mock: {server.url}/api/system/info: 401")
    assert len(said.err.splitlines()) == 1


def test_same_user_twice_is_told(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second user is to be another one."""
    code = run(serve("2.42"), "--user", "admin", "--second-user", "admin")

    assert code == 2
    assert "takes both users for the same one" in capsys.readouterr().err


def test_nobody_named_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody has to ask."""
    code = main(["contract", "run", "--url", "http://a.invalid"])

    assert code == 2
    assert "it takes --user or --token" in capsys.readouterr().err


def test_unknown_server_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody answers is a line, and code 2."""
    url = "http://nowhere.invalid"

    code = main(["contract", "run", "--url", url, "--user", "admin"])

    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith(f"dhis2-mock: {url}")
    assert len(said.splitlines()) == 1


def test_other_page_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A page of the web that is no DHIS2 is a line, and code 2."""

    def page(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<p>Welcome"]

    application: WSGIApplication = page
    for server in serve_in_thread(application):  # type: ignore[arg-type]  # any will do
        code = run(server, "--user", "admin")

    said = capsys.readouterr().err
    assert code == 2
    assert "answers a web page, and no JSON" in said
    assert len(said.splitlines()) == 1


def test_server_that_goes_is_told(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that no longer answers ends the run with code 2 and what is left."""
    server = serve("2.42")
    send = HttpTransport.send
    posted: list[str] = []

    def gone(self: HttpTransport, *request: Any) -> Any:
        if posted:
            message = "nobody answers"
            raise ConnectionRefusedError(message)
        answer = send(self, *request)
        if request[0] == "POST":
            posted.append(answer.headers["location"])
        return answer

    monkeypatch.setattr(HttpTransport, "send", gone)

    code = run(server, "--user", "admin")

    said = capsys.readouterr().err.splitlines()
    assert code == 2
    assert said[0] == f"not left: {posted[0]}"
    assert said[1] == "dhis2-mock: the server has gone: nobody answers"


def test_closed_pipe_is_no_server(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads only the first lines ends the run, which still cleans up."""
    server = serve("2.42")
    before = inbox(server, "admin")

    def closed(_self: Tally, _result: Result) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(Tally, "add", closed)

    with pytest.raises(SystemExit):
        run(server, "--user", "admin")

    assert "the server has gone" not in capsys.readouterr().err
    assert inbox(server, "admin") == before
    assert MARK in "".join(everything(server))


def test_profile_is_the_servers(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a real server the version decides, of a mock what it is like."""
    arguments = ("--user", "admin", "--read-only")

    servers = serve("2.41"), serve("documented", admin=True)
    codes = [run(server, *arguments) for server in servers]

    ends = [each for each in capsys.readouterr().out.splitlines() if "against" in each]
    assert codes == [0, 0]
    assert ends[0].endswith("DHIS2 2.41.8.1, against profile 2.41")
    assert ends[1].endswith("DHIS2 2.42.0, against profile documented")


def test_checks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each check is a line that says whether it writes, and its section."""
    code = main(["contract", "list", "--only", "messaging"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert len(lines) == len([each for each in CHECKS if each.area == "messaging"])
    assert lines[0].split() == ["messaging", "create", "writes", "messaging.md", "4.4"]


def spoil(server: LiveServer, operation: str, effect: dict[str, Any]) -> None:
    """Let the server answer an operation otherwise."""
    body = json.dumps({"match": {"operation": operation}, "effect": effect}).encode()
    headers = {"Content-Type": "application/json"}
    reply = HttpTransport(server.url).send("POST", "/__mock/faults", headers, body)
    assert reply.status == 201, reply


def asked(server: LiveServer, path: str, user: str) -> Any:
    """Return what a user of the server reads at a path."""
    header = {"Authorization": signed(user)}
    return HttpTransport(server.url).send("GET", path, header).json()


def signed(user: str) -> str:
    """Return what somebody says who he is."""
    return f"Basic {b64encode(f'{user}:district'.encode()).decode()}"


def inbox(server: LiveServer, user: str) -> list[Any]:
    """Return what a user is in, and what he has read of it."""
    query = "?fields=id,read,followUp,messageCount,lastUpdated&paging=false"
    found = asked(server, f"/api/messageConversations{query}", user)
    rows: list[Any] = found["messageConversations"]
    return rows


def everything(server: LiveServer) -> list[str]:
    """Return the subject of every conversation that the server holds."""
    return [each.subject for each in state(server).conversations.values()]


def state(server: LiveServer) -> Any:
    """Return all that the server holds."""
    return server.app.extensions[EXTENSION].default.store.state
