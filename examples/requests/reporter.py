"""What is tested here: it sends a report with its file, and asks again until read."""

from pathlib import Path
from typing import Any

import requests


class RefusedError(Exception):
    """The server did not take the report; the text is what it said."""


class Reporter:
    """Sends reports in one user's name."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url = f"{url}/api"
        self.session = requests.Session()
        self.session.auth = (username, password)

    def send(self, report: Path, subject: str, groups: list[str]) -> str:
        """Send the report to user groups and return the uid of the conversation."""
        message = {
            "subject": subject,
            "text": f"Please read {report.name}.",
            "userGroups": [{"id": group} for group in groups],
            "attachments": [{"id": self._upload(report)}],
        }
        answer = self._post("messageConversations", json=message)
        return answer.headers["Location"].rpartition("/")[2]

    def remind(self, uid: str) -> int:
        """Write again unless everybody has read it; return how many have not."""
        fields = {"fields": "userMessages[read]"}
        path = f"{self.url}/messageConversations/{uid}"
        rows = self.session.get(path, params=fields, timeout=10).json()["userMessages"]
        unread = sum(not row["read"] for row in rows)
        if unread:
            headers = {"Content-Type": "text/plain"}
            self._post(f"messageConversations/{uid}", data="Please!", headers=headers)
        return unread

    def _upload(self, report: Path) -> str:
        with report.open("rb") as content:
            answer = self._post(
                "fileResources",
                params={"domain": "MESSAGE_ATTACHMENT"},
                files={"file": (report.name, content)},
            )
        uid: str = answer.json()["response"]["fileResource"]["id"]
        return uid

    def _post(self, path: str, **body: Any) -> requests.Response:
        answer = self.session.post(f"{self.url}/{path}", timeout=10, **body)
        if not answer.ok:
            raise RefusedError(answer.json()["message"])
        return answer
