"""
A test's cost with `dhis2_mock` to its cost with pytest-httpserver and with moto.

Each test sends one request from a `requests.Session` of its own. Ours begins with a
fresh world, moto with the reset that its users send, pytest-httpserver with the
expectation that it needs.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from subprocess import run as run_process
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.findings import Finding, Limit, Result, UnavailableError
from mock_server import MockServer

_ROUNDS = 9
_TESTS = 200
_HEAD = """
import pytest
import requests

@pytest.mark.parametrize("number", range({tests}))
"""
_EMPTY = """
def test_{0}({0}, number):
    pass
"""
_OURS = """
def test_ours(dhis2_mock, number):
    with requests.Session() as session:
        session.auth = ("admin", "district")
        answer = session.get(dhis2_mock.url + "/api/me?fields=id")
        assert answer.json() == {"id": "xE7jOejl9FI"}
"""
_HTTPSERVER = """
def test_theirs(httpserver, number):
    httpserver.expect_request("/api/me").respond_with_json({"id": "xE7jOejl9FI"})
    with requests.Session() as session:
        session.auth = ("admin", "district")
        answer = session.get(httpserver.url_for("/api/me?fields=id"))
        assert answer.json() == {"id": "xE7jOejl9FI"}
"""
_MOTO = """
def test_theirs(moto, number):
    with requests.Session() as session:
        session.post(moto + "/moto-api/reset")
        answer = session.post(moto, data={"Action": "ListTopics"}, headers=SNS)
        assert "<Topics/>" in answer.text or "<Topics" in answer.text

SNS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request"
}

@pytest.fixture(scope="session")
def moto():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()
"""
_CONFTEST = """
from statistics import median

tests = {}

def pytest_runtest_logreport(report):
    tests[report.nodeid] = tests.get(report.nodeid, 0) + report.duration

def pytest_unconfigure():
    print(f" MILLISECONDS {median(tests.values()) * 1000}")
"""


def run() -> Iterator[Result]:
    """Run the suites in turn, then what has no peer."""
    for name in ("pytest_httpserver", "moto"):
        if find_spec(name) is None:
            message = f"{name} (pip install '.[bench]')"
            raise UnavailableError(message)
    suites = (_OURS, _HTTPSERVER, _MOTO)
    rounds = [[_cost(suite) for suite in suites] for _ in range(_ROUNDS)]
    ours, httpserver, moto = zip(*rounds, strict=True)
    yield Finding("to pytest-httpserver, a test", ours, httpserver, "ms", Limit(1.1))
    yield Finding("to moto, a test", ours, moto, "ms", Limit(0.4))
    seconds = _seconds(_EMPTY.format("dhis2_mock"))
    yield f"  {_TESTS} empty tests, all in all: {seconds:.2f} s (limit 3 s)"
    yield f"  stop of a server: {_stop() * 1000:.1f} ms (limit 50 ms)"


def _cost(suite: str) -> float:
    """Return the milliseconds of a test, start and end of the server left out."""
    output, _ = _pytest(suite)
    return float(output.partition("MILLISECONDS")[2].split()[0])


def _seconds(suite: str) -> float:
    """Return the seconds of a whole run, the start of Python included."""
    return min(_pytest(suite)[1] for _ in range(_ROUNDS))


def _pytest(suite: str) -> tuple[str, float]:
    with TemporaryDirectory() as folder:
        head = _HEAD.format(tests=_TESTS)
        (Path(folder) / "test_cost.py").write_text(head + suite.lstrip())
        (Path(folder) / "conftest.py").write_text(_CONFTEST)
        options = ["-q", "-s", "-p", "no:randomly", "-p", "no:cacheprovider"]
        begin = perf_counter()
        done = run_process(  # noqa: S603 - pytest, on the files above
            [sys.executable, "-m", "pytest", *options],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = perf_counter() - begin
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout, seconds


def _stop() -> float:
    """Return the median of the seconds that stopping a server takes."""
    samples = []
    for _ in range(_ROUNDS):
        server = MockServer()
        server.start()
        server.default.as_user("admin").get("/api/me")
        begin = perf_counter()
        server.stop()
        samples.append(perf_counter() - begin)
    return median(samples)
