"""
From the start of the process to its first answer: the mock to a bare Flask app.

Both are served by waitress; each is asked again every few milliseconds until it
answers with 200. Both have their bytecode, whatever the environment says of writing
it: pip made that of Flask, and a first start, which does not count, that of the mock.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPException

from benchmarks.findings import Finding, Limit, Result
from benchmarks.ports import free_port

_ROUNDS = 9
_POLL_SECONDS = 0.005
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_LIMIT = Limit(1.4)
_BARE = """
import sys
from flask import Flask
from waitress import serve
app = Flask(__name__)
@app.get("/api/<name>")
def pong(name):
    return "pong"
serve(app, host="127.0.0.1", port=int(sys.argv[1]))
"""
_ADMIN = {"Authorization": "Basic YWRtaW46ZGlzdHJpY3Q="}
_CASES = {
    "/api/ping": ("default seed, first GET /api/ping", _LIMIT),
    "/api/messageConversations": ("default seed, first GET of the inbox", None),
}
"""What is asked of both first -> the name of the finding, and its limit."""


def run() -> Iterator[Result]:
    """Start both in turn, each time on a fresh port."""
    mock = [sys.executable, "-m", "mock_server", "serve", "--port"]
    bare = [sys.executable, "-c", _BARE]
    for path, (name, limit) in _CASES.items():
        for command in (mock, bare):
            _milliseconds(command, path)
        pairs = [
            (_milliseconds(mock, path), _milliseconds(bare, path))
            for _ in range(_ROUNDS)
        ]
        ours, theirs = zip(*pairs, strict=True)
        yield Finding(name, ours, theirs, "ms", limit)


def _milliseconds(command: Sequence[str], path: str) -> float:
    environment = {k: v for k, v in os.environ.items() if k != _NO_BYTECODE}
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the benchmark's own commands
        [*command, str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(port, path):
            time.sleep(_POLL_SECONDS)
        return (time.perf_counter() - began) * 1000
    finally:
        process.kill()
        process.wait()


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers=_ADMIN)
        return connection.getresponse().status == 200  # noqa: PLR2004
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
