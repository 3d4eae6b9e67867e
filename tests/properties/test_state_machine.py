"""
Two worlds of one server against a model of the contract, whatever is done to them.

The model is plain Python after messaging.md section 6. It knows nothing of the code:
what the server keeps as immutable maps and indexes is here a dictionary to copy.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from mock_server.factory import create_app
from mock_server.profiles import PROFILES
from mock_server.settings import Settings
from tests.conftest import Api, in_process

INBOX = "/api/messageConversations"
START = datetime(2026, 1, 5, 10)  # noqa: DTZ001 - naive UTC, as DHIS2 prints it
TICK = timedelta(seconds=1)
FIELDS = (
    "id,subject,messageType,messageCount,read,followUp,created,lastMessage,lastUpdated"
    ",lastSender[id]"
)

ADMIN, SAM, MIA, TOM, FAY = (
    *("AdminAllU01", "SamPlainU01", "MiaPlainU01"),
    *("TomMemberU1", "FayManager1"),
)
NAMES = {ADMIN: "admin", SAM: "sam", MIA: "mia", TOM: "tom", FAY: "fay"}
ROLES = {
    "RoleOfAdmin": ["ALL"],
    "RoleOfPlain": [],
    "RoleOfFay01": ["F_MANAGE_TICKETS"],
}
ROLE_OF = {ADMIN: "RoleOfAdmin", FAY: "RoleOfFay01"}
GROUP = "FeedbackGr1"
MEMBERS = [TOM, MIA]
MANAGERS = {ADMIN, TOM, MIA}
"""Who sees internal messages: members of the group, and superusers (1.2)."""

SEED = {
    "format": 1,
    "clock": {
        "mode": "frozen",
        "now": START.isoformat(),
        "tickMilliseconds": TICK // timedelta(milliseconds=1),
    },
    "system": {"feedbackRecipients": GROUP},
    "userRoles": [
        {"id": uid, "name": uid, "authorities": held} for uid, held in ROLES.items()
    ],
    "users": [
        {
            "id": uid,
            "username": name,
            "password": "district",
            "firstName": name,
            "surname": "x",
            "userRoles": [ROLE_OF.get(uid, "RoleOfPlain")],
        }
        for uid, name in NAMES.items()
    ],
    "userGroups": [{"id": GROUP, "name": "Feedback", "users": MEMBERS}],
}

users = st.sampled_from(sorted(NAMES))
worlds = st.sampled_from(["a", "b"])
names = st.just("kept")
picks = st.integers(0, 9)


@dataclass
class Row:
    """A participant's flags."""

    read: bool = False
    follow_up: bool = False


@dataclass
class Talk:
    """A conversation as the contract describes it (6.1)."""

    subject: str
    kind: str
    created: datetime
    last_sender: str
    rows: dict[str, Row]
    messages: list[tuple[str, str, bool]]
    """Sender, text, whether internal."""
    last_message: datetime
    last_updated: datetime

    @property
    def count(self) -> int:
        """Messages that are not internal (6.5)."""
        return sum(not internal for _, _, internal in self.messages)

    def is_open_to(self, user: str) -> bool:
        """Say whether `user` may change this (1.2)."""
        is_member = user in MEMBERS and self.kind == "TICKET"
        return user in self.rows or user == ADMIN or is_member


@dataclass
class Model:
    """What a world must be."""

    talks: dict[str, Talk] = field(default_factory=dict)
    now: datetime = START
    uids_made: int = 0
    snapshots: dict[str, Model] = field(default_factory=dict)

    def written(self) -> datetime:
        """Return when a write happens, and let the clock tick."""
        moment = self.now
        self.now += TICK
        return moment

    def talk(self, pick: int) -> tuple[str, Talk | None]:
        """Return one of the conversations, or an uid that nothing has."""
        uids = [*sorted(self.talks), "NobodysUid1"]
        uid = uids[pick % len(uids)]
        return uid, self.talks.get(uid)

    def copy(self) -> Model:
        """Return the same without what it remembers."""
        return Model(deepcopy(self.talks), self.now, self.uids_made)


class WorldsMachine(RuleBasedStateMachine):
    """Acts on two worlds by turns; after each step both must be as the models say."""

    @initialize()
    def two_fresh_worlds(self) -> None:
        """Begin with two worlds of the same seed."""
        settings = Settings(profile=PROFILES["2.42"])
        self.api = Api(in_process(create_app(settings)))
        self.models = {"a": Model(), "b": Model()}
        self.uids: dict[int, str] = {}
        """Place in the sequence of uids -> the one made there, in whatever world."""
        for name in self.models:
            made = self.api.call("PUT", f"/__mock/worlds/{name}", json={"seed": SEED})
            assert made.status == 201, made.text

    def ask(
        self, world: str, user: str | None, method: str, path: str, **more: Any
    ) -> Any:
        """Send a request to a world."""
        api = self.api.as_user(NAMES[user] if user else None)
        return api.call(method, f"/{world}{path}", **more)

    @rule(
        world=worlds,
        sender=users,
        recipients=st.sets(users, min_size=1),
        text=st.text("ab\n", min_size=1, max_size=3),
    )
    def create(self, world: str, sender: str, recipients: set[str], text: str) -> None:
        """Begin a private conversation (6.1)."""
        body = {
            "subject": "Hi",
            "text": text,
            "users": [{"id": each} for each in sorted(recipients)],
        }

        reply = self.ask(world, sender, "POST", INBOX, json=body)

        assert reply.status == 201, reply.text
        self.begin(world, reply.new_uid, sender, recipients, ("PRIVATE", text))

    @rule(world=worlds, sender=users)
    def feedback(self, world: str, sender: str) -> None:
        """Send a ticket to the members of the feedback group (4.7)."""
        path = f"{INBOX}/feedback?subject=Hi"

        reply = self.ask(world, sender, "POST", path, body="help")

        assert reply.status == 201, reply.text
        self.begin(world, reply.new_uid, sender, {*MEMBERS}, ("TICKET", "help"))

    def begin(
        self,
        world: str,
        uid: str,
        sender: str,
        recipients: set[str],
        what: tuple[str, str],
    ) -> None:
        """Let the model have what the server made."""
        model = self.models[world]
        kind, text = what
        rows = {each: Row() for each in recipients} | {sender: Row(read=True)}
        assert uid not in model.talks
        moment = model.written()
        model.talks[uid] = Talk(
            subject="Hi",
            kind=kind,
            created=moment,
            last_sender=sender,
            rows=rows,
            messages=[(sender, text, False)],
            last_message=moment,
            last_updated=moment,
        )
        assert self.uids.setdefault(model.uids_made, uid) == uid
        model.uids_made += 2

    @rule(world=worlds, pick=picks, caller=users, internal=st.booleans())
    def reply(self, world: str, pick: int, caller: str, *, internal: bool) -> None:
        """Answer; who may not is refused, and nothing changes (6.3, 6.4)."""
        model = self.models[world]
        uid, talk = model.talk(pick)
        path = f"{INBOX}/{uid}?internal={str(internal).lower()}"

        reply = self.ask(world, caller, "POST", path, body="answer")

        if talk is None:
            assert reply.status == 404
        elif (internal and caller not in MANAGERS) or not talk.is_open_to(caller):
            assert reply.status == 403
        else:
            assert reply.status == 201, reply.text
            model.uids_made += 1
            talk.messages.append((caller, "answer", internal))
            talk.last_sender = caller
            talk.last_message = talk.last_updated = model.written()
            for user, row in talk.rows.items():
                if user != caller and (not internal or user in {ADMIN, FAY}):
                    row.read = False

    @rule(
        world=worlds,
        pick=picks,
        caller=users,
        verb=st.sampled_from(["read", "unread", "followup", "unfollowup"]),
    )
    def mark(self, world: str, pick: int, caller: str, verb: str) -> None:
        """Mark a conversation for oneself (4.12, 4.14, 6.6)."""
        model = self.models[world]
        uid, talk = model.talk(pick)

        reply = self.ask(world, caller, "POST", f"{INBOX}/{verb}", json=[uid])

        if talk is None:
            assert reply.status == 404
        elif not talk.is_open_to(caller):
            assert reply.status == 403
        else:
            assert reply.status == 200, reply.text
            self.set_flag(model, talk, caller, verb)

    def set_flag(self, model: Model, talk: Talk, user: str, verb: str) -> None:
        """Change a row, if there is one and it differs."""
        row = talk.rows.get(user)
        if row is None:
            return
        name = "follow_up" if "follow" in verb else "read"
        value = not verb.startswith("un")
        if getattr(row, name) != value:
            setattr(row, name, value)
            talk.last_updated = model.written()

    @rule(world=worlds, pick=picks, caller=users, user=users)
    def remove(self, world: str, pick: int, caller: str, user: str) -> None:
        """Take somebody out of a conversation, which stays (4.15, 6.7)."""
        model = self.models[world]
        uid, talk = model.talk(pick)

        reply = self.ask(world, caller, "DELETE", f"{INBOX}/{uid}/{user}")

        if talk is None:
            assert reply.status == 404
        elif not talk.is_open_to(caller):
            assert reply.status == 403
        else:
            assert reply.status == 200, reply.text
            if talk.rows.pop(user, None) is not None:
                talk.last_updated = model.written()

    @rule(world=worlds)
    def reset(self, world: str) -> None:
        """Bring a world back to its seed; what it kept, it keeps."""
        reply = self.ask(world, None, "POST", "/__mock/reset")

        assert reply.status == 204
        self.models[world] = Model(snapshots=self.models[world].snapshots)

    @rule(world=worlds, name=names)
    def snapshot(self, world: str, name: str) -> None:
        """Keep the present state under a name."""
        reply = self.ask(world, None, "PUT", f"/__mock/snapshots/{name}")

        assert reply.status in {200, 201}
        self.models[world].snapshots[name] = self.models[world].copy()

    @rule(world=worlds, name=names)
    def restore(self, world: str, name: str) -> None:
        """Bring a world back to what it kept."""
        model = self.models[world]

        reply = self.ask(world, None, "POST", f"/__mock/snapshots/{name}/restore")

        kept = model.snapshots.get(name)
        assert reply.status == (404 if kept is None else 204)
        if kept is not None:
            self.models[world] = kept.copy()
            self.models[world].snapshots = model.snapshots

    @rule(source=worlds, name=names)
    def upload(self, source: str, name: str) -> None:
        """Let the other world take a world's state as a snapshot of its own."""
        other = "b" if source == "a" else "a"
        document = self.ask(source, None, "GET", "/__mock/snapshots/current").json()

        reply = self.ask(other, None, "PUT", f"/__mock/snapshots/{name}", json=document)

        assert reply.status in {200, 201}, reply.text
        self.models[other].snapshots[name] = self.models[source].copy()

    @rule(world=worlds, seconds=st.integers(0, 86_400))
    def advance(self, world: str, seconds: int) -> None:
        """Let time pass in one world alone."""
        body = {"seconds": seconds}

        reply = self.ask(world, None, "POST", "/__mock/clock/advance", json=body)

        assert reply.status == 200
        self.models[world].now += timedelta(seconds=seconds)

    @invariant()
    def clocks_agree(self) -> None:
        """Expect each world to show its own time."""
        for world, model in self.models.items():
            clock = self.ask(world, None, "GET", "/__mock/clock").json()
            assert clock["now"] == text_of(model.now)

    @invariant()
    def inboxes_agree(self) -> None:
        """Expect everybody to see his rows with his flags, newest first."""
        for world, model in self.models.items():
            for user in NAMES:
                listed = self.inbox(world, user)

                assert {each["id"]: each for each in listed} == {
                    uid: shown(uid, talk, user)
                    for uid, talk in model.talks.items()
                    if user in talk.rows
                }
                moments = [each["lastMessage"] for each in listed]
                assert moments == sorted(moments, reverse=True)

    @invariant()
    def talks_agree(self) -> None:
        """Expect those messages in a conversation that the reader may see."""
        for world, model in self.models.items():
            for uid, talk in model.talks.items():
                for user in (SAM, TOM, ADMIN):
                    path = f"{INBOX}/{uid}?fields=messages[sender[id],text,internal]"
                    reply = self.ask(world, user, "GET", path)

                    may_read = user in talk.rows or user == ADMIN
                    assert reply.status == (200 if may_read else 403)
                    if may_read:
                        assert reply.json()["messages"] == [
                            {"sender": {"id": sender}, "text": text, "internal": inner}
                            for sender, text, inner in talk.messages
                            if not inner or user in MANAGERS
                        ]

    def inbox(self, world: str, user: str) -> list[dict[str, Any]]:
        """Return the inbox of a user, newest first."""
        path = f"{INBOX}?fields={FIELDS}&order=lastMessage:desc&paging=false"
        reply = self.ask(world, user, "GET", path)
        found: list[dict[str, Any]] = reply.json()["messageConversations"]
        return found


def shown(uid: str, talk: Talk, user: str) -> dict[str, Any]:
    """Return a conversation as the list shows it to `user`."""
    row = talk.rows[user]
    return {
        "id": uid,
        "subject": talk.subject,
        "messageType": talk.kind,
        "messageCount": talk.count,
        "read": row.read,
        "followUp": row.follow_up,
        "created": text_of(talk.created),
        "lastMessage": text_of(talk.last_message),
        "lastUpdated": text_of(talk.last_updated),
        "lastSender": {"id": talk.last_sender},
    }


def text_of(moment: datetime) -> str:
    """Write a moment as DHIS2 does."""
    return moment.isoformat(timespec="milliseconds")


WorldsMachine.TestCase.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None
)
TestWorlds = WorldsMachine.TestCase
