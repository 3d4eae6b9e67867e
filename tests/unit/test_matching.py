"""Which requests a match means, and why it does not mean others (matching.py)."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.matching import differences
from mock_server.schemas.matching import parse_match
from mock_server.traffic import Caller, Incoming

REPLY = Incoming(
    method="POST",
    path="/api/messageConversations/ZjHHSjyyeJ2",
    raw_path="/api/42/messageConversations/ZjHHSjyyeJ2/",
    query_string="internal=false&tag=a&tag=b",
    headers=(("Content-Type", "application/json"), ("X-Trace", "t1")),
    body=b'{"text": "Yes", "users": [{"id": "a", "n": 1}, {"id": "b"}], "ok": true}',
    operation="messageConversations.reply",
    api_version=42,
    user=Caller("PhzytPW3g2J", "mobile"),
)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"method": "post"},
        {"method": ["PUT", "POST"]},
        {"operation": "messageConversations.reply"},
        {"operation": "messageConversations.*"},
        {"operation": "*"},
        {"operation": ["me.get", "messageConversations.r*"]},
        {"path": "/api/messageConversations/*"},
        {"pathPattern": "/api/4[0-9]/"},
        {"user": "mobile"},
        {"user": "PhzytPW3g2J"},
        {"query": {"internal": "false"}},
        {"query": {"tag": "b"}},
        {"query": {"page": {"absent": True}}},
        {"query": {"internal": {"matches": "^f"}}},
        {"headers": {"x-trace": "t1"}},
        {"headers": {"Content-Type": {"contains": "json"}}},
        {"body": {"contains": '"Yes"'}},
        {"body": {"matches": r'"text":\s"Y'}},
        {"body": {"includesJson": {"text": "Yes"}}},
        {"body": {"includesJson": {"users": [{"id": "b"}]}}},
        {
            "body": {
                "equalToJson": {
                    "ok": True,
                    "text": "Yes",
                    "users": [{"id": "a", "n": 1.0}, {"id": "b"}],
                }
            }
        },
        {"method": "POST", "user": "mobile", "query": {"internal": "false"}},
    ],
    ids=repr,
)
def test_request_is_meant(document: dict[str, Any]) -> None:
    """All keys given must agree; those left out do not matter (3.3)."""
    match = parse_match(document)

    assert match.matches(REPLY)
    assert list(differences(match, REPLY)) == []


@pytest.mark.parametrize(
    ("document", "field", "expected", "actual"),
    [
        ({"method": "GET"}, "method", "GET", "POST"),
        ({"method": ["GET", "PUT"]}, "method", ["GET", "PUT"], "POST"),
        (
            {"operation": "me.get"},
            "operation",
            "me.get",
            "messageConversations.reply",
        ),
        (
            {"path": "/api/*"},
            "path",
            "/api/*",
            "/api/messageConversations/ZjHHSjyyeJ2",
        ),
        (
            {"path": "/api/me"},
            "path",
            "/api/me",
            "/api/messageConversations/ZjHHSjyyeJ2",
        ),
        (
            {"pathPattern": "/api/41/"},
            "pathPattern",
            "/api/41/",
            "/api/42/messageConversations/ZjHHSjyyeJ2/",
        ),
        ({"user": "admin"}, "user", "admin", "mobile"),
        ({"user": ""}, "user", "", "mobile"),
        ({"query": {"internal": "true"}}, "query.internal", "true", "false"),
        ({"query": {"tag": "c"}}, "query.tag", "c", ["a", "b"]),
        ({"query": {"page": "1"}}, "query.page", "1", None),
        (
            {"headers": {"X-Trace": {"absent": True}}},
            "headers.x-trace",
            {"absent": True},
            "t1",
        ),
    ],
    ids=repr,
)
def test_difference_is_told(
    document: dict[str, Any], field: str, expected: object, actual: object
) -> None:
    """What keeps a request out is data: field, expected and actual (3.5)."""
    match = parse_match(document)

    [difference] = differences(match, REPLY)

    assert not match.matches(REPLY)
    assert difference.document == {
        "field": field,
        "expected": expected,
        "actual": actual,
    }


@pytest.mark.parametrize(
    "body",
    [
        {"contains": "No"},
        {"includesJson": {"text": "No"}},
        {"includesJson": {"users": [{"id": "c"}]}},
        {"includesJson": {"ok": 1}},
        {"includesJson": ["Yes"]},
        {"equalToJson": {"text": "Yes"}},
        {"equalToJson": {"text": "Yes", "users": [{"id": "a"}, {"id": "b"}], "ok": 1}},
    ],
    ids=repr,
)
def test_other_body_differs(body: dict[str, Any]) -> None:
    """A body differs as a whole: the difference shows what came (3.3)."""
    [difference] = differences(parse_match({"body": body}), REPLY)

    assert (difference.field, difference.expected) == ("body", body)
    assert difference.actual == REPLY.text


@pytest.mark.parametrize("test", ["equalToJson", "includesJson"])
def test_body_that_is_no_json_differs(test: str) -> None:
    """What cannot be read as JSON is no JSON that is wanted."""
    incoming = Incoming("POST", "/api/me", body=b"Yes")

    assert not parse_match({"body": {test: {}}}).matches(incoming)


def test_anonymous_caller_is_an_empty_name() -> None:
    """`"user": ""` means requests of nobody known (3.3)."""
    incoming = Incoming("GET", "/api/me")

    assert parse_match({"user": ""}).matches(incoming)
    assert not parse_match({"user": "mobile"}).matches(incoming)


def test_unrouted_request_has_no_operation() -> None:
    """A path that leads nowhere is not even meant by `*`."""
    incoming = Incoming("GET", "/api/nowhere")

    [difference] = differences(parse_match({"operation": "*"}), incoming)

    assert (difference.field, difference.actual) == ("operation", None)


def test_all_differences_are_told() -> None:
    """A request that differs in three ways has three differences."""
    match = parse_match({"method": "GET", "user": "admin", "body": {"contains": "No"}})

    found = [each.field for each in differences(match, REPLY)]

    assert found == ["method", "user", "body"]
