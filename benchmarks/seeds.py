"""Seeds of any size: two users who share all conversations."""

from datetime import datetime, timedelta
from functools import lru_cache

from mock_server.domain.state import State
from mock_server.seed import parse_seed

READER = "reader"
READER_UID = "BenchReadU1"
WRITER_UID = "BenchWritU2"
PASSWORD = "district"  # noqa: S105 - of a seed made here

_START = datetime(2024, 1, 1)  # noqa: DTZ001 - naive UTC, as in every seed


def document(conversations: int) -> dict[str, object]:
    """Return a seed of so many conversations, a minute apart."""
    return {
        "format": 1,
        "system": {},
        "userRoles": [{"id": "BenchRole01", "name": "Plain", "authorities": []}],
        "users": [_user(READER_UID, READER), _user(WRITER_UID, "writer")],
        "messageConversations": [_conversation(each) for each in range(conversations)],
    }


@lru_cache(maxsize=4)
def state(conversations: int) -> State:
    """Return the state that such a seed is read into."""
    return parse_seed(document(conversations)).state


def _user(uid: str, username: str) -> dict[str, object]:
    return {
        "id": uid,
        "username": username,
        "password": PASSWORD,
        "firstName": "Bench",
        "surname": username.title(),
        "userRoles": ["BenchRole01"],
    }


def _conversation(number: int) -> dict[str, object]:
    moment = (_START + timedelta(minutes=number)).isoformat(timespec="milliseconds")
    dates = {"created": moment, "lastUpdated": moment}
    message = {
        "id": f"Mesg{number:07}",
        "sender": WRITER_UID,
        "text": f"Message {number}",
        **dates,
    }
    return {
        "id": f"Conv{number:07}",
        "subject": f"Conversation {number}",
        "messageType": "PRIVATE",
        "createdBy": WRITER_UID,
        "lastSender": WRITER_UID,
        "lastMessage": moment,
        **dates,
        "messages": [message],
        "userMessages": [
            {"user": WRITER_UID, "read": True},
            {"user": READER_UID, "read": bool(number % 2)},
        ],
    }
