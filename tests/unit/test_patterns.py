"""Regular expressions that clients send (patterns.py)."""

from __future__ import annotations

import pytest

from mock_server import patterns


class TestFlaw:
    """What cannot be taken."""

    def test_sound_pattern_has_none(self) -> None:
        """A regular expression is taken as it is."""
        assert patterns.flaw(r"/api/\d\d/(?:me|users)$") is None

    def test_broken_pattern_is_explained(self) -> None:
        """The text says what is wrong, and where."""
        flaw = patterns.flaw("a(b")

        assert flaw == "is no regular expression: missing ) at position 3"

    def test_long_pattern_is_refused(self) -> None:
        """Nobody writes a pattern that long by hand."""
        assert patterns.flaw("a" * 1001) == "is longer than 1000 characters"

    @pytest.mark.parametrize(
        "pattern",
        [
            "(?:a{5000}){5000}",
            "(?:(?:a{,100}){1000}){1000,}",
            "a{9999999999999999999}",
            r"(?:[]})]{400}\)){400}",
            "(?:(?:a{500}){500}",
        ],
        ids=["nested", "open-ended", "one", "classes", "broken"],
    )
    def test_endless_repeats_are_refused(self, pattern: str) -> None:
        """A pattern that is written out for its counts would take all memory."""
        flaw = patterns.flaw(pattern)

        assert flaw == ("repeats too much; use + or * where the number does not matter")

    @pytest.mark.parametrize(
        "pattern",
        [
            "/".join(["(?:[A-Za-z][A-Za-z0-9]{10})"] * 30),
            r"(?:\d{4}-\d{2}-\d{2}T[\d:.]{12}[})]){100}",
            "x{0}(?:){3}",
        ],
        ids=["uids", "dates", "nothing"],
    )
    def test_usual_repeats_are_taken(self, pattern: str) -> None:
        """Counts side by side do not multiply."""
        assert patterns.flaw(pattern) is None


class TestIsFound:
    """Whether a pattern is in a text."""

    def test_pattern_anywhere(self) -> None:
        """A pattern is searched for, not anchored."""
        assert patterns.is_found(r"\d+", "abc 42")
        assert not patterns.is_found(r"^\d+", "abc 42")

    @pytest.mark.parametrize(
        ("pattern", "text"),
        [
            (r"(?:a?){60}a{60}b", "a" * 60),
            (r"(?:(?:x+)+)+[^x]y", "x" * 5000),
            (r"(.*)(.*)(.*)(.*)(.*)\5\4\3\2\1z", "ab" * 3000),
        ],
        ids=["optional", "nested", "references"],
    )
    def test_endless_search_gives_up(self, pattern: str, text: str) -> None:
        """A pattern that would search for ever finds nothing, and returns."""
        assert not patterns.is_found(pattern, text)

    def test_end_of_a_long_text_is_not_looked_at(self) -> None:
        """Only the first 64 KiB are searched."""
        assert patterns.is_found("z", "a" * 65535 + "z")
        assert not patterns.is_found("z", "a" * 65536 + "z")


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("/api/me", "/api/me", True),
        ("/api/*", "/api/me", True),
        ("/api/*", "/api/users/x", False),
        ("/api/**", "/api/users/x", True),
        ("/api/*/read", "/api/messageConversations/read", True),
        ("/api/me.x", "/api/meax", False),
        ("/api/m*", "/api/me", True),
        ("/api/**/read", "/api/messageConversations/abc/read", True),
    ],
)
def test_glob(glob: str, path: str, *, matches: bool) -> None:
    """`*` is any part of one segment, `**` is anything (control-plane 3.3)."""
    assert patterns.is_found(patterns.from_glob(glob), path) is matches
