"""The kinds of value that options have, each refusing others by name and remedy."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from mock_server.seed import SeedError, seed_named
from mock_server.settings import MailServer, is_web_address

_API = re.compile(r"(https?://[^/]+.*?)/api(?:/|$)")
"""The address of an API below that of its server."""


class _NewFile(click.Path):
    """A file to write: refused where there is no folder for it, before it is made."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Return the path that `value` is."""
        path = Path(str(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"there is no folder {str(path.parent)!r}.", param, ctx)
        return path


new_file = _NewFile(dir_okay=False, writable=True)


def token(text: str) -> str:
    """Return `text`, which a header can carry as a bearer token."""
    if re.fullmatch(r"[!-~]+", text):
        return text
    raise click.BadParameter("a token is visible ASCII characters without blanks.")


def seed(text: str) -> Path:
    """Return where the seed `text` is: a path, or the name of one in the package."""
    try:
        return seed_named(text)
    except SeedError as error:
        reason = str(error).removeprefix(f"{text}: ")
        raise click.BadParameter(f"{text!r} {reason}.") from error


def external_url(text: str) -> str:
    """Return `text`, a URL that links can start with, without its last slash."""
    if is_web_address(text):
        return text.rstrip("/")
    message = f"{text!r} is not of the form http://host:port/path or https://..."
    raise click.BadParameter(message)


def server_url(text: str) -> str:
    """Return `text`, the address of a server, without its last slash."""
    if not is_web_address(text):
        meant = f"http://{text}"
        remedy = f"; did you mean {meant!r}?" if is_web_address(meant) else "."
        raise click.BadParameter(f"{text!r} is no web address{remedy}")
    api = _API.match(text)
    if api:
        message = f"a server is at its address without /api: {api[1]}"
        raise click.BadParameter(message)
    return text.rstrip("/")


def username(text: str) -> str:
    """Return `text`, which can be sent with a password after a colon."""
    if text and ":" not in text:
        return text
    raise click.BadParameter(f"{text!r} has a colon, or nothing in it.")


def mail_server(text: str) -> MailServer:
    """Return the mail server given as `HOST:PORT`."""
    try:
        parts = urlsplit(f"//{text}")
        host, number = parts.hostname, parts.port
    except ValueError:
        host, number = None, None
    if host and number and re.fullmatch(r"[^\s@/?#]+", text):
        return MailServer(host, number)
    raise click.BadParameter(f"{text!r} is not of the form HOST:PORT.")


def switch(text: str) -> tuple[str, str]:
    """Return the name and the value of a switch given as `NAME=VALUE`."""
    name, equals, value = text.partition("=")
    if equals and name.strip():
        return name.strip(), value.strip()
    raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE.")


def cors_origin(text: str) -> str:
    """Return `text`, an origin with at most a `*` for its port or host."""
    if re.fullmatch(r"\*|https?://[\w.*\[\]:-]*[\w*\]]", text, re.ASCII):
        return text
    message = f"{text!r} is not of the form http://host:port, where * stands for any."
    raise click.BadParameter(message)
