"""Events hold for any document and any clock (control-plane 3.1, 5.3)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_server.factory import create_app
from mock_server.gate.world import EXTENSION
from tests.conftest import Api, in_process

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 200),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            *("", "PT1M", "PT1H", "P1D", "2026-01-05T10:00:00", "HIGH", "LOW", "=="),
            *("mobile", "admin", "keita", "PhzytPW3g2J", "ZjHHSjyyeJ2", "ZrKML5WiyFm"),
            *("DiszpKrYNg8", "ZoHNWQajIoe", "Rg8wusV7QYi", "V{rule_name}", "2.43.0"),
            *("SINGLE_NOTIFICATION", "COLLECTIVE_SUMMARY", "\x00", "😀"),
        ]
    ),
)
TYPES = st.sampled_from(
    [
        *("validationResults", "systemMessage", "reply", "versionUpdate"),
        *("dataSetCompleted", "errorNotice", "other"),
    ]
)
KEYS = [
    *("conversation", "as", "text", "internal", "to", "subject", "createdBy"),
    *("message", "cause"),
    *("version", "releaseDate", "recipients", "dataSet", "period", "results"),
    *("notifyCompletingUser", "organisationUnit", "ruleName", "importance", "count"),
    *("hierarchyOnly", "parentOnly", "templates", "strategy", "leftValue", "unknown"),
]
RECIPIENTS = st.fixed_dictionaries(
    {},
    optional={
        "users": st.lists(st.sampled_from(["mobile", "konan", "xE7jOejl9FI"])),
        "userGroups": st.lists(st.sampled_from(["ZoHNWQajIoe", "Rg8wusV7QYi"])),
    },
)
VALUES = st.recursive(
    SCALARS | RECIPIENTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=6,
)
EVENTS = st.builds(
    lambda kind, rest: {"type": kind, **rest},
    TYPES,
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6),
)
SOUND = st.one_of(
    st.builds(
        lambda user, uid, internal: {
            "type": "reply",
            "text": "x",
            "as": user,
            "conversation": uid,
            "internal": internal,
        },
        st.sampled_from(["mobile", "admin", "keita", "boateng"]),
        st.sampled_from(["ZjHHSjyyeJ2", "ZrKML5WiyFm", "GDBqVfkmnp2"]),
        st.booleans(),
    ),
    st.builds(
        lambda who, strategy, unit, flags: {
            "type": "validationResults",
            "ruleName": "R",
            "recipients": who,
            "strategy": strategy,
            "organisationUnit": unit,
            **flags,
        },
        RECIPIENTS,
        st.sampled_from(["SINGLE_NOTIFICATION", "COLLECTIVE_SUMMARY"]),
        st.sampled_from(["DiszpKrYNg8", "ImspTQPwCqd"]),
        st.dictionaries(
            st.sampled_from(["hierarchyOnly", "parentOnly"]), st.booleans()
        ),
    ),
    st.builds(
        lambda version: {"type": "versionUpdate", "version": version},
        st.sampled_from(["2.42.1", "2.42.2"]),
    ),
)
MOMENTS = st.one_of(
    st.builds(lambda minutes: {"after": f"PT{minutes}M"}, st.integers(0, 90)),
    st.builds(
        lambda minutes, times: {"every": f"PT{minutes}M", "times": times},
        st.integers(1, 40),
        st.integers(1, 5),
    ),
)
ENTRIES = st.builds(
    lambda when, event: {**when, "event": event}, MOMENTS, EVENTS | SOUND
)

FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def served() -> Api:
    """Return a client of a fresh mock whose clock stands still."""
    api = Api(in_process(create_app()))
    clock = {"mode": "frozen", "now": "2026-01-05T10:00:00"}
    assert api.call("PUT", "/__mock/clock", json=clock).status == 200
    return api


API = served()


def begin() -> Api:
    """Return the client, the mock being as at first."""
    API.post("/__mock/reset")
    clock = {"mode": "frozen", "now": "2026-01-05T10:00:00"}
    API.call("PUT", "/__mock/clock", json=clock)
    return API


def state_of(api: Api) -> bytes:
    """Return everything there is, as bytes."""
    return api.get("/__mock/snapshots/current").body


@FEW
@given(st.one_of(EVENTS, ENTRIES, VALUES, st.lists(EVENTS | ENTRIES, max_size=3)))
def test_any_body_has_an_answer(body: Any) -> None:
    """Whatever is posted happens whole, or is refused and changes nothing (3.1)."""
    api = begin()
    before = state_of(api)

    reply = api.post("/__mock/events", json=body)

    assert reply.status in {201, 422}
    if reply.status == 422:
        assert reply.json()["errors"]
        assert state_of(api) == before


@FEW
@given(
    st.lists(st.builds(lambda w, e: {**w, "event": e}, MOMENTS, SOUND), max_size=6),
    st.lists(st.integers(0, 1800), max_size=8),
)
def test_steps_do_not_matter(entries: list[dict[str, Any]], steps: list[int]) -> None:
    """However time passes, the same has happened in the end (5.3)."""
    api = begin()
    replies = [api.post("/__mock/events", json=entry).status for entry in entries]
    total = 2 * 3600 * 10
    api.post("/__mock/clock/advance", json={"seconds": total})
    at_once = state_of(api)
    begin()
    again = [api.post("/__mock/events", json=entry).status for entry in entries]

    for seconds in steps:
        api.post("/__mock/clock/advance", json={"seconds": seconds})
    rest = total - sum(steps)
    api.post("/__mock/clock/advance", json={"seconds": rest})

    assert replies == again
    assert state_of(api) == at_once


def test_many_threads_fire_each_event_once() -> None:
    """Requests that come together find each event done, and once (5.3)."""
    app = create_app()
    api = Api(in_process(app), "admin")
    event = {
        "type": "reply",
        "conversation": "ZjHHSjyyeJ2",
        "as": "mobile",
        "text": "x",
    }
    api.post("/__mock/events", json={"every": "PT1M", "times": 200, "event": event})
    world = app.extensions[EXTENSION].default
    path = "/messageConversations/ZjHHSjyyeJ2?fields=messageCount"

    def ask(number: int) -> int:
        if number % 2:
            world.advance(timedelta(minutes=25))
            return 0
        found: int = Api(in_process(app), "admin").get(path).json()["messageCount"]
        return found

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(16)))

    past = world.store.state.timeline.past
    assert ask(0) == 201
    assert len(past) == 200
    assert [each.due for each in past] == sorted({each.due for each in past})
