"""GET and DELETE /__mock/requests: the journal of a world (control-plane 3.5)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from mock_server.factory import create_app
from mock_server.settings import Settings
from tests.conftest import Api, in_process

if TYPE_CHECKING:
    from collections.abc import Iterator

INBOX = "/api/messageConversations"
SEEDED = "ZjHHSjyyeJ2"
MOBILE = {"id": "PhzytPW3g2J", "username": "mobile"}


def journal(api: Api, query: str = "") -> list[dict[str, Any]]:
    """Return the entries that the journal has for `query`."""
    reply = api.get(f"/__mock/requests{query}")
    assert reply.status == 200, reply.text
    entries: list[dict[str, Any]] = reply.json()["requests"]
    return entries


def small(size: int, body_bytes: int = 65_536) -> Api:
    """Return a client of a mock that keeps `size` requests."""
    settings = Settings(journal_size=size, journal_body_bytes=body_bytes)
    return Api(in_process(create_app(settings)))


def _fail() -> NoReturn:
    raise KeyError("gone")


class TestEntry:
    """What is kept of one request."""

    def test_reply_is_told_whole(self, default_api: Api) -> None:
        """An entry has the request, the answer, and what became of the state (3.5)."""
        default_api.as_user("mobile").post(
            f"/api/42/messageConversations/{SEEDED}?internal=false",
            body="Yes",
            content_type="text/plain",
        )

        [entry] = journal(default_api)
        headers = dict(entry.pop("headers"))
        response = entry.pop("response")
        assert headers["Content-Type"] == "text/plain"
        assert headers["Authorization"] == "Basic [redacted]"
        assert (response["status"], response["body"]["truncated"]) == (200, False)
        assert json.loads(response["body"]["text"])["httpStatus"] == "OK"
        assert dict(response["headers"])["Set-Cookie"] == (
            "JSESSIONID=[redacted]; HttpOnly; Path=/; SameSite=Lax"
        )
        for moment in (entry.pop("time"), f"{entry.pop('clock')}Z"):
            assert len(moment) == len("2026-11-23T14:40:01.221Z")
        assert entry.pop("url").endswith(
            f"/api/42/messageConversations/{SEEDED}?internal=false"
        )
        assert entry.pop("milliseconds") > 0
        changes = entry.pop("changes")
        assert entry == {
            "id": "r1",
            "seq": 1,
            "world": "default",
            "method": "POST",
            "path": f"/api/messageConversations/{SEEDED}",
            "operation": "messageConversations.reply",
            "apiVersion": 42,
            "query": [["internal", "false"]],
            "user": MOBILE,
            "body": {"size": 3, "text": "Yes", "truncated": False},
            "handled": True,
            "committed": True,
            "fault": None,
            "sent": "response",
            "exception": None,
        }
        assert [(each["collection"], each["change"]) for each in changes][:2] == [
            ("messageConversations", "updated"),
            ("messages", "created"),
        ]
        assert changes[0]["id"] == SEEDED

    def test_refused_request_commits_nothing(self, default_api: Api) -> None:
        """A refusal is told with its answer and without changes (3.5)."""
        default_api.as_user("mobile").post(INBOX, json={"subject": "Hi", "users": []})

        [entry] = journal(default_api)

        assert entry["response"]["status"] == 409
        assert (entry["committed"], entry["changes"]) == (False, [])

    def test_reading_with_mark_read_commits(self, default_api: Api) -> None:
        """A GET that marks what it reads is told as the write it is (3.5)."""
        default_api.as_user("mobile").get(f"{INBOX}/{SEEDED}?markRead=true")

        [entry] = journal(default_api)

        assert entry["committed"] is True
        assert "userMessages" in {each["collection"] for each in entry["changes"]}

    def test_upload_is_told_in_base64(self, default_api: Api) -> None:
        """A body that is no text is kept as base64 (3.5)."""
        head = 'Content-Disposition: form-data; name="file"; filename="a.dat"'
        body = f"--b\r\n{head}\r\n\r\n".encode() + b"\0\xff\r\n--b--\r\n"

        default_api.as_user("mobile").post(
            "/fileResources?domain=DOCUMENT",
            body=body,
            content_type="multipart/form-data; boundary=b",
        )

        [entry] = journal(default_api)
        assert entry["body"]["size"] == len(body)
        assert entry["body"]["base64"].startswith("LS1iDQpDb250ZW50LURpc3Bvc2l0aW9u")
        assert [each["collection"] for each in entry["changes"]] == ["fileResources"]

    def test_long_bodies_are_cut(self) -> None:
        """Of each body only so much is kept, and the entry says so (3.5)."""
        api = small(10, body_bytes=8)

        api.as_user("mobile").post(f"{INBOX}/{SEEDED}", body="Gr\u00fc\u00df Gott!")

        [entry] = journal(api)
        assert entry["body"] == {
            "size": 12,
            "text": "Gr\u00fc\u00df Go"[:6],
            "truncated": True,
        }
        assert entry["response"]["body"]["truncated"] is True

    def test_long_answer_is_cut_alone(self) -> None:
        """An answer is cut also where its request had a short body, or none (3.5)."""
        api = small(10, body_bytes=8)

        api.as_user("mobile").get("/me")

        [entry] = journal(api)
        answered = entry["response"]["body"]
        assert (answered["text"], answered["truncated"]) == ('{"id":"P', True)
        assert answered["size"] > 8

    def test_one_entry_is_found_by_id(self, default_api: Api) -> None:
        """GET /__mock/requests/{id} shows what the list shows (3.2)."""
        default_api.as_user("mobile").get("/me")
        [entry] = journal(default_api)

        found = default_api.get("/__mock/requests/r1")
        missing = default_api.get("/__mock/requests/r2")

        assert found.json() == entry
        assert missing.status == 404
        assert missing.json()["detail"] == (
            "The journal holds no 'r2'; GET /__mock/requests lists all."
        )

    def test_control_plane_is_not_in_it(self, default_api: Api) -> None:
        """What steers the mock is no request to it (check 11)."""
        default_api.get("/__mock/health")
        default_api.get("/__mock/nothing")
        default_api.get("/__mock")
        default_api.get("/__mock/requests")

        assert journal(default_api) == []

    def test_bug_is_told_without_its_traceback(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A bug of the mock is on the entry, and whole in the world (check 28)."""
        app = create_app()
        app.add_url_rule("/api/failing", "api.failing", _fail)
        api = Api(in_process(app))

        reply = api.as_user("mobile").get("/failing")

        [entry] = journal(api)
        [error] = app.extensions["dhis2-mock"].default.errors
        assert reply.status == 500
        assert entry["exception"] == {"type": "KeyError", "text": "'gone'"}
        assert isinstance(error, KeyError)
        assert error.__traceback__ is not None
        assert "KeyError" in caplog.text


class TestUnhandled:
    """What the mock does not serve: the list every adopter looks at first."""

    @pytest.mark.parametrize(
        ("method", "path", "nearest"),
        [
            ("GET", "/messageConversaton", "GET /api/messageConversations"),
            (
                "POST",
                f"/messageConversations/{SEEDED}/reed",
                "POST /api/messageConversations/{uid}/read",
            ),
            ("PUT", "/messageConversations", "DELETE /api/messageConversations"),
        ],
    )
    def test_nearest_routes_are_named(
        self, default_api: Api, method: str, path: str, nearest: str
    ) -> None:
        """A request without a route comes with those it was probably meant for."""
        default_api.as_user("mobile").call(method, path)

        [entry] = journal(default_api, "?unhandled=true")

        assert entry["handled"] is False
        assert entry["nearest"][0] == nearest

    def test_stranger_is_unhandled_too(self, default_api: Api) -> None:
        """Where nothing is served it does not matter who asks."""
        reply = default_api.get("/api/dataSets")

        [entry] = journal(default_api)
        assert reply.status == 401
        assert entry["handled"] is False
        assert "nearest" in entry

    def test_other_profile_does_not_handle_it(self) -> None:
        """A route that the profile has not is none (3.5)."""
        settings = Settings(switches={"attachments_route": "false"})
        api = Api(in_process(create_app(settings)))

        api.as_user("mobile").post(f"{INBOX}/attachments", body="x")

        [entry] = journal(api)
        assert entry["handled"] is False

    def test_missing_object_is_handled(self, default_api: Api) -> None:
        """That there is no such conversation is an answer of a route."""
        default_api.as_user("mobile").get(f"{INBOX}/Nowhere0001")

        [entry] = journal(default_api)

        assert entry["handled"] is True
        assert "nearest" not in entry


class TestUnknownParameters:
    """What a query says and nobody reads."""

    def test_parameters_are_named_beside_the_known(self, default_api: Api) -> None:
        """A name that the operation does not read is told, and those it does (3.5)."""
        default_api.as_user("mobile").get("/me?feilds=id&fields=name&feilds=x")

        [entry] = journal(default_api, "?unknownParameters=true")

        assert entry["unknownParameters"] == ["feilds"]
        assert entry["knownParameters"] == ["fields"]

    def test_other_requests_have_none(self, default_api: Api) -> None:
        """What is read, or asked where nothing is, has no such parameters."""
        default_api.as_user("mobile").get("/me?fields=name")
        default_api.as_user("mobile").get("/nothing?fields=name")

        found = journal(default_api, "?unknownParameters=false")

        assert [each["id"] for each in found] == ["r1", "r2"]
        assert not any("unknownParameters" in each for each in found)


class TestFilters:
    """The parameters of the list."""

    @pytest.fixture
    def asked(self, default_api: Api) -> Api:
        """Return a client of a mock that five requests were sent to."""
        mobile, admin = default_api.as_user("mobile"), default_api.as_user("admin")
        mobile.get("/me?fields=id")
        mobile.post(f"{INBOX}/{SEEDED}", body="Mortality", content_type="text/plain")
        admin.get(f"{INBOX}/Nowhere0001")
        admin.get("/nothing", headers={"X-Test": "a"})
        default_api.get("/me")
        return default_api

    @pytest.mark.parametrize(
        ("query", "ids"),
        [
            ("", ["r1", "r2", "r3", "r4", "r5"]),
            ("?operation=me.get", ["r1", "r5"]),
            ("?operation=messageConversations.*", ["r2", "r3"]),
            ("?operation=me.get,messageConversations.reply", ["r1", "r2", "r5"]),
            ("?user=mobile", ["r1", "r2"]),
            ("?user=xE7jOejl9FI", ["r3", "r4"]),
            ("?user=", ["r5"]),
            ("?method=post", ["r2"]),
            ("?path=/api/messageConversations/*", ["r2", "r3"]),
            ("?pathPattern=Nowhere", ["r3"]),
            ("?query.fields=id", ["r1"]),
            ("?headers.X-Test=a", ["r4"]),
            ("?headers.X-Test.matches=%5Ea$", ["r4"]),
            ("?headers.Content-Type.contains=plain", ["r2"]),
            ("?query.fields.absent=true&operation=me.get", ["r5"]),
            ("?query.fields.equalTo=id", ["r1"]),
            ("?body=Mortal", ["r2"]),
            ("?body.contains=Mortal", ["r2"]),
            ("?body.matches=%5EMortality$", ["r2"]),
            ('?body.includesJson={"subject":"Hey"}', []),
            ("?status=401", ["r5"]),
            ("?status=4xx", ["r3", "r4", "r5"]),
            ("?status=200,401", ["r1", "r2", "r5"]),
            ("?faulted=true", []),
            ("?faulted=false&user=mobile", ["r1", "r2"]),
            ("?unhandled=true", ["r4"]),
            ("?since=r3", ["r4", "r5"]),
            ("?since=2020-01-01T00:00:00Z&limit=1", ["r5"]),
            ("?since=2999-01-01T00:00:00", []),
            ("?limit=2", ["r4", "r5"]),
        ],
    )
    def test_filter_leaves_what_fits(
        self, asked: Api, query: str, ids: list[str]
    ) -> None:
        """All that is given must hold; `limit` keeps the newest (3.2)."""
        found = journal(asked, query)

        assert [each["id"] for each in found] == ids

    @pytest.mark.parametrize(
        ("query", "pointer", "message"),
        [
            (
                "?statos=409",
                "/statos",
                "unknown key 'statos'; did you mean 'status'?",
            ),
            (
                "?operation=me.gett",
                "/operation",
                "unknown operation 'me.gett'; did you mean 'me.get'?",
            ),
            ("?query=a&query.a=b", "/query", "is not an object"),
            ("?query.a.absent=yes", "/query/a/absent", "can only be true"),
            (
                "?body=a&body.matches=b",
                "/body",
                (
                    "is not an object with one of contains, matches, equalToJson,"
                    " includesJson"
                ),
            ),
            (
                "?body.includesJson={Hey}",
                "/body/includesJson",
                "'{Hey}' is not valid JSON",
            ),
            (
                "?body.equals=Hey",
                "/body/equals",
                "unknown key 'equals'; did you mean 'equalToJson'?",
            ),
            ("?user=mobil", "/user", "unknown user 'mobil'; did you mean 'mobile'?"),
            ("?status=oops", "/status", "'oops' is no status; write 409 or 4xx"),
            ("?faulted=yes", "/faulted", "'yes' is neither true nor false"),
            ("?limit=0", "/limit", "0 is not 1 or more"),
            ("?limit=x", "/limit", "is not a whole number"),
            (
                "?since=yesterday",
                "/since",
                (
                    "'yesterday' is neither the id of an entry nor a moment like"
                    " 2026-01-05T10:00:00Z"
                ),
            ),
            ("?format=hat", "/format", "'hat' is unknown; did you mean 'har'?"),
            ("?path=api", "/path", "'api' does not start with '/'"),
        ],
    )
    def test_wrong_filter_is_named(
        self, asked: Api, query: str, pointer: str, message: str
    ) -> None:
        """A filter that is none is a 422 that says where and why (3.1)."""
        reply = asked.get(f"/__mock/requests{query}")

        assert reply.status == 422
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json()["errors"] == [{"pointer": pointer, "message": message}]


class TestDuplicates:
    """A client that sends twice what was stored once (control-plane 5.5)."""

    def test_repeated_reply_is_found(self, default_api: Api) -> None:
        """The same user's same write within a minute is shown with its first."""
        mobile = default_api.as_user("mobile")
        mobile.post(f"{INBOX}/{SEEDED}", body="Yes", content_type="text/plain")
        mobile.get("/me")
        mobile.post(f"{INBOX}/{SEEDED}", body="No", content_type="text/plain")
        mobile.post(f"{INBOX}/{SEEDED}", body="Yes", content_type="text/plain")

        found = journal(default_api, "?duplicates=true")

        assert [each["id"] for each in found] == ["r1", "r4"]
        assert [each.get("duplicateOf") for each in found] == [None, "r1"]

    def test_what_changed_nothing_is_no_duplicate(self, default_api: Api) -> None:
        """Refused writes and reads may come as often as they like."""
        mobile = default_api.as_user("mobile")
        for _ in range(2):
            mobile.get("/me")
            mobile.post(INBOX, json={"subject": "Hi", "users": []})
        default_api.as_user("admin").post(
            f"{INBOX}/{SEEDED}", body="Yes", content_type="text/plain"
        )
        mobile.post(f"{INBOX}/{SEEDED}", body="Yes", content_type="text/plain")

        assert journal(default_api, "?duplicates=true") == []


class TestRing:
    """How much is kept."""

    def test_ring_counts_what_it_lets_go(self) -> None:
        """The newest thousand are kept; `evicted` tells of the others (check 22)."""
        api = small(1_000)
        for _ in range(1_007):
            api.get("/api/me")

        answer = api.get("/__mock/requests").json()

        assert (answer["total"], answer["evicted"]) == (1_007, 7)
        assert len(answer["requests"]) == 1_000
        assert answer["requests"][0]["id"] == "r8"

    def test_verify_says_that_it_is_incomplete(self) -> None:
        """What was let go may have been what is asked for (check 22)."""
        api = small(2)
        for _ in range(3):
            api.get("/api/me")

        reply = api.post(
            "/__mock/requests/verify",
            json={"match": {"operation": "me.get"}, "count": {"exactly": 3}},
        )

        assert reply.status == 406
        assert (reply.json()["found"], reply.json()["incomplete"]) == (2, True)

    def test_no_journal_keeps_nothing(self) -> None:
        """Size 0 is no journal; a question to it is refused with the remedy."""
        api = small(0)
        api.get("/api/me")

        answer = api.get("/__mock/requests").json()
        verdict = api.post("/__mock/requests/verify", json={})

        assert answer == {"total": 0, "evicted": 0, "requests": []}
        assert verdict.status == 409
        assert "PATCH /__mock/settings" in verdict.json()["detail"]

    def test_delete_forgets_and_ids_count_on(self, default_api: Api) -> None:
        """DELETE empties the journal; no id is given twice (3.2)."""
        default_api.get("/api/me")
        deleted = default_api.delete("/__mock/requests")
        default_api.get("/api/me")

        answer = default_api.get("/__mock/requests").json()

        assert (deleted.status, deleted.body) == (204, b"")
        assert (answer["total"], answer["evicted"]) == (1, 0)
        assert [each["id"] for each in answer["requests"]] == ["r2"]

    def test_settings_bound_the_ring(self, default_api: Api) -> None:
        """What PATCH sets holds at once, and until a reset (3.6)."""
        for _ in range(3):
            default_api.get("/api/me")
        default_api.call("PATCH", "/__mock/settings", json={"journal": {"size": 2}})
        bounded = default_api.get("/__mock/requests").json()
        default_api.post("/__mock/reset")
        for _ in range(3):
            default_api.get("/api/me")

        assert (bounded["total"], bounded["evicted"]) == (3, 1)
        assert [each["id"] for each in bounded["requests"]] == ["r2", "r3"]
        assert default_api.get("/__mock/requests").json()["evicted"] == 0

    def test_reset_begins_anew(self, default_api: Api) -> None:
        """After a reset the journal is empty and ids repeat (3.2)."""
        default_api.get("/api/me")
        default_api.post("/__mock/reset")
        default_api.get("/api/me")

        assert [each["id"] for each in journal(default_api)] == ["r1"]


class TestAtOnce:
    """The entry is there before the first byte of the answer (check 22)."""

    def test_no_entry_is_missing(self, default_api: Api) -> None:
        """Who has an answer finds its request: a thousand tries, none missing."""

        def tried(number: int) -> list[str]:
            api = default_api.as_user("mobile")
            missing = []
            for at in range(125):
                mark = f"{number}-{at}"
                api.get("/me?fields=id", headers={"X-Try": mark})
                found = api.get(f"/__mock/requests?headers.X-Try={mark}&limit=1")
                if not found.json()["requests"]:
                    missing.append(mark)
            return missing

        with ThreadPoolExecutor(8) as pool:
            missing = [mark for each in pool.map(tried, range(8)) for mark in each]

        assert missing == []

    def test_numbers_are_in_order(self, default_api: Api) -> None:
        """However many come at once, each entry has a number of its own."""
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: default_api.get("/api/me"), range(80)))

        numbers = [each["seq"] for each in journal(default_api)]

        assert len(numbers) == 80
        assert all(later == earlier + 1 for earlier, later in pairwise(numbers))


class TestWorlds:
    """Each world has a journal of its own (check 27)."""

    @pytest.fixture
    def served(self, default_api: Api) -> Iterator[Api]:
        """Return a client of a server with a world `w1`."""
        default_api.call("PUT", "/__mock/worlds/w1")
        yield default_api
        default_api.delete("/__mock/worlds/w1")

    def test_entries_stay_in_their_world(self, served: Api) -> None:
        """A request to `w1` is in the journal of `w1` alone, and counted there."""
        served.as_user("mobile").get("/w1/api/me")

        [entry] = served.get("/w1/__mock/requests").json()["requests"]

        assert (entry["world"], entry["path"]) == ("w1", "/api/me")
        assert "/w1/api/me" in entry["url"]
        assert journal(served) == []
        assert served.get("/__mock/worlds/w1").json()["requests"] == 1

    def test_entries_go_with_their_world(self, served: Api) -> None:
        """A world made again under the same name knows nothing of the first."""
        served.as_user("mobile").get("/w1/api/me")

        served.call("PUT", "/__mock/worlds/w1")

        assert served.get("/w1/__mock/requests").json()["requests"] == []


class TestLateRequest:
    """A request of one test that ends in the next (check 27)."""

    @pytest.mark.parametrize("path", ["", "/w1"])
    @pytest.mark.parametrize("end", ["/__mock/reset", "/__mock/worlds/w1"])
    def test_late_request_is_not_in_the_next_journal(self, path: str, end: str) -> None:
        """What came in before a reset, or to a world now replaced, is not kept."""
        came, may_go = Event(), Event()

        def answer() -> str:
            came.set()
            may_go.wait(10)
            return ""

        app = create_app()
        app.add_url_rule("/api/slow", "api.slow", answer)
        api = Api(in_process(app))
        api.call("PUT", "/__mock/worlds/w1")
        admin = api.as_user("admin")
        late = Thread(target=lambda: admin.get(f"{path}/api/slow"))
        late.start()
        assert came.wait(10)

        is_reset = end.endswith("reset")
        reply = api.call("POST" if is_reset else "PUT", path * is_reset + end)
        may_go.set()
        late.join(10)

        where = "/w1" if path or not is_reset else ""
        assert reply.status in {200, 204}
        assert api.get(f"{where}/__mock/requests").json()["total"] == 0
