"""Calls with wrong arguments are refused with what was probably meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from mock_server import MockServer, faults
from mock_server.testing.calls import with_hints

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_server import MockWorld

    Call = Callable[[Any], object]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda _: faults.delay(1),  # type: ignore[call-arg]
            (
                "faults.delay takes no bare 1; say what it is: milliseconds=, seconds=,"
                " distribution="
            ),
        ),
        (
            lambda _: faults.hang(seconds=1),  # type: ignore[call-arg]
            "faults.hang has no option 'seconds'; did you mean 'max_seconds'?",
        ),
        (
            lambda _: faults.status(503, retryAfter=2),  # type: ignore[call-arg]
            "faults.status has no option 'retryAfter'; did you mean 'retry_after'?",
        ),
        (
            lambda _: faults.status(status_code=503),  # type: ignore[call-arg]
            "faults.status has no option 'status_code'; did you mean 'status'?",
        ),
        (
            lambda _: faults.status(),  # type: ignore[call-arg]
            "faults.status: missing a required argument: 'status'",
        ),
        (
            lambda _: faults.delay(seconds=1, milliseconds=1),
            "milliseconds and seconds are one time: give one of them",
        ),
        (
            lambda world: world.clock.advance(hour=1),
            "Clock.advance has no option 'hour'; did you mean 'hours'?",
        ),
        (
            lambda world: world.clock.advance(60),
            (
                "Clock.advance takes no bare 60; say what it is: days=, hours=,"
                " minutes=, seconds=, or a timedelta"
            ),
        ),
        (
            lambda world: world.clock.freeze("2026-01-05", tick=1),
            "Clock.freeze has no option 'tick'; did you mean 'tick_milliseconds'?",
        ),
        (
            lambda world: world.snapshot("before"),
            "MockWorld.snapshot takes no bare 'before'",
        ),
        (
            lambda world: world.fault("me.get", faults.empty(), once=True),
            "a fault has no option 'once'; did you mean 'times'?",
        ),
        (
            lambda world: world.fault("me.get", faults.empty(), ttl=5),
            "a fault has no option 'ttl'; did you mean 'ttl_seconds'?",
        ),
        (
            lambda world: world.fault(faults.empty()),
            "MockWorld.fault: missing a required argument: 'effect'",
        ),
        (
            lambda world: world.fault("GET /api/me", faults.empty()),
            "'GET /api/me' is no operation; a path is matched by path='/api/me'",
        ),
        (
            lambda world: world.verify(operation="me.get"),
            "verify has no option 'operation'; did you mean 'match'?",
        ),
        (
            lambda world: world.verify("me.get", timeout=2),
            "verify has no option 'timeout'; did you mean 'within'?",
        ),
        (
            lambda world: world.verify("me.get", 2),
            (
                "MockWorld.verify takes no bare 2; say what it is: method=, path=,"
                " path_pattern=, user=, query=, headers=, body=, exactly=, times=,"
                " at_least=, at_most=, within="
            ),
        ),
        (
            lambda world: world.verify("me.get", times=1, exactly=1),
            "times and exactly are one count: give one of them",
        ),
        (
            lambda world: world.configure(reply_staus=201),
            (
                "configure has no option 'reply_staus'; did you mean the switch"
                " switches={'reply_status': ...}?"
            ),
        ),
        (
            lambda world: world.configure(latency=5),
            "configure has no option 'latency'; did you mean 'latency_milliseconds'?",
        ),
        (
            lambda world: world.as_user("mobile").post("/api/me", data="x"),
            "a request has no option 'data'; did you mean 'body'?",
        ),
        (
            lambda world: world.as_user("mobile").post("/api/me", "x"),
            (
                "ApiClient.post takes no bare 'x'; say what it is: params=, headers=,"
                " json=, body="
            ),
        ),
        (
            lambda world: world.as_user("mobile").get("/api/me", {"fields": "id"}),
            (
                "ApiClient.get takes no bare {'fields': 'id'}; say what it is:"
                " params=, headers="
            ),
        ),
        (
            lambda world: world.requests.find("me.get", "mobile"),
            "Requests.find takes no bare 'mobile'",
        ),
        (
            lambda world: world.outbox.find("EMAIL"),
            "Outbox.find takes no bare 'EMAIL'",
        ),
        (
            lambda world: world.events.data_set_completed("BfMAe6Itzgt", "mobile"),
            (
                "Events.data_set_completed takes no bare 'mobile'; say what it is:"
                " as_user=, period=, organisation_unit=, attribute_option_combo=,"
                " recipients=, notify_completing_user="
            ),
        ),
        (
            lambda world: world.events.validation_results(org_unit="DiszpKrYNg8"),
            (
                "Events.validation_results has no option 'org_unit'; did you mean"
                " 'organisation_unit'?"
            ),
        ),
        (
            lambda world: world.events.system_message("mobile", text="Sorry"),
            "Events.system_message: missing a required argument: 'subject'",
        ),
        (
            lambda world: world.events.plan({}, before="PT5M"),
            (
                "Events.plan has no option 'before'; there are: event, at, after,"
                " every, times"
            ),
        ),
        (
            lambda _: MockServer("empty"),  # type: ignore[call-arg]
            (
                "MockServer takes no bare 'empty'; say what it is: seed=, profile=,"
                " now=, random_seed=, strict=, host=, port=, ssl_context="
            ),
        ),
    ],
)
def test_slip_is_told(world: MockWorld, call: Call, told: str) -> None:
    """A wrong name, or a bare value, leads to the right one, and nothing is done."""
    with pytest.raises(TypeError) as refused:
        call(world)

    assert str(refused.value) == told
    assert world.faults == []
    assert len(world.requests) == 0


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("timeout", "hang(), or delay(seconds=...)"),
        ("respond", "status(...), message(...), json(...) or preset(...)"),
        ("rate_limited", "preset('rate_limited')"),
        ("dely", "'delay'"),
    ],
)
def test_unknown_effect_is_told(name: str, meant: str) -> None:
    """An effect that there is not leads to the builder that makes one like it."""
    with pytest.raises(AttributeError) as refused:
        getattr(faults, name)

    assert str(refused.value) == (
        f"there is no effect `faults.{name}`; did you mean {meant}?"
    )


def test_far_word_lists_effects() -> None:
    """A word like none of the effects leads to all of them."""
    with pytest.raises(AttributeError, match=r"there are: .*status, .*, rewrite$"):
        _ = faults.xyz  # type: ignore[attr-defined]


def test_error_of_its_own_passes() -> None:
    """A `TypeError` from within a call that was right is not touched."""

    @with_hints
    def add(one: int, other: int) -> int:
        return one + other

    words: Any = "x"

    with pytest.raises(TypeError, match="unsupported operand"):
        add(1, words)


def test_refusal_shows_the_test_alone(pytester: pytest.Pytester) -> None:
    """The traceback of a slip is the line of the test that made it."""
    pytester.makepyfile(
        """
        from mock_server import faults

        def test_slow_server(dhis2_mock):
            dhis2_mock.fault("me.get", faults.delay(1))
        """
    )

    result = pytester.runpytest("--tb=short")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*TypeError: faults.delay takes no bare 1;*"])
    result.stdout.no_fnmatch_line("*mock_server/testing/*")


def test_day_begins_at_midnight(world: MockWorld) -> None:
    """A date is a moment as well."""
    world.clock.freeze(date(2026, 1, 5))

    assert world.clock.now.isoformat() == "2026-01-05T00:00:00"


def test_other_moment_is_refused() -> None:
    """What is no moment is told by the option that has it."""
    with pytest.raises(ValueError, match="now: 'soon' is no moment; write it like 20"):
        MockServer(now="soon").start()
