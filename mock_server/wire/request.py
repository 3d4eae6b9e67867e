"""The request as Flask sees it, made to stand whatever bytes a client sends."""

from string import punctuation
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from flask import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class AnyBytesRequest(Request):
    """A request in whose query bytes beyond ASCII count as percent-encoded."""

    def __init__(
        self, environ: "WSGIEnvironment", *args: bool, **options: bool
    ) -> None:
        """Take in the request; such bytes as they are could not be decoded."""
        super().__init__(environ, *args, **options)
        if not self.query_string.isascii():
            encoded = quote_from_bytes(self.query_string, safe=punctuation)
            self.query_string = encoded.encode()
