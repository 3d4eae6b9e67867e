"""Serving on a socket: the first line, signals, refusals and what waitress adds."""

import http.client
import json
import logging
import os
import re
import signal
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from waitress.trigger import trigger
from werkzeug.wrappers import Response

from mock_server.domain.model import User
from mock_server.serving import (
    Address,
    CannotListenError,
    JsonLines,
    Server,
    bind,
    url_of,
    who_can_log_in,
)
from tests.processes import Start, first_line

TINY_SERVER = """
from mock_server.serving import Address, exit_on_signals, serve

def app(environ, start_response):
    size = len(environ["wsgi.input"].read())
    answer = f"{size} {environ.get('HTTP_X_FORWARDED_HOST')}".encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]

exit_on_signals()
serve(app, Address(port=0), lambda url: print(url, flush=True))
"""


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Return a port of 127.0.0.1 that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def connect(line: str) -> http.client.HTTPConnection:
    """Connect to the server that printed `line`."""
    url = re.search(r"http://\S+", line)
    assert url is not None
    return http.client.HTTPConnection(urlsplit(url[0]).netloc, timeout=10)


class TestCommand:
    """The command as somebody starts it."""

    @pytest.mark.parametrize(
        "command",
        [["-m", "mock_server"], ["-m", "mock_server", "serve"], ["app.py"]],
        ids=["module", "serve", "app.py"],
    )
    def test_free_port_is_printed(self, start: Start, command: list[str]) -> None:
        """Port 0 picks a free port; the first line has the URL and the users."""
        process = start(*command, "--port", "0")

        line = first_line(process)

        assert re.fullmatch(
            r"dhis2-mock \S+ \(documented\) on http://127\.0\.0\.1:[1-9]\d* "
            r"- log in as admin, .*\(password district\)\n",
            line,
        )

    def test_printed_url_answers_at_once(self, start: Start) -> None:
        """The server accepts connections when the line is there, and keeps them."""
        connection = connect(first_line(start("-m", "mock_server", "--port", "0")))

        connection.request("GET", "/__mock/health")
        first = connection.getresponse()
        first.read()
        connection.request("GET", "/__mock/health")
        second = connection.getresponse()
        second.read()
        connection.close()

        assert (first.status, second.status) == (200, 200)
        assert first.getheader("Server") is None  # as of a DHIS2, which has Tomcat

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_signal_ends_it_at_once(self, start: Start, number: signal.Signals) -> None:
        """Ctrl-C and SIGTERM end the process with 0, silently, with clients on it."""
        process = start("-m", "mock_server", "--port", "0")
        connection = connect(first_line(process))
        connection.connect()

        process.send_signal(number)
        out, err = process.communicate(timeout=5)
        connection.close()

        assert (process.returncode, out, err) == (0, "", "")

    def test_option_beats_variable(self, start: Start) -> None:
        """The profile of the command line wins over that of the environment."""
        process = start(
            *("-m", "mock_server", "--profile", "2.42"),
            DHIS2_MOCK_PROFILE="2.41",
            DHIS2_MOCK_PORT="0",
        )

        assert " (2.42) on http://" in first_line(process)

    def test_taken_port_exits_with_2(self, start: Start, taken_port: int) -> None:
        """A port that is taken is named in one line on stderr."""
        process = start("-m", "mock_server", "--port", str(taken_port))

        out, err = process.communicate(timeout=30)

        assert (process.returncode, out) == (2, "")
        assert err == (
            f"dhis2-mock: cannot listen on host '127.0.0.1', port {taken_port}: "
            "Address already in use; --port 0 picks a free one\n"
        )

    def test_bad_variable_exits_with_2(self, start: Start) -> None:
        """A bad value is explained in one line on stderr, without a traceback."""
        process = start("-m", "mock_server", DHIS2_MOCK_PROFILE="2.40")

        out, err = process.communicate(timeout=30)

        assert (process.returncode, out) == (2, "")
        assert err == (
            "dhis2-mock: DHIS2_MOCK_PROFILE: '2.40' is not one of "
            "'documented', '2.41', '2.42', '2.43'.\n"
        )

    def test_bad_seed_exits_with_1(self, start: Start, tmp_path: Path) -> None:
        """A seed with faults is refused with all of them, one a line."""
        seed = tmp_path / "clinic.json"
        seed.write_text('{"users": 1, "usrs": []}', encoding="utf-8")
        process = start("-m", "mock_server", "--port", "0", "--seed", str(seed))

        out, err = process.communicate(timeout=30)

        assert (process.returncode, out) == (1, "")
        assert "usrs" in err
        assert len(err.splitlines()) >= 2
        assert "Traceback" not in err

    def test_default_level_logs_nothing(self, start: Start) -> None:
        """Without `--log-level` a request leaves no line anywhere."""
        process = start("-m", "mock_server", "--port", "0")
        connection = connect(first_line(process))
        connection.request("GET", "/api/me")
        connection.getresponse().read()
        connection.close()

        process.terminate()

        assert process.communicate(timeout=5) == ("", "")

    def test_info_level_logs_no_secret(self, start: Start) -> None:
        """At info an answer has one line: method, path, status and nothing else."""
        process = start("-m", "mock_server", "--port", "0", "--log-level", "info")
        connection = connect(first_line(process))
        headers = {"Authorization": "Basic c2VjcmV0OnNlY3JldA=="}
        connection.request(
            "POST", "/api/me%0A;jsessionid=secret?token=secret", "secret", headers
        )
        answer = connection.getresponse()
        status, _ = answer.status, answer.read()
        process.terminate()
        _, err = process.communicate(timeout=5)
        connection.close()

        assert err.endswith(f" INFO dhis2_mock: POST /api/me%0A {status}\n")
        assert len(err.splitlines()) == 1

    @pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - as in a container
    def test_json_is_for_programs(self, start: Start, host: str) -> None:
        """As JSON the first line is an object with the URL, and so is each record."""
        process = start(
            *("-m", "mock_server", "--port", "0", "--host", host),
            *("--log-level", "info", "--log-format", "json", "--profile", "2.43"),
        )
        ready = json.loads(first_line(process))
        connection = connect(ready["url"])
        connection.request("GET", "/__mock/health")
        version = json.load(connection.getresponse())["version"]
        connection.close()

        process.terminate()
        _, err = process.communicate(timeout=5)

        assert re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d*", ready.pop("url"))
        assert ready == {"version": version, "profile": "2.43"}
        [logged] = map(json.loads, err.splitlines())
        moment = datetime.fromisoformat(logged.pop("time"))
        assert moment.utcoffset() == timedelta(0)
        assert logged == {
            "level": "info",
            "logger": "dhis2_mock",
            "message": "GET /__mock/health 200",
        }


def test_json_line_has_the_traceback() -> None:
    """What was raised stands in the record, in the same line."""
    error = ValueError("no\nway")
    raised = (ValueError, error, None)
    record = logging.LogRecord("a", logging.ERROR, "", 1, "%s!", ("oh",), raised)

    line = JsonLines().format(record)

    read = json.loads(line)
    assert "\n" not in line
    assert (read["level"], read["message"]) == ("error", "oh!")
    assert read["exception"].endswith("ValueError: no\nway")


class TestServe:
    """What stands between a socket and the app."""

    def test_large_upload_reaches_app(self, start: Start) -> None:
        """The app and not the server decides about a body of 10,000,001 bytes."""
        connection = connect(first_line(start("-c", TINY_SERVER)))

        connection.request("POST", "/", b"x" * 10_000_001)
        answer = connection.getresponse().read()
        connection.close()

        assert answer == b"10000001 None"

    def test_forwarded_host_reaches_app(self, start: Start) -> None:
        """The headers that DHIS2 builds its links from come through."""
        connection = connect(first_line(start("-c", TINY_SERVER)))

        connection.request("GET", "/", headers={"X-Forwarded-Host": "play.example"})
        answer = connection.getresponse().read()
        connection.close()

        assert answer == b"0 play.example"


class TestServer:
    """The server in a thread."""

    def test_stop_finds_its_trigger_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A worker that wakes the server meanwhile does not close it under `stop`."""
        server = Server(Response(), bind(Address(port=0)))
        running = Thread(target=server.run)
        running.start()

        def pull_late(pulled: Any) -> None:
            os.write(pulled.trigger, b"x")  # as a worker does
            running.join(0.2)
            os.write(pulled.trigger, b"x")

        monkeypatch.setattr(trigger, "_physical_pull", pull_late)
        server.stop()
        running.join(5)

        assert not running.is_alive()


class TestBind:
    """Finding an address to listen on."""

    @pytest.mark.parametrize("host", ["", "no such host", "host.invalid", "x" * 300])
    def test_bad_host_is_named(self, host: str) -> None:
        """A host that does not resolve is refused by name, in one line."""
        with pytest.raises(CannotListenError) as refusal:
            bind(Address(host, 8080))

        assert str(refusal.value).startswith(
            f"cannot listen on host {host!r}, port 8080: "
        )
        assert "\n" not in str(refusal.value)

    @pytest.mark.parametrize("port", [-1, 65536, 99999])
    def test_impossible_port_is_named(self, port: int) -> None:
        """A port that is none is refused, and not cut to one that is."""
        with pytest.raises(CannotListenError, match=f"port {port}: a port is from 0"):
            bind(Address(port=port))

    @pytest.mark.parametrize(
        ("host", "start_of_url", "end_of_url"),
        [
            ("127.0.0.1", "http://127.0.0.1:", ""),
            ("localhost", "http://127.0.0.1:", ""),
            ("0.0.0.0", "http://127.0.0.1:", " (all addresses)"),  # noqa: S104
        ],
    )
    def test_bound_socket_has_url(
        self, host: str, start_of_url: str, end_of_url: str
    ) -> None:
        """The URL has the port that was found and an address one can connect to."""
        with bind(Address(host, 0)) as listener:
            port = listener.getsockname()[1]

            assert url_of(listener) == f"{start_of_url}{port}{end_of_url}"


class TestWhoCanLogIn:
    """The part of the first line about users."""

    @staticmethod
    def user(name: str, password: str = "district", *, disabled: bool = False) -> User:
        """Return a user called `name`."""
        return User(name, name, password, name, name, disabled=disabled)

    def test_shared_password_is_told(self) -> None:
        """A password that all enabled users share is printed: this is a mock."""
        users = [self.user("admin"), self.user("gone", "other", disabled=True)]

        assert who_can_log_in(users) == "log in as admin (password district)"

    def test_many_users_are_counted(self) -> None:
        """Five users are named and the others counted."""
        users = [self.user(name) for name in "abcdefg"]

        assert who_can_log_in(users) == (
            "log in as a, b, c, d, e and 2 more (password district)"
        )

    def test_differing_passwords_are_kept(self) -> None:
        """Where passwords differ the line points to the seed."""
        users = [self.user("admin"), self.user("mobile", "secret")]

        assert (
            who_can_log_in(users) == "log in as admin, mobile (passwords in the seed)"
        )

    def test_nobody_enabled_is_said(self) -> None:
        """A seed without enabled users says so."""
        assert who_can_log_in([]) == "nobody can log in"
