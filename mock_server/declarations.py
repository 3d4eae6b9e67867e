"""
What a view says of itself, for OpenAPI: what it takes, reads and answers.

What its answer looks like stands in the type that it returns (`describing`).
"""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from marshmallow import Schema

_View = TypeVar("_View", bound=Callable[..., Any])

_JSON = ("application/json",)

_declared: dict[Callable[..., Any], dict[str, Any]] = {}
"""Filled while views are imported, and by nothing else."""


def declared(view: Callable[..., Any]) -> Mapping[str, Any]:
    """Return what `view` has declared; `describing` makes a record of it."""
    return _declared.get(view, {})


def takes(
    body: object,
    *examples: object,
    is_required: bool = True,
    types: Collection[str] = _JSON,
) -> Callable[[_View], _View]:
    """
    Declare the body of the decorated view, with examples that it accepts.

    It has the shape `body`, in JSON or as another of the media `types`.
    """
    return _with(
        body=body, examples=examples, is_body_required=is_required, types=types
    )


def asks(query: "Schema") -> Callable[[_View], _View]:
    """Declare the parameters that the decorated view reads."""
    return _with(query=query)


def answers(*statuses: int) -> Callable[[_View], _View]:
    """Declare how the decorated view answers what it does not refuse."""
    return _with(statuses=statuses)


def _with(**facts: Any) -> Callable[[_View], _View]:
    def declare(view: _View) -> _View:
        _declared[view] = {**declared(view), **facts}
        return view

    return declare
