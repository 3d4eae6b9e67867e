"""Personal access tokens: what one looks like (query.md 15)."""

import re
from zlib import crc32

_OLD = re.compile(r"d2pat_([A-Za-z0-9]{32})(\d{10})", re.ASCII)
_NEW = re.compile(r"d2p_[A-Za-z0-9]{44,50}", re.ASCII)
"""Its checksum, which ends it in letters and digits, is not looked at."""


def flaw(token: str) -> str | None:
    """Return what is wrong with `token` in the server's words, if anything is."""
    old = _OLD.fullmatch(token)
    if old is None:
        return None if _NEW.fullmatch(token) else "Api token is malformed"
    if crc32(old[1].encode()) != int(old[2]):
        return "Checksum validation failed"
    return None
