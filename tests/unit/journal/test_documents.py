"""Entries as they are shown (journal/documents.py); `tests/control` has the whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from mock_server.journal.documents import document, shown_differences
from mock_server.journal.har import archive
from mock_server.journal.record import AppliedFault, Entry, RecordedRequest
from mock_server.journal.shown import ShownRequest
from mock_server.matching import Comparison, Match, Predicate, differences
from mock_server.traffic import Incoming, Outgoing

NOON = datetime(2024, 1, 1, 12)  # noqa: DTZ001 - naive UTC, as everywhere
ME = Incoming("GET", "/api/me", "/api/me", "http://mock", operation="me.get")


def shown(
    incoming: Incoming = ME, outgoing: Outgoing | None = None, **more: Any
) -> ShownRequest:
    """Return what is shown of a request."""
    request = RecordedRequest(NOON, NOON, "default", incoming, outgoing, **more)
    return document(Entry(1, request))


def test_fault_and_no_answer_are_told() -> None:
    """Where a fault took the answer there is none (3.5)."""
    fault = AppliedFault("lost", "reset", "before", 20)

    entry = shown(fault=fault, sent="reset")

    assert entry["fault"] == {
        "id": "lost",
        "effect": "reset",
        "phase": "before",
        "delayMilliseconds": 20,
    }
    assert (entry["sent"], entry["response"]) == ("reset", None)


@pytest.mark.parametrize(
    ("body", "size", "expected"),
    [
        (b"Gr\xc3\xbc", 4, {"text": "Gr\u00fc", "truncated": False}),
        (b"Gr\xc3", 4, {"text": "Gr", "truncated": True}),
        (b"Gr\xc3", 3, {"base64": "R3LD", "truncated": False}),
        (b"\xc3abcdef", 9, {"base64": "w2FiY2RlZg==", "truncated": True}),
        (b"a\0b", 3, {"base64": "YQBi", "truncated": False}),
    ],
    ids=["text", "cut-in-a-character", "broken", "broken-and-cut", "nul"],
)
def test_body_is_text_or_base64(
    body: bytes, size: int, expected: dict[str, object]
) -> None:
    """A text cut in the middle of a character is a text still (3.5)."""
    incoming = Incoming("POST", "/api/x", body=body, body_size=size)

    assert shown(incoming)["body"] == {"size": size, **expected}


def test_differences_show_each_value() -> None:
    """A repeated parameter is shown value by value, a missing one as none."""
    incoming = Incoming("GET", "/api/x", query_string="a=1&a=2")
    wanted = Predicate(Comparison.EQUAL_TO, "3")
    match = Match(query={"a": wanted, "b": wanted})

    told = shown_differences(incoming, differences(match, incoming))

    assert told == [
        {"field": "query.a", "expected": "3", "actual": ["1", "2"]},
        {"field": "query.b", "expected": "3", "actual": None},
    ]


def test_archive_of_no_answer_has_status_0() -> None:
    """An answer that never came has the status that browsers give it."""
    [entry] = archive([shown(sent="reset")])["log"]["entries"]

    assert (entry["response"]["status"], entry["response"]["statusText"]) == (0, "")
    assert entry["comment"] == "r1 me.get: reset"


def test_archive_has_binary_answers_in_base64() -> None:
    """Content that is no text says how it is written."""
    outgoing = Outgoing(200, "OK", (("Content-Type", "image/png"),), b"\0")

    [entry] = archive([shown(outgoing=outgoing, answer_size=1)])["log"]["entries"]

    assert entry["response"]["content"] == {
        "size": 1,
        "mimeType": "image/png",
        "text": "AA==",
        "encoding": "base64",
    }


def test_archive_leaves_out_cookies_that_are_none() -> None:
    """A Cookie header that cannot be read is a header all the same."""
    incoming = Incoming("GET", "/api/me", headers=(("Cookie", "a/b=1"),))

    [entry] = archive([shown(incoming)])["log"]["entries"]

    assert entry["request"]["cookies"] == []
    assert [each["name"] for each in entry["request"]["headers"]] == ["Cookie"]


def test_session_in_the_address_is_hidden() -> None:
    """A servlet's session in the path, and what a semicolon parts, are secrets."""
    incoming = Incoming(
        "GET",
        "/api/me;jsessionid=F00D",
        "/api/me;jsessionid=F00D",
        "http://mock",
        query_string="a=1;password=F00D",
    )

    entry = shown(incoming)

    assert entry["url"] == (
        "http://mock/api/me;jsessionid=[redacted]?a=1;password=[redacted]"
    )
    assert entry["path"] == "/api/me;jsessionid=[redacted]"


def test_login_in_any_header_is_hidden() -> None:
    """Credentials that a proxy has put into a header of its own are none the less."""
    headers = (("X-Forwarded-Auth", "Basic bW9iaWxlOng="), ("X-Level", "Basic"))

    entry = shown(Incoming("GET", "/api/me", headers=headers))

    assert entry["headers"] == [
        ["X-Forwarded-Auth", "Basic [redacted]"],
        ["X-Level", "Basic"],
    ]


def test_login_in_another_encoding_is_hidden() -> None:
    """The body of a login that is no text is not shown in base64 either."""
    body = '{"password": "F00D"}'.encode("utf-16")
    login = Incoming(
        "POST",
        "/api/auth/login",
        body=body,
        body_size=len(body),
        operation="auth.login",
    )

    assert shown(login)["body"]["text"] == "[redacted]"
