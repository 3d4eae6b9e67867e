"""A tiny client of the mocked API, for what a test wants done by somebody else."""

import json as json_module
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mock_server.testing.transport import Reply, Transport

_SAFE = "/?&=%:,+*!$[]~;()|@"
"""What stays in a path as it is written; `fields=a[b]` needs no escaping."""


class ApiClient:
    """Speaks for one user to one world; answers are returned, whatever they say."""

    def __init__(
        self, transport: Transport, world: str, user: str, password: str
    ) -> None:
        """Speak to the world at the path `world` as `user`."""
        self._transport = transport
        self._world = world
        credentials = b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}"}

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """
        Send one request to `path`, such as `/api/me?fields=id`.

        `json` is sent as application/json; a `body` of text as text/plain, unless
        `headers` say otherwise.
        """
        __tracebackhide__ = True
        if body is not None and not isinstance(body, bytes | str):
            message = f"a body is bytes or text; for {type(body).__name__} use json="
            raise TypeError(message)
        sent = dict(self._headers)
        data = body.encode() if isinstance(body, str) else body or b""
        if json is not None:
            data = json_module.dumps(json).encode()
            sent["Content-Type"] = "application/json"
        elif isinstance(body, str):
            sent["Content-Type"] = "text/plain"
        sent.update(headers or {})
        target = f"{self._world}/{quote(path.removeprefix('/'), safe=_SAFE)}"
        return self._transport.send(method, target, sent, data)

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> Reply:
        """Send a GET."""
        return self.request("GET", path, headers=headers)

    def post(
        self,
        path: str,
        *,
        json: Any = None,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a POST."""
        return self.request("POST", path, json=json, body=body, headers=headers)

    def put(
        self,
        path: str,
        *,
        json: Any = None,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a PUT."""
        return self.request("PUT", path, json=json, body=body, headers=headers)

    def delete(self, path: str, *, headers: Mapping[str, str] | None = None) -> Reply:
        """Send a DELETE."""
        return self.request("DELETE", path, headers=headers)
