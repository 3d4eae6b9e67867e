"""The tiny client of a world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mock_server import faults
from mock_server.testing.transport import ReplyError

if TYPE_CHECKING:
    from mock_server import MockWorld

PATH = "/api/messageConversations"


def test_json_is_sent(world: MockWorld) -> None:
    """A JSON body creates what it describes."""
    body = {"subject": "Hey", "text": "x", "users": [{"id": "PhzytPW3g2J"}]}

    reply = world.as_user("admin").post(PATH, json=body)

    assert reply.status == 201
    assert reply.headers["location"].startswith(f"{world.url}{PATH}/")


def test_text_is_plain(world: MockWorld) -> None:
    """A body of text is sent as text/plain, letters of all kinds included."""
    mobile = world.as_user("mobile")

    mobile.post(f"{PATH}/ZjHHSjyyeJ2", body="Ça va")

    found = mobile.get(f"{PATH}/ZjHHSjyyeJ2?fields=messages[text]")
    assert found.json()["messages"][-1]["text"] == "Ça va"


def test_bytes_have_the_type_given(world: MockWorld) -> None:
    """Bytes go with the content type of the caller."""
    body = b'<mc xmlns="http://dhis2.org/schema/dxf/2.0"><subject>S</subject></mc>'

    reply = world.as_user("admin").post(
        PATH, body=body, headers={"Content-Type": "application/xml"}
    )

    assert reply.status == 409


def test_put_and_delete_are_sent(world: MockWorld) -> None:
    """PUT and DELETE reach the routes that take them."""
    mobile = world.as_user("mobile")

    put = mobile.put("/api/me/dashboard", json={})
    gone = mobile.delete(f"{PATH}/ZjHHSjyyeJ2/PhzytPW3g2J")

    assert put.status in {404, 405}
    assert gone.status == 200


def test_wrong_password_is_answered(world: MockWorld) -> None:
    """A refusal of the API is an answer, not an exception."""
    reply = world.as_user("mobile", "wrong").get("/api/me")

    assert reply.status == 401
    assert "401" in reply.text


def test_all_tell_where_they_are(world: MockWorld) -> None:
    """What stands in a report says of which world it is, and asks nothing for it."""
    assert repr(world) == f"<MockWorld {world.url}>"
    assert repr(world.requests) == f"<Requests of {world.url}>"
    assert repr(world.clock) == f"<Clock of {world.url}>"
    assert repr(world.outbox) == f"<Outbox of {world.url}>"
    assert repr(world.events) == f"<Events of {world.url}>"
    assert repr(world.as_user("mobile")) == f"<ApiClient mobile at {world.url}>"
    assert repr(world.as_user(None)) == f"<ApiClient nobody at {world.url}>"


def test_slash_may_be_left_out(world: MockWorld) -> None:
    """A path is the same with and without its first slash."""
    mobile = world.as_user("mobile")

    assert mobile.get("api/me").json() == mobile.get("/api/me").json()


def test_whole_address_is_asked(world: MockWorld) -> None:
    """An address that the server itself gave leads where it did."""
    mobile = world.as_user("mobile")
    reply = mobile.post(f"{world.url}{PATH}/ZjHHSjyyeJ2", body="Yes")

    found = mobile.get(f"{reply.headers['location']}?fields=id", params={"x": 1})

    assert found.status == 200
    assert world.requests.last.query == (("fields", "id"), ("x", "1"))


@pytest.mark.parametrize("more", ["0/api/me", "/api/me"])
def test_address_elsewhere_is_refused(world: MockWorld, more: str) -> None:
    """An address of another server, or world, is refused before anything is sent."""
    place = f"{world.url}{more}" if more[0] == "0" else f"http://dhis2.invalid{more}"

    with pytest.raises(ValueError, match=f"{place}' is elsewhere: .* to {world.url}$"):
        world.as_user("mobile").get(place)

    assert len(world.requests) == 0


def test_object_as_body_is_refused(world: MockWorld) -> None:
    """What is neither text nor bytes leads to `json`, before anything is sent."""
    body: Any = {"subject": "Hey"}

    with pytest.raises(TypeError, match="text; for dict use json="):
        world.as_user("admin").post(PATH, body=body)

    assert len(world.requests) == 0


def test_answer_has_the_names_of_clients(world: MockWorld) -> None:
    """An answer is read as those of requests and httpx are."""
    reply = world.as_user("mobile").get("/api/me?fields=username")

    assert (reply.status_code, reply.status, reply.is_success) == (200, 200, True)
    assert reply.content == reply.body == b'{"username":"mobile"}'
    assert reply.text == '{"username":"mobile"}'
    assert reply.json() == {"username": "mobile"}
    assert reply.raise_for_status() is reply


def test_header_has_any_case(world: MockWorld) -> None:
    """Headers of answers and of recorded requests are found in whatever case."""
    reply = world.as_user("mobile").get("/api/me", headers={"X-Run": "1"})

    assert reply.headers["Content-Type"] == reply.headers["content-type"]
    assert "CONTENT-TYPE" in reply.headers
    assert len(reply.headers) == len(list(reply.headers))
    assert "'content-type': 'application/json" in repr(reply.headers)
    assert world.requests.last.headers["x-rUN"] == "1"
    assert world.requests.last.answer_headers.get("X-Nothing") is None


def test_refused_answer_shows_itself(world: MockWorld) -> None:
    """An answer that is no success can be made an error, with what it says."""
    reply = world.as_user("mobile", "wrong").get("/api/me")

    with pytest.raises(ReplyError, match=r"got <Reply 401 application/json.*httpSta"):
        reply.raise_for_status()


def test_other_answer_than_json_is_shown(world: MockWorld) -> None:
    """A page in place of JSON is a `ValueError` that shows how it begins."""
    world.fault("me.get", faults.preset("login_page"))
    reply = world.as_user("mobile").get("/api/me")

    with pytest.raises(ValueError, match="no JSON: <Reply 200 text/html; charset=ut"):
        reply.json()

    assert repr(reply).endswith("...>")


def test_parameters_are_told_apart(world: MockWorld) -> None:
    """Parameters are escaped, a list is one for each of its values."""
    mobile = world.as_user("mobile")

    found = mobile.get(
        f"{PATH}?fields=id",
        params={
            "filter": ["read:eq:false", "subject:like:a&b"],
            "paging": False,
            "order": None,
        },
    )

    assert found.json() == {"messageConversations": []}
    assert world.requests.last.query == (
        ("fields", "id"),
        ("filter", "read:eq:false"),
        ("filter", "subject:like:a&b"),
        ("paging", "false"),
    )
    assert mobile.get(PATH, params={"fields": "id", "pageSize": 1}).json()["pager"]


def test_nobody_sends_no_password(world: MockWorld) -> None:
    """A client of nobody sends no `Authorization`."""
    reply = world.as_user(None).get("/api/me")

    assert reply.status == 401
    assert "Authorization" not in world.requests.last.headers
