"""
Which seeds need no check when they are served: those of the package, to the letter.

Checking a seed takes longer than all else that a start does, and what is shipped was
checked by the tests. But it lies where people edit it. So a seed is only taken for
sound if the digest of its files is one of these, wherever they lie; a test checks the
shipped seeds and compares the digests. After a change of `seed_data/` that test names
the new ones; until they stand here, the seed is checked at each start like any other.
"""

from mock_server.seed.source import Source

DIGESTS = {
    "default": "dd39a35943e6170b4f1d12e7897806ffed69b2743f6ab374e9c965d397500306",
    "empty": "72dea6a513cade737b85cb786c134de1e3a3a4b476891f01be36a4e69e86cf0f",
    "walkthrough": "08a38cf6d435c9274c1b76a54a462d1d356cda695a8a76793df66c4594747df7",
}
"""Name of a shipped seed -> digest of the files that it lies in."""

_SOUND = frozenset(DIGESTS.values())


def is_shipped(source: Source) -> bool:
    """
    Say whether a seed is one that comes with the package, unchanged and read whole.

    The digest is of the JSON; a file that a row names may be missing all the same.
    """
    return source.digest in _SOUND and not source.problems
