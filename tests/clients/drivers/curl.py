"""curl, as it stands in every manual; it stops with code 22 on a refusal."""

from __future__ import annotations

import json as json_module
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.clients.client import Client, File, Params, uploaded

if TYPE_CHECKING:
    from collections.abc import Sequence


class RefusedError(Exception):
    """curl ended with a code other than 0."""


class Curl(Client):
    """The command `curl`."""

    refusal = RefusedError

    def get(self, path: str, params: Params = ()) -> Any:
        """Run `curl URL`."""
        return json_module.loads(self._run(path, params))

    def post(self, path: str, params: Params = (), json: Any = None) -> Any:
        """Run `curl -d JSON -H "Content-Type: application/json" URL`."""
        if json is None:
            return self._run(path, params, "-X", "POST")
        header = "Content-Type: application/json"
        return self._run(path, params, "-d", json_module.dumps(json), "-H", header)

    def post_text(self, path: str, text: str, params: Params = ()) -> Any:
        """Run `curl -d TEXT -H "Content-Type: text/plain" URL`."""
        return self._run(path, params, "-d", text, "-H", "Content-Type: text/plain")

    def delete(self, path: str, params: Params = ()) -> Any:
        """Run `curl -X DELETE URL`."""
        return self._run(path, params, "-X", "DELETE")

    def upload(self, file: File) -> str:
        """Run `curl -F file=@FILE URL`."""
        form = f"file=@-;filename={file.name};type={file.content_type}"
        params = [("domain", "MESSAGE_ATTACHMENT")]
        answer = self._run("fileResources", params, "-F", form, stdin=file.content)
        return uploaded(json_module.loads(answer))

    def download(self, path: str) -> bytes:
        """Run `curl URL`."""
        return self._run(path, ())

    def _run(
        self, path: str, params: Params, *options: str, stdin: bytes = b""
    ) -> bytes:
        query = f"?{urlencode(params)}" if params else ""
        user = f"{self.person.username}:{self.person.password}"
        command = ["curl", "--silent", "--show-error", "--fail-with-body", "-u", user]
        return _output([*command, *options, f"{self.url}/api/{path}{query}"], stdin)


def _output(command: Sequence[str], stdin: bytes) -> bytes:
    done = subprocess.run(
        command, input=stdin, capture_output=True, check=False, timeout=30
    )
    if done.returncode:
        raise RefusedError(done.stdout.decode() + done.stderr.decode())
    return done.stdout
