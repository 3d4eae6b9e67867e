"""Going out of what a run made, and of nothing else (contract/leaving.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.contract.leaving import leave
from mock_server.contract.side import Person, Side
from mock_server.testing.transport import Headers, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

RUN = "dhis2-mock-contract-00000000"


@dataclass
class Server:
    """A server that lists the same whatever filter is given, and notes the rest."""

    listed: bytes
    url: str = "http://dhis.example"
    deleted: list[str] = field(default_factory=list)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Answer a list, or note what is to be removed."""
        assert "Authorization" in headers
        assert not body
        if method == "DELETE":
            self.deleted.append(path)
            return Reply(200, Headers(), b"")
        return Reply(200, Headers(), self.listed)


def side(listed: object) -> tuple[Server, Side]:
    """Return a server, and the user of a run on it who made one conversation."""
    body = listed if isinstance(listed, bytes) else json.dumps(listed).encode()
    server = Server(body)
    me = Person("MePerson001", "Basic x")
    return server, Side(server, {"me": me}, RUN, created=["ConvMade001"])


def inbox(*subjects: str) -> dict[str, Any]:
    """Return a list of conversations."""
    rows = [{"id": f"ConvListed{n}", "subject": s} for n, s in enumerate(subjects)]
    return {"messageConversations": rows}


def test_only_what_is_marked_is_left() -> None:
    """A server that does not filter lets nobody leave the conversations of others."""
    server, made = side(inbox("Mortality", f"{RUN}.create.", "Re: Budget"))

    left = leave(made)

    base = "/api/messageConversations"
    assert server.deleted == [
        f"{base}/ConvMade001/MePerson001",
        f"{base}/ConvListed1/MePerson001",
    ]
    assert left == ["ConvListed1"]


@pytest.mark.parametrize(
    "listed",
    [
        b"<p>Sorry",
        {},
        [],
        {"messageConversations": [7]},
        {"messageConversations": [{"id": "", "subject": RUN}]},
        {"messageConversations": [{"id": "ConvMade001/x", "subject": RUN}]},
    ],
)
def test_garbled_list_is_no_list(listed: object) -> None:
    """Where the inbox cannot be read, what the run knows of is left (4.15, 4.17)."""
    server, made = side(listed)

    assert leave(made) == []
    assert server.deleted == ["/api/messageConversations/ConvMade001/MePerson001"]
