"""
The public API as a typed test suite uses it; mypy --strict has to be content.

It is checked by `make types`, not run: what is wrong on purpose has to be an error.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, assert_type

import pytest
from flask import Flask

from mock_server import (
    MockServer,
    MockWorld,
    RemoteServer,
    Seed,
    Settings,
    connect,
    create_app,
    faults,
    mock_dhis2,
)
from mock_server.testing.journal import RecordedRequest


def steer(world: MockWorld) -> None:
    """Use everything that a world offers."""
    with world.fault(
        "me.get", faults.status(503, retry_after=2), times=2, user="mobile"
    ) as fault:
        assert_type(fault.fired, int)
        assert_type(fault.remaining, int | None)
    world.fault(["me.get", "users.*"], faults.reset(phase="after"), skip=3, every=2)
    world.fault(
        {"path": "/api/**"},
        faults.rewrite(remove=["/pager"]),
        probability=0.1,
        ttl_seconds=60,
        per_user=True,
        id="rare",
    )
    world.fault(None, {"type": "hang", "maxMilliseconds": 10})
    world.fault("me.get", faults.delay(seconds=1))
    slow: faults.Uniform = {"type": "uniform", "lower": 10, "upper": 40}
    world.fault("me.get", faults.delay(distribution=slow))
    world.configure(profile="2.42", switches={"reply_status": 200}, random_seed=7)
    last = world.requests.last
    assert_type(last.status, int | None)
    assert_type(last.committed, bool)
    assert_type(last.user, str | None)
    assert_type(world.requests.to_curl("me.get"), list[str])
    world.verify(
        "messageConversations.create",
        exactly=1,
        within=2.0,
        user="mobile",
        body={"includesJson": {"subject": "Hey"}},
        headers={"Accept": {"contains": "json"}},
    )
    world.verify_sequence("me.get", "messageConversations.list", within=2)
    world.requests.find("me.get", body={"includesJson": {"subject": "Hey"}}, since=last)
    world.restore(world.snapshot())
    assert_type(world.snapshot(), Mapping[str, Any])
    world.clock.freeze(datetime(2026, 1, 5), tick_milliseconds=1)  # noqa: DTZ001 - UTC
    assert_type(world.clock.advance(hours=1), datetime)
    world.clock.real()
    assert_type(world.outbox.emails(to="mia@example.org")[0].subject, str | None)
    world.events.plan({"type": "versionUpdate"}, after=timedelta(minutes=5))
    world.events.validation_results(
        rule_name="R", importance="HIGH", count=3, recipients={"users": ["mobile"]}
    )
    assert_type(world.conversation("ZjHHSjyyeJ2").messages[-1].text, str)
    reply = world.as_user("mobile").post("/api/me", json={"a": 1})
    assert_type(reply.status, int)
    assert_type(reply.status_code, int)
    assert_type(reply.headers["Location"], str)
    assert_type(reply.raise_for_status().text, str)
    world.as_user(None).get("/api/me", params={"fields": ["id", "name"]})
    assert_type(world.requests[-1], RecordedRequest)
    assert_type(world.conversation("ZjHHSjyyeJ2").participant("mobile").username, str)
    world.reset()


def start() -> None:
    """Start servers in every way."""
    with MockServer(seed="empty", port=0, profile="2.42", strict=True) as server:
        assert_type(server, MockServer)
        assert_type(server.url, str)
        with server.paused():
            pass
        with server.world(seed=Seed("default")):
            pass
        with server.world("w1", seed={"format": 1}, now="2026-01-05") as world:
            assert_type(world, MockWorld)
    assert_type(connect("http://localhost:8080/w1"), MockWorld)
    assert_type(RemoteServer("http://localhost:8080").default, MockWorld)
    assert_type(create_app(Settings(admin=False), seed="empty"), Flask)
    with mock_dhis2(seed="empty") as private:
        assert_type(private, MockWorld)


def write() -> Seed:
    """Write a seed with everything that it offers."""
    seed = Seed()
    assert_type(seed.user("mia", email="mia@example.org", authorities=["ALL"]), str)
    nurses = seed.user_group("Nurses", "mia")
    seed.feedback_recipients(nurses)
    uid = seed.conversation("S", "T", sender="mia", to=[nurses], read=["admin"])
    notes = seed.file("notes.txt", b"x")
    seed.message(uid, "U", sender="admin", attachments=[notes], created="2026-02-01")
    return seed


def refuse(world: MockWorld, server: MockServer) -> None:
    """Make mistakes that a type checker sees."""
    Seed().user("mia", mail="mia@example.org")  # type: ignore[call-arg]
    Seed().conversation("S", "T", to=["mia"])  # type: ignore[call-arg]
    world.fault("me.get", faults.status("503"))  # type: ignore[arg-type]
    world.fault("me.get", faults.reset(), tmies=1)  # type: ignore[call-arg]
    world.fault("me.get", faults.reset(phase="later"))  # type: ignore[arg-type]
    faults.preset("bad_gatway")  # type: ignore[arg-type]
    faults.delay(1)  # type: ignore[call-arg]
    faults.timeout()  # type: ignore[attr-defined]
    world.configure(reply_status=200)  # type: ignore[call-arg]
    world.clock.advance(hour=1)  # type: ignore[call-arg]
    world.as_user("mobile").post("/api/me", data="x")  # type: ignore[call-arg]
    world.verify("me.get", exactly="1")  # type: ignore[arg-type]
    server.world(profil="2.42")  # type: ignore[call-arg]
    MockServer(prot=1)  # type: ignore[call-arg]


@pytest.fixture
def client_url(dhis2_mock: MockWorld) -> str:
    """Return what a client is pointed at."""
    return dhis2_mock.url


@mock_dhis2(seed="empty")
def counted(world: MockWorld, limit: int) -> list[str]:
    """Return something of a world."""
    return [world.url] * limit


@mock_dhis2()
async def awaited(world: MockWorld) -> str:
    """Return something of a world, later."""
    return world.url


@mock_dhis2()
class TestSomething:
    """A class whose tests find their world."""

    dhis2_mock: MockWorld

    @mock_dhis2()
    def test_method(self, world: MockWorld, more: int) -> str:
        """Take a world after the object."""
        return world.url * more


async def call() -> None:
    """Call what was decorated, without its world."""
    assert_type(counted(3), list[str])
    assert_type(await awaited(), str)
    assert_type(TestSomething().test_method(2), str)
