"""DELETE of a user from one conversation or from many (4.15, 4.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Api


def inbox(api: Api) -> list[str]:
    """Return the uids of the caller's conversations, sorted."""
    reply = api.get("/messageConversations?fields=id")
    return sorted(each["id"] for each in reply.json()["messageConversations"])


class TestOne:
    """One user taken out of one conversation."""

    def test_removed_user_is_listed(self, api: Api) -> None:
        """`removed` holds the user, as the document prints it (4.15, case 87)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")

        reply = mia.delete(f"/messageConversations/{uid}/MiaPlainU01")

        assert reply.status == 200
        assert reply.json() == {"removed": ["MiaPlainU01"]}
        assert "Cache-Control" not in reply.headers
        assert inbox(mia) == []

    def test_others_keep_the_conversation(self, api: Api) -> None:
        """Removal takes one row away and no message (6.7, case 87)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01", text="x")

        api.as_user("mia").delete(f"/messageConversations/{uid}/MiaPlainU01")

        found = sam.get(
            f"/messageConversations/{uid}"
            "?fields=messageCount,messages[text],userMessages[user]"
        ).json()
        users = [row["user"]["username"] for row in found.pop("userMessages")]
        assert users == ["sam"]
        assert found == {"messageCount": 1, "messages": [{"text": "x"}]}
        assert inbox(sam) == [uid]

    def test_participant_removes_another(self, api: Api) -> None:
        """Who has access may take others out (4.15)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("sam").delete(f"/messageConversations/{uid}/MiaPlainU01")

        assert (reply.status, reply.json()) == (200, {"removed": ["MiaPlainU01"]})
        assert inbox(api.as_user("mia")) == []

    def test_absent_user_gives_empty_list(self, api: Api) -> None:
        """Taking out who is not in it removes nothing (4.15, case 88)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        admin = api.as_user("admin")
        admin.delete(f"/messageConversations/{uid}/MiaPlainU01")

        reply = admin.delete(f"/messageConversations/{uid}/MiaPlainU01")

        assert (reply.status, reply.json()) == (200, {"removed": []})

    def test_last_row_gone_keeps_conversation(self, api: Api) -> None:
        """Superusers can still open what has no participants (6.7)."""
        uid = api.as_user("sam").send("SamPlainU01")

        api.as_user("sam").delete(f"/messageConversations/{uid}/SamPlainU01")

        found = api.as_user("admin").get(
            f"/messageConversations/{uid}?fields=id,userMessages"
        )
        assert found.json() == {"id": uid, "userMessages": []}

    def test_content_type_is_ignored(self, api: Api) -> None:
        """A JSON content type leads nowhere else (4.15)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").delete(
            f"/messageConversations/{uid}/MiaPlainU01", content_type="application/json"
        )

        assert (reply.status, reply.json()) == (200, {"removed": ["MiaPlainU01"]})

    def test_xml_wraps_the_uid(self, api: Api) -> None:
        """In XML the list keeps its name, below `reply` (1.6, case 102)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").delete(
            f"/messageConversations/{uid}/MiaPlainU01", accept="application/xml"
        )

        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            "<reply><removed><uid>MiaPlainU01</uid></removed></reply>"
        )


class TestOneRefused:
    """Removals from one conversation that do not happen."""

    def test_repeated_by_user_is_forbidden(self, api: Api) -> None:
        """Who left has no access any more (4.15, case 88)."""
        uid = api.as_user("sam").send("MiaPlainU01")
        mia = api.as_user("mia")
        mia.delete(f"/messageConversations/{uid}/MiaPlainU01")

        reply = mia.delete(f"/messageConversations/{uid}/MiaPlainU01")

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to remove assigned users to this conversation.",
            "errorCode": "E1006",
        }

    def test_foreign_user_stays_in(self, api: Api) -> None:
        """Outsiders take nobody out (4.15)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("fay").delete(f"/messageConversations/{uid}/MiaPlainU01")

        assert reply.status == 403
        assert inbox(api.as_user("mia")) == [uid]

    def test_unknown_user_comes_first(self, api: Api) -> None:
        """The user is looked up before the conversation (4.15, case 89)."""
        reply = api.as_user("mia").delete(
            "/messageConversations/Unknown0000/dMV6G0tPAEa"
        )

        assert reply.status == 404
        assert reply.json() == {"message": "No user with uid: dMV6G0tPAEa"}

    def test_unknown_conversation_is_not_found(self, api: Api) -> None:
        """An unknown conversation is a bare 404 of its own words (4.15, case 89)."""
        reply = api.as_user("mia").delete(
            "/messageConversations/Unknown0000/MiaPlainU01"
        )

        assert reply.status == 404
        assert reply.json() == {
            "message": "No messageConversation with uid: Unknown0000"
        }


class TestMany:
    """A user taken out of many conversations."""

    @pytest.mark.parametrize(
        "query", ["mc={0}&mc={1}&mc=Unknown0000", "mc={0},{1}", "mc={0}, {1},,{0}"]
    )
    def test_caller_leaves_all(self, api: Api, query: str) -> None:
        """Uids repeat or stand between commas; unknown ones go (4.16, case 90)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        uids = [sam.send("MiaPlainU01") for _ in range(2)]

        reply = mia.delete(f"/messageConversations?{query.format(*uids)}")

        assert reply.status == 200
        assert reply.json() == {"removed": uids}
        assert inbox(mia) == []
        assert inbox(sam) == sorted(uids)

    def test_commas_do_not_cut_what_is_repeated(self, api: Api) -> None:
        """Of parameters that repeat, each is one uid as it stands (4.16)."""
        sam, mia = api.as_user("sam"), api.as_user("mia")
        first, second, third = (sam.send("MiaPlainU01") for _ in range(3))

        reply = mia.delete(f"/messageConversations?mc={first},{second}&mc={third}")

        assert (reply.status, reply.json()) == (200, {"removed": [third]})
        assert inbox(mia) == sorted([first, second])

    def test_user_names_who_leaves(self, api: Api) -> None:
        """`user` names another to take out (4.16, case 91)."""
        sam = api.as_user("sam")
        uid = sam.send("MiaPlainU01")

        reply = sam.delete(f"/messageConversations?mc={uid}&user=MiaPlainU01")

        assert (reply.status, reply.json()) == (200, {"removed": [uid]})
        assert inbox(api.as_user("mia")) == []
        assert inbox(sam) == [uid]

    def test_only_really_left_are_listed(self, api: Api) -> None:
        """Where the user is not in, nothing is removed (4.16)."""
        sam = api.as_user("sam")
        with_mia, without = sam.send("MiaPlainU01"), sam.send("TomFeedbk01")

        reply = sam.delete(
            f"/messageConversations?mc={without}&mc={with_mia}&user=MiaPlainU01"
        )

        assert (reply.status, reply.json()) == (200, {"removed": [with_mia]})

    @pytest.mark.parametrize(
        ("user", "inner"),
        [("mia", "<removed><uid>{uid}</uid></removed>"), ("admin", "")],
        ids=["one", "none"],
    )
    def test_xml_wraps_the_uids(self, api: Api, user: str, inner: str) -> None:
        """In XML the list keeps its name, below `response` (1.6, case 102)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user(user).delete(
            f"/messageConversations?mc={uid}", accept="application/xml"
        )

        assert reply.text == (
            "<?xml version='1.0' encoding='UTF-8'?>"
            f"<response>{inner.format(uid=uid)}</response>"
        )


class TestManyRefused:
    """Removals from many conversations that do not happen."""

    def test_unknown_user_is_not_found(self, api: Api) -> None:
        """Here an unknown user is worded otherwise (4.16, case 91)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").delete(
            f"/messageConversations?mc={uid}&user=Nobody00000"
        )

        assert reply.status == 404
        assert reply.json() == {"message": "User does not exist: Nobody00000"}
        assert inbox(api.as_user("mia")) == [uid]

    @pytest.mark.parametrize("query", ["mc=Unknown0000", "mc="])
    def test_no_known_uid_is_not_found(self, api: Api, query: str) -> None:
        """Without any known conversation the text has a dot (4.16, case 91)."""
        reply = api.as_user("mia").delete(f"/messageConversations?{query}")

        assert reply.status == 404
        assert reply.json() == {
            "message": "No MessageConversations found for the given UIDs."
        }

    def test_foreign_conversation_stops_all(self, api: Api) -> None:
        """One conversation without access keeps the user in all (4.16, D12)."""
        own = api.as_user("sam").send("MiaPlainU01")
        foreign = api.as_user("sam").send("TomFeedbk01")

        reply = api.as_user("mia").delete(
            f"/messageConversations?mc={own}&mc={foreign}"
        )

        assert reply.status == 403
        assert reply.json() == {
            "httpStatus": "Forbidden",
            "httpStatusCode": 403,
            "status": "ERROR",
            "message": "Not authorized to remove assigned users to this conversation.",
            "errorCode": "E1006",
        }
        assert inbox(api.as_user("mia")) == [own]

    def test_missing_mc_is_refused(self, api: Api) -> None:
        """Without `mc` nothing is removed (4.16, case 92)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").delete("/messageConversations")

        assert reply.status == 400
        assert reply.json() == {
            "httpStatus": "Bad Request",
            "httpStatusCode": 400,
            "status": "ERROR",
            "message": "Required parameter 'mc' is not present.",
        }
        assert inbox(api.as_user("mia")) == [uid]

    def test_form_names_no_conversations(self, api: Api) -> None:
        """A form is read where it is posted, and not where it deletes (4.8, 4.16)."""
        uid = api.as_user("sam").send("MiaPlainU01")

        reply = api.as_user("mia").delete(
            "/messageConversations",
            body=f"mc={uid}",
            content_type="application/x-www-form-urlencoded",
        )

        assert reply.status == 400
        assert reply.json()["message"] == "Required parameter 'mc' is not present."
        assert inbox(api.as_user("mia")) == [uid]
