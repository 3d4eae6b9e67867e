"""The searches beside `filter`: `query`, and `queryString` with its operator (6)."""

from collections.abc import Mapping

from mock_server.domain.errors import UnreadableFilterError, UnreadableSearchError
from mock_server.query.filters import Filter, Predicate, compile_filter
from mock_server.query.operators import is_operator
from mock_server.schemas.catalogue import Schema, View

_SEARCHED = ("displayName", "messages.text", "messages.sender.displayName")
"""Not `subject`: as a stored text it would take tokens anywhere in its words."""


def search_conversations(
    schema: Schema, parameters: Mapping[str, str], view: View
) -> Predicate | None:
    """
    Return the test of `queryString`: subject, any text, or any sender's name.

    An empty text counts as none. DEVIATION D9

    Raises:
        UnreadableSearchError: `queryOperator` is no operator, or takes no such text.
    """
    text = parameters.get("queryString")
    if not text:
        return None
    operator = parameters.get("queryOperator") or "token"
    if not is_operator(operator, not_empty=view.profile.not_empty_operator):
        raise UnreadableSearchError(text=f"`{operator}` is not a valid operator.")
    filters = [Filter(path, operator, text) for path in _SEARCHED]
    try:
        tests = [compile_filter(schema, each, view) for each in filters]
    except UnreadableFilterError as error:
        raise UnreadableSearchError(**error.facts) from error
    return lambda record, view: any(test(record, view) for test in tests)


def search_objects(
    schema: Schema, parameters: Mapping[str, str], view: View
) -> Predicate | None:
    """Return the test of `query`, within what the caller may list. DEVIATION D4."""
    text = parameters.get("query", "").strip()
    if not text:
        return None
    if schema.singular == "user":
        return _search_users(text.lower())
    tests = [
        compile_filter(schema, Filter(name, operator, text), view)
        for name, operator in (("id", "eq"), ("code", "eq"), ("name", "ilike"))
        if name in schema.properties and schema.properties[name].is_simple
    ]
    return lambda record, view: any(test(record, view) for test in tests)


def _search_users(text: str) -> Predicate:
    """Match name, e-mail or username, not the id (RA 3.2)."""

    def matches(user: object, _view: object) -> bool:
        values = (getattr(user, name) for name in ("name", "email", "username"))
        return any(value is not None and text in value.lower() for value in values)

    return matches
