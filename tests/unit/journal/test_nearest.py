"""The routes that a request was probably meant for (journal/nearest.py)."""

from __future__ import annotations

import pytest

from mock_server.journal.nearest import nearest

ROUTES = [
    ("GET", "/api/me"),
    ("GET", "/api/messageConversations"),
    ("DELETE", "/api/messageConversations/{uid}/{user}"),
    ("POST", "/api/messageConversations/{uid}/read"),
    ("POST", "/api/messageConversations/{uid}/unread"),
    ("POST", "/api/messageConversations/read"),
]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/api/messageConversation", ["GET /api/messageConversations"]),
        (
            "POST",
            "/api/messageConversations/Conversat01/raed",
            [
                "POST /api/messageConversations/{uid}/read",
                "POST /api/messageConversations/{uid}/unread",
            ],
        ),
        (
            "PUT",
            "/api/messageConversations/read",
            ["POST /api/messageConversations/read"],
        ),
        ("GET", "/dhis-web-dashboard/", []),
        ("POST", f"/api/messageConversations/{'a' * 60_000}/raed", []),
    ],
)
def test_likest_come_first(method: str, path: str, expected: list[str]) -> None:
    """A typing error or another method is near, another subject is not."""
    assert nearest(method, path, ROUTES)[: len(expected) or 1] == expected
