"""The builders of effects write what the control plane reads."""

from __future__ import annotations

import pytest

from mock_server.testing import faults
from mock_server.testing.faults import Effect


@pytest.mark.parametrize(
    ("effect", "document"),
    [
        (
            faults.status(503, retry_after=2),
            {"type": "respond", "status": 503, "retryAfter": 2},
        ),
        (
            faults.status(429, body="slow down", headers={"X-Proxy": "1"}),
            {
                "type": "respond",
                "status": 429,
                "body": "slow down",
                "headers": {"X-Proxy": "1"},
            },
        ),
        (
            faults.message(409, "No", error_code="E1"),
            {"type": "respond", "status": 409, "message": "No", "errorCode": "E1"},
        ),
        (faults.json(200, None), {"type": "respond", "status": 200, "json": None}),
        (faults.preset("bad_gateway"), {"type": "respond", "preset": "bad_gateway"}),
        (faults.delay(milliseconds=250), {"type": "delay", "milliseconds": 250}),
        (faults.delay(seconds=1.5), {"type": "delay", "milliseconds": 1500}),
        (
            faults.delay(distribution={"type": "uniform", "lower": 1, "upper": 2}),
            {
                "type": "delay",
                "distribution": {"type": "uniform", "lower": 1, "upper": 2},
            },
        ),
        (faults.reset(phase="after"), {"type": "reset", "phase": "after"}),
        (faults.empty(), {"type": "empty"}),
        (faults.random_data(), {"type": "random_data"}),
        (faults.malformed_chunk(), {"type": "malformed_chunk"}),
        (faults.hang(max_milliseconds=5), {"type": "hang", "maxMilliseconds": 5}),
        (faults.hang(max_seconds=2), {"type": "hang", "maxMilliseconds": 2000}),
        (faults.truncate(fraction=0.5), {"type": "truncate", "fraction": 0.5}),
        (faults.truncate(bytes=0), {"type": "truncate", "bytes": 0}),
        (
            faults.dribble(chunks=20, milliseconds=1000),
            {"type": "dribble", "chunks": 20, "milliseconds": 1000},
        ),
        (faults.dribble(seconds=1), {"type": "dribble", "milliseconds": 1000}),
        (faults.rewrite(remove="/pager"), {"type": "rewrite", "remove": ["/pager"]}),
        (
            faults.rewrite(remove=["/pager"], content_type="text/html"),
            {"type": "rewrite", "remove": ["/pager"], "contentType": "text/html"},
        ),
    ],
)
def test_builder_writes_document(effect: Effect, document: dict[str, object]) -> None:
    """An effect holds the keys that were given, spelled as in the JSON (3.3)."""
    assert effect.document == document
