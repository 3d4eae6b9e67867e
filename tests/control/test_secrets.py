"""Passwords, cookies and tokens are in nothing that the mock tells (check 25)."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from typing import TYPE_CHECKING
from zlib import crc32

from mock_server.factory import create_app
from mock_server.serving import with_access_log
from mock_server.settings import Settings
from tests.conftest import Api, in_process

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PASSWORD, WRONG = "hUsH-right-1", "hUsH-wrong-2"
_DIGITS = "hUsHtokenhUsHtokenhUsHtokenhUsHt"
TOKEN = f"d2pat_{_DIGITS}{crc32(_DIGITS.encode()):010}"
SECRETS = (PASSWORD, WRONG, "hUsH", b64encode(f"sam:{PASSWORD}".encode()).decode())
SEED = {
    "format": 1,
    "users": [
        {
            "id": "SamPlainU01",
            "username": "sam",
            "password": PASSWORD,
            "firstName": "Sam",
            "surname": "Plain",
            "tokens": [TOKEN],
        }
    ],
}
SHOWN = [
    "/__mock/requests",
    "/__mock/requests/r1",
    "/__mock/requests?format=har",
    "/__mock/requests?format=jsonl",
    "/__mock/requests?format=curl",
    "/__mock/settings",
    "/__mock",
]


def log_in_every_way(api: Api) -> list[str]:
    """Send credentials in every place there is; return what was answered."""
    sam = api.as_user("sam", PASSWORD)
    replies = [
        sam.get("/me"),
        api.as_user("sam", WRONG).get("/me"),
        api.get("/me", headers={"Authorization": f"ApiToken {TOKEN}"}),
        api.get("/me", headers={"Authorization": f"ApiToken {TOKEN}9"}),
        api.get("/me", headers={"Authorization": PASSWORD}),
        api.get("/me", headers={"Cookie": f"JSESSIONID={PASSWORD}"}),
        api.get("/me", headers={"X-Auth-Token": PASSWORD}),
        api.get("/me", headers={"Cookie2": f"JSESSIONID={PASSWORD}"}),
        api.get("/me", headers={"Referer": f"http://sam:{PASSWORD}@localhost/app"}),
        api.get("/me", headers={"Referer": f"https://{PASSWORD}@localhost/app"}),
        api.get("/me", headers={"Host": f"sam:{PASSWORD}@localhost"}),
        api.get("/me", headers={"X-Forwarded-Host": f"{PASSWORD}@localhost"}),
        api.get("/me", headers={"Forwarded": f'for=::1;host="sam:{PASSWORD}@h"'}),
        api.get(f"/me?next=http://sam:{PASSWORD}@localhost/"),
        api.get(f"/me?j_password={PASSWORD}&x={TOKEN}"),
        api.post("/auth/login", json={"username": "sam", "password": PASSWORD}),
        api.post("/auth/login", json={"username": "sam", "password": WRONG}),
        api.post("/auth/login", body=f'{{"username": "sam", "password": "{WRONG}'),
        api.post(
            "/auth/login",
            body=f'{{"password": "{WRONG}"',
            content_type="application/json",
        ),
        api.post(
            "/auth/login",
            body=f"username=sam&password={PASSWORD}",
            content_type="application/x-www-form-urlencoded",
        ),
        sam.post(
            "/messageConversations",
            json={"subject": "x", "text": "x", "password": PASSWORD, "users": 1},
        ),
        sam.post("/systemSettings/keyEmailPassword", body=PASSWORD),
    ]
    return [reply.text for reply in replies]


def test_nothing_tells_a_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither journal nor exports, log, pages or refusals have one in them."""
    caplog.set_level(logging.DEBUG)
    (tmp_path / "seed.json").write_text(json.dumps(SEED))
    app = create_app(Settings(seed=tmp_path / "seed.json"))
    app.wsgi_app = with_access_log(app.wsgi_app)  # type: ignore[method-assign, assignment]
    api = Api(in_process(app))

    answered = log_in_every_way(api)

    told = [api.get(path).text for path in SHOWN]
    told.append(api.get("/__mock", accept="text/html").text)
    told.append(
        api.post(
            "/__mock/requests/verify",
            json={"match": {"headers": {"Authorization": "x", "Cookie": "x"}}},
        ).text
    )
    assert len(api.get("/__mock/requests").json()["requests"]) == len(answered)
    everything = "\n".join([*answered, *told, caplog.text, repr(app.extensions)])
    assert [each for each in SECRETS if each in everything] == []


def test_passwords_are_said_to_who_asks_for_them(tmp_path: Path) -> None:
    """Only `secrets=true` has those of the seed's users, for curl (3.5)."""
    (tmp_path / "seed.json").write_text(json.dumps(SEED))
    api = Api(in_process(create_app(Settings(seed=tmp_path / "seed.json"))))
    api.as_user("sam", PASSWORD).get("/me")

    reply = api.get("/__mock/requests?format=curl&secrets=true")

    assert f"-u sam:{PASSWORD}" in reply.text
