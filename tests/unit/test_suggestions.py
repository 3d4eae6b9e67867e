"""What a refusal takes a wrong word for (suggestions.py)."""

from __future__ import annotations

import pytest

from mock_server.suggestions import nearest, suggestion

PROFILES = ["documented", "2.41", "2.42", "2.43"]


@pytest.mark.parametrize(
    ("wrong", "known", "said"),
    [
        ("documentd", PROFILES, "; did you mean 'documented'?"),
        ("2.40", PROFILES, "; there are: documented, 2.41, 2.42, 2.43"),
        ("243", PROFILES, "; there are: documented, 2.41, 2.42, 2.43"),
        ("xyz", PROFILES, "; there are: documented, 2.41, 2.42, 2.43"),
        ("", PROFILES, "; there are: documented, 2.41, 2.42, 2.43"),
        ("user10", ["user1", "admin"], "; did you mean 'user1'?"),
        ("x", [], "; there are none"),
        ("ttl", ["skip", "ttl_seconds"], "; did you mean 'ttl_seconds'?"),
        ("max", ["max_seconds", "max_items"], "; there are: max_seconds, max_items"),
        ("tt", ["skip", "ttl_seconds"], "; there are: skip, ttl_seconds"),
    ],
)
def test_slip_is_told_from_another_word(
    wrong: str, known: list[str], said: str
) -> None:
    """A slip names the word meant; a number is none, and all there are is listed."""
    assert suggestion(wrong, known) == said


def test_long_lists_are_cut() -> None:
    """Of very many words a refusal lists the first, and says how many are left."""
    said = suggestion("x", [f"user{number}" for number in range(200)])

    assert said.startswith("; there are: user0, user1, ")
    assert said.endswith(", user49 and 150 more")


def test_nearest_of_nothing_is_none() -> None:
    """Where no word is like it, none is the nearest."""
    assert nearest("strict", ["profile"]) is None
    assert nearest("strit", ["profile", "strict"]) == "strict"
