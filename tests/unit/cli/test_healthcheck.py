"""`dhis2-mock healthcheck`: what a container asks its server."""

from __future__ import annotations

import socket
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from mock_server.cli import main
from mock_server.factory import create_app
from mock_server.settings import Settings
from tests.conftest import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=[True, False], ids=["admin", "no-admin"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Return the port of a server with and without a control plane."""
    for server in serve_in_thread(create_app(Settings(admin=request.param))):
        yield server.port


def answer(listener: socket.socket, statuses: list[str]) -> None:
    """Answer as many connections as there are statuses, with nothing else."""
    for status in statuses:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1000)
            if status:
                head = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n"
                connection.sendall(head.encode())


class TestHealthcheck:
    """Exit codes, which are all that an engine looks at."""

    def test_ready_server_is_healthy(
        self, port: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A server that answers gives 0, and one word to read."""
        code = main(["healthcheck", "--port", str(port)])

        assert (code, capsys.readouterr().out) == (0, "healthy\n")

    def test_help_is_about_a_server_that_runs(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Nothing is listened on, and no free port picked."""
        main(["healthcheck", "--help"])

        told = capsys.readouterr().out
        assert "Port that the server listens on." in told
        assert "free" not in told

    def test_variables_are_those_of_the_server(
        self, port: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The address comes from where the server took it; all addresses is here."""
        monkeypatch.setenv("DHIS2_MOCK_HOST", "0.0.0.0")  # noqa: S104 - as in a container
        monkeypatch.setenv("DHIS2_MOCK_PORT", str(port))
        monkeypatch.setenv("DHIS2_MOCK_SEED", "empty")

        assert main(["healthcheck"]) == 0

    def test_free_port_cannot_be_asked(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Port 0 is another one at each start, so it is a wrong call."""
        reason = "0 picks another port at each start, and who asks must know which it"

        code = main(["healthcheck", "--port", "0"])
        from_option = capsys.readouterr().err
        monkeypatch.setenv("DHIS2_MOCK_PORT", "0")
        codes = code, main(["healthcheck"])

        assert codes == (2, 2)
        assert from_option == f"dhis2-mock: --port: {reason} is.\n"
        assert capsys.readouterr().err == f"dhis2-mock: DHIS2_MOCK_PORT: {reason} is.\n"

    def test_silent_port_is_unhealthy(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Where nobody listens the exit code is 1, and the reason is told."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]

        code = main(["healthcheck", "--port", str(port)])

        told = capsys.readouterr().err
        place = f"http://127.0.0.1:{port}/__mock/health"
        assert code == 1
        assert told.startswith(f"unhealthy: {place}: no answer: ")
        assert "refused" in told

    @pytest.mark.parametrize(
        ("answers", "path", "status"),
        [(["503"], "/__mock/health", 503), (["404", "404"], "/api/ping", 404)],
    )
    def test_other_answer_is_told(
        self,
        answers: list[str],
        path: str,
        status: int,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """A server that answers something else is told with its status and address."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            thread = Thread(target=answer, args=(listener, answers))
            thread.start()

            code = main(["healthcheck", "--port", str(port)])

            thread.join()
        place = f"http://127.0.0.1:{port}{path}"
        told = capsys.readouterr().err
        assert (code, told) == (1, f"unhealthy: {place}: answers {status}\n")

    def test_nonsense_is_no_answer(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What speaks no HTTP is unhealthy as well."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            thread = Thread(target=answer, args=(listener, [""]))
            thread.start()

            code = main(["healthcheck", "--port", str(port)])

            thread.join()
        assert code == 1
        assert "/__mock/health: no answer: " in capsys.readouterr().err

    def test_server_is_not_imported(self) -> None:
        """A check every few seconds costs no import of the server."""
        code = (
            "import sys; from mock_server.cli import main;"
            "main(['healthcheck', '--port', '1']);"
            "print({'flask', 'marshmallow', 'waitress'} & {*sys.modules})"
        )

        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert done.stdout == "set()\n"
