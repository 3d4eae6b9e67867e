"""The lists that a state keeps for who asks again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from mock_server.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

SEED = Path(__file__).parents[2] / "contract" / "query_cases.json"
INBOX = "/api/messageConversations"


@pytest.fixture
def app() -> Flask:
    """Return an app of its own, whose state may be looked into."""
    return create_app(Settings(seed=SEED))


def ask(app: Flask, query: str) -> None:
    """Have mobile read his inbox."""
    client = app.test_client(use_cookies=False)
    reply = client.get(f"{INBOX}?{query}", auth=("mobile", "district"))
    assert reply.status_code == 200


def kept_questions(app: Flask) -> list[Any]:
    """Return the questions whose answers the present state keeps."""
    return list(app.extensions[EXTENSION].default.store.state.lists)


def kept(app: Flask) -> int:
    """Return how many lists the present state keeps."""
    return len(kept_questions(app))


def test_same_question_is_kept_once(app: Flask) -> None:
    """Asking again adds nothing to what is kept."""
    for query in ("fields=id", "fields=id", "fields=read", "fields=id"):
        ask(app, query)

    assert kept(app) == 2


def test_kept_lists_are_bounded(app: Flask) -> None:
    """However many questions are asked, a state keeps a few answers."""
    for number in range(80):
        ask(app, f"fields=id&_={number}")

        assert 0 < kept(app) <= 64


def test_question_after_many_is_kept(app: Flask) -> None:
    """Questions that are asked once do not keep out one that is repeated."""
    for number in range(64):
        ask(app, f"fields=id&_={number}")

    ask(app, "fields=read")

    assert any("fields=read" in question for question in kept_questions(app))


def test_write_keeps_nothing(app: Flask) -> None:
    """A state after a write starts without lists."""
    ask(app, "fields=id")
    client = app.test_client(use_cookies=False)

    client.post(f"{INBOX}/read", json=["ConvAlpha01"], auth=("mobile", "district"))

    assert kept(app) == 0


def test_long_list_is_not_kept(app: Flask) -> None:
    """Lists of more than a few pages are not worth their memory."""
    client = app.test_client(use_cookies=False)
    body = {"subject": "Hi", "users": [{"id": "MobileUsr02"}]}
    for _ in range(200):
        client.post(INBOX, json=body, auth=("admin", "district"))

    ask(app, "fields=id&paging=false")

    assert kept(app) == 0
