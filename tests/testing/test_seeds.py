"""Seeds written in Python."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mock_server import MockServer, MockWorld, RemoteServer, Seed, connect, create_app
from mock_server.seed import parse_seed


@pytest.fixture
def seed() -> Seed:
    """Return a seed with two users, their group and a conversation of theirs."""
    made = Seed()
    made.user("mia", email="mia@example.org")
    made.user("ben", first_name="Ben", surname="Okri", authorities=["ALL"])
    nurses = made.user_group("Nurses", "mia", "ben")
    talk = made.conversation(
        "Stock", "How much is left?", sender="admin", to=[nurses], read=["ben"]
    )
    made.message(talk, "Two boxes", sender="mia")
    return made


def test_world_begins_at_seed(server: MockServer | RemoteServer, seed: Seed) -> None:
    """What was written is what users of the API see."""
    with server.world(seed=seed) as world:
        found = world.as_user("mia").get(
            "/api/messageConversations",
            params={"fields": "subject,read,messageCount,lastSender[name]"},
        )
        groups = world.as_user("ben").get("/api/userGroups?fields=name,users[name]")
        (talk,) = world.conversations

    assert found.json()["messageConversations"] == [
        {
            "subject": "Stock",
            "read": False,
            "messageCount": 2,
            "lastSender": {"name": "mia User"},
        }
    ]
    (group,) = groups.json()["userGroups"]
    assert group["name"] == "Nurses"
    assert [each["name"] for each in group["users"]] == ["mia User", "Ben Okri"]
    assert [each.text for each in talk.messages] == ["How much is left?", "Two boxes"]
    assert [each.sender_username for each in talk.messages] == ["admin", "mia"]
    assert talk.messages[0].created < talk.messages[1].created
    read = {each.username: each.read for each in talk.participants}
    assert read == {"admin": True, "mia": False, "ben": True}


def test_every_form_of_server_takes_it(seed: Seed) -> None:
    """A seed of Python goes wherever a document goes."""
    with MockServer(seed=seed) as server:
        worlds: list[MockWorld] = [server.default, connect(create_app(seed=seed))]

        assert [len(each.conversations) for each in worlds] == [1, 1]


def test_same_calls_give_same_seed() -> None:
    """Uids and moments are the same in each run."""
    made = []
    for _ in range(2):
        seed = Seed()
        seed.user("mia")
        seed.conversation("S", "T", sender=None, to=["mia"])
        made.append(seed.document)

    assert made[0] == made[1]


def test_seed_is_built_on_another() -> None:
    """A shipped seed, a file's or a document is begun with, and is left as it is."""
    seed = Seed("default")
    seed.user("mia")
    more = Seed(seed)

    uid = more.conversation(
        "Hi",
        "x",
        sender="mia",
        to=["mobile", "QYrzIjSfI8z"],
        uid="AaaaaaaaaaA",
        created="2026-02-01",
        message_type="TICKET",
        status="OPEN",
        priority="HIGH",
        assignee="boateng",
        follow_up=["mobile"],
    )

    world = connect(create_app(seed=more))
    found = world.conversation(uid)
    assert len(seed["messageConversations"]) == 7
    assert len(world.conversations) == 8
    assert uid == "AaaaaaaaaaA"
    assert (found.message_type, found.status, found.priority) == (
        *("TICKET", "OPEN", "HIGH"),
    )
    assert found.messages[0].created.isoformat() == "2026-02-01T00:00:00"
    assert found.participant("mobile").follow_up
    assert found.participant("boateng").user == found.assignee


@pytest.mark.parametrize("as_document", [False, True])
def test_seed_grows_out_of_one_in_python(seed: Seed, *, as_document: bool) -> None:
    """Uids of what is added are new, and its moments later, in a seed of a seed."""
    more = Seed(seed.document if as_document else seed)

    zoe = more.user("zoe", authorities=["ALL"])
    (talk,) = more["messageConversations"]
    message = more.message(talk["id"], "All gone", sender="zoe")

    found = connect(create_app(seed=more)).conversation(talk["id"])
    times = [each.created for each in found.messages]
    assert [each.text for each in found.messages][-1] == "All gone"
    assert times == sorted(set(times))
    assert len({zoe, message, talk["id"], *(each["id"] for each in seed["users"])}) == 6


def test_message_in_a_counted_conversation_counts() -> None:
    """A number of messages that a seed states is not in the way of one more."""
    seed = Seed("walkthrough")
    counted = [each for each in seed["messageConversations"] if "messageCount" in each]

    for each in counted:
        seed.message(each["id"], "One more", sender="mobile")

    assert counted
    world = connect(create_app(seed=seed))
    texts = [world.conversation(each["id"]).messages[-1].text for each in counted]
    assert {*texts} == {"One more"}


@pytest.mark.parametrize("random_seed", [0, 42, 2026])
def test_server_hands_out_other_uids(random_seed: int) -> None:
    """What a seed draws is nothing that its server draws as well."""
    seed = Seed()
    drawn = {seed.user(f"user{number}") for number in range(20)}

    with MockServer(seed=seed, random_seed=random_seed) as server:
        path = "/api/system/id?limit=50"
        codes = server.default.as_user("admin").get(path).json()["codes"]
        body = {"subject": "S", "text": "T", "users": [{"id": min(drawn)}]}
        api = server.default.as_user("admin")
        api.post("/api/messageConversations", json=body).raise_for_status()
        (made,) = server.default.conversations

    assert drawn.isdisjoint({*codes, made.uid, *(each.uid for each in made.messages)})


def test_answer_comes_after_what_it_answers() -> None:
    """A message is a minute younger than the last one, whenever that was."""
    seed = Seed()
    talk = seed.conversation("S", "T", sender="admin", to=[], created="2026-02-01")

    seed.message(talk, "U", sender="admin")

    (found,) = connect(create_app(seed=seed)).conversations
    first, second = (each.created for each in found.messages)
    assert second - first == timedelta(minutes=1)


def test_file_goes_with_a_message() -> None:
    """A file is there to be downloaded by who got its message."""
    seed = Seed()
    seed.user("mia")
    notes = seed.file("notes.txt", "Two fridges")
    waiting = seed.file("a.bin", b"\0", content_type="application/octet-stream")
    uid = seed.conversation("S", "See", sender="admin", to=["mia"], attachments=[notes])

    world = connect(create_app(seed=seed))
    (message,) = world.conversation(uid).messages
    path = f"/api/messageConversations/{uid}/{message.uid}/attachments/{notes}"

    assert world.as_user("mia").get(path).body == b"Two fridges"
    assert message.attachments == (notes,)
    assigned = {each["id"]: "assigned" in each for each in seed["fileResources"]}
    assert assigned == {notes: True, waiting: False}


def test_tickets_reach_the_feedback_group() -> None:
    """Whoever the seed names gets what users complain of."""
    seed = Seed()
    place = seed.organisation_unit("Bo", parent=seed.organisation_unit("Sierra Leone"))
    seed.user("mia", organisation_units=(place,))
    seed.user("ben")
    seed.feedback_recipients(seed.user_group("Help desk", "ben"))
    world = connect(create_app(seed=seed))

    world.as_user("mia").post(
        "/api/messageConversations/feedback", params={"subject": "S"}, body="x"
    ).raise_for_status()

    (ticket,) = world.conversations
    assert ticket.message_type == "TICKET"
    assert ticket.participant("ben").username == "ben"


def test_internal_message_is_one() -> None:
    """A message may be for managers of tickets alone."""
    seed = Seed("default")

    seed.message("ZrKML5WiyFm", "Secret", sender="boateng", internal=True)

    parse_seed(seed)
    assert (
        connect(create_app(seed=seed)).conversation("ZrKML5WiyFm").messages[-1].internal
    )


def test_users_go_by_uid_and_alone() -> None:
    """Whoever takes part may be named by uid, and without a group."""
    seed = Seed()
    mia = seed.user("mia", uid="MiaaaaaaaaA")

    uid = seed.conversation("S", "T", sender=mia, to=["admin"], read=[mia])

    found = connect(create_app(seed=seed)).conversation(uid)
    assert mia == "MiaaaaaaaaA"
    assert [each.username for each in found.participants] == ["mia", "admin"]


def test_slips_are_told(seed: Seed) -> None:
    """Unknown users, conversations and options are refused with what there is."""
    more: Any = {"mail": "mia@example.org"}
    one: Any = "mia"

    with pytest.raises(LookupError, match="no user 'mai'; did you mean 'mia'"):
        seed.conversation("S", "T", sender="mai", to=["ben"])
    with pytest.raises(LookupError, match="no conversation 'NotThere001'"):
        seed.message("NotThere001", "T", sender="mia")
    with pytest.raises(TypeError, match="no option 'mail'; did you mean 'email'"):
        seed.user("zoe", **more)
    with pytest.raises(TypeError, match=r"to is a list: to=\['mia'\]"):
        seed.conversation("S", "T", sender="ben", to=one)
    with pytest.raises(TypeError, match=r"read is a list: read=\['mia'\]"):
        seed.conversation("S", "T", sender="ben", to=["mia"], read=one)
    with pytest.raises(TypeError, match=r"follow_up is a list: follow_up=\['mia'\]"):
        seed.conversation("S", "T", sender="ben", to=["mia"], follow_up=one)
    with pytest.raises(TypeError, match=r"authorities is a list: authorities=\['mia'"):
        seed.user("zoe", authorities=one)

    assert len(seed["messageConversations"]) == 1


def test_seed_shows_how_much_it_has(seed: Seed) -> None:
    """A seed in a report says what there is of it."""
    assert repr(seed) == (
        "<Seed 2 userRoles, 3 users, 1 userGroups, 1 messageConversations>"
    )
    assert len(seed) == len(list(seed)) == 6


def test_marker_and_fixture_take_it(pytester: pytest.Pytester) -> None:
    """A file's tests begin at a seed of its own, and a marked one at another."""
    pytester.makepyfile(
        """
        import pytest

        from mock_server import Seed

        OTHER = Seed()
        OTHER.user("zoe")

        @pytest.fixture
        def dhis2_mock_seed():
            seed = Seed()
            seed.user("mia")
            return seed

        def test_of_the_file(dhis2_mock):
            assert dhis2_mock.as_user("mia").get("/api/me").status == 200

        @pytest.mark.dhis2_mock(seed=OTHER)
        def test_of_its_own(dhis2_mock):
            assert dhis2_mock.as_user("zoe").get("/api/me").status == 200
        """
    )

    pytester.runpytest().assert_outcomes(passed=2)
