"""What a world tells and does, alike from this process and over HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from mock_server import MockServer
from mock_server.testing.control import ControlPlaneError

if TYPE_CHECKING:
    from pathlib import Path

    from mock_server import MockWorld, RemoteServer
    from mock_server.testing.events import Recipients

PATH = "/api/messageConversations"
UID = "ZjHHSjyyeJ2"
ADMIN_UID, MOBILE_UID = "xE7jOejl9FI", "PhzytPW3g2J"
REPLY = "messageConversations.reply"
REPLYING = {"type": "reply", "conversation": UID, "as": "admin", "text": "Later"}


class TestRequests:
    """The journal."""

    def test_last_tells_all(self, world: MockWorld) -> None:
        """The newest request says what came, what was answered and what it did."""
        world.as_user("mobile").post(f"{PATH}/{UID}?internal=false", body="Yes")

        last = world.requests.last

        assert (last.method, last.path) == ("POST", f"{PATH}/{UID}")
        assert last.url == f"{world.url}{PATH}/{UID}?internal=false"
        assert last.operation == REPLY
        assert last.query == (("internal", "false"),)
        assert last.headers["content-type"] == "text/plain"
        assert last.headers["authorization"] == "Basic [redacted]"
        assert (last.user, last.body) == ("mobile", "Yes")
        assert (last.status, last.sent) == (200, "response")
        assert "location" in last.answer_headers
        assert json.loads(last.answer)["status"] == "OK"
        assert last.committed
        assert last.handled
        assert last.fault is None
        assert last.error is None
        assert str(last) == (
            f"r1 POST {PATH}/{UID}?internal=false ({REPLY}) by mobile: 200"
        )
        assert repr(last) == f"<{last}>"

    def test_anonymous_request_has_no_user(self, world: MockWorld) -> None:
        """Who was not let in is nobody."""
        world.as_user("mobile", "wrong").get("/api/me")

        assert world.requests.last.user is None
        assert str(world.requests.last) == "r1 GET /api/me (me.get): 401"

    def test_places_lead_to_requests(self, world: MockWorld) -> None:
        """Requests are had by their places, from either end."""
        world.as_user("mobile").get("/api/me")
        world.as_user("admin").get("/api/me")

        assert [world.requests[0].user, world.requests[-1].user] == ["mobile", "admin"]
        assert [each.user for each in world.requests[-2:]] == ["mobile", "admin"]
        with pytest.raises(IndexError, match="no request at 2: 2 are kept"):
            _ = world.requests[2]

    def test_body_is_read_as_json(self, world: MockWorld) -> None:
        """The body of a request is had as JSON, or shown where it is none."""
        admin = world.as_user("admin")
        admin.post(f"{PATH}/read", json=[UID])
        assert world.requests.last.json() == [UID]

        admin.post(f"{PATH}/{UID}", body="Yes")

        with pytest.raises(ValueError, match=r"the body of r2 POST .* no JSON: 'Yes'"):
            world.requests.last.json()

    def test_nothing_asked_is_told(self, world: MockWorld) -> None:
        """Without any request there is no last one."""
        with pytest.raises(LookupError, match="nothing was asked"):
            _ = world.requests.last

    def test_find_narrows_down(self, world: MockWorld) -> None:
        """Requests are found by operation, user, status and headers."""
        world.as_user("mobile").get("/api/me", headers={"X-Run": "1"})
        world.as_user("admin").get("/api/me")
        world.as_user("admin").get("/api/nonsense")

        found = world.requests.find

        assert [each.user for each in found("me.get")] == ["mobile", "admin"]
        assert [each.id for each in found("me.get", user="admin")] == ["r2"]
        assert [each.id for each in found(status=404)] == ["r3"]
        assert [each.id for each in found(unhandled=True)] == ["r3"]
        assert [each.id for each in found(headers={"X-Run": "1"})] == ["r1"]
        assert [each.id for each in found(limit=2)] == ["r2", "r3"]
        assert [each.id for each in world.requests] == ["r1", "r2", "r3"]
        assert not found(unhandled=True)[0].handled

    def test_find_takes_what_verify_takes(self, world: MockWorld) -> None:
        """Whole matches and comparisons find what they verify, `since` a request."""
        mobile, found = world.as_user("mobile"), world.requests.find
        mobile.get("/api/me", headers={"X-Run": "one"})
        mobile.post(f"{PATH}/{UID}", body="Yes, reported")
        mobile.post(PATH, json={"subject": "Hey", "text": "You", "users": []})
        first = world.requests[0]

        asked = [
            found({"operation": "me.get", "headers": {"X-Run": {"contains": "on"}}}),
            found({"path": f"{PATH}/*"}, method="POST", body={"matches": "^Yes"}),
            found(body={"includesJson": {"subject": "Hey"}}),
            found("messageConversations.*", query={"internal": {"absent": True}}),
            found(since=first, limit=1),
        ]

        ids = [[each.id for each in entries] for entries in asked]
        assert ids == [["r1"], ["r2"], ["r3"], ["r2", "r3"], ["r3"]]
        assert len(world.requests.to_har("me.get")["log"]["entries"]) == 1

    def test_clear_forgets(self, world: MockWorld) -> None:
        """A cleared journal is empty."""
        world.as_user("mobile").get("/api/me")

        world.requests.clear()

        assert len(world.requests) == 0

    def test_exports_hold_each_request(self, world: MockWorld) -> None:
        """The journal can be had as an archive and as commands."""
        world.as_user("mobile").get("/api/me")
        world.as_user("admin").get("/api/me")

        har, curl = world.requests.to_har(), world.requests.to_curl(user="admin")

        assert len(har["log"]["entries"]) == 2
        assert len(curl) == 1
        assert curl[0].startswith("curl ")
        assert f"{world.url}/api/me" in curl[0]
        assert world.requests.to_curl("me.settings") == []


class TestVerify:
    """Assertions about what was asked."""

    def test_right_expectations_pass(self, world: MockWorld) -> None:
        """Counts, users, bodies and sequences that happened are no error."""
        mobile = world.as_user("mobile")
        mobile.get("/api/me")
        mobile.post(f"{PATH}/{UID}", body="Yes, reported")

        world.verify(REPLY)
        world.verify(REPLY, times=1, user="mobile", body={"contains": "reported"})
        world.verify([REPLY, "me.get"], at_least=1, at_most=2)
        world.verify({"path": f"{PATH}/*"}, exactly=1, method="POST")
        world.verify("users.get", exactly=0)
        world.verify_sequence("me.get", REPLY)

    def test_wrong_count_shows_nearest(self, world: MockWorld) -> None:
        """What did not happen is an assertion that names what nearly did."""
        world.as_user("mobile").post(f"{PATH}/{UID}", body="Yes")

        with pytest.raises(AssertionError) as failed:
            world.verify(REPLY, exactly=1, user="admin")

        assert str(failed.value).splitlines() == [
            f"expected exactly 1 of {REPLY} with user 'admin'; found 0",
            f"  nearest: r1 POST {PATH}/{UID} ({REPLY}) by mobile: 200",
            "    user: expected 'admin', got 'mobile'",
        ]

    def test_wrong_order_is_told(self, world: MockWorld) -> None:
        """A sequence that came in another order is an assertion."""
        world.as_user("mobile").post(f"{PATH}/{UID}", body="Yes")
        world.as_user("mobile").get("/api/me")

        with pytest.raises(AssertionError, match=f"the sequence me.get, {REPLY}"):
            world.verify_sequence("me.get", REPLY)

    def test_sequence_is_waited_for(self, world: MockWorld) -> None:
        """The rest of a sequence may come a little later."""
        mobile = world.as_user("mobile")
        mobile.get("/api/me")
        later = Timer(0.05, mobile.get, ["/api/system/ping"])
        later.start()

        world.verify_sequence("me.get", "system.ping", within=10)

        later.join()
        with pytest.raises(
            AssertionError, match=r"ping, me\.get within 0\.01 s; found"
        ):
            world.verify_sequence("system.ping", "me.get", within=0.01)

    def test_within_waits(self, world: MockWorld) -> None:
        """A request that comes a little later is waited for."""
        mobile = world.as_user("mobile")
        later = Timer(0.05, mobile.get, ["/api/me"])
        later.start()

        world.verify("me.get", within=5)

        later.join()

    def test_misspelt_question_is_no_assertion(self, world: MockWorld) -> None:
        """A question that makes no sense is an error of its own."""
        with pytest.raises(ControlPlaneError, match="422"):
            world.verify({"opration": "me.get"})


class TestState:
    """Snapshots, conversations and settings."""

    def test_restore_goes_back(self, world: MockWorld) -> None:
        """A restored state is the one that was taken; the journal stays."""
        before = world.snapshot()
        world.as_user("mobile").post(f"{PATH}/{UID}", body="Yes")
        count = len(world.conversation(UID).messages)

        world.restore(before)

        assert len(world.conversation(UID).messages) == count - 1
        assert len(world.requests) == 1

    def test_name_is_no_snapshot(self, world: MockWorld) -> None:
        """A snapshot is what was returned, not a name."""
        with pytest.raises(TypeError, match="'before' is no snapshot: `snapshot"):
            world.restore("before")  # type: ignore[arg-type]  # the slip

    def test_message_of_the_server_has_no_sender(self, world: MockWorld) -> None:
        """What the server itself writes is nobody's."""
        told = world.events.system_message("mobile", subject="Job failed", text="Oh")

        (uid,) = told["created"]
        (message,) = world.conversation(uid).messages
        assert (message.sender, message.sender_username) == (None, None)

    def test_saved_state_starts_a_server(
        self, world: MockWorld, tmp_path: Path
    ) -> None:
        """A state in a file is a seed (control-plane check 17)."""
        world.as_user("mobile").post(f"{PATH}/{UID}", body="Yes")
        world.save(tmp_path / "after.json")

        with MockServer(seed=tmp_path / "after.json") as server:
            messages = server.default.conversation(UID).messages

        assert messages[-1].text == "Yes"

    def test_conversation_is_shown_whole(self, world: MockWorld) -> None:
        """A conversation tells messages and participants, whoever may see them."""
        world.clock.freeze("2026-01-05T10:00:00")
        world.as_user("mobile").post(f"{PATH}/{UID}", body="Yes")

        found = world.conversation(UID)

        assert found.uid == UID
        assert (found.message_type, found.status) == ("PRIVATE", "NONE")
        assert (found.priority, found.assignee) == ("NONE", None)
        last = found.messages[-1]
        assert (last.text, last.sender) == ("Yes", MOBILE_UID)
        assert (last.internal, last.attachments) == (False, ())
        assert last.created == datetime(2026, 1, 5, 10)  # noqa: DTZ001 - naive UTC
        assert last.sender_username == "mobile"
        assert not found.participant(MOBILE_UID).read
        assert not found.participant("mobile").follow_up
        assert found.participant("admin").username == "admin"

    def test_unknown_conversation_is_told(self, world: MockWorld) -> None:
        """What is not there is a `LookupError` that names it."""
        with pytest.raises(LookupError, match=r"'NotThere001'; there are: .*ZjHHSj"):
            world.conversation("NotThere001")
        with pytest.raises(
            LookupError, match=r"'NotThere001' takes no part in .*; there is "
        ):
            world.conversation(UID).participant("NotThere001")

    def test_settings_are_changed(self, world: MockWorld) -> None:
        """A setting is changed by its name in snake_case, and read back."""
        world.configure(profile="2.41", random_seed=7)

        assert world.settings["profile"] == "2.41"
        assert world.settings["randomSeed"] == 7


class TestClock:
    """The time of a world."""

    def test_frozen_clock_stands(self, world: MockWorld) -> None:
        """A frozen clock shows the same moment until it is advanced."""
        world.clock.freeze("2026-01-05T10:00:00")

        moved = world.clock.advance(days=1, hours=1, minutes=1, seconds=1)

        assert moved == world.clock.now
        assert moved == datetime(2026, 1, 6, 11, 1, 1)  # noqa: DTZ001 - naive UTC

    def test_interval_is_a_way_ahead(self, world: MockWorld) -> None:
        """A clock is moved by a `timedelta` as well, alone or beside other units."""
        world.clock.freeze("2026-01-05T10:00:00")

        world.clock.advance(timedelta(minutes=5, milliseconds=250))
        moved = world.clock.advance(timedelta(hours=1), seconds=1)

        assert moved.isoformat() == "2026-01-05T11:05:01.250000"

    def test_zone_is_understood(self, world: MockWorld) -> None:
        """A moment with a zone is shown as the same moment in UTC."""
        east = timezone(timedelta(hours=2))

        world.clock.freeze(datetime(2026, 1, 5, 12, tzinfo=east), tick_milliseconds=5)

        assert world.clock.now == datetime(2026, 1, 5, 10)  # noqa: DTZ001 - naive UTC
        assert world.clock.document["tickMilliseconds"] == 5

    def test_shifted_clock_runs(self, world: MockWorld) -> None:
        """A shifted clock shows the moment and goes on; a real one is right."""
        world.clock.shift("2026-01-05T10:00:00")
        shifted = world.clock.now

        world.clock.real()

        start = datetime(2026, 1, 5, 10)  # noqa: DTZ001 - naive UTC
        assert start <= shifted < start + timedelta(minutes=5)
        present = datetime.now(UTC).replace(tzinfo=None)
        assert abs(world.clock.now - present) < timedelta(minutes=5)

    def test_freeze_without_moment_stops(self, world: MockWorld) -> None:
        """Without a moment the clock stops where it is."""
        world.clock.freeze()

        assert world.clock.document["mode"] == "frozen"

    def test_world_begins_where_its_clock_stands(
        self, server: MockServer | RemoteServer
    ) -> None:
        """A world made with `now` is back there after a reset."""
        start = datetime(2026, 1, 5, 10, tzinfo=UTC)
        with server.world(now=start, random_seed=7, strict=True) as world:
            world.clock.real()

            world.reset()

            assert world.clock.now == start.replace(tzinfo=None)
            assert world.settings["randomSeed"] == 7
            assert world.settings["strict"] is True


class TestOutbox:
    """What a server would have sent."""

    def test_mail_goes_to_who_wants_it(self, world: MockWorld) -> None:
        """A message to who takes mails is one; to others it is skipped, with why."""
        body = {"subject": "Hey", "text": "x", "users": [{"id": MOBILE_UID}]}
        world.as_user("admin").post(PATH, json=body)

        skipped = world.outbox.emails(status="SKIPPED")
        sms = world.outbox.sms(status="SKIPPED")

        assert skipped
        assert all(each.channel == "EMAIL" and each.reason for each in skipped)
        assert all(each.channel == "SMS" for each in sms)
        assert world.outbox.emails() == []
        assert "Hey" in str(skipped[0].subject)
        assert skipped[0].entry["id"] == skipped[0].id

    def test_mail_tells_who_gets_it(self, world: MockWorld) -> None:
        """An e-mail has everybody in `to`, however the server addresses them."""
        admin = world.as_user("admin")
        admin.post("/api/systemSettings/keyEmailHostName?value=smtp.example.org")
        body = {"subject": "Hey", "text": "x", "users": [{"id": MOBILE_UID}]}
        admin.post(PATH, json=body)

        (sent,) = world.outbox.emails(to="mobile@example.org")

        assert sent.to == ("mobile@example.org",)
        assert next(iter(world.outbox)).id == sent.id
        assert len(world.outbox) == 2

    def test_clear_forgets(self, world: MockWorld) -> None:
        """A cleared outbox is empty."""
        body = {"subject": "Hey", "text": "x", "users": [{"id": MOBILE_UID}]}
        world.as_user("admin").post(PATH, json=body)

        world.outbox.clear()

        assert world.outbox.find() == []


class TestEvents:
    """What only the server can do."""

    def test_events_reach_inboxes(self, world: MockWorld) -> None:
        """Each kind of event makes the conversation that a server would make."""
        before = {each.uid for each in world.conversations}
        recipients: Recipients = {"users": ["mobile"]}

        world.events.validation_results(
            rule="RuleUid0001",
            rule_name="Malaria < total",
            organisation_unit="DiszpKrYNg8",
            period="202401",
            importance="HIGH",
            count=3,
            recipients=recipients,
        )
        world.events.system_message("mobile", subject="Job failed", text="See the log")
        world.events.version_update("2.43.1")
        world.events.data_set_completed("Mortality", as_user="mobile")
        world.events.error_notice("Process failed", "No space left")

        made = [each for each in world.conversations if each.uid not in before]
        subjects = {each.subject: each.message_type for each in made}
        assert subjects["Job failed"] == "SYSTEM"
        assert subjects["Process failed"] == "SYSTEM"
        assert {*subjects.values()} == {"VALIDATION_RESULT", "SYSTEM"}
        assert len(list(world.events)) == 5
        high = [each for each in made if each.message_type == "VALIDATION_RESULT"]
        assert high[0].priority == "HIGH"

    def test_reply_comes_when_planned(self, world: MockWorld) -> None:
        """A planned event happens when the clock passes its moment, once."""
        world.clock.freeze("2026-01-05T10:00:00")
        reply = {"type": "reply", "conversation": UID, "as": "admin", "text": "Later"}
        world.events.plan(reply, at="2026-01-05T10:05:00")
        world.events.reply(UID, as_user="admin", text="Now")

        texts = [[each.text for each in world.conversation(UID).messages][-1]]
        world.clock.advance(minutes=6)
        texts.append(world.conversation(UID).messages[-1].text)

        assert texts == ["Now", "Later"]
        assert {each["status"] for each in world.events} == {"FIRED"}

    def test_inbox_grows(self, world: MockWorld) -> None:
        """An event comes after a time, and as often as is told."""
        world.clock.freeze("2026-01-05T10:00:00")
        world.events.plan(REPLYING, after=timedelta(minutes=5))
        world.events.plan(REPLYING, every="PT2M", times=30)
        before = len(world.conversation(UID).messages)

        counts = []
        for minutes in (4, 1, 55):
            world.clock.advance(minutes=minutes)
            counts.append(len(world.conversation(UID).messages) - before)

        assert counts == [2, 3, 31]

    def test_event_says_more(self, world: MockWorld) -> None:
        """What may be told besides is told: who is answered, why, and that it is."""
        told: Recipients = {"users": ["mobile"]}

        made = [
            world.events.data_set_completed(
                "Mortality", as_user="mobile", notify_completing_user=True
            ),
            world.events.version_update("2.43.1", recipients=told),
            world.events.error_notice("Failed", "No space", cause="Disk"),
            world.events.system_message("mobile", subject="S", text="T"),
            world.events.validation_results(
                recipients=told,
                results=[{"rule_name": "A", "count": 2}, {"rule_name": "B"}],
            ),
        ]
        world.events.reply("ZrKML5WiyFm", as_user="boateng", text="x", internal=True)

        assert all(each["created"] for each in made)
        assert world.conversation("ZrKML5WiyFm").messages[-1].internal
