"""The token rule: every word asked for begins some word of the text (query.md 6)."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` in lower case: runs of letters and ASCII digits."""
    spaced = "".join(each if _is_word(each) else " " for each in text.lower())
    return tuple(dict.fromkeys(spaced.split()))


_words_of_record = lru_cache(maxsize=4096)(words_of)
"""The texts of records are searched again and again; those of clients are not."""


def begins_words(needles: Sequence[str], text: str) -> bool:
    """Say whether each needle is the beginning of a word of `text`."""
    words = _words_of_record(text)
    return all(any(word.startswith(each) for word in words) for each in needles)


def contains_all(needles: Sequence[str], text: str) -> bool:
    """Say whether each needle stands anywhere in `text`: the database's flavour."""
    lowered = text.lower()
    return all(each in lowered for each in needles)


def _is_word(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return unicodedata.category(character).startswith("L")
