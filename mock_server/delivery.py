"""
E-mails handed to a real SMTP server, so that a mail catcher can show them.

The outbox is the truth of the mock; this is a copy for people. A world imports this
when it has something to deliver: `smtplib` and `email` would delay every start.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr
from smtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from threading import Thread
from time import monotonic

from mock_server.domain.outbox import OutboxEntry
from mock_server.services.mail import html
from mock_server.settings import MailServer

SECONDS = 2.0
"""How long a request waits for a mail server, whatever that does."""

NOT_SENT = "Email not sent: "
"""How the reason of a failure begins (resources-system.md 2.2)."""


def deliver(
    server: MailServer,
    emails: Sequence[OutboxEntry],
    base_url: str,
    seconds: float = SECONDS,
) -> Mapping[int, str]:
    """
    Hand `emails` to `server`; return why not, by number, for those it did not take.

    After `seconds` the rest is given up, so that nobody waits for a dead server.
    """
    reason = f"{NOT_SENT}no answer from {server} within {seconds:g} seconds"
    failures = {email.number: reason for email in emails}
    delivery = _Delivery(server, base_url, seconds, failures)
    thread = Thread(target=delivery.run, args=(emails,), daemon=True)
    with suppress(RuntimeError):  # no more threads: then it is not delivered
        thread.start()
        thread.join(seconds)
    return dict(failures)


@dataclass(frozen=True)
class _Delivery:
    """One connection to a mail server, and what it has not taken so far."""

    server: MailServer
    base_url: str
    seconds: float
    failures: dict[int, str]

    def run(self, emails: Sequence[OutboxEntry]) -> None:
        """Deliver one by one, as long as there is time and the connection holds."""
        end = monotonic() + self.seconds
        address = self.server.host, self.server.port
        try:
            # Its own name for this machine could ask a name server and wait.
            with SMTP(
                *address, local_hostname="localhost", timeout=self.seconds
            ) as client:
                for email in emails:
                    if monotonic() < end:
                        self._deliver(client, email)
        except (OSError, SMTPException) as error:
            self.failures.update(dict.fromkeys(self.failures, _reason(error)))

    def _deliver(self, client: SMTP, email: OutboxEntry) -> None:
        sender = email.sender or ""
        try:
            message = _message(email, self.base_url)
            client.sendmail(sender, email.recipients, message)
        except SMTPServerDisconnected:
            raise
        except (SMTPException, ValueError) as error:
            self.failures[email.number] = _reason(error)
        else:
            self.failures.pop(email.number)


def _message(email: OutboxEntry, base_url: str) -> bytes:
    """Return the e-mail as it travels; nobody sees who else gets it (15.2)."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = formataddr((email.sender_name or "", email.sender or ""))
    message["Subject"] = " ".join((email.subject or "").splitlines())
    message["Date"] = format_datetime(email.time.replace(tzinfo=UTC))
    message["Message-ID"] = f"<{email.message or 'mail'}.{email.uid}@dhis2-mock>"
    message.set_content(email.text)
    message.add_alternative(html(email, base_url), subtype="html")
    return message.as_bytes()


def _reason(error: Exception) -> str:
    """Return what the mail server or the system said about a failure."""
    if isinstance(error, SMTPRecipientsRefused):
        address, (code, said) = next(iter(error.recipients.items()))
        return f"{NOT_SENT}{address}: {code} {_text(said)}"
    if isinstance(error, SMTPResponseException):
        return f"{NOT_SENT}{error.smtp_code} {_text(error.smtp_error)}"
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"{NOT_SENT}{words}"


def _text(said: bytes | str) -> str:
    return said if isinstance(said, str) else said.decode(errors="replace")
