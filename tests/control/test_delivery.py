"""E-mails that really leave: `--smtp` and a mail catcher (control-plane 3.6)."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes, policy
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import SMTP

from mock_server.delivery import deliver
from mock_server.domain.outbox import Channel, OutboxEntry
from mock_server.factory import create_app
from mock_server.settings import MailServer, Settings
from tests.conftest import Api, in_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

MOBILE, ADMIN = "PhzytPW3g2J", "xE7jOejl9FI"


@dataclass
class Catcher:
    """A mail server in a thread that keeps what it gets."""

    port: int = 0
    mails: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    connections: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    """Command -> what is answered instead of doing it."""

    async def handle_RCPT(  # noqa: N802 - the name and signature aiosmtpd asks for
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take an address, or refuse it."""
        del server, session, options
        if "RCPT" not in self.refused:
            envelope.rcpt_tos.append(address)
        return self.refused.get("RCPT", "250 OK")

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd asks for
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Keep a mail, or refuse it."""
        del server, session
        if "DATA" not in self.refused:
            mail = message_from_bytes(envelope.content, policy=policy.default)
            kept = (envelope.mail_from, envelope.rcpt_tos, mail)
            self.mails.append(kept)
        return self.refused.get("DATA", "250 OK")

    def protocol(self) -> SMTP:
        """Return what answers one connection."""
        self.connections += 1
        return SMTP(self, hostname="catcher.example")


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    """Return a mail server that listens on a port of its own."""
    caught = Catcher()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(caught.protocol, "127.0.0.1", 0)
    )
    caught.port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield caught
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    server.close()
    for task in asyncio.all_tasks(loop):
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Return a port where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    """Return a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def server_with(port: int, **settings: Any) -> Api:
    """Return a client of a mock that delivers to `port` on this machine."""
    mail = MailServer("127.0.0.1", port)
    return Api(in_process(create_app(Settings(smtp=mail, **settings))), "admin")


def outbox(api: Api) -> list[dict[str, Any]]:
    """Return the e-mails of the outbox."""
    found: list[dict[str, Any]] = api.get("/__mock/outbox?channel=EMAIL").json()
    return found


class TestDelivery:
    """What a mail catcher sees."""

    def test_mail_arrives_as_shown(self, catcher: Catcher) -> None:
        """The catcher gets what the outbox shows; nobody sees the others (15.2)."""
        api = server_with(catcher.port)

        uid = api.send(MOBILE, ADMIN, subject="Café\nau lait", text="Bonjour,\nété")

        (shown,) = outbox(api)
        ((sender, recipients, mail),) = catcher.mails
        assert shown["status"] == "SENT"
        assert sender == "noreply@example.org"
        assert recipients == ["mobile@example.org", "john.traore@example.org"]
        assert mail["From"] == '"DHIS 2 message [No reply]" <noreply@example.org>'
        assert mail["Subject"] == "[DHIS 2] Café au lait"
        assert [mail[key] for key in ("To", "Cc", "Bcc", "Reply-To")] == [None] * 4
        plain, html = (part.get_content() for part in mail.iter_parts())
        assert plain.replace("\r\n", "\n") == shown["text"] + "\n"
        assert html.replace("\r\n", "\n") == shown["html"]
        assert f"http://localhost/dhis-web-messaging/#/PRIVATE/{uid}" in shown["html"]

    def test_mail_server_counts_as_configured(self, catcher: Catcher) -> None:
        """With a mail server the mock says that e-mail is configured (15.4)."""
        api = server_with(catcher.port)

        info = api.get("/system/info").json()

        assert info["emailConfigured"] is True

    def test_external_url_stands_in_the_mail(self, catcher: Catcher) -> None:
        """Links start with the external URL, and with the path of the world (3.6)."""
        api = server_with(catcher.port, external_url="https://play.example/dhis")
        api.call("PUT", "/__mock/worlds/w1")

        body = {"subject": "S", "text": "T", "users": [{"id": MOBILE}]}
        api.post("/w1/api/messageConversations", json=body)

        _, html = catcher.mails[0][2].iter_parts()
        assert "https://play.example/dhis/w1/dhis-web-messaging/" in html.get_content()

    def test_skipped_mail_stays(self, catcher: Catcher) -> None:
        """Who has the setting off gets no real mail either (15.2)."""
        api = server_with(catcher.port)

        api.send("OYLGMiazHtW")

        assert catcher.connections == 0
        assert outbox(api)[0]["status"] == "SKIPPED"

    def test_hour_of_mails_takes_one_connection(self, catcher: Catcher) -> None:
        """What becomes due at once goes over one connection, in order (5.3)."""
        api = server_with(catcher.port)
        event = {"type": "systemMessage", "to": ["mobile"], "subject": "S", "text": "T"}
        for minute in range(30):
            api.post(
                "/__mock/events",
                json={
                    "after": f"PT{minute + 1}M",
                    "event": {**event, "subject": f"{minute}"},
                },
            )

        api.post("/__mock/clock/advance", json={"seconds": 3600})

        subjects = [mail["Subject"] for _, _, mail in catcher.mails]
        assert subjects == [f"[DHIS 2] {minute}" for minute in range(30)]
        assert catcher.connections == 1

    def test_restore_delivers_nothing_again(self, catcher: Catcher) -> None:
        """Going back to a snapshot sends no mail that is in it (3.6)."""
        api = server_with(catcher.port)
        api.send(MOBILE)
        api.post("/__mock/snapshots", json={"name": "s"})
        api.post("/__mock/reset")

        api.post("/__mock/snapshots/s/restore")

        assert len(outbox(api)) == 1
        assert len(catcher.mails) == 1


class TestFailure:
    """Mail servers that do not take it (resources-system.md 2.2)."""

    def test_dead_server_fails_the_entry(self, closed_port: int) -> None:
        """The message is stored and answered 201; the entry says why (15.1)."""
        api = server_with(closed_port)

        uid = api.send(MOBILE)

        (entry,) = outbox(api)
        assert (entry["status"], entry["reason"]) == (
            "FAILED",
            "Email not sent: Connection refused",
        )
        assert entry["bcc"] == ["mobile@example.org"]
        assert api.get(f"/messageConversations/{uid}").status == 200

    @pytest.mark.parametrize("command", ["RCPT", "DATA"])
    def test_refusal_is_quoted(self, catcher: Catcher, command: str) -> None:
        """What the mail server said stands in the reason; the next mail goes (2.2)."""
        catcher.refused = {command: "554 No thanks"}
        api = server_with(catcher.port)
        api.send(MOBILE)
        catcher.refused = {}

        api.send(MOBILE)

        first, second = outbox(api)
        assert first["status"] == "FAILED"
        assert first["reason"].startswith("Email not sent: ")
        assert first["reason"].endswith("554 No thanks")
        assert second["status"] == "SENT"

    def test_silent_server_is_given_up(self, silent_port: int) -> None:
        """A mail server that says nothing holds nobody up for long (15.1)."""
        server = MailServer("127.0.0.1", silent_port)
        emails = [replace(EMAIL, number=number) for number in (1, 2)]

        failures = deliver(server, emails, "http://localhost", seconds=0.05)

        assert failures.keys() == {1, 2}
        assert all(each.startswith("Email not sent: ") for each in failures.values())

    def test_silent_server_holds_no_writer_up(
        self, silent_port: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Others write while one request waits for a mail server (house rule)."""
        monkeypatch.setattr("mock_server.delivery.deliver.__defaults__", (5.0,))
        api = server_with(silent_port)
        waiting = Thread(target=api.send, args=(MOBILE,), daemon=True)
        waiting.start()
        while not api.get("/__mock/outbox").json():
            pass

        uid = api.send("OYLGMiazHtW")

        assert waiting.is_alive()
        assert api.get(f"/messageConversations/{uid}").status == 200

    def test_unsendable_mail_does_not_stop_others(self, catcher: Catcher) -> None:
        """A mail that cannot be written down fails alone (2.2)."""
        server = MailServer("127.0.0.1", catcher.port)
        emails = [
            replace(EMAIL, number=1, text="\ud800"),
            replace(EMAIL, number=2),
        ]

        failures = deliver(server, emails, "http://localhost")

        assert failures.keys() == {1}
        assert len(catcher.mails) == 1

    def test_reset_forgets_a_failed_entry(self, closed_port: int) -> None:
        """The word on an entry that is gone changes no other (3.2)."""
        api = server_with(closed_port)
        api.send(MOBILE)

        api.post("/__mock/reset")

        assert outbox(api) == []


EMAIL = OutboxEntry(
    channel=Channel.EMAIL,
    time=datetime(2026, 1, 5),  # noqa: DTZ001 - naive UTC, as in the records
    conversation="Conversat01",
    message="MessageUid1",
    text="x",
    recipients=("mia@example.org",),
    subject="S",
    sender="noreply@example.org",
    sender_name="DHIS 2 message [No reply]",
)
