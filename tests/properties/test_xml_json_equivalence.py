"""XML and JSON are two spellings of one message (messaging.md 2.6, 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Api, Reply, app_for, in_process

SEED = Path(__file__).parents[1] / "contract" / "seed.json"
CONVERSATIONS = "/messageConversations"
NAMESPACES = ("", ' xmlns=""', ' xmlns="http://dhis2.org/schema/dxf/2.0"')

USERS = ("MiaPlainU01", "TomFeedbk01", "FayTicket01", "AdminUser01", "Xxxxxxxxxxx")
GROUPS = ("GroupPair01", "GroupEmpty0", "FeedbackGrp", "Xxxxxxxxxxx")
UNITS = ("UnitParent1", "UnitChild02", "Xxxxxxxxxxx")
FILES = ("FreeFile001", "FreeFile002", "DocumentF01", "Xxxxxxxxxxx")

LISTS = (
    ("users", "user"),
    ("userGroups", "userGroup"),
    ("organisationUnits", "organisationUnit"),
)

characters = st.one_of(
    st.sampled_from(" \n\t<>&'\"]"),
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters=[
            *(chr(code) for code in range(32) if chr(code) not in "\t\n"),
            "\ufffe",
            "\uffff",
        ],
    ),
)
"""What XML can spell and hands on unchanged: no `\\r`, which it turns into `\\n`."""

texts = st.none() | st.text(characters, max_size=60)


@dataclass(frozen=True)
class Spelling:
    """The choices that an author of XML has."""

    namespace: str
    wrapped: bool
    indented: bool
    id_as_element: bool
    cdata: bool


@dataclass(frozen=True)
class Message:
    """What a client wants to send."""

    subject: str | None
    text: str | None
    lists: dict[str, list[str]]
    attachments: list[str]

    def as_json(self) -> dict[str, object]:
        """Return the message as the data of its JSON form."""
        texts = {"subject": self.subject, "text": self.text}
        body: dict[str, object] = {k: v for k, v in texts.items() if v is not None}
        for name, uids in self.lists.items():
            body[name] = [{"id": uid} for uid in uids]
        body["attachments"] = [{"id": uid} for uid in self.attachments]
        return body

    def as_xml(self, spelling: Spelling) -> str:
        """Return the message as XML, spelt one way of many."""
        parts = [
            f"<{name}>{written(text, spelling)}</{name}>"
            for name, text in (("subject", self.subject), ("text", self.text))
            if text is not None
        ]
        for wrapper, item in LISTS:
            listed = [reference(item, uid, spelling) for uid in self.lists[wrapper]]
            parts += [wrap(wrapper, listed, spelling)] if spelling.wrapped else listed
        files = [reference("attachments", u, spelling) for u in self.attachments]
        parts.append(wrap("attachments", files, spelling))
        gap = "\n  " if spelling.indented else ""
        content = gap.join(["", *parts])
        return f"<message{spelling.namespace}>{content}{gap[:1]}</message>"


def written(text: str, spelling: Spelling) -> str:
    """Return a text as the content of an element."""
    if spelling.cdata:
        return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return escape(text)


def reference(name: str, uid: str, spelling: Spelling) -> str:
    """Return an element that names an object."""
    if spelling.id_as_element:
        return f"<{name}><id>{uid}</id></{name}>"
    return f"<{name} id={quoteattr(uid)} />"


def wrap(name: str, items: list[str], spelling: Spelling) -> str:
    """Return the wrapper of a list."""
    gap = "\n    " if spelling.indented else ""
    return f"<{name}>{gap.join(['', *items])}{gap}</{name}>"


def subsets(uids: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Return any of `uids`, each at most once, in any order."""
    return st.lists(st.sampled_from(uids), unique=True)


messages = st.builds(
    Message,
    subject=texts,
    text=texts,
    lists=st.fixed_dictionaries(
        {
            "users": subsets(USERS),
            "userGroups": subsets(GROUPS),
            "organisationUnits": subsets(UNITS),
        }
    ),
    attachments=subsets(FILES),
)

deliverable = st.builds(
    Message,
    subject=st.text(characters, min_size=1, max_size=60),
    text=texts,
    lists=st.fixed_dictionaries(
        {
            "users": subsets(USERS[:-1]).filter(bool),
            "userGroups": subsets(GROUPS[:-1]),
            "organisationUnits": subsets(UNITS[:-1]),
        }
    ),
    attachments=subsets(FILES[:2]),
)

spellings = st.builds(
    Spelling,
    namespace=st.sampled_from(NAMESPACES),
    wrapped=st.booleans(),
    indented=st.booleans(),
    id_as_element=st.booleans(),
    cdata=st.booleans(),
)


def fresh() -> Api:
    """Return sam's client of a mock that is fresh from its seed."""
    api = Api(in_process(app_for("documented", SEED)), user="sam")
    assert api.post("/__mock/reset").status == 204
    return api


def timeless(value: object) -> object:
    """Return `value` without what depends on the moment of the request."""
    if isinstance(value, dict):
        moments = {"created", "lastUpdated", "lastMessage"}
        return {k: timeless(v) for k, v in value.items() if k not in moments}
    if isinstance(value, list):
        return [timeless(each) for each in value]
    return value


def outcome(api: Api, reply: Reply) -> list[object]:
    """Return the answer, and all that a superuser can see of the state after it."""
    admin = api.as_user("admin")
    seen: list[object] = [reply.status, reply.json()]
    for user in ("admin", "sam", "mia", "tom", "ops", "fay"):
        query = "fields=id,subject,read,userMessages,messages[:all]"
        seen.append(api.as_user(user).get(f"{CONVERSATIONS}?{query}").json())
    seen += [admin.get(f"/fileResources/{uid}").json() for uid in FILES]
    if "Location" in reply.headers:
        seen.append(reply.headers["Location"])
        seen.append(admin.get(f"{CONVERSATIONS}/{reply.new_uid}").json())
    return [timeless(each) for each in seen]


def outcome_of_json(message: Message) -> list[object]:
    """Return what comes of the message's JSON form on a fresh mock."""
    api = fresh()
    return outcome(api, api.post(CONVERSATIONS, json=message.as_json()))


def outcome_of_xml(message: Message, spelling: Spelling) -> list[object]:
    """Return what comes of one of the message's XML forms on a fresh mock."""
    api = fresh()
    xml = message.as_xml(spelling)
    return outcome(
        api, api.post(CONVERSATIONS, body=xml, content_type="application/xml")
    )


class TestEquivalence:
    """The same message in either form does the same."""

    @given(message=deliverable, spelling=spellings)
    def test_deliverable_forms_store_same(
        self, message: Message, spelling: Spelling
    ) -> None:
        """A message that is stored is stored alike from XML and JSON (2.6, D1, D2)."""
        expected = outcome_of_json(message)

        found = outcome_of_xml(message, spelling)

        assert expected[0] == 201
        assert found == expected

    @given(message=messages, spelling=spellings)
    def test_any_forms_end_alike(self, message: Message, spelling: Spelling) -> None:
        """Whether stored or refused, both forms end in one state (4.4)."""
        expected = outcome_of_json(message)

        found = outcome_of_xml(message, spelling)

        assert found == expected

    @given(text=st.text(characters, min_size=1, max_size=60), spelling=spellings)
    def test_text_of_xml_returns_unchanged(self, text: str, spelling: Spelling) -> None:
        """The very text that was written in XML is read back (2.6)."""
        users = {"users": ["MiaPlainU01"], "userGroups": [], "organisationUnits": []}
        message = Message("Hi", text, users, [])
        api = fresh()

        reply = api.post(
            CONVERSATIONS, body=message.as_xml(spelling), content_type="application/xml"
        )

        shown = api.get(f"{CONVERSATIONS}/{reply.new_uid}/messages").json()
        assert shown["messages"][0]["text"] == text
