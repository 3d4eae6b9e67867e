"""What is a uid, and which ones the mock makes (messaging.md 1.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.uid import is_uid, uid_at


class TestIsUid:
    """Texts that may stand where an id is wanted."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("ZjHHSjyyeJ2", True),
            ("a0000000000", True),
            ("abcdefghijk", True),
            ("1bcdefghijk", False),
            ("abcdefghij", False),
            ("abcdefghijkl", False),
            ("abcdefghij-", False),
            ("abcdefghij\n", False),
            ("abcdefghijk\n", False),
            ("äbcdefghijk", False),
            ("a٠٠٠٠٠٠٠٠٠٠", False),  # noqa: RUF001 - digits, but not ASCII ones
            ("", False),
        ],
        ids=[
            "usual",
            "digits",
            "letters",
            "digit-first",
            "short",
            "long",
            "dash",
            "break",
            "break-after",
            "umlaut",
            "arabic-digits",
            "empty",
        ],
    )
    def test_text_is_told_from_uid(self, text: str, *, expected: bool) -> None:
        """A uid is a letter and ten letters or digits, all ASCII (1.1)."""
        assert is_uid(text) is expected


class TestUidAt:
    """The endless sequence of uids that a seed defines."""

    @given(random_seed=st.integers(), position=st.integers(min_value=0))
    def test_every_position_gives_a_uid(self, random_seed: int, position: int) -> None:
        """Each position holds a well-formed uid, the same each time."""
        uid = uid_at(random_seed, position)

        assert is_uid(uid)
        assert uid_at(random_seed, position) == uid

    def test_sequence_is_the_same_everywhere(self) -> None:
        """The uids of the usual seed are these, in every process."""
        uids = [uid_at(42, position) for position in range(3)]

        assert uids == ["TDMtbUUqwEB", "U4x56oWiYLd", "uqNfZub3bcc"]

    def test_sequence_does_not_repeat(self) -> None:
        """Thousands of positions hold different uids."""
        uids = {uid_at(42, position) for position in range(5_000)}

        assert len(uids) == 5_000

    def test_seeds_differ(self) -> None:
        """Another seed gives other uids."""
        assert uid_at(42, 0) != uid_at(43, 0)
