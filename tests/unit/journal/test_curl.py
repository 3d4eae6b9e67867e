"""Entries as command lines (journal/curl.py); `tests/control` runs such lines."""

from __future__ import annotations

from shlex import quote
from typing import Any

import pytest

from mock_server.domain.model import User
from mock_server.journal.curl import command

USERS = {"SamPlainU01": User("SamPlainU01", "sam", "s3cret pw", "Sam", "Plain")}
URL = "http://mock/api/me"


def document(**parts: Any) -> dict[str, Any]:
    """Return an entry as it is shown, with these parts."""
    given: dict[str, Any] = {"id": "r1", "method": "GET", "url": URL}
    given |= {"operation": "me.get", "headers": [["Accept", "*/*"]]}
    given |= {"body": {"size": 0, "text": "", "truncated": False}}
    return {**given, "user": None, "response": None, **parts}


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, f"curl --globoff -H 'Accept: */*' {URL}"),
        ({"headers": []}, f"curl --globoff -H Accept: {URL}"),
        ({"headers": [["Accept", ""]]}, f"curl --globoff -H 'Accept;' {URL}"),
        ({"method": "HEAD"}, f"curl --globoff --head -H 'Accept: */*' {URL}"),
        ({"method": "POST"}, f"curl --globoff -X POST -H 'Accept: */*' {URL}"),
        (
            {"user": {"id": "SamPlainU01", "username": "sam"}},
            f"curl --globoff -u 'sam:s3cret pw' -H 'Accept: */*' {URL}",
        ),
        (
            {"user": {"id": "KimPlainU01", "username": "kim"}},
            f"curl --globoff -u kim -H 'Accept: */*' {URL}",
        ),
        (
            {"method": "POST", "body": {"size": 2, "text": "a\n'", "truncated": False}},
            (
                "curl --globoff -H 'Accept: */*' -H Content-Type:"
                rf" --data-raw $'a\n\'' {URL}"
            ),
        ),
        (
            {
                "method": "PUT",
                "body": {"size": 1, "base64": "AA==", "truncated": False},
            },
            (
                "printf %s AA== | base64 -d | curl --globoff -X PUT -H 'Accept: */*'"
                f" -H Content-Type: --data-binary @- {URL}"
            ),
        ),
        (
            {"body": {"size": 9, "text": "abc", "truncated": True}},
            "# r1: the journal has not kept the whole body",
        ),
    ],
    ids=[
        *("plain", "no-accept", "empty-header", "head", "no-body", "user"),
        *("stranger", "lines", "binary", "cut"),
    ],
)
def test_line_sends_the_same(parts: dict[str, Any], line: str) -> None:
    """What curl would add by itself is taken back, and a line is one line."""
    assert command(document(**parts), USERS) == line


@pytest.mark.parametrize("text", ["[1]", "nonsense", '{"username": "nobody"}'])
def test_login_of_nobody_stays_as_it_is(text: str) -> None:
    """A login that names no user of the seed has no password to say."""
    shown = document(
        operation="auth.login",
        response={"status": 200},
        body={"size": 3, "text": text, "truncated": False},
    )

    assert f" --data-raw {quote(text)} " in command(shown, USERS)
