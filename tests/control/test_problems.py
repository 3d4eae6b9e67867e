"""How the control plane refuses, whatever is asked of it (control-plane 3.1)."""

from __future__ import annotations

import json
from io import RawIOBase
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from mock_server.factory import create_app
from mock_server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

WRITES = [
    ("POST", "/__mock/worlds"),
    ("PUT", "/__mock/worlds/w1"),
    ("PUT", "/__mock/clock"),
    ("POST", "/__mock/clock/advance"),
    ("PATCH", "/__mock/settings"),
]
GETS = [
    "/__mock",
    "/__mock/version",
    "/__mock/settings",
    "/__mock/clock",
    "/__mock/worlds",
    "/__mock/visibility?conversation=ZjHHSjyyeJ2&user=admin",
]


@pytest.mark.parametrize(("method", "path"), WRITES)
class TestBodies:
    """Bodies that are not even documents: every write refuses them alike."""

    def test_missing_content_type_is_refused(
        self, default_api: Api, method: str, path: str
    ) -> None:
        """A body must say that it is JSON: 415."""
        reply = default_api.call(method, path, body="{}")

        assert reply.status == 415
        assert reply.json()["detail"] == (
            "A body needs `Content-Type: application/json`."
        )

    def test_wrong_content_type_is_refused(
        self, default_api: Api, method: str, path: str
    ) -> None:
        """What a form of a web page can send is not taken: 415."""
        for content_type in ("text/plain", "application/x-www-form-urlencoded"):
            reply = default_api.call(method, path, body="{}", content_type=content_type)

            assert reply.status == 415

    @pytest.mark.parametrize(
        "body",
        [
            '{"name"',
            "nothing",
            '{"seconds": NaN}',
            b"\xff\xfe",
            "[" * 100_000,
            '{"a": "\\ud800"}',
        ],
        ids=["cut", "word", "nan", "bytes", "deep", "surrogate"],
    )
    def test_broken_json_is_refused(
        self, default_api: Api, method: str, path: str, body: str | bytes
    ) -> None:
        """What is no JSON is a 400 that says why."""
        reply = default_api.call(
            method, path, body=body, content_type="application/json"
        )

        assert reply.status == 400
        assert reply.json()["detail"].startswith("The body is not valid JSON: ")

    def test_deep_json_is_refused(
        self, default_api: Api, method: str, path: str
    ) -> None:
        """What lies too deep to be shown again is a 400 that says how deep is."""
        body = '{"a":' * 101 + "1" + "}" * 101

        reply = default_api.call(
            method, path, body=body, content_type="application/json"
        )

        assert reply.status == 400
        assert reply.json()["detail"] == "The body is nested more than 100 deep."

    @pytest.mark.parametrize("body", ["[]", "1", "null", '"text"'])
    def test_other_value_is_refused(
        self, default_api: Api, method: str, path: str, body: str
    ) -> None:
        """A document is an object: 422 on its root."""
        reply = default_api.call(
            method, path, body=body, content_type="application/json"
        )

        assert reply.status == 422
        assert reply.json()["errors"] == [
            {"pointer": "", "message": "is not an object"}
        ]

    def test_unknown_key_is_refused(
        self, default_api: Api, method: str, path: str
    ) -> None:
        """An unknown key is an error with its place."""
        reply = default_api.call(method, path, json={"wrnog": 1})

        errors = [each["pointer"] for each in reply.json()["errors"]]
        assert reply.status == 422
        assert "/wrnog" in errors


class _Unread(RawIOBase):
    """A body that nobody may read."""

    def readable(self) -> bool:
        """Look like a stream."""
        return True

    def readinto(self, _buffer: object) -> int:
        """Fail the test."""
        pytest.fail("the body was read")


class TestHugeBody:
    """Bodies that are too large."""

    def test_huge_body_is_not_read(self) -> None:
        """A body that says it is too large is a 413, and none of it is read."""
        environ = create_environ("/__mock/settings", method="PATCH")
        environ["CONTENT_TYPE"] = "application/json"
        environ["CONTENT_LENGTH"] = "900000000"
        environ["wsgi.input"] = _Unread()

        body, status, _ = run_wsgi_app(create_app(), environ)

        assert status == "413 REQUEST ENTITY TOO LARGE"
        assert json.loads(b"".join(body)) == {
            "type": "about:blank",
            "title": "Request Entity Too Large",
            "status": 413,
            "detail": "At most 268435456 bytes are taken.",
        }


class TestToken:
    """`--admin-token` (check 31)."""

    @pytest.fixture
    def guarded(self, api_with: Callable[[Settings], Api]) -> Api:
        """Return a client of a server whose control plane wants a token."""
        return api_with(Settings(admin_token="s3cret"))

    @pytest.mark.parametrize("path", GETS)
    @pytest.mark.parametrize(
        "authorization",
        [None, "Bearer wrong", "Bearer", "Basic YWRtaW46ZGlzdHJpY3Q=", "s3cret"],
    )
    def test_without_token_nothing_is_told(
        self, guarded: Api, path: str, authorization: str | None
    ) -> None:
        """Every path but health is a 401 problem that says what it wants."""
        headers = {"Authorization": authorization} if authorization else {}

        reply = guarded.get(path, headers=headers)

        assert reply.status == 401
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.headers["WWW-Authenticate"] == 'Bearer realm="dhis2-mock"'
        assert "s3cret" not in reply.text

    @pytest.mark.parametrize("path", GETS)
    def test_token_opens(self, guarded: Api, path: str) -> None:
        """With the token everything is there."""
        reply = guarded.get(path, headers={"Authorization": "bearer s3cret"})

        assert reply.status == 200

    def test_writes_are_refused_and_do_nothing(self, guarded: Api) -> None:
        """A reset without the token leaves the state as it is."""
        uid = guarded.as_user("admin").send("PhzytPW3g2J")

        reply = guarded.post("/__mock/reset")

        found = guarded.as_user("admin").get(f"/messageConversations/{uid}")
        assert (reply.status, found.status) == (401, 200)

    def test_health_is_open(self, guarded: Api) -> None:
        """A probe needs no secret (3.1)."""
        assert guarded.get("/__mock/health").status == 200

    def test_unknown_path_is_no_secret(self, guarded: Api) -> None:
        """What does not exist is a 404 problem with and without a token."""
        assert guarded.get("/__mock/nothing").status == 404


class TestNoAdmin:
    """`--no-admin` (check 31)."""

    @pytest.mark.parametrize("path", [*GETS, "/__mock/health", "/__mock/reset"])
    def test_nothing_is_there(
        self, api_with: Callable[[Settings], Api], path: str
    ) -> None:
        """Without a control plane every path of it is a 404 problem."""
        api = api_with(Settings(admin=False))

        reply = api.get(path)

        assert reply.status == 404
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json()["detail"].endswith("started with --no-admin.")


@pytest.mark.parametrize(
    ("path", "body", "pointer", "message"),
    [
        (
            "faults",
            {"effect": {"type": "respond", "status": "503"}},
            "/effect/status",
            "is not a whole number",
        ),
        (
            "faults",
            {"effect": {"type": "delay", "milliseconds": 1}, "match": None},
            "/match",
            "is not allowed here",
        ),
        (
            "faults",
            {"effect": {"type": "rewrite", "remove": "/a"}},
            "/effect/remove",
            "is not an array",
        ),
        (
            "faults",
            {"effect": {"type": "rewrite", "remove": [1]}},
            "/effect/remove/0",
            "is not a string",
        ),
        (
            "faults/explain",
            {"path": "/api/me", "headers": []},
            "/headers",
            "is not an object",
        ),
        ("requests/verify", {"within": "2"}, "/within", "is not a number of seconds"),
        ("snapshots", {}, "/name", "is required"),
    ],
)
def test_wrong_values_are_told_in_one_wording(
    default_api: Api, path: str, body: object, pointer: str, message: str
) -> None:
    """Whatever reads a body, what is wrong is said in the same words (3.1)."""
    reply = default_api.post(f"/__mock/{path}", json=body)

    assert reply.status == 422
    assert reply.json()["errors"] == [{"pointer": pointer, "message": message}]


def test_world_is_put_where_the_path_says(default_api: Api) -> None:
    """A body that names another world than the path makes none (3.1)."""
    reply = default_api.call("PUT", "/__mock/worlds/w1", json={"name": "w2"})

    assert reply.status == 422
    assert reply.json()["errors"] == [
        {"pointer": "/name", "message": "'w2' is not 'w1', as the path"}
    ]
    assert len(default_api.get("/__mock/worlds").json()) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "reset"),
        ("DELETE", "faults"),
        ("DELETE", "outbox"),
        ("DELETE", "clock"),
    ],
)
def test_empty_answer_has_no_type(default_api: Api, method: str, path: str) -> None:
    """204 has no body, and so no type of one (3.1)."""
    reply = default_api.call(method, f"/__mock/{path}")

    assert (reply.status, reply.body) == (204, b"")
    assert "Content-Type" not in reply.headers
