"""What is tested here: a client that counts unread messages and answers them."""

from typing import Any

import requests


class Inbox:
    """The messages of one user."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url = f"{url}/api/messageConversations"
        self.session = requests.Session()
        self.session.auth = (username, password)

    def unread(self) -> list[dict[str, Any]]:
        """Return id and subject of what is not read yet, the newest first."""
        question = {
            "filter": "read:eq:false",
            "fields": "id,subject",
            "order": "lastMessage:desc",
        }
        answer = self.session.get(self.url, params=question, timeout=10)
        answer.raise_for_status()
        conversations: list[dict[str, Any]] = answer.json()["messageConversations"]
        return conversations

    def answer(self, uid: str, text: str) -> None:
        """Reply, and mark the conversation as read."""
        headers = {"Content-Type": "text/plain"}
        self.session.post(
            f"{self.url}/{uid}", data=text, headers=headers, timeout=10
        ).raise_for_status()
        self.session.post(f"{self.url}/read", json=[uid], timeout=10).raise_for_status()
