"""What dhis2w-client does in ways of its own: it connects first, and checks types."""

from __future__ import annotations

from asyncio import run

import pytest
from dhis2w_client import (
    AuthenticationError,
    BasicAuth,
    Dhis2ApiError,
    Dhis2Client,
    PatAuth,
)

from tests.clients.people import ADMIN

pytestmark = pytest.mark.clients

MORTALITY = "ZjHHSjyyeJ2"


def test_token_signs_in(url: str) -> None:
    """A personal access token is as good as a password (query.md 15)."""

    async def who() -> str:
        auth = PatAuth(token=ADMIN.token)
        async with Dhis2Client(url, auth) as client:
            return str((await client.system.me()).username)

    assert run(who()) == "admin"


def test_wrong_password_is_an_authentication_error(url: str) -> None:
    """A 401 stops the library from connecting."""

    async def connect() -> None:
        auth = BasicAuth(username="admin", password="wrong")
        async with Dhis2Client(url, auth):
            pass

    with pytest.raises(AuthenticationError):
        run(connect())


def test_every_type_of_message_is_listed(url: str) -> None:
    """The types of the library know every message of the seed."""

    async def types() -> set[str]:
        auth = BasicAuth(username="admin", password="district")
        async with Dhis2Client(url, auth) as client:
            rows = await client.messaging.list_conversations(page_size=50)
            for row in rows:
                await client.messaging.get_conversation(row.id)
            return {str(row.messageType) for row in rows}

    assert run(types()) == {"PRIVATE", "SYSTEM", "TICKET", "VALIDATION_RESULT"}


def test_unknown_status_is_refused(url: str) -> None:
    """A value that is none is a 400 that names those there are (4.9)."""

    async def set_status() -> None:
        auth = BasicAuth(username="admin", password="district")
        async with Dhis2Client(url, auth) as client:
            await client.messaging.set_status(MORTALITY, "DONE")

    with pytest.raises(Dhis2ApiError) as refused:
        run(set_status())

    assert refused.value.status_code == 400
    assert "[NONE, OPEN, PENDING, INVALID, SOLVED]" in (refused.value.body["message"])
