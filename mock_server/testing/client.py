"""A tiny client of the mocked API, for what a test wants done by somebody else."""

import json as json_module
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack
from urllib.parse import quote, urlencode

from mock_server.testing.calls import check_names, with_hints
from mock_server.testing.transport import Reply, Transport

_SAFE = "/?&=%:,+*!$[]~;()|@"
"""What stays in a path as it is written; `fields=a[b]` needs no escaping."""


class Asked(TypedDict, total=False):
    """What goes with any request."""

    params: Mapping[str, object]
    """Parameters of the query: a list is one for each of its values, `None` none."""
    headers: Mapping[str, str]


class Sent(Asked, total=False):
    """What goes with a request that has a body, in one of these two ways."""

    json: Any
    """Sent as application/json."""
    body: bytes | str | None
    """Text is sent as text/plain, unless `headers` say otherwise."""


class ApiClient:
    """Speaks for one user to one world; answers are returned, whatever they say."""

    def __init__(
        self, transport: Transport, world: str, user: str | None, password: str
    ) -> None:
        """Speak to the world at the path `world` as `user`; `None` is nobody."""
        self._transport = transport
        self._world = world
        self._user = user
        self._headers: dict[str, str] = {}
        if user is not None:
            credentials = b64encode(f"{user}:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {credentials}"

    def __repr__(self) -> str:
        """Return who speaks, and to which world."""
        return f"<ApiClient {self._user or 'nobody'} at {self._url}>"

    @property
    def _url(self) -> str:
        """Where the world is."""
        return f"{self._transport.url}{self._world}"

    @with_hints
    def request(self, method: str, path: str, **sent: Unpack[Sent]) -> Reply:
        """
        Send one request to `path`, such as `/api/me?fields=id`, or its whole address.

        Raises:
            TypeError: there is no such option, or `body` is neither bytes nor text.
            ValueError: the address is one of another server.
            OSError: the connection failed, as a fault may have it.
            http.client.HTTPException: what came is no HTTP.
        """
        __tracebackhide__ = True
        check_names(sent, Sent, "a request")
        body, document = sent.get("body"), sent.get("json")
        if body is not None and not isinstance(body, bytes | str):
            message = f"a body is bytes or text; for {type(body).__name__} use json="
            raise TypeError(message)
        headers = dict(self._headers)
        data = body.encode() if isinstance(body, str) else body or b""
        if document is not None:
            data = json_module.dumps(document).encode()
            headers["Content-Type"] = "application/json"
        elif isinstance(body, str):
            headers["Content-Type"] = "text/plain"
        headers.update(sent.get("headers") or {})
        target = self._target(path, sent.get("params") or {})
        return self._transport.send(method, target, headers, data)

    @with_hints
    def get(self, path: str, **asked: Unpack[Asked]) -> Reply:
        """Send a GET."""
        __tracebackhide__ = True
        return self.request("GET", path, **asked)

    @with_hints
    def post(self, path: str, **sent: Unpack[Sent]) -> Reply:
        """Send a POST."""
        __tracebackhide__ = True
        return self.request("POST", path, **sent)

    @with_hints
    def put(self, path: str, **sent: Unpack[Sent]) -> Reply:
        """Send a PUT."""
        __tracebackhide__ = True
        return self.request("PUT", path, **sent)

    @with_hints
    def delete(self, path: str, **asked: Unpack[Asked]) -> Reply:
        """Send a DELETE."""
        __tracebackhide__ = True
        return self.request("DELETE", path, **asked)

    def _target(self, path: str, params: Mapping[str, object]) -> str:
        __tracebackhide__ = True
        place = self._path(path).removeprefix("/")
        target = f"{self._world}/{quote(place, safe=_SAFE)}"
        told = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in params.items()
            if value is not None
        }
        if not told:
            return target
        mark = "&" if "?" in target else "?"
        return f"{target}{mark}{urlencode(told, doseq=True)}"

    def _path(self, place: str) -> str:
        """Return the path of a whole address, such as a `Location`, in this world."""
        __tracebackhide__ = True
        if not place.startswith(("http://", "https://")):
            return place
        path = place.removeprefix(self._url)
        if path[:1] not in {"", "/", "?"}:  # such as that of `http`, as it was
            message = f"{place!r} is elsewhere: this client speaks to {self._url}"
            raise ValueError(message)
        return path
