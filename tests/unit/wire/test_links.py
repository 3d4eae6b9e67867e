"""Absolute links as the client sees the server (messaging.md 1.4)."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.wire.environ import API_VERSION
from mock_server.wire.links import api_url, root_url

SERVER: dict[str, Any] = {
    "wsgi.url_scheme": "http",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8080",
    "SCRIPT_NAME": "",
}


class TestRootUrl:
    """Scheme, host, port and context path."""

    @pytest.mark.parametrize(
        ("environ", "expected"),
        [
            ({}, "http://127.0.0.1:8080"),
            ({"SERVER_PORT": "80"}, "http://127.0.0.1"),
            ({"HTTP_HOST": "localhost:8080"}, "http://localhost:8080"),
            ({"HTTP_HOST": "mock.example"}, "http://mock.example"),
            ({"HTTP_HOST": "mock.example:80"}, "http://mock.example"),
            ({"HTTP_HOST": "mock.example:443"}, "http://mock.example:443"),
            ({"HTTP_HOST": "[::1]:8080"}, "http://[::1]:8080"),
            ({"HTTP_HOST": "[::1]"}, "http://[::1]"),
            ({"SCRIPT_NAME": "/dhis"}, "http://127.0.0.1:8080/dhis"),
            (
                {"HTTP_HOST": "mock.example:443", "wsgi.url_scheme": "https"},
                "https://mock.example",
            ),
            (
                {"HTTP_HOST": "mock.example", "HTTP_X_FORWARDED_PROTO": "https"},
                "https://mock.example",
            ),
            (
                {"HTTP_X_FORWARDED_PROTO": "https, http", "HTTP_HOST": "mock.example"},
                "https://mock.example",
            ),
            (
                {
                    "HTTP_HOST": "inner:8080",
                    "HTTP_X_FORWARDED_HOST": "play.example, inner",
                    "HTTP_X_FORWARDED_PROTO": "https",
                },
                "https://play.example",
            ),
            (
                {
                    "HTTP_HOST": "inner:8080",
                    "HTTP_X_FORWARDED_HOST": "play.example",
                    "HTTP_X_FORWARDED_PORT": "8443",
                    "HTTP_X_FORWARDED_PROTO": "https",
                },
                "https://play.example:8443",
            ),
            (
                {
                    "HTTP_HOST": "inner:8080",
                    "HTTP_X_FORWARDED_PORT": "443",
                    "HTTP_X_FORWARDED_PROTO": "https",
                },
                "https://inner",
            ),
            (
                {"HTTP_HOST": "inner:8080", "HTTP_X_FORWARDED_PORT": "abc"},
                "http://inner:8080",
            ),
            (
                {"HTTP_HOST": "inner:8080", "HTTP_X_FORWARDED_PORT": "65536"},
                "http://inner:8080",
            ),
            (
                {"HTTP_HOST": "inner:8080", "HTTP_X_FORWARDED_HOST": "["},
                "http://inner:8080",
            ),
            ({"HTTP_HOST": "[::1"}, "http://127.0.0.1:8080"),
            ({"HTTP_HOST": "<script>"}, "http://127.0.0.1:8080"),
            ({"HTTP_HOST": "mock.example:abc"}, "http://127.0.0.1:8080"),
            ({"SERVER_NAME": "[::1]"}, "http://[::1]:8080"),
        ],
        ids=[
            "server",
            "server-port-80",
            "host",
            "host-without-port",
            "port-80",
            "port-443-plain",
            "ipv6",
            "ipv6-without-port",
            "context-path",
            "https",
            "forwarded-proto",
            "forwarded-twice",
            "forwarded-host",
            "forwarded-port",
            "forwarded-port-443",
            "forwarded-port-no-number",
            "forwarded-port-too-large",
            "forwarded-host-open-bracket",
            "host-open-bracket",
            "host-markup",
            "host-port-no-number",
            "server-ipv6",
        ],
    )
    def test_headers_decide_the_root(
        self, environ: dict[str, Any], expected: str
    ) -> None:
        """Forwarded headers beat Host, Host beats the server; usual ports go."""
        assert root_url(SERVER | environ) == expected


class TestApiUrl:
    """The root, the API and perhaps its version."""

    @pytest.mark.parametrize(
        ("environ", "versioned", "expected"),
        [
            ({}, True, "http://mock.example/api"),
            ({API_VERSION: 33}, True, "http://mock.example/api/33"),
            ({API_VERSION: 33}, False, "http://mock.example/api"),
        ],
        ids=["unversioned", "kept", "dropped"],
    )
    def test_version_is_kept_where_asked(
        self, environ: dict[str, Any], expected: str, *, versioned: bool
    ) -> None:
        """Links repeat the version of the request up to 2.42."""
        url = api_url("http://mock.example", SERVER | environ, versioned=versioned)

        assert url == expected
