"""Certificates for servers of tests, made as somebody makes them by hand."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Files(NamedTuple):
    """Where a certificate is, and where its key."""

    certificate: Path
    key: Path


def self_signed(folder: Path) -> Files:
    """Make a certificate of 127.0.0.1 in `folder` that signs itself."""
    made = Files(folder / "crt.pem", folder / "key.pem")
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
        f" -addext subjectAltName=IP:127.0.0.1 -keyout {made.key}"
        f" -out {made.certificate}"
    )
    return made


def openssl(command: str) -> None:
    """Let OpenSSL do something."""
    subprocess.run(["openssl", *command.split()], check=True, capture_output=True)  # noqa: S607 - by PATH
