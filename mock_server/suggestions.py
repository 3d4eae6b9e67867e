"""Words that were meant and not written: how a refusal says which they probably are."""

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED = 50
"""How many words a refusal lists at most."""
_BEGINNING = 3
"""Letters by which the beginning of a word is known."""


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """
    Return the known word that `wrong` is a slip of, if it is like any.

    What has no letters is no slip: 2.40 is as near to 2.43 as to 2.41, and means none.
    The beginning of a single word is one: `ttl` is `ttl_seconds`.
    """
    if not any(map(str.isalpha, wrong)):
        return None
    known = list(known)
    close = get_close_matches(wrong, known, n=1)
    if close:
        return close[0]
    longer = [each for each in known if each.startswith(wrong)]
    return longer[0] if len(longer) == 1 and len(wrong) >= _BEGINNING else None


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or which there are."""
    known = list(known)
    near = nearest(wrong, known)
    if near is not None:
        return f"; did you mean {near!r}?"
    if not known:
        return "; there are none"
    rest = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    return f"; there are: {', '.join(known[:_LISTED])}{rest}"
