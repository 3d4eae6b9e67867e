"""What the journal says of a request that met a fault (control-plane 3.5, 5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.conftest import INBOX, REPLY_TO

if TYPE_CHECKING:
    from tests.faults.conftest import Mock

REPLY = {"operation": "messageConversations.reply"}


def last(mock: Mock) -> dict[str, Any]:
    """Return the newest entry of the journal."""
    entry: dict[str, Any] = mock.api.get("/__mock/requests").json()["requests"][-1]
    return entry


@pytest.mark.parametrize(("phase", "committed"), [("before", False), ("after", True)])
def test_lost_request_and_lost_answer(mock: Mock, phase: str, committed: bool) -> None:  # noqa: FBT001 - a column of the table
    """The journal tells a lost request from a lost answer (check 5)."""
    mock.fault(id="lost", match=REPLY, effect={"type": "reset", "phase": phase})

    mock.see("POST", REPLY_TO, "Once")

    entry = last(mock)
    assert (entry["committed"], entry["sent"]) == (committed, "reset")
    assert entry["fault"] == {
        "id": "lost",
        "effect": "reset",
        "phase": phase,
        "delayMilliseconds": 0,
    }


@pytest.mark.parametrize(
    ("effect", "sent"),
    [
        ({"type": "empty"}, "empty"),
        ({"type": "random_data"}, "random_data"),
        ({"type": "malformed_chunk"}, "malformed_chunk"),
        ({"type": "hang", "maxMilliseconds": 1}, "hang"),
        ({"type": "truncate", "bytes": 9}, "truncated:9"),
        ({"type": "dribble", "milliseconds": 1}, "dribbled"),
        ({"type": "rewrite", "status": 299}, "rewritten"),
        ({"type": "respond", "status": 503}, "response"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_was_sent(mock: Mock, effect: dict[str, Any], sent: str) -> None:
    """`sent` says what went over the wire (3.5)."""
    mock.fault(effect=effect)

    mock.see("GET", f"{INBOX}?pageSize=1")

    entry = last(mock)
    assert (entry["sent"], entry["fault"]["effect"]) == (sent, effect["type"])


def test_delay_is_told_beside_the_effect(mock: Mock) -> None:
    """A delay alone is a fault, and beside another it is its delayMilliseconds."""
    mock.fault(id="late", effect={"type": "delay", "milliseconds": 20})
    mock.see("GET", f"{INBOX}?pageSize=1")
    alone = last(mock)["fault"]
    mock.fault(id="broken", effect={"type": "respond", "status": 503})

    mock.see("GET", f"{INBOX}?pageSize=1")

    beside = last(mock)["fault"]
    assert alone == {
        "id": "late",
        "effect": "delay",
        "phase": "before",
        "delayMilliseconds": 20,
    }
    assert (beside["id"], beside["delayMilliseconds"]) == ("broken", 20)


def test_hang_is_in_the_journal_while_it_lasts(mock: Mock) -> None:
    """The entry is there before the effect, not after it (0.1)."""
    mock.fault(effect={"type": "hang"})
    with mock.connected() as client:
        client.sendall(mock.request("GET", INBOX))

        while not mock.api.get("/__mock/requests").json()["requests"]:
            pass

        assert last(mock)["sent"] == "hang"


def test_retry_after_a_lost_answer_shows(mock: Mock) -> None:
    """Did the client send it twice? The journal knows (5.5)."""
    mock.fault(
        match=REPLY, effect={"type": "reset", "phase": "after"}, lifetime={"times": 1}
    )

    mock.see("POST", REPLY_TO, "Twice")
    mock.see("POST", REPLY_TO, "Twice")

    doubles = mock.api.get("/__mock/requests?duplicates=true").json()["requests"]
    assert [each["sent"] for each in doubles] == ["reset", "response"]
    assert doubles[1]["duplicateOf"] == doubles[0]["id"]
    assert mock.texts().count("Twice") == 2
