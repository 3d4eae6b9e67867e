"""dhis2w-client: asynchronous, typed by pydantic, with verbs for messages and files."""

from __future__ import annotations

from asyncio import Runner
from typing import TYPE_CHECKING, Any

from dhis2w_client import BasicAuth, Dhis2ApiError, Dhis2Client

from tests.clients.client import Client, File, Params, Person, by_name

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence


class Dhis2w(Client):
    """
    The library dhis2w-client.

    It connects when it is made: it looks for the base URL at `/`, reads the version
    and takes the classes of that version.
    """

    refusal = Dhis2ApiError

    def __init__(self, url: str, person: Person) -> None:
        super().__init__(url, person)
        self.runner = Runner()
        self.client = Dhis2Client(
            url, BasicAuth(username=person.username, password=person.password)
        )
        self._run(self.client.connect())
        self.resources.callback(self.runner.close)
        self.resources.callback(lambda: self._run(self.client.close()))

    def version(self) -> str:
        """Return the version that the library read, which must suit it."""
        assert self.client.base_url == self.url
        return str(self.client.raw_version)

    def me(self) -> Any:
        """Call `system.me`."""
        return self._run(self.client.system.me()).model_dump()

    def get(self, path: str, params: Params = ()) -> Any:
        """Call `get_raw`."""
        return self._run(self.client.get_raw(f"/api/{path}", params=by_name(params)))

    def post(self, path: str, params: Params = (), json: Any = None) -> Any:
        """Call `post_raw`."""
        return self._run(
            self.client.post_raw(f"/api/{path}", json, params=by_name(params))
        )

    def post_text(self, path: str, text: str, params: Params = ()) -> Any:
        """Post a text the way that `messaging.reply` does."""
        return self._run(
            self.client._request(  # noqa: SLF001 - it has no open way for texts
                "POST",
                f"/api/{path}",
                params=by_name(params),
                content=text.encode(),
                extra_headers={"Content-Type": "text/plain"},
            )
        )

    def delete(self, path: str, params: Params = ()) -> Any:
        """Call `delete_raw`."""
        return self._run(self.client.delete_raw(f"/api/{path}", params=by_name(params)))

    def upload(self, file: File) -> str:
        """Call `files.upload_file_resource`, which reads back what it sent."""
        resource = self._run(
            self.client.files.upload_file_resource(
                file.content,
                filename=file.name,
                domain="MESSAGE_ATTACHMENT",
                content_type=file.content_type,
            )
        )
        return str(resource.id)

    def download(self, path: str) -> bytes:
        """Call `get_response`."""
        return bytes(self._run(self.client.get_response(f"/api/{path}")).content)

    def read(self, uid: str) -> Any:
        """Call `messaging.get_conversation`, whose types check what it gets."""
        typed = self._run(self.client.messaging.get_conversation(uid))
        assert typed.id == uid
        return super().read(uid)

    def create(
        self, subject: str, text: str, users: Sequence[str], files: Sequence[str] = ()
    ) -> str:
        """Call `messaging.send`, which takes the uid from the Location."""
        sent = self.client.messaging.send(
            subject=subject, text=text, users=users, attachments=files
        )
        return str(self._run(sent).id)

    def reply(self, uid: str, text: str, files: Sequence[str] = ()) -> None:
        """Call `messaging.reply`, which cannot attach files."""
        if files:
            return super().reply(uid, text, files)
        answer = self._run(self.client.messaging.reply(uid, text=text))
        assert answer.status == "OK"
        return None

    def mark(self, verb: str, *uids: str) -> None:
        """Call `messaging.mark_read` or `mark_unread`."""
        if verb.endswith("followup"):
            return super().mark(verb, *uids)
        self._run(getattr(self.client.messaging, f"mark_{verb}")(uids))
        return None

    def set_status(self, uid: str, status: str) -> None:
        """Call `messaging.set_status`."""
        self._run(self.client.messaging.set_status(uid, status))

    def set_priority(self, uid: str, priority: str) -> None:
        """Call `messaging.set_priority`."""
        self._run(self.client.messaging.set_priority(uid, priority))

    def assign(self, uid: str, user: str) -> None:
        """Call `messaging.assign`."""
        self._run(self.client.messaging.assign(uid, user))

    def unassign(self, uid: str) -> None:
        """Call `messaging.unassign`."""
        self._run(self.client.messaging.unassign(uid))

    def destroy(self, uid: str) -> None:
        """Call `messaging.delete_conversation`."""
        self._run(self.client.messaging.delete_conversation(uid))

    def words(self, refusal: Any) -> str:
        """Return the message in the body, which the error's own text leaves out."""
        return str(refusal.body["message"])

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(doing)
