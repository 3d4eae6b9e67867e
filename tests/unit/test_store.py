"""The one reference to the state, and its transactions (store.py)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from mock_server.domain.enums import FileResourceDomain
from mock_server.domain.errors import NoRecipientsError
from mock_server.domain.model import (
    FileResource,
    MessageConversation,
    UserMessage,
)
from mock_server.domain.state import State
from mock_server.domain.uid import uid_at
from mock_server.factory import create_app
from mock_server.store import Store, Watch

START = datetime(2024, 1, 1)  # noqa: DTZ001 - naive UTC, as in the records
FILE = FileResource(
    uid="FreeFile001",
    name="free.txt",
    content_type="text/plain",
    content=b"free\n",
    domain=FileResourceDomain.MESSAGE_ATTACHMENT,
    created=START,
    last_updated=START,
)


def conversation(uid: str) -> MessageConversation:
    """Return a conversation of one participant."""
    return MessageConversation(
        uid=uid,
        subject="Hi",
        created=START,
        last_updated=START,
        last_message=START,
        messages=(),
        user_messages={"SamPlainU01": UserMessage("SamPlainU01")},
    )


def write_and_refuse(store: Store) -> None:
    """Begin a write and refuse it half way."""
    with store.transaction() as draft:
        draft.put(conversation("Conversat01"))
        draft.new_uid("messages")
        raise NoRecipientsError


class TestTransaction:
    """Writes that happen as a whole or not at all."""

    def test_success_is_seen_at_the_end(self) -> None:
        """Readers see nothing of a write until it has ended."""
        store = Store(State())

        with store.transaction() as draft:
            draft.put(conversation("Conversat01"))
            draft.put_file(FILE)
            during = store.state

        assert during is store.seed
        assert list(store.state.conversations) == ["Conversat01"]
        assert list(store.state.file_resources) == ["FreeFile001"]

    def test_failure_leaves_the_state(self) -> None:
        """A refused write leaves the very same state behind."""
        store = Store(State())
        before = store.state

        with pytest.raises(NoRecipientsError):
            write_and_refuse(store)

        assert store.state is before

    def test_failure_lets_others_write(self) -> None:
        """A refused write keeps nobody waiting."""
        store = Store(State())
        with pytest.raises(NoRecipientsError):
            write_and_refuse(store)

        with store.transaction() as draft:
            draft.put(conversation("Conversat01"))

        assert list(store.state.conversations) == ["Conversat01"]

    def test_nothing_written_keeps_the_state(self) -> None:
        """A transaction that writes nothing is no write."""
        store = Store(State())

        with store.transaction():
            pass

        assert store.state is store.seed

    def test_removed_conversation_is_gone(self) -> None:
        """What a draft removes is in nobody's inbox."""
        store = Store(State().with_conversation(conversation("Conversat01")))

        with store.transaction() as draft:
            draft.remove("Conversat01")

        assert list(store.state.conversations) == []
        assert store.state.inbox("SamPlainU01").by_id == ()

    def test_standing_clock_still_advances(self) -> None:
        """Two writes of the same instant are a millisecond apart."""
        store = Store(State(), real_time=lambda: START)
        moments = []

        for uid in ("Conversat01", "Conversat02"):
            with store.transaction() as draft:
                draft.put(conversation(uid))
                moments.append(draft.now)

        assert moments == [START, START + timedelta(milliseconds=1)]

    def test_parallel_writers_lose_nothing(self) -> None:
        """Writers wait for each other, and all their writes are kept."""
        store = Store(State())
        barrier = Barrier(8)

        def write() -> None:
            barrier.wait()
            for _ in range(25):
                with store.transaction() as draft:
                    draft.put(conversation(draft.new_uid("messageConversations")))

        threads = [Thread(target=write) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(store.state.conversations) == 200


class TestWatching:
    """Who wants to know what a request did (control-plane 3.5)."""

    def test_commits_are_told(self) -> None:
        """Every transaction of the block that writes adds its changes."""
        store = Store(State())

        with store.watching(Watch()) as watch:
            with store.transaction() as draft:
                draft.put(conversation("Conversat01"))
            with store.transaction() as draft:
                draft.put_file(FILE)

        assert watch.committed
        assert watch.changes == [
            ("messageConversations", "Conversat01", "created"),
            (
                "userMessages",
                UserMessage("SamPlainU01").key("Conversat01"),
                "created",
            ),
            ("fileResources", "FreeFile001", "created"),
        ]

    def test_refused_write_is_not_told(self) -> None:
        """A write that was refused half way did nothing."""
        store = Store(State())

        with store.watching(Watch()) as watch, pytest.raises(NoRecipientsError):
            write_and_refuse(store)

        assert (watch.committed, watch.changes) == (False, [])

    def test_other_threads_are_not_told(self) -> None:
        """What another thread writes meanwhile is its own business."""
        store = Store(State())

        def write() -> None:
            with store.transaction() as draft:
                draft.put(conversation("Conversat01"))

        with store.watching(Watch()) as watch:
            thread = Thread(target=write)
            thread.start()
            thread.join()
        write()

        assert (watch.committed, watch.changes) == (False, [])


class TestReset:
    """Back to the seed."""

    def test_reset_restores_the_seed(self) -> None:
        """A reset is one assignment of the very seed."""
        store = Store(State())
        with store.transaction() as draft:
            draft.put(conversation(draft.new_uid("messageConversations")))

        store.begin_at(store.seed)

        assert store.state is store.seed

    def test_reset_repeats_uids_and_time(self) -> None:
        """After a reset uids and instants begin anew."""
        store = Store(State(), real_time=lambda: START)

        def write() -> tuple[str, datetime]:
            with store.transaction() as draft:
                uid = draft.new_uid("messageConversations")
                draft.put(conversation(uid))
                return uid, draft.now

        first = write()
        second = write()
        store.begin_at(store.seed)

        assert first != second
        assert (write(), write()) == (first, second)


class TestNewUid:
    """Which uid comes next."""

    def test_queue_comes_first(self) -> None:
        """Uids that a seed queues for a resource come before generated ones."""
        store = Store(State(uid_queues={"messages": ("MessageUid1",)}))

        with store.transaction() as draft:
            uids = [draft.new_uid("messages") for _ in range(2)]
            other = draft.new_uid("fileResources")

        assert uids == ["MessageUid1", uid_at(42, 0)]
        assert other == uid_at(42, 1)

    def test_taken_uids_are_skipped(self) -> None:
        """What a seed holds already is not given out again."""
        state = State().with_conversation(conversation(uid_at(42, 0)))
        state = state.with_file_resource(replace(FILE, uid=uid_at(42, 1)))
        store = Store(state)

        with store.transaction() as draft:
            uid = draft.new_uid("messages")

        assert uid == uid_at(42, 2)


class TestTwoApps:
    """Two mocks in one process."""

    def test_apps_share_no_state(self) -> None:
        """What is written to one app is not in the other."""
        first, second = create_app().test_client(), create_app().test_client()
        credentials = b64encode(b"admin:district").decode()
        headers = {"Authorization": f"Basic {credentials}"}

        created = first.post(
            "/api/messageConversations",
            json={"subject": "Hi", "users": [{"id": "PhzytPW3g2J"}]},
            headers=headers,
        )

        path = created.headers["Location"].removeprefix("http://localhost")
        assert created.status_code == 201
        assert first.get(path, headers=headers).status_code == 200
        assert second.get(path, headers=headers).status_code == 404
