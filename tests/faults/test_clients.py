"""What the clients that people use make of each effect (control-plane 0.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import requests
import urllib3
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from tests.faults.conftest import INBOX

if TYPE_CHECKING:
    from tests.faults.conftest import Mock

AUTH = ("mobile", "district")


def by_requests(url: str) -> None:
    """Read the inbox with requests."""
    _ = requests.get(url, auth=AUTH, timeout=0.4).content


def by_httpx(url: str) -> None:
    """Read the inbox with httpx."""
    httpx.get(url, auth=AUTH, timeout=0.4)


def by_urllib3(url: str) -> None:
    """Read the inbox with urllib3, which would try again if it were let."""
    headers = urllib3.make_headers(basic_auth=":".join(AUTH))
    with urllib3.PoolManager() as pool:
        pool.request("GET", url, headers=headers, timeout=0.4, retries=False)


@pytest.mark.parametrize(
    ("effect", "errors"),
    [
        (
            {"type": "reset"},
            (requests.ConnectionError, httpx.ReadError, ProtocolError),
        ),
        (
            {"type": "reset", "phase": "after"},
            (requests.ConnectionError, httpx.ReadError, ProtocolError),
        ),
        (
            {"type": "empty"},
            (
                requests.ConnectionError,
                httpx.RemoteProtocolError,
                ProtocolError,
            ),
        ),
        (
            {"type": "random_data"},
            (
                requests.ConnectionError,
                httpx.RemoteProtocolError,
                ProtocolError,
            ),
        ),
        (
            {"type": "malformed_chunk"},
            (
                requests.exceptions.ChunkedEncodingError,
                httpx.RemoteProtocolError,
                ProtocolError,
            ),
        ),
        (
            {"type": "truncate"},
            (
                requests.exceptions.ChunkedEncodingError,
                httpx.RemoteProtocolError,
                ProtocolError,
            ),
        ),
        (
            {"type": "hang"},
            (requests.ReadTimeout, httpx.ReadTimeout, ReadTimeoutError),
        ),
    ],
    ids=["reset", "reset-after", "empty", "random", "chunk", "truncate", "hang"],
)
def test_client_raises_its_own_error(
    mock: Mock, effect: dict[str, Any], errors: tuple[type[Exception], ...]
) -> None:
    """Each client fails as it does on a real line in that state (checks 5-7)."""
    mock.fault(effect=effect)
    url = f"{mock.url}{INBOX}"

    for call, error in zip((by_requests, by_httpx, by_urllib3), errors, strict=True):
        with pytest.raises(error):
            call(url)


def test_new_rule_meets_an_open_connection(mock: Mock) -> None:
    """A rule applies to the next request of a connection already open (check 9)."""
    with requests.Session() as session:
        session.auth = AUTH
        before = session.get(f"{mock.url}{INBOX}", timeout=5)
        mock.fault(effect={"type": "respond", "status": 503})
        during = session.get(f"{mock.url}{INBOX}", timeout=5)
        mock.api.delete("/__mock/faults")
        after = session.get(f"{mock.url}{INBOX}", timeout=5)

    assert [each.status_code for each in (before, during, after)] == [200, 503, 200]
