"""What the server says of itself: info and ids (resources.md 11)."""

from typing import Annotated, TypedDict
from uuid import UUID

from mock_server.api import context
from mock_server.domain.parameters import to_integer
from mock_server.domain.uid import digest_at, uid_at
from mock_server.query import read_plain
from mock_server.schemas.catalogue import instant
from mock_server.services.system import SystemInfo, system_info
from mock_server.wire.answers import PlainBody, TextBody

_MAX_CODES = 10_000
_NO_STORE = "no-store"


class Codes(TypedDict):
    """Fresh ids."""

    codes: list[str]


def get_info() -> Annotated[PlainBody, SystemInfo]:
    """GET /system/info: version, time and address; more for superusers (11.1)."""
    info = system_info(
        context.state(),
        context.acting_user(),
        context.profile(),
        context.root_url(),
        str(instant(context.store().now())),
    )
    agent = context.header("User-Agent")
    if agent is not None:
        info["userAgent"] = agent
    shown = read_plain(info, context.query_parameters(), context.profile())
    return PlainBody(shown, cache_control=_NO_STORE)


def get_ids() -> Annotated[PlainBody, Codes] | Annotated[TextBody, context.CSV]:
    """
    GET /system/id?limit=: fresh uids, at most 10,000.

    They come from a stream of their own, so that asking for some does not change
    the ids of what is written next (resources-system.md 1.5).
    """
    seed = context.state().random_seed
    codes = [uid_at(seed, -1 - position) for position in range(_limit())]
    if context.wants_csv():
        lines = "".join(f"{code}\n" for code in ["uid", *codes])
        return TextBody(lines, content_type=context.CSV, cache_control=_NO_STORE)
    return PlainBody({"codes": codes}, root="codeList", cache_control=_NO_STORE)


def get_uuids() -> Annotated[PlainBody, Codes]:
    """GET /system/uuid?limit=: the same with uuids."""
    seed = context.state().random_seed
    codes = [
        str(UUID(bytes=digest_at(seed, -1 - position), version=4))
        for position in range(_limit())
    ]
    return PlainBody({"codes": codes}, root="codeList", cache_control=_NO_STORE)


def _limit() -> int:
    limit = to_integer("limit", context.parameter("limit") or "1")
    return min(max(0, limit), _MAX_CODES)
