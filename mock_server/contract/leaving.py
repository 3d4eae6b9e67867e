"""Leaving what a run has made: its users go out of its conversations, no further."""

from mock_server.contract.side import CONVERSATIONS, Side
from mock_server.domain.uid import is_uid


def leave(side: Side) -> list[str]:
    """
    Take the users of the run out of all conversations that it made.

    Nothing else is removed: a conversation stays, without them. Those that they are
    still in, as far as one can see, are returned.

    Raises:
        GoneError: nobody answers.
    """
    left: set[str] = set()
    for name, person in side.people.items():
        for uid in dict.fromkeys([*side.created, *_marked(side, name)]):
            side.send("DELETE", f"{CONVERSATIONS}/{uid}/{person.uid}", name)
        left.update(_marked(side, name))
    return sorted(left)


def _marked(side: Side, by: str) -> list[str]:
    """
    Return the conversations of this run in somebody's inbox.

    A server that does not filter lists others as well, so the subjects are looked at.
    """
    query = f"?filter=subject:like:{side.run}&fields=id,subject&paging=false"
    reply = side.send("GET", f"{CONVERSATIONS}{query}", by)
    try:
        rows = reply.json()["messageConversations"]
        marked = [str(row["id"]) for row in rows if side.run in row["subject"]]
    except (ValueError, LookupError, TypeError):
        return []
    return [uid for uid in marked if is_uid(uid)]  # /{uid}/ alone is a hard delete
