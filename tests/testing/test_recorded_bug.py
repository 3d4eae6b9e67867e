"""A bug of the mock itself, as the Python API tells of it (check 28)."""

from __future__ import annotations

from mock_server.testing.journal import RecordedRequest

ENTRY = {"id": "r1", "method": "GET", "url": "http://mock/api/me", "path": "/api/me"}


def test_bug_is_told_in_a_line() -> None:
    """A request that a handler failed at has the failure, any other has none."""
    failed = {**ENTRY, "exception": {"type": "KeyError", "text": "'gone'"}}

    assert RecordedRequest(failed).error == "KeyError: 'gone'"
    assert RecordedRequest({**ENTRY, "exception": None}).error is None
