"""What a server that has just started has not imported yet."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from mock_server.api.routes import ROWS

COLD = [
    "marshmallow",
    "mock_server.api.description",
    "mock_server.api.error_catalogue",
    "mock_server.api.errors",
    "mock_server.api.viewing",
    "mock_server.control",
    "mock_server.delivery",
    "mock_server.domain.events",
    "mock_server.httpd",
    "mock_server.injection.effects",
    "mock_server.injection.explaining",
    "mock_server.injection.fault",
    "mock_server.injection.register",
    "mock_server.journal.documents",
    "mock_server.journal.har",
    "mock_server.journal.verification",
    "mock_server.matching",
    "mock_server.query",
    "mock_server.seed.checking",
    "mock_server.seed.writing",
    "mock_server.services",
    "mock_server.testing",
    "mock_server.watching",
    "mock_server.wire.xml_input",
    "mock_server.wire.xml_output",
    "regex",
    "smtplib",
    "tomllib",
    "xml.sax",
    "xmltodict",
]
"""Modules that a server can do without until somebody asks for what they do."""


START = """
import sys
import mock_server.cli.serve
from mock_server.factory import create_app
app = create_app()
"""
PING = """
assert app.test_client().get("/api/ping").status_code == 200
print(*sys.modules)
"""
REFUSAL = """
assert app.test_client().get("/api/me").status_code == 401
print(*sys.modules)
"""
ALL_AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
paths = sys.argv[1:]
together = Barrier(len(paths))
def ask(path):
    client = app.test_client()
    together.wait()
    return client.get(path, auth=("admin", "district")).status_code
with ThreadPoolExecutor(len(paths)) as pool:
    print(*pool.map(ask, paths))
"""


def words_of(code: str, *arguments: str) -> list[str]:
    """Return what a process of its own prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """Return all that is imported once `dhis2-mock serve` could answer."""
    return set(words_of(START + PING))


@pytest.mark.parametrize("module", COLD)
def test_seldom_used_module_waits(module: str, imported: set[str]) -> None:
    """What only some requests need is imported by the first of them."""
    assert "mock_server.api" in imported
    assert module not in imported


def test_one_view_is_imported(imported: set[str]) -> None:
    """Of all views, a ping needs its own alone."""
    modules = {row.view.partition(".")[0] for row in ROWS}

    found = {each for each in modules if f"mock_server.api.{each}" in imported}

    assert found == {"pings"}


def test_no_schema_is_imported(imported: set[str]) -> None:
    """A ping is neither read nor written by a schema; a seed needs its spelling."""
    found = {each for each in imported if each.startswith("mock_server.schemas.")}

    assert found == {"mock_server.schemas.spelling"}


def test_refusal_needs_no_schema() -> None:
    """To say who is not logged in takes the catalogue of errors, and no schemas."""
    imported = words_of(START + REFUSAL)

    assert "mock_server.api.error_catalogue" in imported
    assert not {"marshmallow", "mock_server.schemas.requests"} & {*imported}


def test_first_requests_come_at_once() -> None:
    """Views that are imported at the same time, by several threads, all answer."""
    paths = ["/api/me", "/api/users", "/api/messageConversations", "/api/no/path"] * 3

    assert words_of(START + ALL_AT_ONCE, *paths) == ["200", "200", "200", "404"] * 3


def test_cold_modules_exist() -> None:
    """The list above names modules that there are."""
    for module in COLD:
        import_module(module)
