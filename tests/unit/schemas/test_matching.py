"""What is refused as a match, and in which words (schemas/matching.py)."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.schemas.control import InvalidDocumentError
from mock_server.schemas.matching import parse_match


@pytest.mark.parametrize(
    ("document", "pointer", "message"),
    [
        (
            {"operatoin": "me.get"},
            "/operatoin",
            "unknown key 'operatoin'; did you mean 'operation'?",
        ),
        ([], "", "is not an object"),
        ({"method": 1}, "/method", "is neither a text nor a list of texts"),
        ({"method": "GET "}, "/method", "'GET ' is no method; write GET or POST"),
        ({"operation": []}, "/operation", "is neither a text nor a list of texts"),
        ({"path": "api"}, "/path", "'api' does not start with '/'"),
        (
            {"pathPattern": "("},
            "/pathPattern",
            "'(' is no regular expression: missing ) at position 1",
        ),
        ({"query": []}, "/query", "is not an object"),
        (
            {"query": {"a": {"eq": "1"}}},
            "/query/a/eq",
            "unknown key 'eq'; there are: equalTo, contains, matches, absent",
        ),
        (
            {"headers": {"a/b": {}}},
            "/headers/a~1b",
            "is not an object with one of equalTo, contains, matches, absent",
        ),
        ({"query": {"a": {"absent": False}}}, "/query/a/absent", "can only be true"),
        ({"query": {"a": {"contains": 1}}}, "/query/a/contains", "is not a text"),
        (
            {"query": {"a": {"matches": "["}}},
            "/query/a/matches",
            "'[' is no regular expression: unterminated character set at position 1",
        ),
        (
            {"body": "Yes"},
            "/body",
            "is not an object with one of contains, matches, equalToJson, includesJson",
        ),
        (
            {"body": {"includesJson": 1}},
            "/body/includesJson",
            "is neither an object nor an array",
        ),
    ],
    ids=repr,
)
def test_wrong_match_is_explained(document: Any, pointer: str, message: str) -> None:
    """The refusal names the place and the remedy (3.1)."""
    with pytest.raises(InvalidDocumentError) as caught:
        parse_match(document)

    assert caught.value.errors == [{"pointer": pointer, "message": message}]
