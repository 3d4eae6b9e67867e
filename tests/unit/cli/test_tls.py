"""`serve --tls-cert`: what is served over TLS, by whom it is checked and refused."""

from __future__ import annotations

import json
import re
import signal
import socket
import ssl
from typing import TYPE_CHECKING

import click
import pytest
import requests

from mock_server.cli import main
from mock_server.cli.serve import parse
from tests.certificates import Files, openssl, self_signed
from tests.processes import first_line

if TYPE_CHECKING:
    from pathlib import Path

    from tests.processes import Process, Start

ADMIN = ("admin", "district")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return a certificate of 127.0.0.1 and its key."""
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def process(start: Start, files: Files) -> Process:
    """Return a server with the certificate."""
    return start(
        *("-m", "mock_server", "--port", "0", "--log-format", "json"),
        DHIS2_MOCK_TLS_CERT=str(files.certificate),
        DHIS2_MOCK_TLS_KEY=str(files.key),
    )


@pytest.fixture
def url(process: Process) -> str:
    """Return the address that the server prints."""
    printed: str = json.loads(first_line(process))["url"]
    return printed


@pytest.fixture
def warm_url(url: str, files: Files) -> str:
    """Return the address of a server that has answered, and imported what it needs."""
    trusted = str(files.certificate)
    requests.get(f"{url}/__mock/health", verify=trusted, timeout=60).raise_for_status()
    return url


class TestServing:
    """A server with a certificate."""

    def test_who_trusts_it_is_answered(self, url: str, files: Files) -> None:
        """The first line and all links are https; others do not trust it."""
        trusted = requests.get(
            f"{url}/api/userGroups?fields=href&pageSize=1",
            auth=ADMIN,
            verify=str(files.certificate),
            timeout=10,
        )

        assert re.fullmatch(r"https://127\.0\.0\.1:[1-9]\d*", url)
        assert trusted.json()["userGroups"][0]["href"].startswith(f"{url}/api/")
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{url}/api/me", auth=ADMIN, timeout=10)

    def test_line_for_people_has_the_address(self, start: Start, files: Files) -> None:
        """A key may stand in the file of its certificate, and needs no option then."""
        both = files.certificate.with_name("both.pem")
        both.write_text(files.certificate.read_text() + files.key.read_text())

        line = first_line(
            start("-m", "mock_server", "--port", "0", "--tls-cert", str(both))
        )

        assert " on https://127.0.0.1:" in line

    def test_term_ends_it_while_requests_hang(
        self, process: Process, url: str, files: Files
    ) -> None:
        """SIGTERM ends the process at once, silently, with a request on its way."""
        requests.post(
            f"{url}/__mock/faults",
            json={"effect": {"type": "hang"}},
            verify=str(files.certificate),
            timeout=10,
        ).raise_for_status()
        trusting = ssl.create_default_context(cafile=str(files.certificate))
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        plain = socket.create_connection(address, 10)
        with trusting.wrap_socket(plain, server_hostname="127.0.0.1") as line:
            line.sendall(b"GET /api/ping HTTP/1.1\r\nHost: mock\r\n\r\n")

            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=5)

        assert (process.returncode, out, err) == (0, "", "")

    def test_taken_port_exits_with_2(
        self, start: Start, url: str, files: Files
    ) -> None:
        """A port that is taken is named as without TLS."""
        port = url.rpartition(":")[2]
        process = start(
            *("-m", "mock_server", "--port", port, "--tls-key", str(files.key)),
            *("--tls-cert", str(files.certificate)),
        )

        _, err = process.communicate(timeout=30)

        assert process.returncode == 2
        assert f"port {port}: Address already in use" in err


class TestHealthcheck:
    """The check of a server with a certificate."""

    def test_variables_of_the_server_do(
        self, warm_url: str, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It asks over TLS and trusts any certificate, which it need not even find."""
        monkeypatch.setenv("DHIS2_MOCK_PORT", warm_url.rpartition(":")[2])
        monkeypatch.setenv("DHIS2_MOCK_TLS_CERT", str(files.certificate))
        monkeypatch.setenv("DHIS2_MOCK_TLS_KEY", str(files.key))

        as_configured = main(["healthcheck"])
        monkeypatch.setenv("DHIS2_MOCK_TLS_CERT", "elsewhere.pem")

        assert (as_configured, main(["healthcheck"])) == (0, 0)

    def test_file_of_the_server_does(
        self, warm_url: str, tmp_path: Path, files: Files
    ) -> None:
        """It reads the certificate's key of the configuration file."""
        file = tmp_path / "mock.toml"
        port = warm_url.rpartition(":")[2]
        file.write_text(f'port = {port}\ntls-cert = "{files.certificate}"\n')

        assert main(["healthcheck", "--config", str(file)]) == 0

    def test_wrong_address_is_told(
        self, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Who asks a server with a certificate in the clear gets no answer."""
        code = main(["healthcheck", "--port", url.rpartition(":")[2]])

        assert code == 1
        assert f"http{url[5:]}/__mock/health: no answer: " in capsys.readouterr().err


class TestFiles:
    """What the files must be."""

    def refusal(self, *arguments: str) -> str:
        """Return what is said of a start with these arguments."""
        with pytest.raises(click.UsageError) as refused:
            parse(arguments, {})
        return refused.value.message

    def test_files_lie_beside_the_configuration(
        self, files: Files, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """In the configuration file both are found from there on."""
        file = files.certificate.with_name("mock.toml")
        file.write_text('tls-cert = "crt.pem"\ntls-key = "key.pem"\n')
        monkeypatch.chdir(tmp_path)

        assert parse(["--config", str(file)], {}).tls is not None

    def test_missing_file_is_told(self, files: Files) -> None:
        """A file that cannot be read is named with its option or variable."""
        cert = str(files.certificate)

        said = self.refusal("--tls-cert", cert, "--tls-key", "none.pem")
        with pytest.raises(click.UsageError) as refused:
            parse([], {"DHIS2_MOCK_TLS_CERT": "none.pem"})

        reason = "'none.pem' cannot be read: No such file or directory."
        assert said == f"--tls-key: {reason}"
        assert refused.value.message == f"DHIS2_MOCK_TLS_CERT: {reason}"

    def test_other_content_is_told(self, files: Files) -> None:
        """A file that holds something else is named, and what it should hold."""
        cert, key = map(str, files)

        assert self.refusal("--tls-cert", key, "--tls-key", cert) == (
            f"--tls-cert: {key!r} holds no certificate in PEM form."
        )
        assert self.refusal("--tls-cert", cert) == (
            f"--tls-cert: {cert!r} holds no private key in PEM form."
        )
        assert self.refusal("--tls-cert", cert, "--tls-key", cert) == (
            f"--tls-key: {cert!r} holds no private key in PEM form."
        )

    def test_garbled_certificate_is_told(self, files: Files, tmp_path: Path) -> None:
        """What only begins as a certificate is refused as well."""
        bad = tmp_path / "bad.pem"
        bad.write_text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")

        said = self.refusal("--tls-cert", str(bad), "--tls-key", str(files.key))

        assert said.startswith(f"--tls-cert: '{bad}' and its key cannot be read: ")

    def test_key_of_another_is_told(self, files: Files, tmp_path: Path) -> None:
        """A key that does not belong to the certificate is named."""
        cert, other = str(files.certificate), str(self_signed(tmp_path).key)

        assert self.refusal("--tls-cert", cert, "--tls-key", other) == (
            f"--tls-key: {other!r} is not the key of the certificate in {cert!r}."
        )

    def test_encrypted_key_asks_nobody(self, files: Files, tmp_path: Path) -> None:
        """A server cannot be asked for a password when it starts."""
        locked = tmp_path / "locked.pem"
        openssl(f"rsa -in {files.key} -aes128 -passout pass:s3cret -out {locked}")

        said = self.refusal(
            "--tls-cert", str(files.certificate), "--tls-key", str(locked)
        )

        assert said == (
            f"--tls-key: '{locked}' holds a key that is encrypted;"
            " it is to be in the clear."
        )

    def test_key_without_certificate_is_refused(self, files: Files) -> None:
        """A key alone is half of what was meant."""
        assert self.refusal("--tls-key", str(files.key)) == (
            "--tls-key: there is no --tls-cert that it could be the key of."
        )
