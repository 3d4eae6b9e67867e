"""The shape of a match: which requests a document means (control-plane 3.3)."""

import re
from collections.abc import Iterable
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from mock_server import patterns
from mock_server.matching import Comparison, Match, Predicate
from mock_server.schemas.control import ControlSchema, load_document
from mock_server.schemas.json_schema import Shape
from mock_server.suggestions import suggestion

OF_VALUES = (
    Comparison.EQUAL_TO,
    Comparison.CONTAINS,
    Comparison.MATCHES,
    Comparison.ABSENT,
)
_OF_BODIES = (
    Comparison.CONTAINS,
    Comparison.MATCHES,
    Comparison.EQUAL_TO_JSON,
    Comparison.INCLUDES_JSON,
)

_METHOD = re.compile(r"[A-Z0-9!#$%&'*+.^_`|~-]+", re.ASCII)
"""Any that a client can send (RFC 9110)."""
_TEXT = {"type": "string"}


def _exactly_one(**shapes: Shape) -> Shape:
    """Return the JSON Schema of an object with one of these keys."""
    return {
        "type": "object",
        "properties": shapes,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


class Words(fields.Field[tuple[str, ...]]):
    """One word, or a list of them."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> tuple[str, ...]:
        words = value if isinstance(value, list) else [value]
        if not words or not all(isinstance(each, str) and each for each in words):
            raise ValidationError("is neither a text nor a list of texts")
        return tuple(words)

    def shape(self) -> Shape:
        """Allow either."""
        return {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}


class Methods(Words):
    """HTTP methods, in whatever case."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> tuple[str, ...]:
        methods = tuple(each.upper() for each in super()._deserialize(value))
        for each in methods:
            if not _METHOD.fullmatch(each):
                raise ValidationError(f"{each!r} is no method; write GET or POST")
        return methods


class OnePredicate(fields.Field[Predicate]):
    """A test of the whole body."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> Predicate:
        return _predicate(value, _OF_BODIES)

    def shape(self) -> Shape:
        """Allow one of the comparisons of bodies."""
        return _exactly_one(
            contains=_TEXT,
            matches=_TEXT,
            equalToJson={},
            includesJson={"type": ["object", "array"]},
        )


class Predicates(fields.Field[dict[str, Predicate]]):
    """A test for each of some names."""

    def _deserialize(
        self, value: Any, *_: object, **__: object
    ) -> dict[str, Predicate]:
        if not isinstance(value, dict):
            raise ValidationError("is not an object")
        read: dict[str, Predicate] = {}
        errors = {}
        for name, part in value.items():
            try:
                read[name] = _text_predicate(part)
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return read

    def shape(self) -> Shape:
        """Allow for each name a text or one of the comparisons of values."""
        comparison = _exactly_one(
            equalTo=_TEXT, contains=_TEXT, matches=_TEXT, absent={"const": True}
        )
        return {
            "type": "object",
            "additionalProperties": {"oneOf": [_TEXT, comparison]},
        }


def is_pattern(text: str) -> None:
    """Refuse what is no regular expression."""
    flaw = patterns.flaw(text)
    if flaw is not None:
        raise ValidationError(f"{text[:60]!r} {flaw}")


class MatchSchema(ControlSchema):
    """What `match` holds; all keys given must agree with a request."""

    title = "Invalid match"
    method = Methods()
    operation = Words()
    path = fields.String(
        validate=validate.Regexp("/", error="{input!r} does not start with '/'")
    )
    path_pattern = fields.String(validate=is_pattern)
    user = fields.String()
    query = Predicates()
    headers = Predicates()
    body = OnePredicate()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Match:
        """Return the match that was read."""
        return Match(**data)


_SCHEMA = MatchSchema()


def parse_match(document: object) -> Match:
    """
    Return the match that `document` describes.

    Raises:
        InvalidDocumentError: it describes none; all faults are listed.
    """
    match: Match = load_document(_SCHEMA, document)
    return match


def _text_predicate(document: object) -> Predicate:
    if isinstance(document, str):
        return Predicate(Comparison.EQUAL_TO, document)
    return _predicate(document, OF_VALUES)


def _predicate(document: object, known: Iterable[Comparison]) -> Predicate:
    names = [each.value for each in known]
    if not isinstance(document, dict) or len(document) != 1:
        raise ValidationError(f"is not an object with one of {', '.join(names)}")
    [(key, wanted)] = document.items()
    if key not in names:
        raise ValidationError({key: [f"unknown key {key!r}{suggestion(key, names)}"]})
    test = Comparison(key)
    try:
        _check_wanted(test, wanted)
    except ValidationError as error:
        raise ValidationError({key: error.messages}) from error
    return Predicate(test, wanted)


def _check_wanted(test: Comparison, wanted: object) -> None:
    match test:
        case Comparison.ABSENT if wanted is not True:
            raise ValidationError("can only be true")
        case Comparison.INCLUDES_JSON if not isinstance(wanted, dict | list):
            raise ValidationError("is neither an object nor an array")
        case Comparison.EQUAL_TO | Comparison.CONTAINS | Comparison.MATCHES:
            if not isinstance(wanted, str):
                raise ValidationError("is not a text")
            if test is Comparison.MATCHES:
                is_pattern(wanted)
        case _:
            pass
