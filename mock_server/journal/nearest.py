"""Which routes a request that the mock does not serve was probably meant for."""

from collections.abc import Iterable
from difflib import SequenceMatcher

_AT_MOST = 3
_ALIKE = 0.6
_LONGEST = 200
"""Characters; to compare texts takes the square of their lengths."""
_SAME_METHOD, _ANYTHING_LAST = 0.1, 0.2


def nearest(method: str, path: str, routes: Iterable[tuple[str, str]]) -> list[str]:
    """
    Return the `METHOD /path/{of}/routes` most like a request, the likest first.

    A placeholder is like whatever stands in its place; as the last it says little.
    """
    if len(path) > _LONGEST:
        return []
    scored = []
    for verb, rule in routes:
        likeness = _likeness(path, rule)
        if likeness >= _ALIKE:
            likeness += _SAME_METHOD * (verb == method)
            likeness -= _ANYTHING_LAST * rule.endswith("}")
            scored.append((-likeness, f"{verb} {rule}"))
    return [name for _, name in sorted(scored)[:_AT_MOST]]


def _likeness(path: str, rule: str) -> float:
    segments = path.split("/")
    wanted = rule.split("/")
    if len(segments) == len(wanted):
        wanted = [
            segment if placeholder.startswith("{") else placeholder
            for segment, placeholder in zip(segments, wanted, strict=True)
        ]
    matcher = SequenceMatcher(None, path, "/".join(wanted), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0
