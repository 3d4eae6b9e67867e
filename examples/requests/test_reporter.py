"""Each test has a DHIS2 of its own: `dhis2_mock.url` is where it is."""

from pathlib import Path

import pytest
from reporter import RefusedError, Reporter

from mock_server import MockWorld

ADMINISTRATORS = "wl5cDMuUhmF"
NOBODY = "Rg8wusV7QYi"


@pytest.fixture
def reporter(dhis2_mock: MockWorld) -> Reporter:
    """Return a reporter who signs in as the user `mobile`."""
    return Reporter(dhis2_mock.url, "mobile", "district")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a report to send."""
    path = tmp_path / "january.csv"
    path.write_text("unit,deaths\nNgelehun,2\n")
    return path


def test_report_arrives_with_its_file(
    reporter: Reporter, report: Path, dhis2_mock: MockWorld
) -> None:
    uid = reporter.send(report, "January", [ADMINISTRATORS])

    conversation = dhis2_mock.conversation(uid)
    (message,) = conversation.messages
    (attachment,) = message.attachments
    path = f"/api/messageConversations/{uid}/{message.uid}/attachments/{attachment}"
    assert conversation.subject == "January"
    assert message.text == "Please read january.csv."
    assert dhis2_mock.as_user("admin").get(path).body == report.read_bytes()


def test_reminder_is_sent_while_it_is_unread(
    reporter: Reporter, report: Path, dhis2_mock: MockWorld
) -> None:
    uid = reporter.send(report, "January", [ADMINISTRATORS])

    assert reporter.remind(uid) == 2
    for reader in ("admin", "system"):
        dhis2_mock.as_user(reader).post("/api/messageConversations/read", json=[uid])
    assert reporter.remind(uid) == 0


def test_empty_group_is_an_error(reporter: Reporter, report: Path) -> None:
    with pytest.raises(RefusedError, match="No recipients selected"):
        reporter.send(report, "January", [NOBODY])


@pytest.mark.dhis2_mock(profile="2.43")
def test_newer_servers_work_as_well(reporter: Reporter, report: Path) -> None:
    uid = reporter.send(report, "January", [ADMINISTRATORS])

    assert reporter.remind(uid) == 2
