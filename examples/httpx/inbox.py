"""What is tested here: the same inbox, waiting for one answer or for many at once."""

from asyncio import gather
from typing import Any

import httpx

UNREAD = {"filter": "read:eq:false", "fields": "id,subject", "order": "id:asc"}
TEXT = {"Content-Type": "text/plain"}


def unread(client: httpx.Client) -> list[dict[str, Any]]:
    """Return what is not read yet."""
    return _rows(client.get("api/messageConversations", params=UNREAD))


async def answer_all(client: httpx.AsyncClient, text: str) -> list[str]:
    """Answer everything that is not read, all at once, and mark it as read."""
    rows = _rows(await client.get("api/messageConversations", params=UNREAD))
    uids = [row["id"] for row in rows]
    await gather(*(_answer(client, uid, text) for uid in uids))
    return uids


def _rows(answer: httpx.Response) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]]
    rows = answer.raise_for_status().json()["messageConversations"]
    return rows


async def _answer(client: httpx.AsyncClient, uid: str, text: str) -> None:
    path = f"api/messageConversations/{uid}"
    (await client.post(path, content=text, headers=TEXT)).raise_for_status()
    (await client.post(f"{path}/read")).raise_for_status()
