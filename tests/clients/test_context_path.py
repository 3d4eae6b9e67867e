"""Libraries work at a server that lies below a path, as `https://host/dhis` does."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.clients.client import Client, File
from tests.clients.people import ADMIN, MOBILE

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.clients


@pytest.fixture
def client(driver: type[Client], below: str) -> Iterator[Client]:
    """Sign the administrator in there."""
    with closing(driver(below, ADMIN)) as client:
        yield client


def test_conversation_is_led_below_a_path(client: Client, admin: Client) -> None:
    """What one writes there is read there, file and all, and nowhere else."""
    file = client.upload(File("plan.png", b"\x00\x01", "image/png"))
    uid = client.create("Below", "See the plan", [MOBILE.uid], [file])
    client.reply(uid, "Any questions?")

    first, second = client.read(uid)["messages"]
    path = f"messageConversations/{uid}/{first['id']}/attachments/{file}"
    assert client.version().startswith("2.4")
    assert second["text"] == "Any questions?"
    assert client.download(path) == b"\x00\x01"
    assert admin.inbox("subject:eq:Below")["messageConversations"] == []
