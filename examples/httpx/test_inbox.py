"""The clients take the world of the test as their base URL."""

from asyncio import run
from collections.abc import Iterator

import httpx
import pytest
from inbox import answer_all, unread

from mock_server import MockWorld

MOBILE = ("mobile", "district")


@pytest.fixture
def client(dhis2_mock: MockWorld) -> Iterator[httpx.Client]:
    """Return a client of the user `mobile`."""
    with httpx.Client(base_url=dhis2_mock.url, auth=MOBILE) as client:
        yield client


def test_unread_messages_are_found(client: httpx.Client) -> None:
    assert [each["subject"] for each in unread(client)] == [
        "Mortality data reporting",
        "Validation violations as of 2014-01-25T06:00:00",
    ]


def test_all_are_answered_at_once(dhis2_mock: MockWorld, client: httpx.Client) -> None:
    async def answered() -> list[str]:
        async with httpx.AsyncClient(base_url=dhis2_mock.url, auth=MOBILE) as waiting:
            return await answer_all(waiting, "Noted.")

    uids = run(answered())

    assert len(uids) == 2
    assert unread(client) == []
    for uid in uids:
        path = f"api/messageConversations/{uid}/messages?fields=text"
        assert client.get(path).json()["messages"][-1]["text"] == "Noted."


def test_wrong_password_is_refused(dhis2_mock: MockWorld) -> None:
    with (
        httpx.Client(base_url=dhis2_mock.url, auth=("mobile", "wrong")) as stranger,
        pytest.raises(httpx.HTTPStatusError, match="401"),
    ):
        unread(stranger)
