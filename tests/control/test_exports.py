"""The journal for other programs: HAR, curl and JSON lines (check 24)."""

from __future__ import annotations

import json
import subprocess
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.factory import create_app
from mock_server.settings import Settings
from tests.conftest import Api, in_process, over_socket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import LiveServer

INBOX = "/api/messageConversations"
SEEDED = "ZjHHSjyyeJ2"
UPLOAD = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nhi\r\n--b--\r\n"
)


@pytest.fixture
def live(live_servers: dict[tuple[str, Path | None], LiveServer]) -> Api:
    """Return a client of a server with a socket, fresh from its seed."""
    api = Api(over_socket(live_servers["documented", None].port))
    assert api.post("/__mock/reset").status == 204
    return api


def write_and_read(api: Api) -> None:
    """Send requests of many forms, of which some are refused."""
    admin, mobile = api.as_user("admin"), api.as_user("mobile")
    admin.get("/me?fields=id,name", accept="application/json")
    admin.get(f"{INBOX}?filter=subject:like:it's&fields=id,userMessages[user]")
    admin.call("HEAD", INBOX)
    admin.post(INBOX, json={"subject": "A 'b'", "users": [{"id": "PhzytPW3g2J"}]})
    mobile.post(f"{INBOX}/{SEEDED}", body="line 1\nline 2 \\ 'x'\t\u00fc!")
    mobile.post(f"{INBOX}/{SEEDED}", body="@file", content_type="text/plain")
    mobile.post(f"{INBOX}/{SEEDED}")
    mobile.post(f"{INBOX}/read", json=[SEEDED])
    admin.delete(f"{INBOX}/Nowhere0001")
    admin.call("PUT", "/nothing", body="x")
    api.as_user("mobile", "wrong").get("/me")
    api.get("/me")
    api.get("/me", headers={"Authorization": "Bearer nonsense"})
    api.post("/api/auth/login", json={"username": "mobile", "password": "district"})
    api.post("/api/auth/login", json={"username": "mobile", "password": "wrong"})
    for content, name in ((UPLOAD, b"a.txt"), (UPLOAD + b"\0\xff", b"b.txt")):
        admin.post(
            "/fileResources?domain=DOCUMENT",
            body=content.replace(b"a.txt", name),
            content_type="multipart/form-data; boundary=b",
        )


class TestCurl:
    """Each entry as a command line."""

    @pytest.mark.skipif(
        not (which("curl") and which("bash")), reason="needs curl and bash"
    )
    def test_lines_give_the_same_status_again(self, live: Api) -> None:
        """Each line, run again, is answered as the request was (check 24)."""
        write_and_read(live)
        entries = live.get("/__mock/requests").json()["requests"]
        lines = live.get("/__mock/requests?format=curl&secrets=true").text.splitlines()

        statuses = [run(line) for line in lines]

        assert len(lines) == len(entries)
        wanted = [str(each["response"]["status"]) for each in entries]
        assert list(zip(lines, statuses, strict=True)) == list(
            zip(lines, wanted, strict=True)
        )
        again = live.get("/__mock/requests?since=r17").json()["requests"]
        assert [kept(each) for each in again] == [kept(each) for each in entries]

    def test_passwords_are_said_only_if_asked(self, live: Api) -> None:
        """Without `secrets=true` curl has to ask for the password (3.5)."""
        live.as_user("mobile").get("/me")

        plain = live.get("/__mock/requests?format=curl")
        secret = live.get("/__mock/requests?format=curl&secrets=true")

        assert plain.headers["Content-Type"] == "text/plain;charset=UTF-8"
        assert " -u mobile " in plain.text
        assert "district" not in plain.text
        assert " -u mobile:district " in secret.text

    def test_cut_body_is_a_remark(self) -> None:
        """What was not kept whole cannot be sent again."""
        api = Api(in_process(create_app(Settings(journal_body_bytes=2))))
        api.as_user("mobile").post(f"{INBOX}/{SEEDED}", body="Yes")

        reply = api.get("/__mock/requests?format=curl")

        assert reply.text == "# r1: the journal has not kept the whole body\n"


class TestJsonLines:
    """One entry a line."""

    def test_lines_are_the_entries(self, default_api: Api) -> None:
        """Each line is an entry as the list shows it."""
        default_api.as_user("mobile").get("/me")
        default_api.get("/nothing")

        reply = default_api.get("/__mock/requests?format=jsonl")

        entries = default_api.get("/__mock/requests").json()["requests"]
        assert [json.loads(line) for line in reply.body.splitlines()] == entries


# The HAR 1.2 specification, key by key: what must be there, and of which type.
COOKIE = {"name": str, "value": str}
CONTENT = {"size": int, "mimeType": str}
REQUEST = {
    "method": str,
    "url": str,
    "httpVersion": str,
    "cookies": [COOKIE],
    "headers": [COOKIE],
    "queryString": [COOKIE],
    "headersSize": int,
    "bodySize": int,
}
RESPONSE = {
    "status": int,
    "statusText": str,
    "httpVersion": str,
    "cookies": [COOKIE],
    "headers": [COOKIE],
    "content": CONTENT,
    "redirectURL": str,
    "headersSize": int,
    "bodySize": int,
}
TIMINGS = {"send": float, "wait": float, "receive": float}
ENTRY = {
    "startedDateTime": str,
    "time": float,
    "request": REQUEST,
    "response": RESPONSE,
    "cache": {},
    "timings": TIMINGS,
}
ARCHIVE = {
    "log": {
        "version": str,
        "creator": {"name": str, "version": str},
        "entries": [ENTRY],
    }
}


def flaws(value: Any, wanted: Any, place: str = "") -> Iterator[str]:
    """Go through the places where `value` is not as the specification wants it."""
    if isinstance(wanted, dict):
        for key, part in wanted.items():
            if not isinstance(value, dict) or key not in value:
                yield f"{place}/{key} is missing"
            else:
                yield from flaws(value[key], part, f"{place}/{key}")
    elif isinstance(wanted, list):
        for at, each in enumerate(value):
            yield from flaws(each, wanted[0], f"{place}/{at}")
    elif not isinstance(value, (int, float) if wanted is float else wanted):
        yield f"{place} is {value!r}"


class TestHar:
    """The journal as an HTTP archive."""

    def test_archive_is_valid(self, live: Api) -> None:
        """All that HAR 1.2 wants is there, in its type (check 24)."""
        write_and_read(live)

        archive = live.get("/__mock/requests?format=har").json()

        assert list(flaws(archive, ARCHIVE)) == []
        log = archive["log"]
        assert (log["version"], len(log["entries"])) == ("1.2", 17)
        assert "district" not in json.dumps(archive)

    def test_entry_is_told_in_its_terms(self, live: Api) -> None:
        """Request, parameters, posted data and answer have their places."""
        live.as_user("mobile").post(
            f"{INBOX}/{SEEDED}?internal=false", body="Yes", content_type="text/plain"
        )

        [entry] = live.get("/__mock/requests?format=har").json()["log"]["entries"]

        request, response = entry["request"], entry["response"]
        assert request["queryString"] == [{"name": "internal", "value": "false"}]
        assert request["postData"] == {
            "mimeType": "text/plain",
            "params": [],
            "text": "Yes",
        }
        assert (response["status"], response["statusText"]) == (200, "OK")
        assert response["redirectURL"].endswith(f"/messageConversations/{SEEDED}")
        assert [each["name"] for each in response["cookies"]] == ["JSESSIONID"]
        assert json.loads(response["content"]["text"])["httpStatusCode"] == 200


def kept(entry: dict[str, Any]) -> str:
    """Return what the journal shows of the body that was sent."""
    body = entry["body"]
    return str(body.get("text", body.get("base64")))


def run(line: str) -> str:
    """Run a command line and return the status that curl was answered with."""
    done = subprocess.run(
        ["bash", "-c", f"{line} -s -o /dev/null -w '%{{http_code}}'"],  # noqa: S607
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout
