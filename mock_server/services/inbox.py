"""What waits for a user."""

from mock_server.domain.model import User
from mock_server.domain.state import State


def unread_count(state: State, user: User) -> int:
    """Return how many of the user's rows are unread, of all types (6.8)."""
    return sum(
        not state.conversations[uid].user_messages[user.uid].read
        for uid in state.inbox(user.uid).by_id
    )
