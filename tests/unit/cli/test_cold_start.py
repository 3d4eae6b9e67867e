"""What a server that has just started has not imported yet."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

COLD = [
    "mock_server.control",
    "mock_server.delivery",
    "mock_server.domain.events",
    "mock_server.injection.effects",
    "mock_server.injection.explaining",
    "mock_server.injection.fault",
    "mock_server.injection.register",
    "mock_server.journal.documents",
    "mock_server.journal.har",
    "mock_server.journal.verification",
    "mock_server.matching",
    "mock_server.schemas.clock",
    "mock_server.schemas.control",
    "mock_server.schemas.events",
    "mock_server.schemas.journal",
    "mock_server.schemas.matching",
    "mock_server.schemas.seed",
    "mock_server.schemas.seed_fields",
    "mock_server.schemas.steering",
    "mock_server.schemas.timeline",
    "mock_server.seed.checking",
    "mock_server.seed.writing",
    "mock_server.services.events",
    "mock_server.services.validation",
    "mock_server.testing",
    "mock_server.wire.xml_input",
    "mock_server.wire.xml_output",
    "regex",
    "smtplib",
    "xml.sax",
    "xmltodict",
]
"""Modules that a server can do without until somebody asks for what they do."""


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """Return all that is imported once `dhis2-mock serve` could answer."""
    code = (
        "import sys; import mock_server.cli.serve;"
        "from mock_server.factory import create_app;"
        "create_app().test_client().get('/api/ping');"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("module", COLD)
def test_seldom_used_module_waits(module: str, imported: set[str]) -> None:
    """What only some requests need is imported by the first of them."""
    assert "mock_server.api" in imported
    assert module not in imported


def test_cold_modules_exist() -> None:
    """The list above names modules that there are."""
    for module in COLD:
        import_module(module)
