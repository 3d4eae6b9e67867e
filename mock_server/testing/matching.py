"""Which requests are meant: the `match` of `fault` and `verify` (control-plane 3.3)."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

Predicate: TypeAlias = str | Mapping[str, object]
"""A value to equal, or one of equalTo, contains, matches, absent."""

Match: TypeAlias = str | Sequence[str] | Mapping[str, object]
"""An operation such as `me.get`, several, or a whole `match` document."""


class Criteria(TypedDict, total=False):
    """What may be asked for besides the operation."""

    method: str | Sequence[str]
    path: str
    path_pattern: str
    user: str
    query: Mapping[str, Predicate]
    headers: Mapping[str, Predicate]
    body: Mapping[str, object]


def match_document(match: Match | None, criteria: Criteria) -> dict[str, object]:
    """
    Return the document that names these requests; `{}` is all of them.

    Raises:
        TypeError: a path stands where an operation should.
    """
    __tracebackhide__ = True
    document: dict[str, object] = {}
    if isinstance(match, Mapping):
        document.update(match)
    elif isinstance(match, str) and "/" in match:
        path = match[match.index("/") :]
        message = f"{match!r} is no operation; a path is matched by path={path!r}"
        raise TypeError(message)
    elif match is not None:
        document["operation"] = match if isinstance(match, str) else list(match)
    document.update({wire_key(key): value for key, value in criteria.items()})
    return document


def wire_key(name: str) -> str:
    """Return a name as the wire spells it: `ttl_seconds` is `ttlSeconds`."""
    head, *tail = name.split("_")
    return head + "".join(map(str.title, tail))
