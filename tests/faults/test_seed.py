"""Faults that a world begins with: the key `faults` of a seed (control-plane 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from mock_server.seed import SeedError, parse_seed

if TYPE_CHECKING:
    from tests.conftest import Api

FAULTS = "/__mock/faults"
BROKEN = {"effect": {"type": "respond", "status": 503}}


def seed(*faults: Any) -> dict[str, Any]:
    """Return a seed of one user with these faults."""
    user = {
        "id": "OnlyUser001",
        "username": "only",
        "password": "x",
        "firstName": "On",
        "surname": "Ly",
    }
    return {"format": 1, "users": [user], "faults": list(faults)}


def test_world_begins_with_its_faults(default_api: Api) -> None:
    """The rules of the seed are there from the start, and after a reset again."""
    default_api.call("PUT", "/__mock/worlds/w1", json={"seed": seed(BROKEN)})
    first = default_api.get("/w1/api/me").status
    shown = default_api.get(f"/w1{FAULTS}").json()
    default_api.delete(f"/w1{FAULTS}")
    dropped = default_api.get("/w1/api/me").status

    default_api.post("/w1/__mock/reset")

    again = default_api.get(f"/w1{FAULTS}").json()
    default_api.delete("/__mock/worlds/w1")
    status = {"matched": 1, "fired": 1, "remaining": None, "active": True}
    assert (first, dropped) == (503, 401)
    assert shown == [{"id": "f1", **BROKEN, "status": status}]
    assert again == [
        {"id": "f1", **BROKEN, "status": {**status, "matched": 0, "fired": 0}}
    ]


def test_wrong_faults_stop_the_seed() -> None:
    """All that is wrong with them is listed, with file and place."""
    document = seed(
        {"effect": {"type": "rest"}}, {**BROKEN, "id": "a"}, {**BROKEN, "id": "a"}, 7
    )

    with pytest.raises(SeedError) as caught:
        parse_seed(document)

    assert caught.value.problems == (
        "seed /faults/0/effect/type: unknown effect 'rest'; did you mean 'reset'?",
        "seed /faults/2/id: 'a' is the id of another fault as well",
        "seed /faults/3: 7 is not an object",
    )


@pytest.mark.parametrize("name", ["only", "OnlyUser001", ""])
def test_fault_is_for_a_user_of_the_seed(name: str) -> None:
    """The users that a fault may be for are those of its seed, or nobody."""
    fault = {**BROKEN, "match": {"user": name}}

    assert len(parse_seed(seed(fault)).faults) == 1


def test_fault_for_a_stranger_stops_the_seed() -> None:
    """A user who is not there is refused, with the nearest who is."""
    with pytest.raises(SeedError) as caught:
        parse_seed(seed({**BROKEN, "match": {"user": "onli"}}))

    assert str(caught.value) == (
        "seed /faults/0/match/user: 'onli' is not the id or the username of a user;"
        " did you mean 'only'?"
    )


def test_faults_are_an_array() -> None:
    """Anything else is refused."""
    with pytest.raises(SeedError, match=r"/faults: .* is not an array"):
        parse_seed({**seed(), "faults": {}})


GOOD: list[Any] = [
    BROKEN,
    {"effect": {"type": "reset", "phase": "after"}, "lifetime": {"times": 1}},
    {
        "effect": {
            "type": "respond",
            "preset": "rate_limited",
            "retryAfter": "http-date",
        }
    },
    {"effect": {"type": "hang", "maxMilliseconds": 5}, "match": {"method": ["GET"]}},
    {
        "effect": {
            "type": "delay",
            "distribution": {"type": "uniform", "lower": 1, "upper": 2},
        }
    },
    {
        "effect": {"type": "rewrite", "remove": ["/a"], "headers": {"ETag": None}},
        "match": {
            "query": {"a": "1", "b": {"absent": True}},
            "body": {"includesJson": {}},
        },
    },
]
BAD: list[Any] = [
    {},
    {"effect": {}},
    {"effect": {"type": "resett"}},
    {"effect": {"type": "reset", "status": 1}},
    {"effect": {"type": "truncate", "phase": "before"}},
    {"effect": {"type": "truncate", "fraction": 2}},
    {**BROKEN, "lifetime": {"times": 0}},
    {**BROKEN, "match": {"query": {"a": {"b": "c"}}}},
    {**BROKEN, "id": "a b"},
    {**BROKEN, "enabled": 1},
    {**BROKEN, "lifetime": {"perUser": 1}},
    {**BROKEN, "lifetime": {"probability": "0.3"}},
    {**BROKEN, "lifetime": {"ttlSeconds": "60"}},
    {"effect": {"type": "truncate", "fraction": "0.5"}},
]


@pytest.mark.parametrize("fault", [*GOOD, *BAD], ids=str)
def test_published_schema_agrees(default_api: Api, fault: Any) -> None:
    """What the JSON Schema takes the server takes, and the other way round (3.3)."""
    schema = default_api.get("/__mock/faults.schema.json").json()
    validator = jsonschema.Draft202012Validator(schema)

    taken = default_api.post(FAULTS, json=fault).status == 201

    assert taken == (fault in GOOD)
    assert validator.is_valid(fault) == taken


def test_what_is_shown_fits_the_schema(default_api: Api) -> None:
    """A rule as GET shows it is a rule as the schema wants it."""
    default_api.post(FAULTS, json=BROKEN)
    schema = default_api.get("/__mock/faults.schema.json").json()

    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(default_api.get(FAULTS).json()[0], schema)
