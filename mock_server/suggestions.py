"""Words that were meant and not written: how a refusal says which they probably are."""

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED = 50
"""How many words a refusal lists at most."""


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """
    Return the known word that `wrong` is a slip of, if it is like any.

    What has no letters is no slip: 2.40 is as near to 2.43 as to 2.41, and means none.
    """
    if not any(map(str.isalpha, wrong)):
        return None
    return next(iter(get_close_matches(wrong, known, n=1)), None)


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
