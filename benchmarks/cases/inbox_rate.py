"""
Inbox pages a second of the mock to canned bytes a second of pytest-httpserver.

Both answer a list of 50 to 8 connections; the mock reads it from a seed of 1,000,
logs the caller in and selects 17 keys, pytest-httpserver repeats the mock's bytes.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

from benchmarks.findings import Finding, Limit, Result, UnavailableError
from benchmarks.servers import LOGIN, mock, rates, serving

_FIELDS = (
    "id,name,displayName,subject,created,lastUpdated,lastMessage,messageType,status,"
    "priority,messageCount,read,followUp,userFirstname,userSurname,"
    "lastSender[id,displayName],lastSenderSurname"
)
_PATH = f"/api/messageConversations?order=lastMessage:desc&fields={_FIELDS}"
_CANNED = """
import sys
from pathlib import Path
from time import sleep
from pytest_httpserver import HTTPServer

server = HTTPServer(host="127.0.0.1", port=0)
server.expect_request("/list").respond_with_data(
    Path(sys.argv[1]).read_bytes(), content_type="application/json"
)
server.start()
print(server.url_for(""), flush=True)
sleep(600)
"""


def run() -> Iterator[Result]:
    """Load both servers in turn."""
    if find_spec("pytest_httpserver") is None:
        message = "pytest-httpserver (pip install '.[bench]')"
        raise UnavailableError(message)
    with mock(1_000) as ours, TemporaryDirectory() as folder:
        url = ours + _PATH
        body = Path(folder) / "list.json"
        with urlopen(Request(url, headers=LOGIN)) as answer:  # noqa: S310 - loopback
            body.write_bytes(answer.read())
        with serving([sys.executable, "-c", _CANNED, str(body)]) as theirs:
            canned = f"{theirs.rstrip('/')}/list"
            subject, base = rates([url, canned], LOGIN)
    limit = Limit(1.4, at_least=True)
    yield Finding("list of 50, 8 connections", subject, base, "requests/s", limit)
