"""dhis2-client: JSON in and out over httpx, each call saying application/json."""

from __future__ import annotations

from typing import Any

from dhis2_client import DHIS2Client
from dhis2_client.errors import DHIS2HTTPError

from tests.clients.client import (
    LIST_FIELDS,
    Client,
    File,
    Params,
    Person,
    by_name,
    uploaded,
)

BOUNDARY = "dhis2-mock-boundary"


class Dhis2Client(Client):
    """
    The library dhis2-client.

    It speaks JSON only, so texts and files go through the httpx client it holds.
    """

    refusal = DHIS2HTTPError

    def __init__(self, url: str, person: Person) -> None:
        super().__init__(url, person)
        self.client = DHIS2Client(
            url, username=person.username, password=person.password
        )
        self.resources.callback(self.client.close)

    def version(self) -> str:
        """Call `get_system_info`."""
        return str(self.client.get_system_info()["version"])

    def me(self) -> Any:
        """Call `get_current_user`."""
        return self.client.get_current_user(fields="id,username")

    def get(self, path: str, params: Params = ()) -> Any:
        """Call `client.get`."""
        return self.client.get(f"/api/{path}", params=by_name(params) or None)

    def post(self, path: str, params: Params = (), json: Any = None) -> Any:
        """Call `client.post`."""
        given = by_name(params) or None
        return self.client.post(f"/api/{path}", params=given, json=json)

    def post_text(self, path: str, text: str, params: Params = ()) -> Any:
        """Post a text on the httpx client."""
        headers = {"Content-Type": "text/plain"}
        return self._send("POST", path, params, content=text, headers=headers)

    def delete(self, path: str, params: Params = ()) -> Any:
        """Call `client.delete`."""
        return self.client.delete(f"/api/{path}", params=by_name(params) or None)

    def upload(self, file: File) -> str:
        """Post a form on the httpx client."""
        answer = self._send(
            "POST",
            "fileResources",
            [("domain", "MESSAGE_ATTACHMENT")],
            files={"file": (file.name, file.content, file.content_type)},
            headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        )
        return uploaded(answer.json())

    def download(self, path: str) -> bytes:
        """Get the bytes on the httpx client."""
        return bytes(self._send("GET", path).content)

    def all_pages(self, condition: str, page_size: int) -> list[Any]:
        """Call `client.fetch_all`."""
        params = {"filter": condition, "fields": LIST_FIELDS}
        return list(
            self.client.fetch_all(
                "/api/messageConversations", params=params, page_size=page_size
            )
        )

    def _send(self, method: str, path: str, params: Params = (), **body: Any) -> Any:
        answer = self.client._ensure_client().request(  # noqa: SLF001 - see the class
            method,
            f"{self.url}/api/{path}",
            params=by_name(params) or None,
            auth=(self.person.username, self.person.password),
            **body,
        )
        if answer.is_error:
            raise DHIS2HTTPError(answer.status_code, path, answer.json())
        return answer
