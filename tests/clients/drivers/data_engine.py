"""The data engine of DHIS2 apps in Node, as its two packages have it."""

from __future__ import annotations

import atexit
import json as json_module
import subprocess
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from tests.clients.client import Client, File, Params, Person, by_name, uploaded

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPT = Path(__file__).parents[1] / "js" / "data-engine.cjs"


class FetchError(Exception):
    """The engine threw its FetchError, or something it did not mean to."""


@cache
def _node() -> subprocess.Popen[str]:
    """Start Node, once a process; it ends when its input does."""
    node = subprocess.Popen(
        ["node", str(SCRIPT)],  # noqa: S607 - found where the user has it
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(node.communicate)
    return node


class _Engine(Client):
    """One version of the engine, which signs in in its own way."""

    refusal = FetchError
    package: ClassVar[str]

    def __init__(self, url: str, person: Person) -> None:
        super().__init__(url, person)
        self.connection = uuid4().hex

    def get(self, path: str, params: Params = ()) -> Any:
        """Run a query."""
        return self._call("query", path, params)

    def post(self, path: str, params: Params = (), json: Any = None) -> Any:
        """Run a mutation of type `create`."""
        data = {} if json is None else {"data": json}
        return self._call("mutate", path, params, type="create", **data)

    def post_text(self, path: str, text: str, params: Params = ()) -> Any:
        """Run a mutation of type `create`; the engine itself chooses text/plain."""
        return self._call("mutate", path, params, type="create", data=text)

    def delete(self, path: str, params: Params = ()) -> Any:
        """Run a mutation of type `delete`."""
        resource, _, uid = path.partition("/")
        return self._call("mutate", resource, params, type="delete", id=uid)

    def upload(self, file: File) -> str:
        """Run a mutation with a file; the engine itself makes the form of it."""
        content = b64encode(file.content).decode()
        given = {"name": file.name, "type": file.content_type, "base64": content}
        params = [("domain", "MESSAGE_ATTACHMENT")]
        answer = self._call(
            "mutate", "fileResources", params, type="create", data={"file": given}
        )
        return uploaded(answer)

    def download(self, path: str) -> bytes:
        """Run a query, which gives a blob, or a text for what says it is one."""
        answer = self._call("query", path, ())
        return (
            answer.encode() if isinstance(answer, str) else b64decode(answer["base64"])
        )

    def _sign_in(self) -> Mapping[str, str]:
        return {"username": self.person.username, "password": self.person.password}

    def _call(self, method: str, resource: str, params: Params, **more: Any) -> Any:
        argument = {"resource": resource, "params": _mapping(params), **more}
        who = {"engine": self.package, "url": self.url, **self._sign_in()}
        who["connection"] = self.connection
        return _ask({**who, "method": method, "argument": argument})


class AppServiceData(_Engine):
    """The engine in `@dhis2/app-service-data`, with the cookie of a session."""

    package = "app-service-data"


class DataEngine(_Engine):
    """The engine in `@dhis2/data-engine`, with a personal access token."""

    package = "data-engine"

    def _sign_in(self) -> Mapping[str, str]:
        return {"token": self.person.token}


def _ask(request: Mapping[str, Any]) -> Any:
    node = _node()
    assert node.stdin is not None
    assert node.stdout is not None
    node.stdin.write(json_module.dumps(request) + "\n")
    node.stdin.flush()
    answer = json_module.loads(node.stdout.readline())
    if "error" in answer:
        raise FetchError(json_module.dumps(answer["error"]))
    return answer.get("data")


def _mapping(params: Params) -> dict[str, str | list[str]]:
    """
    Return `params` as the engine takes them.

    It repeats `filter`, and joins what else has several values with commas.
    """
    values = by_name(params).items()
    return {
        name: given if name == "filter" or len(given) > 1 else given[0]
        for name, given in values
    }
