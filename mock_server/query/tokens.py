"""The token rule: every word asked for begins some word of the text (query.md 6)."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` in lower case: runs of letters and ASCII digits."""
    spaced = "".join(each if _is_word(each) else " " for each in text.lower())
    return tuple(spaced.split())


def begins_words(needles: Sequence[str], text: str) -> bool:
    """Say whether each needle is the beginning of a word of `text`."""
    words = words_of(text)
    return all(any(word.startswith(each) for word in words) for each in needles)


def contains_all(needles: Sequence[str], text: str) -> bool:
    """Say whether each needle stands anywhere in `text`: the database's flavour."""
    lowered = text.lower()
    return all(each in lowered for each in needles)


def _is_word(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return unicodedata.category(character).startswith("L")
