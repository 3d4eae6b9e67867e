"""
The cases of messaging.md section 9, under their numbers, in every profile they name.

The users, groups and units are those of the section; G1 is GroupPair01, O1 is
UnitParent1 with mia, O2 is UnitChild02 with sam. Profiles of servers run what the
section calls the server profile, `documented` what it marks (docs).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

from tests.contract.cases import (
    SERVER,
    AnyOrder,
    Per,
    Step,
    case,
    numbers,
    run,
    table,
    web_message,
)

if TYPE_CHECKING:
    from tests.conftest import Api

SAM, MIA, TOM = "SamPlainU01", "MiaPlainU01", "TomFeedbk01"
ADMIN, FAY = "AdminUser01", "FayTicket01"
G0, G1 = "GroupEmpty0", "GroupPair01"
O1 = "UnitParent1"
NOBODY = "Xxxxxxxxxxx"
DOCS = ("documented",)
MC = "/messageConversations"
FORM = "application/x-www-form-urlencoded"
XML = "application/xml"
LOCATION = r"http://[^/]+/api/messageConversations/[A-Za-z][A-Za-z0-9]{10}"
CREATED = web_message(201, "Message conversation created")
NOT_THERE = "No MessageConversation found for the given ID."
NOT_OPEN = "Not authorized to access this conversation."
NOT_MINE = "Not authorized to send messages to this conversation."
ADDRESSED = f'<m><subject>S</subject><users><user id="{MIA}"/></users></m>'
UNWRAPPED = f'<m xmlns=""><subject>S</subject><text>x</text><user id="{MIA}"/></m>'
BOUNDARY = "----boundary"


def post(user: str, path: str, status: int | Per = 200, **more: Any) -> Step:
    """Return a POST."""
    return Step(user, f"POST {path}", status, **more)


def get(user: str, path: str, status: int | Per = 200, **more: Any) -> Step:
    """Return a GET."""
    return Step(user, f"GET {path}", status, **more)


def delete(user: str, path: str, status: int | Per = 200, **more: Any) -> Step:
    """Return a DELETE."""
    return Step(user, f"DELETE {path}", status, **more)


def body(**keys: Any) -> dict[str, Any]:
    """Return a JSON body with a subject, a text and what else is given."""
    return {"json": {"subject": "Hi", "text": "x", **keys}}


def users(*uids: str) -> list[dict[str, str]]:
    """Return references."""
    return [{"id": uid} for uid in uids]


def start(user: str, *to: str, keep: str = "A", **keys: Any) -> Step:
    """Return a conversation of `user` with others."""
    return post(user, MC, 201, sent=body(users=users(*to), **keys), keep=keep)


def ticket(user: str = "sam", keep: str = "T") -> Step:
    """Return a ticket of `user`."""
    path = f"{MC}/feedback?subject=Help"
    return post(user, path, 201, sent={"body": "It broke"}, keep=keep)


def reply(user: str, path: str, **more: Any) -> Step:
    """Return a reply that is taken."""
    return post(user, path, Per(201, documented=200), **more)


def refused(status: int, message: str, code: str | None = None) -> dict[str, Any]:
    """Return status and body of a refusal."""
    return {"status": status, "json": web_message(status, message, code)}


def told(status: int, message: str) -> dict[str, Any]:
    """Return status and body of a refusal of the other family (1.3 b)."""
    return {"status": status, "json": {"message": message}}


def rows(*shown: tuple[str, bool]) -> dict[str, Any]:
    """Return the rows of a conversation as far as user and flag."""
    shown_rows = [{"user": {"id": uid}, "read": read} for uid, read in shown]
    return {"userMessages": AnyOrder(shown_rows)}


def as_json(text: str) -> dict[str, str]:
    """Return a body that says it is JSON."""
    return {"body": text, "content_type": "application/json"}


def plain(text: str) -> dict[str, str]:
    """Return a body of plain text."""
    return {"body": text, "content_type": "text/plain"}


def upload(
    name: str = "a.txt", content: bytes = b"hello", kind: str = "text/plain"
) -> dict[str, Any]:
    """Return a multipart body with the part `file`."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    return {
        "body": head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode(),
        "content_type": f"multipart/form-data; boundary={BOUNDARY}",
    }


def last_text(text: str | Per) -> Step:
    """Return a read of the conversation A, whose second message says `text`."""
    expected = {"messages": [{"text": "x"}, {"text": text}]}
    return get("sam", f"{MC}/{{A}}?fields=messages[text]", json=expected)


def is_by_id(found: Any) -> bool:
    """Say whether the conversations of a list are ordered by id."""
    uids = [each["id"] for each in found["messageConversations"]]
    return uids == sorted(uids)


FILES = "/fileResources?domain=MESSAGE_ATTACHMENT"
PRIVATE = {"messageType": "PRIVATE", "status": "NONE", "priority": "NONE"}
ROWS = "?fields=userMessages[user[id],read]"
DOMAINS = (
    "Value 'FOO' is not valid for parameter domain. Valid values are: [DATA_VALUE, "
    "{}DOCUMENT, MESSAGE_ATTACHMENT, USER_AVATAR, ORG_UNIT, ICON, JOB_DATA]"
)
PRIORITIES = "[NONE, LOW, MEDIUM, HIGH]"
ENUM = (
    "Unable to parse `FOO` as `class org.hisp.dhis.message.MessageType`, available"
    " values are: [PRIVATE, SYSTEM, VALIDATION_RESULT, TICKET, SYSTEM_VERSION_UPDATE]"
)


def filter_refused(text: str, message: str) -> Step:
    """Return a filter that is refused, by a user whose inbox is not empty."""
    answer = Per(web_message(400, message, "E1003"), v2_41=web_message(409, message))
    path = f"{MC}?filter={text}"
    return get("mia", path, Per(400, v2_41=409), json=answer)


def denied(message: str) -> Any:
    """Return a refusal whose code came with 2.42."""
    return Per(web_message(403, message, "E1006"), v2_41=web_message(403, message))


CREATING = (
    case(
        "1",
        post(
            "sam",
            MC,
            201,
            sent=body(users=users(MIA)),
            json=CREATED,
            headers={"Location": LOCATION},
            keep="A",
        ),
        get("mia", f"{MC}/{{A}}", like={"subject": "Hi", "messageCount": 1, **PRIVATE}),
    ),
    case(
        "2",
        start("sam", MIA),
        get(
            "mia",
            f"{MC}/{{A}}?fields=userMessages[user[id],read,followUp]",
            like={
                "userMessages": AnyOrder(
                    [
                        {"user": {"id": MIA}, "read": False, "followUp": False},
                        {"user": {"id": SAM}, "read": True, "followUp": False},
                    ]
                )
            },
        ),
    ),
    case(
        "3", start("sam", SAM), get("sam", f"{MC}/{{A}}{ROWS}", like=rows((SAM, True)))
    ),
    case(
        "4",
        start("sam", MIA, userGroups=users(G1), organisationUnits=users(O1)),
        get("sam", f"{MC}/{{A}}{ROWS}", like=rows((MIA, False), (SAM, True))),
    ),
    case(
        "5",
        start("sam", organisationUnits=users(O1)),
        get("sam", f"{MC}/{{A}}{ROWS}", like=rows((MIA, False), (SAM, True))),
    ),
    case(
        "6",
        post(
            "sam", MC, **refused(409, "No recipients selected.", "E1004"), sent=body()
        ),
        get("sam", MC, like={"pager": {"total": 0}}),
    ),
    case(
        "7",
        post(
            "sam",
            MC,
            **refused(409, "No recipients selected.", "E1004"),
            sent=body(userGroups=users(G0)),
        ),
    ),
    case(
        "8",
        post(
            "sam",
            MC,
            **refused(409, f"User does not exist: {NOBODY}", "E1004"),
            sent=body(users=users(NOBODY)),
        ),
    ),
    case(
        "9",
        post(
            "sam",
            MC,
            **refused(404, f"UserGroup with id {NOBODY} could not be found.", "E1005"),
            sent=body(userGroups=users(NOBODY)),
        ),
    ),
    case(
        "10",
        post(
            "sam",
            MC,
            **refused(409, f"Organisation Unit does not exist: {NOBODY}", "E1004"),
            sent=body(users=users(NOBODY), organisationUnits=users(NOBODY)),
        ),
    ),
    case(
        "11",
        post("sam", FILES, 202, sent=upload(), keep="F"),
        start("sam", MIA, attachments=users("{F}")),
        get("sam", "/fileResources/{F}", like={"assigned": True}),
        get(
            "mia",
            f"{MC}/{{A}}?fields=messages[attachments]",
            json={"messages": [{"attachments": [{"id": "{F}"}]}]},
        ),
    ),
    case(
        "12",
        start("sam", MIA, attachments=users("FreeFile001")),
        post(
            "sam",
            MC,
            **refused(
                409,
                "Attachment 'FreeFile001' is already used or not a valid attachment.",
                "E1004",
            ),
            sent=body(users=users(MIA), attachments=users("FreeFile001")),
        ),
    ),
    case(
        "13",
        post(
            "sam",
            MC,
            **refused(
                409,
                "Attachment 'DocumentF01' is already used or not a valid attachment.",
                "E1004",
            ),
            sent=body(users=users(MIA), attachments=users("DocumentF01")),
        ),
    ),
    # The quirk of the case is DEVIATION D1: the file named first stays free.
    case(
        "14",
        post(
            "sam",
            MC,
            **refused(409, f"Attachment '{NOBODY}' not found.", "E1004"),
            sent=body(users=users(MIA), attachments=users("FreeFile001", NOBODY)),
        ),
        get("sam", "/fileResources/FreeFile001", like={"assigned": False}),
    ),
    case(
        "15",
        post(
            "sam",
            MC,
            Per(201, v2_41=500, v2_42=500, v2_43=409),
            sent=body(users=users(MIA), attachments=["FreeFile001"]),
            headers={"Location": Per(LOCATION, v2_41=None, v2_42=None, v2_43=None)},
        ),
    ),
    case(
        "16",
        post(
            "sam",
            MC,
            409,
            sent=as_json("{bad json"),
            like={"status": "ERROR"},
            lacks=("errorCode",),
        ),
    ),
    case(
        "17",
        post("sam", MC, 409, sent=body(users=users(MIA), subject="")),
        post("sam", MC, 409, sent={"json": {"text": "x", "users": users(MIA)}}),
        post(
            "sam",
            MC,
            201,
            sent={"json": {"subject": "S", "users": users(MIA)}},
            keep="A",
        ),
        get("sam", f"{MC}/{{A}}?fields=messages[text]", json={"messages": [{}]}),
    ),
    case("18", start("sam", MIA, subject="H")),
    case(
        "19",
        post(
            "sam",
            MC,
            415,
            sent={"body": '{"subject":"S"}', "content_type": FORM},
            json=Per(
                web_message(415, f"Content-Type '{FORM}' is not supported"),
                v2_41=web_message(415, f"Content type '{FORM}' not supported"),
            ),
        ),
    ),
    case(
        "20",
        post(
            "sam",
            MC,
            Per(415, v2_41=201, documented=201),
            sent={"body": ADDRESSED, "content_type": XML},
        ),
    ),
    case(
        "20b",
        post(
            "sam",
            MC,
            201,
            sent={"body": ADDRESSED, "content_type": XML, "accept": XML},
            text='<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" '
            'httpStatus="Created" httpStatusCode="201" status="OK">'
            "<message>Message conversation created</message></webMessage>",
        ),
        profiles=DOCS,
    ),
    case(
        "21",
        post(
            "sam", MC, 201, sent={"body": UNWRAPPED, "content_type": XML}, json=CREATED
        ),
        profiles=DOCS,
    ),
    case(
        "22",
        post(
            "sam",
            MC,
            409,
            sent={
                "body": "<m><subject>S</subject><text>x</text></m>",
                "content_type": XML,
                "accept": XML,
            },
            text='<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" '
            'httpStatus="Conflict" httpStatusCode="409" status="ERROR" '
            'errorCode="E1004"><message>No recipients selected.</message></webMessage>',
        ),
        profiles=DOCS,
    ),
    case("23", post("sam", f"{MC}/", 201, sent=body(users=users(MIA)), json=CREATED)),
    case(
        "24",
        post(
            "sam",
            f"/api/33{MC}",
            201,
            sent=body(users=users(MIA)),
            headers={
                "Location": Per(LOCATION.replace("/api/", "/api/33/"), v2_43=LOCATION)
            },
        ),
    ),
    case("25", start("sam", MIA, unknown={"a": [1]}, attachments=[])),
)

LISTING = (
    case(
        "26",
        start("sam", MIA),
        get(
            "mia",
            MC,
            json={
                "pager": {"page": 1, "total": 1, "pageSize": 50, "pageCount": 1},
                "messageConversations": [{"id": "{A}", "displayName": "Hi"}],
            },
        ),
    ),
    case(
        "27",
        start("sam", MIA),
        get(
            "admin",
            MC,
            json={
                "pager": {"page": 1, "total": 0, "pageSize": 50, "pageCount": 0},
                "messageConversations": [],
            },
        ),
    ),
    case(
        "28",
        start("sam", MIA),
        get(
            "mia", f"{MC}?paging=false", like={"messageConversations": [{"id": "{A}"}]}
        ),
        get("mia", f"{MC}?paging=false", lacks=("pager",)),
    ),
    case(
        "29",
        *(start("sam", MIA, keep=each) for each in "ABC"),
        get(
            "mia",
            f"{MC}?pageSize=1&page=2",
            like={
                "pager": {"page": 2, "pageCount": 3},
                "messageConversations": [{"id": ANY}],
            },
            check=lambda found: (
                "page=3" in found["pager"]["nextPage"]
                and "pageSize=1" in found["pager"]["prevPage"]
                and "page=" not in found["pager"]["prevPage"]
            ),
        ),
    ),
    case(
        "30",
        *(start("sam", MIA, keep=each) for each in "ABC"),
        get(
            "mia",
            f"{MC}?pageSize=1&page=9&fields=id",
            like={
                "pager": {"page": 3, "total": 3},
                # Before 2.42 a page beyond the end holds the last item (query.md 7).
                "messageConversations": Per([], v2_41=[{"id": ANY}]),
            },
        ),
    ),
    case(
        "31",
        *(start("sam", MIA, keep=each) for each in "AB"),
        post("mia", f"{MC}/{{A}}/read"),
        get(
            "mia",
            f"{MC}?filter=read:eq:false&fields=id",
            like={"pager": {"total": 1}, "messageConversations": [{"id": "{B}"}]},
        ),
    ),
    case(
        "32",
        start("sam", MIA),
        ticket(),
        post("tom", f"{MC}/{{T}}/assign?userId={TOM}"),
        *(
            get(
                "sam",
                f"{MC}?filter={each}&fields=id",
                like={"messageConversations": [{"id": "{T}"}]},
            )
            for each in (
                "messageType:eq:TICKET",
                "status:eq:OPEN",
                f"assignee.id:eq:{TOM}",
            )
        ),
    ),
    case("33", start("sam", MIA), filter_refused("messageType:eq:FOO", ENUM)),
    case(
        "34",
        start("sam", MIA),
        filter_refused("foo:eq:1", "Unknown path property: foo"),
        filter_refused("subject", "Invalid filter => subject"),
    ),
    case(
        "35",
        *(start("sam", MIA, keep=each, subject=each) for each in "ABC"),
        get(
            "mia",
            f"{MC}?order=lastMessage:desc&fields=subject",
            like={"messageConversations": [{"subject": each} for each in "CBA"]},
        ),
        get(
            "mia",
            f"{MC}?fields=id",
            check=is_by_id,
        ),
        profiles=SERVER,
    ),
    case(
        "36",
        start("sam", MIA),
        get(
            "mia",
            f"{MC}?order=foo:asc",
            Per(200, v2_43=400),
            like=Per(
                {"pager": {"total": 1}}, v2_43=web_message(400, "No such property: foo")
            ),
        ),
    ),
    case(
        "37",
        start("sam", MIA, subject="Mortality data", text="Anything"),
        *(
            get("mia", f"{MC}?queryString={each}", like={"pager": {"total": found}})
            for each, found in (
                ("mort", 1),
                ("anyth", 1),
                ("conteh", 1),
                ("ortal", 0),
                ("ortal&queryOperator=ilike", 1),
            )
        ),
    ),
    case(
        "38",
        start("sam", MIA),
        get(
            "mia",
            f"{MC}?fields=id,subject,lastSender[id,displayName]&paging=false",
            json={
                "messageConversations": [
                    {
                        "id": "{A}",
                        "subject": "Hi",
                        "lastSender": {"id": SAM, "displayName": "Sam Conteh"},
                    }
                ]
            },
        ),
    ),
)

GETTING = (
    case(
        "39",
        start("sam", MIA),
        get(
            "sam",
            f"{MC}/{{A}}?fields=userMessages[user[id]]",
            check=lambda found: (
                found["userMessages"][0]["user"].keys()
                == {"id", "code", "name", "displayName", "username"}
            ),
        ),
    ),
    case(
        "40",
        start("sam", MIA),
        get(
            "mia",
            f"{MC}/{{A}}",
            like={
                "messages": [{"id": ANY}],
                "createdBy": {"id": SAM, "code": None, "username": "sam"},
                "lastSender": {"id": SAM},
            },
            lacks=("userFirstname",),
            check=lambda found: (
                len(found["messages"][0]) == len(found["lastSender"]) == 1
                and found["userMessages"][0].keys()
                == {"key", "read", "followUp", "user"}
            ),
        ),
    ),
    case(
        "41",
        start("sam", MIA),
        get(
            "mia",
            f"{MC}?fields=*",
            like={
                "messageConversations": [
                    {
                        "userFirstname": "Sam",
                        "userSurname": "Conteh",
                        "lastSenderFirstname": "Sam",
                    }
                ]
            },
        ),
    ),
    case(
        "42",
        start("sam", MIA),
        get("fay", f"{MC}/{{A}}", 403, json=denied(NOT_OPEN)),
        get("admin", f"{MC}/{{A}}", like={"read": False}),
    ),
    case("43", ticket(), get("fay", f"{MC}/{{T}}", 403, json=denied(NOT_OPEN))),
    case(
        "44",
        get(
            "sam",
            f"{MC}/{NOBODY}",
            **told(404, f"No MessageConversation found with UID: {NOBODY}"),
        ),
    ),
    case("45", get("sam", f"{MC}/abc", 405, headers={"Allow": ".*DELETE.*"})),
    case(
        "46",
        start("sam", MIA),
        get("mia", f"{MC}/{{A}}?markRead=1", like={"read": False}),
        get("mia", f"{MC}/{{A}}?fields=read", json={"read": False}),
        get(
            "mia",
            f"{MC}/{{A}}?markRead=true&fields=read,userMessages[user[id],read]",
            like={"read": False, **rows((MIA, True), (SAM, True))},
        ),
        get("mia", f"{MC}/{{A}}?fields=read", json={"read": True}),
    ),
    case(
        "47",
        start("sam", MIA),
        get("mia", f"{MC}/{{A}}"),
        get("mia", f"{MC}/{{A}}?fields=read", json={"read": False}),
    ),
    # That the tag answers 304 is in test_get.py, which knows the tag.
    case(
        "48",
        start("sam", MIA),
        get(
            "mia",
            f"{MC}/{{A}}",
            headers={"Cache-Control": "no-cache, private", "ETag": '"0[0-9a-f]{32}"'},
        ),
    ),
    case(
        "49",
        post(
            "sam",
            MC,
            201,
            sent={**body(users=users(MIA)), "headers": {"User-Agent": "curl/8.5.0"}},
            keep="A",
        ),
        get(
            "mia",
            f"{MC}/{{A}}/messages",
            like={
                "messages": [
                    {
                        "text": "x",
                        "sender": {"id": SAM},
                        "metaData": "User-agent: curl/8.5.0",
                    }
                ]
            },
        ),
    ),
)

REPLYING = (
    case(
        "50",
        start("sam", MIA),
        reply(
            "mia",
            f"{MC}/{{A}}",
            sent=plain("Yes"),
            like={"message": "Message conversation created"},
            headers={"Location": r".*/api/messageConversations/{A}"},
        ),
        get(
            "mia",
            f"{MC}/{{A}}?fields=messageCount,lastSender[id],userMessages[user[id],read]",
            like={
                "messageCount": 2,
                "lastSender": {"id": MIA},
                **rows((MIA, False), (SAM, False)),
            },
        ),
    ),
    case(
        "51",
        start("sam", MIA),
        reply("mia", f"{MC}/{{A}}", sent=as_json('{"text":"second"}')),
        last_text('{"text":"second"}'),
    ),
    case(
        "52",
        start("sam", MIA),
        reply("mia", f"{MC}/{{A}}", sent={"body": "Yes it has", "content_type": FORM}),
        last_text(Per("Yes+it+has=", documented="Yes it has")),
    ),
    case(
        "53",
        start("sam", MIA),
        reply("mia", f"{MC}/{{A}}", sent=plain("Tak \U0001f600\nL\u00e6rke")),
        last_text("Tak \U0001f600\nL\u00e6rke"),
    ),
    case("54", start("sam", MIA), post("mia", f"{MC}/{{A}}", 400, sent=plain(""))),
    case(
        "55",
        post(
            "mia",
            f"{MC}/xyz",
            **refused(404, "Message conversation does not exist: xyz"),
            sent=plain("x"),
        ),
    ),
    case(
        "56",
        start("sam", MIA),
        post("fay", f"{MC}/{{A}}", **refused(403, NOT_MINE, "E1006"), sent=plain("x")),
    ),
    case(
        "57",
        start("sam", MIA),
        reply(
            "sam", f"{MC}/{{A}}?attachments=FreeFile001,FreeFile002", sent=plain("x")
        ),
        get(
            "mia",
            f"{MC}/{{A}}?fields=messages[attachments]",
            json={
                "messages": [
                    {"attachments": []},
                    {"attachments": [{"id": "FreeFile001"}, {"id": "FreeFile002"}]},
                ]
            },
        ),
        post(
            "sam",
            f"{MC}/{{A}}?attachments=xyz",
            **refused(409, "Attachment 'xyz' not found."),
            sent=plain("x"),
        ),
    ),
    case(
        "58",
        start("sam", MIA),
        post(
            "sam",
            f"{MC}/{{A}}?internal=true",
            403,
            sent=plain("x"),
            json=denied("Not authorized to send internal messages"),
        ),
    ),
    case(
        "59",
        ticket(),
        post(
            "sam", f"{MC}/{{T}}/recipients", 204, sent={"json": {"users": users(FAY)}}
        ),
        *(post(each, f"{MC}/{{T}}/read") for each in ("tom", "fay")),
        reply("tom", f"{MC}/{{T}}?internal=true", sent=plain("secret")),
        get(
            "admin",
            f"{MC}/{{T}}?fields=messageCount,lastSender[id],userMessages[user[id],read]",
            like={
                "messageCount": 1,
                "lastSender": {"id": TOM},
                **rows((TOM, True), (SAM, True), (FAY, False)),
            },
        ),
    ),
    case(
        "60",
        ticket(),
        reply("tom", f"{MC}/{{T}}?internal=true", sent=plain("secret")),
        get(
            "sam",
            f"{MC}/{{T}}?fields=messages[text]",
            json={"messages": [{"text": "It broke"}]},
        ),
        *(
            get(
                each,
                f"{MC}/{{T}}?fields=messages[text,internal]",
                json={
                    "messages": [
                        {"text": "It broke", "internal": False},
                        {"text": "secret", "internal": True},
                    ]
                },
            )
            for each in ("tom", "admin")
        ),
    ),
    case(
        "61",
        ticket(),
        delete("tom", f"{MC}/{{T}}/{TOM}"),
        reply("tom", f"{MC}/{{T}}", sent=plain("x")),
        get("sam", f"{MC}/{{T}}{ROWS}", like=rows((SAM, False))),
    ),
    case(
        "62",
        start("sam", MIA),
        post(
            "sam",
            f"{MC}/{{A}}/recipients",
            204,
            sent={"json": {"users": users(FAY)}},
            text="",
            headers={"Content-Type": None},
        ),
        get(
            "sam",
            f"{MC}/{{A}}{ROWS}",
            like=rows((MIA, False), (SAM, True), (FAY, False)),
        ),
    ),
    case(
        "63",
        start("sam", MIA),
        post("mia", f"{MC}/{{A}}/read"),
        post(
            "sam", f"{MC}/{{A}}/recipients", 204, sent={"json": {"users": users(MIA)}}
        ),
        post("sam", f"{MC}/{{A}}/recipients", 204, sent={"json": {}}),
        get("sam", f"{MC}/{{A}}{ROWS}", like=rows((MIA, True), (SAM, True))),
    ),
    case(
        "64",
        start("sam", MIA),
        post(
            "fay",
            f"{MC}/{{A}}/recipients",
            **refused(
                403,
                "Not authorized to change recipients in this conversation.",
                "E1006",
            ),
            sent={"json": {"users": users(FAY)}},
        ),
        post(
            "sam",
            f"{MC}/{NOBODY}/recipients",
            **refused(404, f"Message conversation does not exist: {NOBODY}"),
            sent={"json": {"users": users(FAY)}},
        ),
        post("sam", f"{MC}/{{A}}/recipients", 400, sent=as_json("{bad")),
    ),
    case(
        "65",
        start("sam", MIA),
        post("sam", f"{MC}/{{A}}/recipients", 415, sent=plain(MIA)),
    ),
)

WORKING = (
    case(
        "66",
        post(
            "sam",
            f"{MC}/feedback?subject=Help",
            201,
            sent=plain("It broke"),
            json=web_message(201, "Feedback created"),
            headers={"Location": LOCATION},
            keep="T",
        ),
        get(
            "sam",
            f"{MC}/{{T}}?fields=messageType,status,priority,userMessages[user[id],read]",
            like={
                "messageType": "TICKET",
                "status": "OPEN",
                "priority": "NONE",
                **rows((TOM, False), (SAM, True)),
            },
        ),
    ),
    case(
        "67",
        delete("admin", "/configuration/feedbackRecipients", 204),
        ticket(),
        get("sam", f"{MC}/{{T}}{ROWS}", like=rows((SAM, True))),
    ),
    case("68", post("sam", f"{MC}/feedback", 400, sent=plain("It broke"))),
    case(
        "69",
        start("sam", MIA),
        *(
            post(
                "sam",
                f"{MC}/{{A}}/priority?messageConversationPriority={each}",
                json={"HIGH": ["{A}"]},
            )
            for each in ("HIGH", "high")
        ),
        post(
            "sam",
            f"{MC}/{{A}}/priority?messageConversationPriority=FOO",
            **refused(
                400,
                "Value 'FOO' is not valid for parameter messageConversationPriority."
                f" Valid values are: {PRIORITIES}",
            ),
        ),
    ),
    case(
        "70",
        start("sam", MIA),
        post(
            "sam",
            f"{MC}/{{A}}/status?messageConversationStatus=SOLVED",
            json={"SOLVED": ["{A}"]},
        ),
    ),
    case(
        "71",
        start("sam", MIA),
        post(
            "sam",
            f"{MC}/{NOBODY}/priority?messageConversationPriority=HIGH",
            **told(404, NOT_THERE),
        ),
        post(
            "fay",
            f"{MC}/{{A}}/priority?messageConversationPriority=HIGH",
            **refused(
                403, "Not authorized to change priority in this conversation.", "E1006"
            ),
        ),
    ),
    case("72", start("sam", MIA), post("sam", f"{MC}/{{A}}/status", 400)),
    case(
        "73",
        ticket(),
        delete("tom", f"{MC}/{{T}}/{TOM}"),
        post(
            "sam",
            f"{MC}/{{T}}/assign?userId={TOM}",
            json={"message": "User Tom Holm was assigned successfully"},
        ),
        get(
            "sam",
            f"{MC}/{{T}}?fields=assignee,userMessages[user[id],read]",
            like={"assignee": {"id": TOM}, **rows((SAM, True))},
        ),
    ),
    case(
        "74",
        ticket(),
        start("sam", MIA),
        *(
            post(
                "sam",
                f"{MC}/{{T}}/assign?userId={each}",
                **told(
                    409,
                    "User provided is not a member of the system's feedback"
                    " recipient group",
                ),
            )
            for each in (SAM, ADMIN)
        ),
        post("sam", f"{MC}/{{A}}/assign?userId={SAM}"),
    ),
    case(
        "75",
        start("sam", MIA),
        post("sam", f"{MC}/{{A}}/assign", **told(404, "Could not find user to assign")),
        post(
            "sam",
            f"{MC}/{{A}}/assign?userId={NOBODY}",
            **told(404, "Could not find user to assign"),
        ),
    ),
    case(
        "76",
        start("sam", MIA),
        post("sam", f"{MC}/{{A}}/assign?userId={SAM}"),
        *[
            delete(
                "sam",
                f"{MC}/{{A}}/assign",
                json={"message": "Message is no longer assigned to user"},
            )
        ]
        * 2,
        get("sam", f"{MC}/{{A}}", lacks=("assignee",)),
    ),
)

MARKING = (
    case(
        "77",
        *(start("sam", MIA, keep=each) for each in "AB"),
        post("mia", f"{MC}/{{B}}/read"),
        post(
            "mia",
            f"{MC}/read",
            sent={"json": ["{A}", "{B}"]},
            json={"markedRead": ["{A}"]},
        ),
        post(
            "mia", f"{MC}/read", sent={"json": ["{A}", "{B}"]}, json={"markedRead": []}
        ),
    ),
    case(
        "78",
        start("sam", MIA),
        post(
            "mia",
            f"{MC}/read",
            sent={"json": ["{A}", NOBODY]},
            json={"markedRead": ["{A}"]},
        ),
        *(
            post(
                "mia",
                f"{MC}/read",
                **told(404, "No MessageConversations found for the given IDs."),
                sent={"json": each},
            )
            for each in ([NOBODY], [])
        ),
    ),
    case(
        "79",
        start("sam", MIA),
        start("sam", TOM, keep="C"),
        post(
            "mia",
            f"{MC}/read",
            **refused(
                403,
                "Not authorized to change read property of this conversation.",
                "E1006",
            ),
            sent={"json": ["{A}", "{C}"]},
        ),
        get("mia", f"{MC}/{{A}}?fields=read", json={"read": False}),
    ),
    case(
        "80",
        start("sam", MIA),
        post("mia", f"{MC}/{{A}}/read"),
        post(
            "sam",
            f"{MC}/unread?user={MIA}",
            sent={"json": ["{A}"]},
            json={"markedUnread": ["{A}"]},
        ),
        get("mia", f"{MC}/{{A}}?fields=read", json={"read": False}),
    ),
    case(
        "81",
        start("sam", MIA),
        post(
            "mia",
            f"{MC}/read?user=Nobody00000",
            **told(404, "No user with uid: Nobody00000"),
            sent={"json": ["{A}"]},
        ),
        post(
            "mia",
            f"{MC}/read?userUid=Nobody00000",
            sent={"json": ["{A}"]},
            json={"markedRead": ["{A}"]},
        ),
    ),
    case(
        "82",
        start("sam", MIA),
        post("sam", f"{MC}/{{A}}/read?userUid={MIA}", json={"markedRead": ["{A}"]}),
        post("sam", f"{MC}/{{A}}/unread?user={MIA}", json={"markedUnread": ["{A}"]}),
        get("sam", f"{MC}/{{A}}{ROWS}", like=rows((MIA, True), (SAM, False))),
    ),
    case(
        "83",
        start("sam", MIA),
        post("mia", f"{MC}/read", 400, sent=as_json('"abc"')),
        post("mia", f"{MC}/read", 415, sent=plain('["x"]')),
    ),
    case(
        "84",
        ticket(),
        delete("tom", f"{MC}/{{T}}/{TOM}"),
        post("tom", f"{MC}/read", sent={"json": ["{T}"]}, json={"markedRead": []}),
    ),
    case(
        "85",
        start("sam", MIA),
        *[
            post(
                "mia",
                f"{MC}/followup",
                sent={"json": ["{A}"]},
                json={"markedFollowup": ["{A}"]},
            )
        ]
        * 2,
        get("mia", f"{MC}/{{A}}?fields=followUp", json={"followUp": True}),
        get("sam", f"{MC}/{{A}}?fields=followUp", json={"followUp": False}),
        post(
            "mia",
            f"{MC}/unfollowup",
            sent={"json": ["{A}"]},
            json={"unmarkedFollowup": ["{A}"]},
        ),
        get("mia", f"{MC}/{{A}}?fields=followUp", json={"followUp": False}),
    ),
    case(
        "86",
        post(
            "mia",
            f"{MC}/followup",
            **told(404, "No MessageConversations found for the given UIDs"),
            sent={"json": [NOBODY]},
        ),
    ),
)

NOT_REMOVABLE = "Not authorized to remove assigned users to this conversation."
REMOVING = (
    case(
        "87",
        start("sam", MIA),
        delete(
            "mia",
            f"{MC}/{{A}}/{MIA}",
            json={"removed": [Per("{A}", documented=MIA)]},
        ),
        get("mia", MC, like={"pager": {"total": 0}}),
        get(
            "sam",
            f"{MC}/{{A}}?fields=messages[text]",
            json={"messages": [{"text": "x"}]},
        ),
    ),
    case(
        "88",
        start("sam", MIA),
        delete("mia", f"{MC}/{{A}}/{MIA}"),
        delete("mia", f"{MC}/{{A}}/{MIA}", **refused(403, NOT_REMOVABLE, "E1006")),
        delete("admin", f"{MC}/{{A}}/{MIA}", json={"removed": []}),
    ),
    case(
        "89",
        start("sam", MIA),
        delete(
            "mia", f"{MC}/{{A}}/{NOBODY}", **told(404, f"No user with uid: {NOBODY}")
        ),
        delete(
            "mia",
            f"{MC}/{NOBODY}/{MIA}",
            **told(404, f"No messageConversation with uid: {NOBODY}"),
        ),
    ),
    case(
        "90",
        *(start("sam", MIA, keep=each) for each in "AB"),
        delete(
            "mia",
            f"{MC}?mc={{A}}&mc={{B}}&mc=Unknown0000",
            json={"removed": ["{A}", "{B}"]},
        ),
        delete("sam", f"{MC}?mc={{A}},{{B}}", json={"removed": ["{A}", "{B}"]}),
    ),
    case(
        "91",
        start("sam", MIA),
        delete("sam", f"{MC}?mc={{A}}&user={MIA}", json={"removed": ["{A}"]}),
        get("sam", f"{MC}/{{A}}{ROWS}", like=rows((SAM, True))),
        delete(
            "sam",
            f"{MC}?mc={{A}}&user={NOBODY}",
            **told(404, f"User does not exist: {NOBODY}"),
        ),
        delete(
            "sam",
            f"{MC}?mc={NOBODY}",
            **told(404, "No MessageConversations found for the given UIDs."),
        ),
    ),
    case("92", delete("sam", MC, 400)),
    case(
        "93",
        start("sam", MIA),
        delete("mia", f"{MC}/{{A}}/{MIA}"),
        post(
            "sam", f"{MC}/{{A}}/recipients", 204, sent={"json": {"users": users(MIA)}}
        ),
        get(
            "mia",
            f"{MC}/{{A}}?fields=read,messages[text]",
            json={"read": False, "messages": [{"text": "x"}]},
        ),
    ),
    case(
        "94",
        start("sam", MIA),
        delete(
            "sam",
            f"{MC}/{{A}}",
            403,
            json=Per(
                web_message(
                    403,
                    "Access is denied, requires one Authority from [F_METADATA_IMPORT]",
                ),
                v2_41=web_message(403, "Access is denied"),
            ),
        ),
        delete(
            "ops",
            f"{MC}/{{A}}",
            **refused(403, "Not authorized to delete this conversation.", "E1006"),
        ),
        delete(
            "admin",
            f"{MC}/{{A}}",
            like={"response": {"responseType": "ObjectReport", "uid": "{A}"}},
            lacks=("message",),
        ),
        delete(
            "admin",
            f"{MC}/{{A}}",
            **refused(404, "Message conversation does not exist: {A}"),
        ),
    ),
)

WITH_FILE = (
    start("sam", MIA, attachments=users("FreeFile001")),
    get("sam", f"{MC}/{{A}}/messages?fields=id", keep="M"),
)
ATTACHING = (
    case(
        "95",
        *WITH_FILE,
        get(
            "mia",
            f"{MC}/{{A}}/{{M}}/attachments/FreeFile001",
            text="free\n",
            headers={
                "Content-Type": "text/plain.*",
                "Content-Disposition": "filename=free.txt",
                "Content-Length": "5",
                "X-Content-Type-Options": "nosniff",
            },
        ),
    ),
    case(
        "96",
        *WITH_FILE,
        get(
            "mia",
            f"{MC}/{NOBODY}/{{M}}/attachments/FreeFile001",
            **refused(404, f"No message conversation with uid '{NOBODY}'"),
        ),
        get(
            "mia",
            f"{MC}/{{A}}/{NOBODY}/attachments/FreeFile001",
            **refused(
                404, f"No message with uid '{NOBODY}' in messageConversation '{{A}}"
            ),
        ),
        get(
            "mia",
            f"{MC}/{{A}}/{{M}}/attachments/{NOBODY}",
            **refused(404, f"No messageattachment found with id '{NOBODY}'"),
        ),
        get(
            "fay",
            f"{MC}/{{A}}/{{M}}/attachments/FreeFile001",
            403,
            json=denied(NOT_OPEN),
        ),
    ),
    case(
        "97",
        ticket(keep="A"),
        reply(
            "tom", f"{MC}/{{A}}?internal=true&attachments=FreeFile001", sent=plain("x")
        ),
        get("tom", f"{MC}/{{A}}/messages?fields=id", keep="M"),
        get("tom", f"{MC}/{{A}}/{{M}}/attachments/FreeFile001", text="free\n"),
        get(
            "admin",
            f"{MC}/{{A}}/{{M}}/attachments/FreeFile001",
            **refused(409, "Not authorized to access this message"),
        ),
    ),
    case(
        "98",
        post(
            "sam",
            FILES,
            202,
            sent=upload(),
            like={"response": {"fileResource": {"domain": "MESSAGE_ATTACHMENT"}}},
        ),
        post(
            "sam",
            "/fileResources",
            202,
            sent=upload(),
            like={"response": {"fileResource": {"domain": "DATA_VALUE"}}},
            keep="F",
        ),
        post(
            "sam",
            MC,
            **refused(
                409,
                "Attachment '{F}' is already used or not a valid attachment.",
                "E1004",
            ),
            sent=body(users=users(MIA), attachments=users("{F}")),
        ),
    ),
    case(
        "99",
        post(
            "sam",
            FILES,
            **refused(409, "File type not allowed", "E6101"),
            sent=upload("run.sh"),
        ),
        post(
            "sam",
            FILES,
            **refused(409, "Could not read file or file is empty.", "E1004"),
            sent=upload(content=b""),
        ),
        post(
            "sam",
            FILES,
            **refused(
                409,
                "File size can't be bigger than 10000000, current file size 10000001",
            ),
            sent=upload(content=b"x" * 10_000_001),
        ),
        post(
            "sam",
            "/fileResources?domain=FOO",
            400,
            sent=upload(),
            json=Per(
                web_message(400, DOMAINS.format("")),
                v2_41=web_message(400, DOMAINS.format("PUSH_ANALYSIS, ")),
            ),
        ),
    ),
    case(
        "100",
        post(
            "sam",
            f"{MC}/attachments",
            sent=upload(),
            like={"favorite": False},
            keep="F",
        ),
        start("sam", MIA, attachments=["{F}"]),
        post("sam", f"{MC}/attachments", sent=upload(), keep="G"),
        reply("sam", f"{MC}/{{A}}?attachments={{G}}", sent=plain("x")),
        profiles=DOCS,
    ),
)

LINK = "http://mock.example/api/messageConversations"
LIST_XML = (
    f'<messageConversations xmlns="http://dhis2.org/schema/dxf/2.0" link="{LINK}">'
    f'<messageConversation name="Hi" id="{{A}}" link="{LINK}/{{A}}"/>'
    "</messageConversations>"
)
EDGE = (
    case(
        "101",
        start("sam", MIA),
        get("mia", MC, 406, sent={"accept": XML}),
        profiles=SERVER,
    ),
    case(
        "101b",
        start("sam", MIA),
        get(
            "mia",
            MC,
            sent={"accept": XML, "headers": {"Host": "mock.example"}},
            text=LIST_XML,
        ),
        profiles=DOCS,
    ),
    case(
        "102",
        start("sam", MIA),
        post(
            "mia",
            f"{MC}/read",
            sent={**as_json('["{A}"]'), "accept": XML},
            text="<?xml version='1.0' encoding='UTF-8'?>"
            "<response><uid>{A}</uid></response>",
        ),
        delete(
            "mia",
            f"{MC}/{{A}}/{MIA}",
            sent={"accept": XML},
            text="<?xml version='1.0' encoding='UTF-8'?>"
            f"<reply><removed><uid>{MIA}</uid></removed></reply>",
        ),
        profiles=DOCS,
    ),
    case(
        "103",
        start("sam", MIA),
        Step(
            "sam",
            f"PUT {MC}/{{A}}",
            405,
            sent={"json": {"subject": "S"}},
            json=Per(
                web_message(405, "Request method 'PUT' is not supported"),
                v2_41=web_message(405, "Request method 'PUT' not supported"),
            ),
            headers={"Allow": "(?=.*GET)(?=.*POST)(?=.*DELETE).*"},
        ),
    ),
    case(
        "104",
        start("sam", MIA),
        *(
            Step(
                None,
                each,
                401,
                sent={"headers": {"X-Requested-With": "XMLHttpRequest"}},
                json=web_message(401, "Unauthorized"),
                headers={"WWW-Authenticate": None},
            )
            for each in (
                f"GET {MC}",
                f"DELETE {MC}/{{A}}",
                f"POST {MC}/{{A}}/read",
                "GET /me",
                "GET /nothing",
            )
        ),
        get("mia", f"{MC}/{{A}}?fields=read", json={"read": False}),
    ),
    case(
        "105",
        start("sam", MIA),
        post(
            "sam", MC, 409, sent=body(), headers={"Cache-Control": "no-cache, private"}
        ),
        get("fay", f"{MC}/{{A}}", 403, headers={"Cache-Control": "no-cache, private"}),
        post(
            "sam", MC, 201, sent=body(users=users(MIA)), headers={"Cache-Control": None}
        ),
        post("mia", f"{MC}/{{A}}/read", headers={"Cache-Control": None}),
    ),
)
CASES = (
    *(*CREATING, *LISTING, *GETTING, *REPLYING, *WORKING),
    *(*MARKING, *REMOVING, *ATTACHING, *EDGE),
)


@table(CASES)
def test_case_is_answered(api: Api, profile: str, steps: tuple[Step, ...]) -> None:
    """Each request of a case gets the answer that its number promises (9)."""
    run(api, profile, steps)


def test_every_number_is_there() -> None:
    """No case of the section is left out."""
    assert numbers(CASES) == {str(number) for number in range(1, 106)}
