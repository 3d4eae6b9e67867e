"""Run beside a mock whose address is in `DHIS2_URL`."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
import requests
from inbox import Inbox

SERVER = os.environ.get("DHIS2_URL", "http://localhost:8080")


@pytest.fixture
def url() -> Iterator[str]:
    """Return the address of a world that no other test sees."""
    worlds = f"{SERVER}/__mock/worlds"
    name = f"t{uuid4().hex[:12]}"
    requests.put(f"{worlds}/{name}", timeout=10).raise_for_status()
    yield f"{SERVER}/{name}"
    requests.delete(f"{worlds}/{name}", timeout=10)


def test_answered_messages_are_read(url: str) -> None:
    inbox = Inbox(url, "mobile", "district")
    first = inbox.unread()[0]

    inbox.answer(first["id"], "Thanks, I will.")

    assert first not in inbox.unread()


def test_worlds_start_afresh(url: str) -> None:
    inbox = Inbox(url, "mobile", "district")

    assert [each["id"] for each in inbox.unread()] == ["ZjHHSjyyeJ2", "lxCjiigqrJm"]
