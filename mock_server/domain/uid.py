"""DHIS2's eleven-character identifiers: what is one, and how the mock makes them."""

import re
from hashlib import blake2b

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ALPHANUMERICS = _LETTERS + "0123456789"
_UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}", re.ASCII)


def is_uid(text: str) -> bool:
    """Say whether `text` is a well-formed uid (messaging.md 1.1)."""
    return _UID.fullmatch(text) is not None


def digest_at(random_seed: int, position: int) -> bytes:
    """Return the sixteen bytes at one position of the sequence of a seed."""
    return blake2b(f"{random_seed}:{position}".encode(), digest_size=16).digest()


def uid_at(random_seed: int, position: int) -> str:
    """
    Return the uid at one position of the endless sequence that a seed defines.

    The same seed and position give the same uid in every process, so that a
    reset repeats the ids of the first run.
    """
    return _uid_from(digest_at(random_seed, position))


def uid_of(text: str) -> str:
    """Return the uid that stands for `text`, and does not tell it."""
    return _uid_from(blake2b(text.encode(), digest_size=16).digest())


def _uid_from(digest: bytes) -> str:
    number = int.from_bytes(digest)
    number, first = divmod(number, len(_LETTERS))
    characters = [_LETTERS[first]]
    for _ in range(10):
        number, index = divmod(number, len(_ALPHANUMERICS))
        characters.append(_ALPHANUMERICS[index])
    return "".join(characters)
