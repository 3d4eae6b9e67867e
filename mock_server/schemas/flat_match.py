"""
A match written flat, as the parameters of a query (control-plane 3.2).

`headers.Accept=x` is one key in another, and what stands last may be a comparison:
`headers.Accept.contains=json`, `body.includesJson={"subject":"Hey"}`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from mock_server.matching import Comparison
from mock_server.schemas.control import InvalidDocumentError
from mock_server.schemas.matching import OF_VALUES

_NAMED = {"query", "headers"}
_LISTS = {"method", "operation", "status"}
_OF_JSON = {Comparison.EQUAL_TO_JSON.value, Comparison.INCLUDES_JSON.value}


def read_flat(parameters: Iterable[tuple[str, Sequence[str]]], title: str) -> Any:
    """
    Return `parameters`, each with all of its values, as the document that they spell.

    Raises:
        InvalidDocumentError: JSON should stand somewhere, and does not.
    """
    read: dict[str, Any] = {}
    for key, values in parameters:
        kind, _, rest = key.partition(".")
        text = values[-1]
        if kind in _NAMED and rest:
            name, comparison = _parted(rest)
            held = read.setdefault(kind, {})
            if isinstance(held, dict):  # or else refused as no object
                held[name] = _predicate(comparison, text)
        elif kind == "body":
            test = rest or Comparison.CONTAINS.value
            is_json = test in _OF_JSON
            body = read.setdefault(kind, {})
            body[test] = _json(text, test, title) if is_json else text
        else:
            read[key] = ",".join(values).split(",") if key in _LISTS else text
    return read


def _parted(rest: str) -> tuple[str, Comparison | None]:
    name, dot, last = rest.rpartition(".")
    return (name, Comparison(last)) if dot and last in OF_VALUES else (rest, None)


def _predicate(test: Comparison | None, text: str) -> object:
    if test is None:
        return text
    return {test: text == "true" if test is Comparison.ABSENT else text}


def _json(text: str, test: str, title: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        found = {
            "pointer": f"/body/{test}",
            "message": f"{text[:60]!r} is not valid JSON",
        }
        raise InvalidDocumentError(title, [found]) from error
