"""What a view of the control plane says of itself, for OpenAPI (control-plane 3.2)."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from marshmallow import Schema

_View = TypeVar("_View", bound=Callable[..., Any])


_declared: dict[Callable[..., Any], dict[str, Any]] = {}
"""Filled while the routes are declared, and by nothing else."""


def declared(view: Callable[..., Any]) -> Mapping[str, Any]:
    """Return what `view` has declared; `description` makes a record of it."""
    return _declared.get(view, {})


def takes(
    body: object, *examples: object, is_required: bool = True
) -> Callable[[_View], _View]:
    """Declare the body of the decorated view, with examples that it accepts."""
    return _with(body=body, examples=examples, is_body_required=is_required)


def asks(query: Schema) -> Callable[[_View], _View]:
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
