"""The words of an e-mail or SMS; who gets it is the business of `notifications`."""

import re
from typing import TypedDict

from mock_server.domain.model import MessageConversation, User
from mock_server.domain.outbox import OutboxEntry
from mock_server.domain.state import State
from mock_server.services.settings import value_of

DEFAULT_SENDER = "noreply@example.org"
"""Who writes where `keyEmailSender` is not set. DEVIATION D17"""

_DEFAULT_TITLE = "DHIS 2"
_LINE_BREAK = re.compile(r"\r\n?|\n")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
    re.ASCII,
)
_SUMMARY = re.compile(r"High\s*\d*\s*,\s*medium\s*\d*\s*,\s*low")


def is_address(text: str) -> bool:
    """Say whether `text` is an e-mail address by its form."""
    return _ADDRESS.fullmatch(text) is not None


class Heading(TypedDict):
    """What stands above the text of an e-mail."""

    subject: str
    sender: str
    sender_name: str


def heading(state: State, subject: str) -> Heading:
    """Return the subject and the sender that an e-mail has by the settings (15.2)."""
    title = " ".join(str(value_of(state, "applicationTitle")).split()) or _DEFAULT_TITLE
    return Heading(
        subject=f"[{title}] {subject}",
        sender=str(value_of(state, "keyEmailSender")) or DEFAULT_SENDER,
        sender_name=f"{title} message [No reply]",
    )


def plain_text(state: State, text: str, author: User | None) -> str:
    """Return the plain part: the text, and who wrote it if somebody did (15.2)."""
    if author is None:
        return text
    units = state.directory.organisation_units
    lines = [
        author.name,
        ", ".join(units[each].name for each in author.organisation_units),
        author.email,
        author.phone_number,
    ]
    return "\n".join([text, "", *(line for line in lines if line)])


def html(entry: OutboxEntry, base_url: str) -> str:
    """
    Return the HTML part of an e-mail as a server at `base_url` words it (15.2).

    QUIRK 15.2: the text of the message is not escaped.
    """
    body = _LINE_BREAK.sub("<br>\n", entry.text) + "<br>\n<br>\n"
    if entry.link is not None:
        label = "Respond to this message"
        body += f'<a href="{base_url}{entry.link}" target="_top">{label}</a><br>\n'
    return (
        f'<!DOCTYPE html>\n<html dir="ltr">\n<body>\n{body}Host: {base_url}\n'
        "</body>\n</html>\n"
    )


def link_to(conversation: MessageConversation) -> str:
    """Return where the messaging app shows `conversation`, below the server (15.2)."""
    return f"/dhis-web-messaging/#/{conversation.message_type}/{conversation.uid}"


def sms_text(text: str) -> str:
    """Return what an SMS says: of a validation summary its first line (15.3)."""
    return _LINE_BREAK.split(text, 1)[0] if _SUMMARY.search(text) else text


def dialled(number: str) -> str:
    """Return a telephone number without what international ones begin with (15.3)."""
    return number.removeprefix("+" if number.startswith("+") else "00")


def sms_length(text: str) -> int:
    """Return the length of `text` as Java counts it: in UTF-16 units (15.3)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
