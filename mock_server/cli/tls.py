"""How to speak TLS with the files that options name, or what is wrong with them."""

import ssl
from pathlib import Path

import click

from mock_server.cli.address import TLS_CERT, TLS_KEY

_CERTIFICATE = "-----BEGIN CERTIFICATE-----"
_KEY = "PRIVATE KEY-----"


def tls_of(context: click.Context) -> ssl.SSLContext:
    """
    Return how a server speaks TLS with the files of the options.

    Raises:
        click.BadParameter: one of them cannot be used; it is about that option.
    """
    cert = context.params["tls_cert"]
    given = context.params["tls_key"]
    key_option, key = (TLS_CERT, cert) if given is None else (TLS_KEY, given)
    _check(context, TLS_CERT, cert, _CERTIFICATE, "certificate")
    _check(context, key_option, key, _KEY, "private key")

    def refuse_to_ask() -> str:
        message = f"{key!r} holds a key that is encrypted; it is to be in the clear."
        raise click.BadParameter(message, context, key_option)

    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        made.load_cert_chain(cert, key, password=refuse_to_ask)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            message = f"{key!r} is not the key of the certificate in {cert!r}."
            raise click.BadParameter(message, context, key_option) from error
        reason = error.reason or "not what it should be"
        message = f"{cert!r} and its key cannot be read: {reason}."
        raise click.BadParameter(message, context, TLS_CERT) from error
    return made


def _check(
    context: click.Context, option: click.Option, name: str, mark: str, what: str
) -> None:
    """Refuse a file that cannot be read, or in which what it is for does not begin."""
    try:
        text = Path(name).read_text(encoding="latin-1")
    except OSError as error:
        message = f"{name!r} cannot be read: {error.strerror}."
        raise click.BadParameter(message, context, option) from error
    if mark not in text:
        message = f"{name!r} holds no {what} in PEM form."
        raise click.BadParameter(message, context, option)
