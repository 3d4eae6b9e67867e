"""Pages: which slice, and the pager with its links (query.md 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict
from urllib.parse import urlencode

from mock_server.domain.errors import NegativePageSizeError, UnreadableParameterError
from mock_server.domain.parameters import to_boolean, to_integer
from mock_server.profiles import Profile

DEFAULT_SIZE = 50


@dataclass(frozen=True)
class Paging:
    """What a client asks for."""

    page: int = 1
    size: int = DEFAULT_SIZE
    is_on: bool = True


def read_paging(parameters: Sequence[tuple[str, str]], profile: Profile) -> Paging:
    """
    Return the page asked for, clamped below.

    Raises:
        UnreadableParameterError: a value is of the wrong type, where refused.
        NegativePageSizeError: the server fails on such a size, and so do we.
    """
    given = dict(reversed(parameters))
    refuse = profile.bad_paging_refused
    page = _integer("page", given.get("page"), 1, refuse=refuse)
    size = _integer("pageSize", given.get("pageSize"), DEFAULT_SIZE, refuse=refuse)
    if size < 0:
        raise NegativePageSizeError(size=size)
    is_on = _boolean("paging", given.get("paging"), refuse=refuse)
    return Paging(max(1, page), size, is_on)


def page_bounds(paging: Paging, total: int) -> tuple[int, int, int]:
    """Return the page shown, clamped to the last one, and the slice asked for."""
    pages = page_count(paging, total)
    start = (paging.page - 1) * paging.size
    return min(paging.page, max(1, pages)), start, start + paging.size


def page_count(paging: Paging, total: int) -> int:
    """Return how many pages `total` items fill."""
    return -(-total // max(1, paging.size))


class Pager(TypedDict):
    """Where in a list a page is; the links are there only where they lead on."""

    page: int
    total: int
    pageSize: int
    pageCount: int
    nextPage: NotRequired[str]
    prevPage: NotRequired[str]


def make_pager(
    paging: Paging, total: int, link: str, parameters: Sequence[tuple[str, str]]
) -> Pager:
    """Return the pager as it stands in the answer, links only where they lead on."""
    pages = page_count(paging, total)
    page, _, _ = page_bounds(paging, total)
    size = max(1, paging.size)
    others = [pair for pair in parameters if pair[0] not in {"page", "pageSize"}]
    pager: Pager = {
        "page": page,
        "total": total,
        "pageSize": size,
        "pageCount": pages,
    }
    if page < pages:
        pager["nextPage"] = _link(link, page + 1, size, others)
    if page > 1:
        pager["prevPage"] = _link(link, page - 1, size, others)
    return pager


def _link(link: str, page: int, size: int, others: list[tuple[str, str]]) -> str:
    """Name what differs from the defaults: page 1 and a size of 50 go unsaid."""
    own: list[tuple[str, str]] = []
    if page > 1:
        own.append(("page", str(page)))
    if size != DEFAULT_SIZE:
        own.append(("pageSize", str(size)))
    # Java lets other signs stand than Python does.
    query = urlencode(own + others, safe="*", errors="replace").replace("~", "%7E")
    return f"{link}?{query}" if query else link


def _integer(name: str, text: str | None, default: int, *, refuse: bool) -> int:
    if text is None:
        return default
    try:
        return to_integer(name, text)
    except UnreadableParameterError:
        if refuse:
            raise
        return default


def _boolean(name: str, text: str | None, *, refuse: bool) -> bool:
    if text is None:
        return True
    try:
        return to_boolean(name, text)
    except UnreadableParameterError:
        if refuse:
            raise
        return True
