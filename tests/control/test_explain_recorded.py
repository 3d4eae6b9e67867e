"""POST /__mock/faults/explain of a request in the journal (control-plane 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import Api

BROKEN = {"effect": {"type": "respond", "status": 503}}


def explained(api: Api, entry_id: str) -> list[dict[str, Any]]:
    """Return what each rule says of an entry."""
    reply = api.post("/__mock/faults/explain", json={"requestId": entry_id})
    assert reply.status == 200, reply.text
    rules: list[dict[str, Any]] = reply.json()["rules"]
    return rules


def test_what_each_rule_decided_is_told(default_api: Api) -> None:
    """`then` is what became of the request, whatever the counters say by now."""
    mine = {"match": {"operation": "me.get"}, **BROKEN}
    for fault in (
        {"id": "once", "lifetime": {"times": 1}, **mine},
        {"id": "second", **mine},
        {"id": "others", "match": {"user": "admin"}, **BROKEN},
    ):
        default_api.post("/__mock/faults", json=fault)
    for _ in range(2):
        default_api.as_user("mobile").get("/api/me")
    default_api.post("/__mock/faults", json={"id": "late", **mine})

    first, second = explained(default_api, "r1"), explained(default_api, "r2")

    assert [each["then"] for each in first] == [
        {"fired": True, "reason": None},
        {"fired": False, "reason": "once comes before it"},
        None,
        None,
    ]
    assert second[0]["then"]["fired"] is False
    assert second[0]["then"]["reason"] == second[0]["reason"]
    assert second[1]["then"] == {"fired": True, "reason": None}


def test_request_that_was_not_sent_has_no_then(default_api: Api) -> None:
    """Of a request that nobody sent there is no past."""
    default_api.post("/__mock/faults", json=BROKEN)

    reply = default_api.post("/__mock/faults/explain", json={"path": "/api/me"})

    assert "then" not in reply.json()["rules"][0]


def test_differences_hold_no_secret(default_api: Api) -> None:
    """What a rule says of a recorded request has no password in it (check 25)."""
    match = {
        "headers": {"Authorization": "x"},
        "query": {"password": "x"},
        "body": {"contains": "x"},
    }
    default_api.post("/__mock/faults", json={"match": match, **BROKEN})
    default_api.post(
        "/api/auth/login?password=hush-hush",
        json={"username": "mobile", "password": "hush-hush"},
        headers={"Authorization": "Basic hush-hush"},
    )

    [rule] = explained(default_api, "r1")

    assert len(rule["differences"]) == 3
    assert "hush-hush" not in str(rule)
