"""
From the start of the process to its first answer: the mock to a bare Flask app.

Both are served by waitress; each is asked again every few milliseconds until it
answers with 200.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPException

from benchmarks.findings import Finding, Limit, Result
from benchmarks.ports import free_port

_ROUNDS = 9
_POLL_SECONDS = 0.005
_LIMIT = Limit(1.4)
_BARE = """
import sys
from flask import Flask
from waitress import serve
app = Flask(__name__)
@app.get("/api/ping")
def ping():
    return "pong"
serve(app, host="127.0.0.1", port=int(sys.argv[1]))
"""


def run() -> Iterator[Result]:
    """Start both in turn, each time on a fresh port."""
    mock = [sys.executable, "-m", "mock_server", "serve", "--port"]
    bare = [sys.executable, "-c", _BARE]
    for command in (mock, bare):
        _milliseconds(command)
    pairs = [(_milliseconds(mock), _milliseconds(bare)) for _ in range(_ROUNDS)]
    ours, theirs = zip(*pairs, strict=True)
    yield Finding("default seed, first GET /api/ping", ours, theirs, "ms", _LIMIT)


def _milliseconds(command: Sequence[str]) -> float:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the benchmark's own commands
        [*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            time.sleep(_POLL_SECONDS)
        return (time.perf_counter() - began) * 1000
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/ping")
        return connection.getresponse().status == 200  # noqa: PLR2004
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
