"""
Inbox pages a second of the mock to the same bytes sent ready-made by other servers.

All answer a list of 50 to 8 connections. The mock reads it from a seed of 1,000, logs
the caller in and selects 17 keys; a bare Flask app on the same WSGI server shows how
much of a request is not the mock's, pytest-httpserver what a peer makes of it.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

from benchmarks.findings import Finding, Limit, Result, UnavailableError
from benchmarks.servers import LOGIN, Load, mock, rates, serving

FIELDS = (
    "id,name,displayName,subject,created,lastUpdated,lastMessage,messageType,status,"
    "priority,messageCount,read,followUp,userFirstname,userSurname,"
    "lastSender[id,displayName],lastSenderSurname"
)
PATH = f"/api/messageConversations?order=lastMessage:desc&fields={FIELDS}"

_FLASK = """
import sys
from pathlib import Path
from flask import Flask, Response
from waitress.server import create_server

app, body = Flask("bare"), Path(sys.argv[1]).read_bytes()
app.add_url_rule("/", "list", lambda: Response(body, content_type="application/json"))
server = create_server(app, host="127.0.0.1", port=0, threads=8)
print(f"http://127.0.0.1:{server.effective_port}", flush=True)
server.run()
"""
_PYTEST_HTTPSERVER = """
import sys
from pathlib import Path
from time import sleep
from pytest_httpserver import HTTPServer

server = HTTPServer(host="127.0.0.1", port=0)
server.expect_request("/").respond_with_data(
    Path(sys.argv[1]).read_bytes(), content_type="application/json"
)
server.start()
print(server.url_for(""), flush=True)
sleep(600)
"""


def run() -> Iterator[Result]:
    """Load three servers in turn, the mock with two kinds of questions."""
    if find_spec("pytest_httpserver") is None:
        message = "pytest-httpserver (pip install '.[bench]')"
        raise UnavailableError(message)
    with mock(1_000) as ours, TemporaryDirectory() as folder:
        body = Path(folder) / "list.json"
        with urlopen(Request(ours + PATH, headers=LOGIN)) as answer:  # noqa: S310
            body.write_bytes(answer.read())
        own = [sys.executable, "-c"]
        with (
            serving([*own, _FLASK, str(body)]) as flask,
            serving([*own, _PYTEST_HTTPSERVER, str(body)]) as peer,
        ):
            again, first, ready, canned = rates(
                [
                    Load(ours + PATH, LOGIN),
                    Load(ours + PATH, LOGIN, is_unique=True),
                    Load(flask),
                    Load(peer),
                ]
            )
    unit = "requests/s"
    yield Finding("read again, to bare Flask", again, ready, unit, _AGAIN)
    yield Finding("read first, to bare Flask", first, ready, unit)
    yield Finding("read again, to pytest-httpserver", again, canned, unit)
    yield Finding("read first, to pytest-httpserver", first, canned, unit)


_AGAIN = Limit(0.64, at_least=True)
"""What 1.3 times mountebank comes to, which takes twice the time of bare Flask."""
