"""dhis2.py: an `Api` over requests, which asks for `.json` on every GET."""

from __future__ import annotations

from typing import Any

from dhis2 import Api, RequestException

from tests.clients.client import LIST_FIELDS, Client, File, Params, Person, uploaded


class Dhis2Py(Client):
    """
    The library dhis2.py.

    Its `post` takes objects only, so texts, lists and files go through its session,
    as its manual has it.
    """

    refusal = RequestException

    def __init__(self, url: str, person: Person) -> None:
        super().__init__(url, person)
        self.api = Api(url, person.username, person.password)
        self.resources.callback(self.api.session.close)

    def version(self) -> str:
        """Return the version that the library read."""
        return str(self.api.version)

    def get(self, path: str, params: Params = ()) -> Any:
        """Call `api.get`."""
        return self.api.get(path, params=list(params)).json()

    def post(self, path: str, params: Params = (), json: Any = None) -> Any:
        """Call `api.post`, or post a list on the session."""
        if isinstance(json, list):
            return self._send(path, params, json=json)
        return self.api.post(path, json=json, params=list(params))

    def post_text(self, path: str, text: str, params: Params = ()) -> Any:
        """Post a text on the session."""
        headers = {"Content-Type": "text/plain"}
        return self._send(path, params, data=text.encode(), headers=headers)

    def delete(self, path: str, params: Params = ()) -> Any:
        """Call `api.delete`."""
        return self.api.delete(path, params=list(params))

    def upload(self, file: File) -> str:
        """Post a form on the session."""
        form = {"file": (file.name, file.content, file.content_type)}
        answer = self._send(
            "fileResources", [("domain", "MESSAGE_ATTACHMENT")], files=form
        )
        return uploaded(answer.json())

    def download(self, path: str) -> bytes:
        """Get the bytes on the session."""
        answer = self.api.session.get(f"{self.api.api_url}/{path}", timeout=10)
        answer.raise_for_status()
        return bytes(answer.content)

    def all_pages(self, condition: str, page_size: int) -> list[Any]:
        """Call `api.get_paged`."""
        params = {"filter": condition, "fields": LIST_FIELDS}
        merged = self.api.get_paged(
            "messageConversations", params=params, page_size=page_size, merge=True
        )
        rows: list[Any] = merged["messageConversations"]
        return rows

    def _send(self, path: str, params: Params, **body: Any) -> Any:
        answer = self.api.session.post(
            f"{self.api.api_url}/{path}", params=list(params), timeout=10, **body
        )
        if not answer.ok:
            raise RequestException(answer.status_code, answer.url, answer.text)
        return answer
