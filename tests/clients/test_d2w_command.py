"""
The command `d2w` leads a conversation and works on a ticket.

Its functions are called in this process, for each start of Python would cost seconds;
every call connects anew all the same (clients.md 1, d2w CLI).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dhis2w_cli.main import build_app
from typer.testing import CliRunner

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.clients

MOBILE = "PhzytPW3g2J"
BOATENG = "OYLGMiazHtW"
MORTALITY = "ZjHHSjyyeJ2"
PIVOT_TICKET = "ZrKML5WiyFm"


@pytest.fixture(scope="session")
def command() -> Any:
    """Return the command with all its subcommands."""
    return build_app()


@pytest.fixture
def d2w(
    command: Any, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Return `d2w`, pointed at the server by its variables alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    variables = {
        "DHIS2_URL": url,
        "DHIS2_USERNAME": "admin",
        "DHIS2_PASSWORD": "district",
        "COLUMNS": "200",
    }

    def run(*arguments: str) -> str:
        done = CliRunner(env=variables).invoke(command, arguments)
        assert done.exit_code == 0, f"{done.output}{done.exception!r}"
        return str(done.output)

    return run


def listed(d2w: Callable[..., str], uid: str) -> Any:
    """Return the row of a conversation, or None if it is gone."""
    rows = json.loads(d2w("--json", "messaging", "list", "--filter", f"id:eq:{uid}"))
    return rows[0] if rows else None


def test_whoami_names_groups(d2w: Callable[..., str]) -> None:
    """The user is read with his roles, units and groups (resources.md 5)."""
    shown = d2w("system", "whoami")

    assert "John Traore" in shown
    assert "Feedback Message Recipients" in shown


def test_sent_message_is_answered(d2w: Callable[..., str], tmp_path: Path) -> None:
    """A message with a file is sent, shown, answered, marked and deleted."""
    (tmp_path / "notes.txt").write_text("Tuesday\n")
    uploaded = d2w(
        "files", "resources", "upload", "notes.txt", "--domain", "MESSAGE_ATTACHMENT"
    )
    file = uploaded.split()[1]
    sent = d2w("messaging", "send", "Roster", "Attached", "--user", MOBILE, "-a", file)
    uid = sent.split()[2]

    d2w("messaging", "reply", uid, "Any questions?")
    d2w("messaging", "mark-unread", uid)

    assert "Any questions?" in d2w("messaging", "get", uid)
    assert listed(d2w, uid)["messageCount"] == 2
    assert listed(d2w, uid)["read"] is False
    d2w("messaging", "mark-read", uid)
    assert listed(d2w, uid)["read"] is True
    d2w("messaging", "delete", uid)
    assert listed(d2w, uid) is None


def test_ticket_is_worked_on(d2w: Callable[..., str]) -> None:
    """Status, priority and assignment go through, one call each."""
    d2w("messaging", "set-status", PIVOT_TICKET, "solved")
    d2w("messaging", "set-priority", PIVOT_TICKET, "low")
    d2w("messaging", "assign", PIVOT_TICKET, BOATENG)
    d2w("messaging", "unassign", PIVOT_TICKET)

    shown = d2w("messaging", "get", PIVOT_TICKET)
    assert re.search(r"status\s*│ .*SOLVED", shown)
    assert re.search(r"priority\s*│ .*LOW", shown)
