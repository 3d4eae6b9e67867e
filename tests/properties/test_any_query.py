"""Whatever bytes a query string is made of, the answer is well-formed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

import xmltodict
from hypothesis import example, given
from hypothesis import strategies as st

from mock_server.profiles import PROFILES
from tests.conftest import app_for

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

SEED = Path(__file__).parents[1] / "contract" / "query_cases.json"

PATHS = (
    "/api/messageConversations",
    "/api/messageConversations/ConvAlpha01",
    "/api/messageConversations/ConvBravo02/messages",
    "/api/users",
    "/api/userGroups",
    "/api/userGroups/FeedbackGrp",
    "/api/organisationUnits",
    "/api/fileResources",
    "/api/me",
)
PARAMETERS = (
    *("fields", "filter", "order", "page", "pageSize", "paging", "query"),
    *("queryString", "queryOperator", "rootJunction", "level", "markRead"),
)
FRAGMENTS = (
    *("id", "subject", "messages", "read", "lastMessage", "status", "users", "nope"),
    *("eq", "!in", "ilike$", "token", "null", "gt", "asc", "idesc", "OR", "true"),
    *("size", "rename", "keyBy", "pluck", "all", "owner", "2024-01-01", "0", "-1"),
    *(":", "::", ",", ";", "[", "]", "(", ")", "!", "~", "|", "*", ".", "&", "=", "+"),
    *("%", "%25", "%zz", "%00", "%ed%a0%80", "%ff", "%0a", "<", '"', "\x7f"),
)

anything = st.binary(max_size=40).map(quote_from_bytes)
raw = st.binary(max_size=40).map(lambda data: data.decode("latin-1"))
nearly = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
queries = st.lists(
    st.tuples(st.sampled_from(PARAMETERS), anything | raw | nearly), max_size=4
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))


def ask(path: str, query: str, profile: str, accept: str) -> TestResponse:
    """Read `path` as a superuser, with the query string as it stands."""
    client = app_for(profile, SEED).test_client(use_cookies=False)
    return client.get(
        path,
        auth=("admin", "district"),
        headers={"Accept": accept},
        environ_overrides={"QUERY_STRING": query},
    )


@given(
    st.sampled_from(PATHS),
    queries,
    st.sampled_from(sorted(PROFILES)),
    st.sampled_from(["application/json", "application/xml", "*/*"]),
)
@example(PATHS[0], "fields=messages~keyBy(text)[text]", "documented", "application/xml")
@example(PATHS[0], "fields=id~rename(1)", "documented", "application/xml")
@example(PATHS[0], "fields=subject~rename(x%20y%3C)", "documented", "application/xml")
@example(PATHS[0], "queryString=%ed%a0%80&queryOperator=%00", "2.42", "*/*")
@example(PATHS[3], "filter=userGroups.users.userGroups:eq:1", "2.43", "*/*")
def test_any_query_is_answered_in_form(
    path: str, query: str, profile: str, accept: str
) -> None:
    """The answer is a page, an object or a refusal in the form agreed on (13)."""
    reply = ask(path, query, profile, accept)

    assert reply.status_code in {200, 400, 406, 409}, reply.text
    assert reply.headers["Content-Length"] == str(len(reply.data))
    if reply.headers["Content-Type"].startswith("application/xml"):
        (root,) = xmltodict.parse(reply.data)
        assert reply.status_code != 200 or root != "webMessage"
    else:
        body = json.loads(reply.data)
        assert isinstance(body, dict)
        if reply.status_code != 200:
            assert body["httpStatusCode"] == reply.status_code
            assert body["message"]
