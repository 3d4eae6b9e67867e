"""One of the two servers of a run (contract/side.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from mock_server.contract.model import ETAG, LOCATION, Step
from mock_server.contract.side import GoneError, Person, Side
from mock_server.testing.transport import Headers, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "http://dhis.example/api/messageConversations"


@dataclass
class Server:
    """A server that answers everything with the same headers and body."""

    headers: Mapping[str, str]
    body: bytes = b""
    url: str = "http://dhis.example"

    def send(
        self, _method: str, path: str, _headers: Mapping[str, str], _body: bytes = b""
    ) -> Reply:
        """Return the answer; where it is asked to, be gone."""
        if path == "/api/gone":
            raise ConnectionRefusedError
        return Reply(201, Headers(self.headers.items()), self.body)


def side(headers: Mapping[str, str], body: bytes = b"") -> Side:
    """Return a side of a run, as a check begins."""
    made = Side(Server(headers, body), {"me": Person("MePerson001", "x")}, "run-1")
    made.begin("create")
    return made


CREATE = Step("POST /messageConversations", body={}, keep={"A": LOCATION})


def test_new_conversation_is_noted() -> None:
    """What a create made is known to later steps, and to who cleans up."""
    made = side({"Location": f"{BASE}/ConvMade001"})

    made.take(CREATE)

    assert (made.names["A"], made.created) == ("ConvMade001", ["ConvMade001"])


@pytest.mark.parametrize(
    "place", [f"{BASE}/", f"{BASE}/ConvMade001/", f"{BASE}/x?y", ""]
)
def test_other_place_is_no_conversation(place: str) -> None:
    """A header that ends with no uid could lead to a path that means something else."""
    made = side({"Location": place})

    made.take(CREATE)

    assert "A" not in made.names
    assert made.created == []


@pytest.mark.parametrize(
    ("place", "found"),
    [("rows.1.id", "two"), ("rows.2.id", None), ("none.id", None), ("rows", None)],
)
def test_body_can_be_kept(place: str, found: str | None) -> None:
    """A place in the body is named by keys and numbers; only texts are kept."""
    made = side({}, b'{"rows": [{"id": "one"}, {"id": "two"}]}')

    made.take(Step("GET /x", keep={"B": place}))

    assert made.names.get("B") == found


def test_etag_can_be_kept() -> None:
    """What a later request sends along may come from a header."""
    made = side({"ETag": '"x"'})

    made.take(Step("GET /x", keep={"etag": ETAG, "other": "ETag"}))

    assert made.names["etag"] == '"x"'


def test_gone_server_is_told() -> None:
    """Whatever fails on the way is one error, with a word at least."""
    with pytest.raises(GoneError, match="ConnectionRefusedError"):
        side({}).take(Step("GET /gone"))
