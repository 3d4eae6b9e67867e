"""The response as Flask sees it: whole, and as it is to be sent."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.datastructures import Headers


class WholeResponse(Response):
    """A response which, where it is a success, lacks nothing but its length."""

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> "Headers":
        """Return the headers to send; Werkzeug sees to those that few statuses want."""
        if self.status_code != HTTPStatus.OK or not self.is_sequence:
            return super().get_wsgi_headers(environ)
        self.headers["Content-Length"] = str(self.calculate_content_length())
        return self.headers
