"""`dhis2-mock routes`: every route with the name of its operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_server.cli import main
from mock_server.cli.routes import routes

if TYPE_CHECKING:
    import pytest

OPERATIONS = {
    "messageConversations": (
        "list get getProperty create reply feedback addRecipients setPriority setStatus"
        " assign unassign markRead markUnread markReadOne markUnreadOne followUp"
        " unfollowUp removeUser removeMany delete getAttachment"
    ),
    "fileResources": "create get getData",
    "users": "list get",
    "userLookup": "list feedbackRecipients",
    "me": "get",
    "system": "info ping",
    "auth": "login",
}
"""The names that control-plane 3.4 fixes."""


def test_routes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line has method, path and operation, as an index for fault rules."""
    code = main(["routes"])

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert lines[0] == ["METHOD", "PATH", "OPERATION"]
    reply = ["POST", "/api/messageConversations/{uid}", "messageConversations.reply"]
    assert reply in lines


def test_operations_have_their_names() -> None:
    """Fault rules can count on the names of control-plane 3.4."""
    served = {operation for _, _, operation in routes()}

    wanted = {
        f"{resource}.{verb}"
        for resource, verbs in OPERATIONS.items()
        for verb in verbs.split()
    }
    assert wanted - served == set()
