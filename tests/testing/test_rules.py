"""Faults put in place by a test, on the server of the test run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from mock_server import connect, create_app, faults
from mock_server.testing.control import ControlPlaneError

if TYPE_CHECKING:
    from mock_server import MockWorld
    from mock_server.testing.faults import Effect

PATH = "/api/messageConversations"
UID = "ZjHHSjyyeJ2"
CREATE, REPLY = "messageConversations.create", "messageConversations.reply"


def create(world: MockWorld) -> int:
    """Let the administrator write to mobile; return the status."""
    body = {"subject": "Hey", "text": "x", "users": [{"id": "PhzytPW3g2J"}]}
    return world.as_user("admin").post(PATH, json=body).status


class TestLifetime:
    """How long and how often."""

    def test_fault_fires_so_often(self, world: MockWorld) -> None:
        """A fault that fires twice does so among 20 at once (check 1)."""
        fault = world.fault(CREATE, faults.status(503, retry_after=2), times=2)

        with ThreadPoolExecutor(20) as pool:
            statuses = list(pool.map(lambda _: create(world), range(20)))

        assert sorted(statuses) == [201] * 18 + [503] * 2
        assert (fault.fired, fault.matched) == (2, 20)
        assert (fault.remaining, fault.active) == (0, False)
        assert repr(fault) == f"<Fault {fault.id}: fired 2 of 20 matched>"

    def test_block_takes_fault_away(self, world: MockWorld) -> None:
        """A fault lasts as long as its block; its counters stay readable."""
        with world.fault("me.get", faults.preset("bad_gateway"), id="proxy") as fault:
            inside = world.as_user("mobile").get("/api/me").status
            assert [each.id for each in world.faults] == ["proxy"]

        assert inside == 502
        assert world.as_user("mobile").get("/api/me").status == 200
        assert (fault.id, fault.fired) == ("proxy", 1)
        assert world.faults == []
        fault.remove()

    def test_reset_takes_fault_away(self, world: MockWorld) -> None:
        """A block whose world is reset within ends well, with what was known last."""
        with world.fault(CREATE, faults.status(503)) as fault:
            create(world)
            assert fault.fired == 1
            world.reset()

        assert (fault.fired, fault.matched) == (1, 1)
        assert create(world) == 201

    def test_criteria_and_lifetime_go_together(self, world: MockWorld) -> None:
        """What a request must meet and how long a fault lasts are told in one call."""
        fault = world.fault(
            {"path": f"{PATH}/*"}, faults.status(503), user="mobile", skip=1
        )
        mobile, admin = world.as_user("mobile"), world.as_user("admin")

        statuses = [
            each.get(f"{PATH}/{UID}").status for each in (mobile, admin, mobile)
        ]

        assert statuses == [200, 200, 503]
        assert fault.document["match"] == {"path": f"{PATH}/*", "user": "mobile"}
        assert fault.document["lifetime"] == {"skip": 1}

    def test_what_is_no_effect_is_refused(self, world: MockWorld) -> None:
        """A bare status leads to where effects are made."""
        effect: Any = 503

        with pytest.raises(TypeError, match="503 is no effect: `mock_server"):
            world.fault("me.get", effect)

    def test_misspelt_keyword_is_refused(self, world: MockWorld) -> None:
        """A keyword that is no part of a rule leads to the one that was meant."""
        slips: Any = {"time": 2}

        with pytest.raises(TypeError, match="no option 'time'; did you mean 'times'"):
            world.fault("me.get", faults.empty(), **slips)
        with pytest.raises(TypeError, match="no option 'time'; did you mean 'times'"):
            world.verify("me.get", **slips)

        assert world.faults == []

    def test_wrong_fault_is_refused(self, world: MockWorld) -> None:
        """A fault that makes no sense is an error with place and remedy (check 10)."""
        with pytest.raises(ControlPlaneError) as refused:
            world.fault("messageConversations.creat", faults.empty())

        assert "/match/operation: unknown operation" in str(refused.value)
        assert world.faults == []


class TestWire:
    """What a client meets at its end of the line (checks 5 to 7)."""

    @pytest.mark.parametrize(("phase", "stored"), [("before", 0), ("after", 1)])
    def test_reset_cuts_the_line(
        self, world: MockWorld, phase: str, stored: int
    ) -> None:
        """A reset is one, and tells nothing of what was stored."""
        before = len(world.conversation(UID).messages)
        world.fault(REPLY, faults.reset(phase=phase), times=1)  # type: ignore[arg-type]

        with pytest.raises(ConnectionResetError):
            world.as_user("mobile").post(f"{PATH}/{UID}", body="Yes")

        assert len(world.conversation(UID).messages) == before + stored
        assert world.requests.last.committed is bool(stored)
        assert world.requests.last.sent == "reset"
        assert world.requests.last.fault == "f1"
        assert str(world.requests.last).endswith("by mobile: reset by fault f1")

    @pytest.mark.parametrize(
        ("effect", "error"),
        [
            (faults.empty(), RemoteDisconnected),
            (faults.random_data(), HTTPException),
            (faults.malformed_chunk(), HTTPException),
            (faults.truncate(fraction=0.5), IncompleteRead),
        ],
    )
    def test_broken_answers_are_seen(
        self, world: MockWorld, effect: Effect, error: type[Exception]
    ) -> None:
        """Each way to break an answer is an error of the client's own."""
        world.fault("me.get", effect)

        with pytest.raises(error):
            world.as_user("mobile").get("/api/me")

    def test_hanging_requests_hold_up_nobody(self, world: MockWorld) -> None:
        """30 requests that hang leave the others be; a reset lets them go."""
        world.fault("me.get", faults.hang(), user="mobile")
        mobile = world.as_user("mobile")
        failed: list[OSError] = []

        def ask() -> None:
            try:
                mobile.get("/api/me")
            except OSError as error:
                failed.append(error)

        threads = [Thread(target=ask) for _ in range(30)]
        for thread in threads:
            thread.start()
        world.verify("me.get", user="mobile", at_least=30, within=10)

        answered = world.as_user("admin").get("/api/me").status
        world.reset()
        for thread in threads:
            thread.join(10)

        assert answered == 200
        assert len(failed) == 30

    def test_dribbled_answer_is_whole(self, world: MockWorld) -> None:
        """A slow answer is the right one in the end."""
        world.fault("me.get", faults.dribble(chunks=5, milliseconds=50))

        reply = world.as_user("mobile").get("/api/me?fields=username")

        assert reply.json() == {"username": "mobile"}

    def test_rewritten_answer_lacks_a_key(self, world: MockWorld) -> None:
        """An answer can be made wrong in one place (check 13)."""
        world.fault("messageConversations.list", faults.rewrite(remove=["/pager"]))

        reply = world.as_user("mobile").get(PATH)

        assert "pager" not in reply.json()


class TestApp:
    """A world of an application without a server."""

    def test_app_is_reached_without_a_socket(self) -> None:
        """The same world is had of an app that nobody serves (check 29)."""
        world = connect(create_app())

        status = create(world)

        assert status == 201
        world.verify(CREATE, times=1)

    def test_cut_line_is_an_exception(self) -> None:
        """Without a connection a reset raises what a client would see (0.1)."""
        world = connect(create_app())
        world.fault("me.get", faults.reset())

        with pytest.raises(ConnectionResetError):
            world.as_user("mobile").get("/api/me")
