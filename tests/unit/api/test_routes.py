"""The table of the routes, and the views that it names."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path
from types import FunctionType

import pytest

from mock_server.api.routes import PREFIX, ROWS, Row, find_view

ROOT = Path(__file__).parents[3]
MODULES = {row.view.partition(".")[0] for row in ROWS}


def is_named_by(row: Row, docstring: str) -> bool:
    """Say whether a docstring begins with the method and the path of a row."""
    method, _, path = docstring.strip().partition(": ")[0].partition(" ")
    named = re.sub("[?,].*", "", re.sub(r"\{[^}]*\}", "{}", path))
    known = re.sub(r"<any\(([^)]*)\):\w+>", lambda found: choices(found[1]), row.rule)
    known = re.sub("<[^>]*>", r"\{\}", known)
    return method == row.method and bool(re.fullmatch(known, path_below(named, row)))


def choices(words: str) -> str:
    """Return the expression for a part that is one of `words`."""
    return f"(?:{words.replace(', ', '|')})"


def path_below(path: str, row: Row) -> str:
    """Return the whole of a path of which views leave out that it is the API's."""
    is_short = row.rule.startswith(PREFIX) and not path.startswith(PREFIX)
    return PREFIX + path if is_short else path


def public_functions(module: str) -> set[str]:
    """Return what a module of views defines that others may call."""
    name = f"mock_server.api.{module}"
    return {
        f"{module}.{function}"
        for function, found in getmembers(import_module(name), isfunction)
        if found.__module__ == name and not function.startswith("_")
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.operation)
def test_row_names_a_view(row: Row) -> None:
    """Each row leads to a public function of a module of views."""
    view = find_view(row)

    assert isinstance(view, FunctionType)
    assert row.view in public_functions(row.view.partition(".")[0])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.operation)
def test_view_takes_the_parts_of_its_path(row: Row) -> None:
    """What a path holds between its slashes is an argument of the view."""
    parts = re.findall(r"<(?:[^:>]*:)?(\w+)>", row.rule)

    arguments = find_view(row).__annotations__.keys() - {"return"}

    assert arguments >= {*parts}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_view_has_a_row(module: str) -> None:
    """No module of views has a public function that no route leads to."""
    assert public_functions(module) == {
        row.view for row in ROWS if row.view.startswith(f"{module}.")
    }


@pytest.mark.parametrize("view", sorted({row.view for row in ROWS}))
def test_docstring_names_a_route(view: str) -> None:
    """The first line of a view says the method and path of one of its rows."""
    rows = [row for row in ROWS if row.view == view]
    docstring = find_view(rows[0]).__doc__ or ""

    assert any(is_named_by(row, docstring) for row in rows)


def test_operations_are_unique() -> None:
    """A name leads to one route, which it does not say of two."""
    names = [row.operation for row in ROWS]

    assert sorted(set(names)) == sorted(names)


def test_methods_of_a_path_are_unique() -> None:
    """What a path does by one method is in one row."""
    served = [(row.method, row.rule) for row in ROWS]

    assert sorted(set(served)) == sorted(served)


def test_views_are_under_the_import_rule() -> None:
    """The rule by which a start imports no view names the modules of all."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rules = project["tool"]["importlinter"]["contracts"]
    forbidden = {
        module
        for rule in rules
        if rule.get("source_modules") == ["mock_server.factory"]
        for module in rule["forbidden_modules"]
    }

    assert {f"mock_server.api.{module}" for module in MODULES} <= forbidden
