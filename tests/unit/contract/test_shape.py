"""What is left of an answer for a comparison (contract/shape.py)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mock_server.contract.model import BODY
from mock_server.contract.shape import Lens, Seen
from mock_server.testing.transport import Headers, Reply

URL = "http://dhis.example/dhis"
NAMES = {"me": "xE7jOejl9FI", "A": "ZjHHSjyyeJ2", "username": "admin", "run": "run-12"}
JSON = "application/json;charset=UTF-8"


def see(body: object, kind: str = JSON, **lens: Any) -> Seen:
    """Return what is seen of an answer with this body."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = Headers([("Content-Type", kind)] if kind else [])
    return Lens(URL, NAMES, **lens).see(Reply(200, headers, content))


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("xE7jOejl9FI", "<me>"),
        ("PhzytPW3g2J", "<uid>"),
        ("admin", "<username>"),
        ("description", "<text>"),
        ("2026-01-05T10:00:00.120", "<date>"),
        ("6a4f2b1c-0d3e-4f5a-8b7c-9d0e1f2a3b4c", "<uuid>"),
        ("http://elsewhere.example/x", "<url>"),
        ("Hello", "<text>"),
        ("", "<text>"),
        (7, "<number>"),
        (0.5, "<number>"),
        (True, "<boolean>"),
        (None, None),
        ([], []),
        ({}, {}),
    ],
)
def test_value_is_its_kind(value: object, shape: object) -> None:
    """Of a value only the kind is left, or the name that it is known by."""
    assert see({"key": value}).shape == {"key": shape}


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (True, True),
        (7, 7),
        ("Hello", "Hello"),
        ("User xE7jOejl9FI is gone", "User <me> is gone"),
        ("User PhzytPW3g2J, since 2026-01-05T10:00:00.120", "User <uid>, since <date>"),
        (
            f"{URL}/api/messageConversations/ZjHHSjyyeJ2",
            "<url>/api/messageConversations/<A>",
        ),
        ("administrator run-12.x", "administrator <run>.x"),
        ("x" * 300, "x" * 200),
    ],
)
def test_value_that_matters_is_kept(value: object, shape: object) -> None:
    """Where a value matters, only what no two servers have alike is put aside."""
    found = see({"key": value, "message": value}, values=frozenset({"key"}))

    assert found.shape == {"key": shape, "message": shape}


def test_list_is_its_kinds() -> None:
    """Of a list it is asked which kinds of items there are, not how many, nor where."""
    rows = [
        {"id": "PhzytPW3g2J", "code": 1},
        {"id": "xE7jOejl9FI"},
        {"id": "OYLGMiazHtW"},
    ]
    turned = [
        {"id": "N3PZBUlN8vq"},
        {"id": "xE7jOejl9FI"},
        {"code": 2, "id": "N3PZBUlN8vq"},
    ]

    assert see(rows).shape == see(turned).shape
    assert len(see(rows).shape) == 3


def test_ordered_list_is_its_items() -> None:
    """Where the order matters, each item is compared with that at its place."""
    assert see([1, 1, "x"], ordered=True).shape == ["<number>", "<number>", "<text>"]


def test_key_that_is_known_is_named() -> None:
    """An object whose keys are uids has the names of those that are known."""
    assert see({"ZjHHSjyyeJ2": 1, "displayName": 2}).shape == {
        "<A>": "<number>",
        "displayName": "<number>",
    }


@pytest.mark.parametrize(
    ("kind", "body", "shape"),
    [
        ("", b"", None),
        ("text/html", b"<p>Sorry", "<web page>"),
        ("text/plain", b"Hello", "<text>"),
        ("image/png", b"12345", "<5 bytes>"),
        (JSON, b"pong", "<broken application/json>"),
        ("application/xml", b"<a", "<broken application/xml>"),
        (
            "application/xml",
            b'<a id="ZjHHSjyyeJ2"><b>x</b></a>',
            {"a": {"@id": "<A>", "b": "<text>"}},
        ),
    ],
)
def test_body_is_read_by_its_type(kind: str, body: bytes, shape: object) -> None:
    """JSON and XML have a shape; of other bodies it is said what they are."""
    assert see(body, kind).shape == shape


@pytest.mark.parametrize("kind", ["text/plain", "image/png", JSON])
def test_whole_body_can_matter(kind: str) -> None:
    """A body without structure is compared as a text where that matters."""
    assert see(b"pong", kind, values=frozenset({BODY})).shape == "pong"


def test_headers_are_those_of_the_contract() -> None:
    """Headers that depend on place and moment are put aside (messaging.md 1.4)."""
    pairs = [
        ("Date", "Tue, 01 Dec 2026 00:00:00 GMT"),
        ("Content-Type", "application/json; charset=UTF-8"),
        ("Location", f"{URL}/api/messageConversations/ZjHHSjyyeJ2"),
        ("Cache-Control", "private,no-cache"),
        ("ETag", '"0d41d8cd98f00b204e9800998ecf8427e"'),
    ]

    seen = Lens(URL, NAMES).see(Reply(201, Headers(pairs), b""))

    assert seen == Seen(
        201,
        {
            "Content-Type": "application/json;charset=utf-8",
            "Location": "<url>/api/messageConversations/<A>",
            "Cache-Control": "no-cache, private",
            "ETag": "<etag>",
        },
        None,
    )
